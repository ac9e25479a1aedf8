// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule/analysis/index_map.h"

#include <algorithm>
#include <set>

#include "engine/loops/text.h"
#include "engine/loops/visit.h"
#include "engine/schedule/analysis/evaluate.h"

namespace heddle::schedule {

using namespace loops;

namespace {

constexpr int64_t maxPoints = int64_t{1} << 22;

std::vector<std::string> splitAtCommas(const std::string& text) {
  std::vector<std::string> out = {""};
  int depth = 0;
  for (char c : text) {
    depth += (c == '(') - (c == ')');
    if (c == ',' && depth == 0)
      out.emplace_back();
    else if (c != ' ' || !out.back().empty())
      out.back() += c;
  }
  for (std::string& s : out) {
    while (!s.empty() && s.back() == ' ') s.pop_back();
  }
  return out;
}

Status checkInjective(const IndexMap& map, const Step& step, const std::vector<int64_t>& extents) {
  for (const std::vector<size_t>& group : groupsOf(map)) {
    int64_t points = 1;
    for (size_t i : group) {
      if (__builtin_mul_overflow(points, extents[i], &points) || points > maxPoints) {
        return refuse(step, {"injective", "the map mixes too many elements to be checked"});
      }
    }
    std::map<std::vector<int64_t>, int64_t> seen;
    const auto valuesOf = [&](int64_t point) {
      Values values;
      for (const VarRef& v : map.oldVars) values[v->id] = 0;
      for (size_t i : group) values[map.oldVars[i]->id] = point % extents[i], point /= extents[i];
      return values;
    };
    const auto text = [&](int64_t point) {
      std::string out;
      const Values values = valuesOf(point);
      for (size_t i : group)
        out += (out.empty() ? "" : ", ") + map.oldVars[i]->name + " = " +
               std::to_string(values.at(map.oldVars[i]->id));
      return out;
    };
    for (int64_t p = 0; p < points; ++p) {
      const Values values = valuesOf(p);
      std::vector<int64_t> place;
      for (const Expr& e : map.newIndices) {
        const bool isOwn = std::any_of(group.begin(), group.end(),
                                       [&](size_t i) { return mentions(e, map.oldVars[i]->id); });
        if (!isOwn) continue;
        const auto value = evaluate(e, values);
        if (!value)
          return refuse(step,
                        {"map", "a new index divides by zero or uses more than index arithmetic"});
        place.push_back(*value);
      }
      const auto [other, isNew] = seen.emplace(place, p);
      if (isNew) continue;
      return refuse(step, {"injective",
                           "the elements at {0} and at {1} come to the same place",
                           {{"value", 0, text(other->second)}, {"value", 0, text(p)}}});
    }
  }
  return {};
}

}  // namespace

std::vector<std::vector<size_t>> groupsOf(const IndexMap& map) {
  std::vector<size_t> group(map.oldVars.size());
  for (size_t i = 0; i < group.size(); ++i) group[i] = i;
  for (const Expr& e : map.newIndices) {
    std::optional<size_t> first;
    for (size_t i = 0; i < group.size(); ++i) {
      if (!mentions(e, map.oldVars[i]->id)) continue;
      if (!first) first = group[i];
      const size_t from = group[i];
      std::replace(group.begin(), group.end(), from, *first);
    }
  }
  std::map<size_t, std::vector<size_t>> byGroup;
  for (size_t i = 0; i < group.size(); ++i) byGroup[group[i]].push_back(i);
  std::vector<std::vector<size_t>> out;
  for (auto& [key, members] : byGroup) out.push_back(members);
  return out;
}

Result<IndexMap> parseIndexMap(Program& program, const Step& step, const std::string& text,
                               const std::vector<int64_t>& extents) {
  const size_t arrow = text.find("->");
  const auto bad = [&](const std::string& why, std::vector<Subject> words = {}) {
    return refuse(step, {"map", why, std::move(words), "write it like \"h, w -> h, w//8, w % 8\""});
  };
  if (arrow == std::string::npos) return bad("the map has no arrow");
  if (text.find('\n') != std::string::npos || text.size() > 4000)
    return bad("the map is not one line");
  const auto names = splitAtCommas(text.substr(0, arrow));
  const auto indices = splitAtCommas(text.substr(arrow + 2));
  if (names.size() != extents.size()) {
    return bad("the map has {0} old indices, the buffer {1} dimensions",
               {{"value", 0, std::to_string(names.size())},
                {"value", 0, std::to_string(extents.size())}});
  }
  // The program reader reads the indices: statements inside loops over the old ones.
  std::string source = "program map():\n";
  std::string indent = "  ";
  for (size_t d = 0; d < names.size(); ++d, indent += "  ") {
    source += indent + "for " + names[d] + " in range(" + std::to_string(extents[d]) + "):\n";
  }
  for (const std::string& index : indices) source += indent + index + "\n";
  auto parsed = parse(source);
  if (parsed.isError())
    return bad("the map cannot be read: {0}", {{"value", 0, messageText(parsed.error())}});
  IndexMap map;
  Bounds bounds;
  Substitution fresh;
  const Stmt* inner = &parsed.value().body;
  for (size_t d = 0; d < names.size(); ++d) {
    const auto* loop = as<For>(*inner);
    if (!loop) return bad("the map cannot be read");
    map.oldVars.push_back(Var::make(program.freshId<VarId>(), names[d]));
    fresh[loop->var->id] = map.oldVars.back();
    bounds[map.oldVars.back()->id] = {0, std::max<int64_t>(extents[d] - 1, 0)};
    inner = &loop->body;
  }
  const auto* seq = as<Seq>(*inner);
  for (const Stmt& s : seq ? seq->stmts : std::vector<Stmt>{*inner}) {
    const auto* e = as<Evaluate>(s);
    if (!e || e->value->type != ValueType{}) return bad("a new index is no index expression");
    const Expr index = simplify(substitute(e->value, fresh), bounds);
    const auto range = intervalOf(index, bounds);
    if (!range || range->min < 0) return bad("a new index may be negative");
    map.newIndices.push_back(index);
    map.newExtents.push_back(range->max + 1);
  }
  HEDDLE_CHECK(checkInjective(map, step, extents));
  return map;
}

}  // namespace heddle::schedule
