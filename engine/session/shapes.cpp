// SPDX-License-Identifier: Apache-2.0
#include "engine/session/shapes.h"

#include <algorithm>
#include <charconv>

namespace heddle::session {
namespace {

Diagnostic shapeError(const std::string& message, const std::vector<std::string>& words) {
  Diagnostic out{"session.shape", message};
  for (const std::string& word : words) out.subjects.push_back({"value", 0, word});
  return out;
}

Status bindOne(const graph::Node& input, const TensorType& type, const Extents& extents,
               SymbolValues& values) {
  if (type.rank() != extents.size())
    return shapeError(
        "input \"{0}\" has {1} dimensions, {2} has {3}",
        {input.name, std::to_string(type.rank()), text(extents), std::to_string(extents.size())});
  for (size_t i = 0; i < extents.size(); ++i) {
    const Dim& dim = type.shape[i];
    const std::string at = std::to_string(i), given = std::to_string(extents[i]);
    if (extents[i] < 0)
      return shapeError("dimension {0} of input \"{1}\" cannot be {2}", {at, input.name, given});
    if (dim.isConstant()) {
      if (dim.constant() != extents[i])
        return shapeError("dimension {0} of input \"{1}\" is {2}, not {3}",
                          {at, input.name, dim.text(), given});
      continue;
    }
    std::vector<std::string> names;
    dim.collectSymbols(names);
    const bool isPlainSymbol = names.size() == 1 && dim.text() == names.front();
    if (!isPlainSymbol) continue;
    const auto [it, isNew] = values.emplace(names.front(), extents[i]);
    if (!isNew && it->second != extents[i])
      return shapeError(
          "dimension {0} of input \"{1}\" gives {2} the value {3}, elsewhere it is {4}",
          {at, input.name, names.front(), given, std::to_string(it->second)});
  }
  return {};
}

}  // namespace

Result<SymbolValues> bindSymbols(const graph::Graph& graph,
                                 const std::map<std::string, Extents>& inputShapes) {
  SymbolValues values;
  size_t matched = 0;
  std::string known;
  for (const OpId id : graph.inputs()) {
    const graph::Node& input = graph.node(id);
    known += (known.empty() ? "" : ", ") + input.name;
    const auto given = inputShapes.find(input.name);
    if (given == inputShapes.end()) continue;
    ++matched;
    const auto& type = graph.type({id, 0});
    if (type) HEDDLE_CHECK(bindOne(input, *type, given->second, values));
  }
  if (matched != inputShapes.size())
    for (const auto& [name, extents] : inputShapes) {
      bool exists = false;
      for (const OpId id : graph.inputs()) exists = exists || graph.node(id).name == name;
      if (!exists) return shapeError("the model has no input \"{0}\"; it has {1}", {name, known});
    }
  return values;
}

std::vector<std::string> inputSymbols(const graph::Graph& graph) {
  std::vector<std::string> names;
  for (const OpId id : graph.inputs())
    if (const auto& type = graph.type({id, 0}))
      for (const Dim& dim : type->shape) dim.collectSymbols(names);
  return names;
}

std::vector<std::string> openBatchSymbols(const graph::Graph& graph, const SymbolValues& values) {
  std::vector<std::string> first, other;
  for (const OpId id : graph.inputs())
    if (const auto& type = graph.type({id, 0}))
      for (size_t axis = 0; axis < type->rank(); ++axis)
        type->shape[axis].collectSymbols(axis == 0 && type->rank() > 1 ? first : other);
  std::erase_if(first, [&](const std::string& name) {
    return values.count(name) != 0 || std::find(other.begin(), other.end(), name) != other.end();
  });
  return first;
}

std::string exampleShapes(const graph::Graph& graph) {
  constexpr int64_t kPictureSide = 224, kOther = 8;
  std::string out;
  for (const OpId id : graph.inputs()) {
    const auto& type = graph.type({id, 0});
    if (!type || type->isStatic()) continue;
    Extents extents;
    for (size_t axis = 0; axis < type->rank(); ++axis) {
      const Dim& dim = type->shape[axis];
      const bool isSide = type->rank() == 4 && axis >= 1;
      extents.push_back(dim.isConstant() ? dim.constant() : axis == 0 ? 1 : isSide ? kPictureSide : kOther);
    }
    out += (out.empty() ? "" : ",") + graph.node(id).name + ":" + text(extents);
  }
  return out;
}

Result<std::map<std::string, Extents>> parseInputShapes(const std::string& text) {
  std::map<std::string, Extents> shapes;
  const auto wrong = [&](size_t at) {
    return Diagnostic{"session.shape_syntax",
                      "cannot read input shapes at column {0} of \"{1}\"",
                      {{"value", 0, std::to_string(at + 1)}, {"value", 0, text}},
                      "",
                      "write them as x:[1,3,224,224],y:[1,8]"};
  };
  for (size_t at = 0; at < text.size();) {
    // A name may hold colons: it ends at the last one before the bracket.
    const size_t open = text.find('[', at);
    const size_t close = open == std::string::npos ? open : text.find(']', open);
    if (close == std::string::npos || open < at + 2 || text[open - 1] != ':') return wrong(at);
    Extents extents;
    for (size_t i = open + 1; i < close;) {
      int64_t value = 0;
      const auto [end, code] = std::from_chars(text.data() + i, text.data() + close, value);
      if (code != std::errc()) return wrong(i);
      extents.push_back(value);
      i = static_cast<size_t>(end - text.data());
      if (i < close && text[i] != ',') return wrong(i);
      ++i;
      while (i < close && text[i] == ' ') ++i;
    }
    shapes[text.substr(at, open - 1 - at)] = std::move(extents);
    at = close + 1;
    if (at < text.size() && text[at] != ',') return wrong(at);
    ++at;
    while (at < text.size() && text[at] == ' ') ++at;
  }
  return shapes;
}

}  // namespace heddle::session
