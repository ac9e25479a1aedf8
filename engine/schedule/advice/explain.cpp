// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule/advice/explain.h"

#include <algorithm>
#include <set>

#include "engine/loops/text.h"
#include "engine/schedule/advice/conflict.h"
#include "engine/schedule/advice/search.h"
#include "engine/schedule/docs.h"

namespace heddle::schedule {

using namespace loops;

namespace {

std::string requirementOf(const Diagnostic& refusal) {
  return refusal.code.substr(refusal.code.rfind('.') + 1);
}

// "alloc t: f32[8] in local", "x: in f32[4, 4]": from the name to the end of the declaration.
std::string declarationOf(const std::string& text, const std::string& name) {
  for (const std::string& start : {"alloc " + name + ": ", name + ": "}) {
    for (size_t at = text.find(start); at != std::string::npos; at = text.find(start, at + 1)) {
      if (at == 0 || (text[at - 1] != ' ' && text[at - 1] != '(')) continue;
      int depth = 0;
      size_t end = at;
      for (; end < text.size() && text[end] != '\n'; ++end) {
        depth += (text[end] == '[') - (text[end] == ']');
        if (depth == 0 && (text[end] == ',' || text[end] == ')')) break;
      }
      return text.substr(at, end - at);
    }
  }
  return "";
}

// The line of the program that declares the subject.
std::string lineOf(const PrintedProgram& printed, const Subject& subject) {
  if (subject.kind == "buffer") return declarationOf(printed.text, subject.label);
  size_t begin = 0;
  for (const LineInfo& info : printed.lines) {
    const size_t end = std::min(printed.text.find('\n', begin), printed.text.size());
    uint64_t id = 0;
    if (info.stmt && info.stmt->kind == StmtKind::For && subject.kind == "loop")
      id = static_cast<const For*>(info.stmt)->id.value;
    if (info.stmt && info.stmt->kind == StmtKind::Block && subject.kind == "block")
      id = static_cast<const Block*>(info.stmt)->f.id.value;
    if (id == 0 || id != subject.id) {
      begin = end + 1;
      continue;
    }
    std::string line = printed.text.substr(begin, end - begin);
    line.erase(0, line.find_first_not_of(' '));
    while (!line.empty() && (line.back() == ':' || line.back() == ',')) line.pop_back();
    // A signature may go on in the next line.
    const bool isOpen =
        std::count(line.begin(), line.end(), '(') > std::count(line.begin(), line.end(), ')');
    return isOpen ? line + ", ...)" : line;
  }
  return "";
}

std::string argumentText(const Step& step, const std::string& requirement) {
  for (const auto& [name, value] : step.arguments) {
    if (name == requirement) return name + "=" + toText(value);
  }
  return toText(step);
}

// The iterations that a guard or a factor would lose.
Phrase lostIteration(const State& state, const Step& step) {
  const auto loop = state.loops.find(argument<LoopName>(step, "loop").value);
  if (loop == state.loops.end()) return {};
  const auto path = pathTo(state.program.body, loop->second);
  const auto extent = path ? constantInt(as<For>(path->back())->extent) : std::nullopt;
  int64_t product = 1;
  for (int64_t f : argument<std::vector<int64_t>>(step, "factors")) product *= f;
  if (!extent || product >= *extent) return {};
  return {"{0} = {1} would not run",
          {as<For>(path->back())->var->name, std::to_string(product)}};
}

// A block whose iterators are ordered: its first two iterations.
Phrase fixedOrder(const State& state, const Diagnostic& refusal) {
  for (const Subject& s : refusal.subjects) {
    const auto place =
        s.kind == "block" ? placeOf(state.program.body, BlockId{s.id}) : std::nullopt;
    if (!place) continue;
    for (const BlockIter& iter : place->block->f.iters) {
      if (iter.kind != IterKind::opaque) continue;
      return {"{0} = 0 of block {1} must run before {0} = 1", {iter.var->name, s.label}};
    }
  }
  return {};
}

Phrase witness(const State& state, const Step& step, const Diagnostic& refusal) {
  const std::string requirement = requirementOf(refusal);
  if (refusal.code == "schedule.split.cover") {
    if (Phrase lost = lostIteration(state, step); !lost.empty()) return lost;
  }
  if (requirement == "injective") return messagePhrase(refusal);  // it names two elements
  if (requirement == "opaque") {
    if (Phrase order = fixedOrder(state, refusal); !order.empty()) return order;
  }
  const PrintedProgram printed = print(state.program);
  std::string out;
  std::set<std::string> seen;
  for (const Subject& s : refusal.subjects) {
    const std::string line = s.id ? lineOf(printed, s) : "";
    if (!line.empty() && seen.insert(line).second) out += (out.empty() ? "" : "; ") + line;
  }
  const bool isAboutArgument = step.arguments.count(requirement) > 0;
  if (out.empty()) return argumentText(step, requirement);
  if (isAboutArgument) return {"{0} of {1}", {argumentText(step, requirement), out}};
  return out;
}

}  // namespace

Explanation explain(const Situation& situation, const Step& step, const Diagnostic& refusal,
                    int maxTries) {
  Explanation out{refusal, requirementText(refusal.code)};
  const bool isKnown = findPrimitive(step.primitive) != nullptr;
  const bool isWellFormed = isKnown && !refusal.code.ends_with(".arguments");
  if (const auto conflict =
          isWellFormed ? findConflict(situation.state, step, refusal) : std::nullopt) {
    out.counterExample = conflict->text;
    out.hasIterations = true;
  } else {
    out.counterExample = isWellFormed ? witness(situation.state, step, refusal) : toText(step);
  }
  if (maxTries <= 0 || !isWellFormed) return out;
  AlternativeSearch search(situation, step, refusal, maxTries);
  out.alternative = search.run();
  out.tried = search.tried();
  if (!out.alternative) out.noneNear = search.report();
  return out;
}

}  // namespace heddle::schedule
