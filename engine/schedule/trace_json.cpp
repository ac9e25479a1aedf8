// Traces as JSON: {"version": 1, "steps": [{"primitive": "split", "arguments": {...}, "results":
// [...]}]}. What a sampling step drew is {"value": "name"}.
// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "engine/schedule/primitive.h"

namespace heddle::schedule {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t maxJsonBytes = 16 << 20, maxSteps = 20000;

Json toJsonValue(const Argument& a) {
  struct Visitor {
    Json operator()(int64_t v) const { return v; }
    Json operator()(double v) const { return v; }
    Json operator()(const std::string& v) const { return v; }
    Json operator()(const LoopName& v) const { return v.value; }
    Json operator()(const BlockName& v) const { return v.value; }
    Json operator()(const BufferName& v) const { return v.value; }
    Json operator()(const ValueName& v) const { return Json{{"value", v.value}}; }
    Json operator()(const std::vector<int64_t>& v) const { return v; }
    Json operator()(const std::vector<LoopName>& v) const {
      Json list = Json::array();
      for (const LoopName& n : v) list.push_back(n.value);
      return list;
    }
    Json operator()(const std::vector<std::string>& v) const { return v; }
  };
  return std::visit(Visitor{}, a);
}

bool isStrings(const Json& j) {
  if (!j.is_array()) return false;
  for (const Json& e : j) {
    if (!e.is_string()) return false;
  }
  return true;
}

std::optional<Argument> fromJsonValue(ArgumentKind kind, const Json& j) {
  const bool mayBeDrawn = kind == ArgumentKind::integer || kind == ArgumentKind::integers ||
                          kind == ArgumentKind::value;
  if (mayBeDrawn && j.is_object() && j.size() == 1 && j.contains("value") && j["value"].is_string())
    return ValueName{j["value"].get<std::string>()};
  switch (kind) {
    case ArgumentKind::loop:
      if (j.is_string()) return LoopName{j.get<std::string>()};
      break;
    case ArgumentKind::block:
      if (j.is_string()) return BlockName{j.get<std::string>()};
      break;
    case ArgumentKind::buffer:
      if (j.is_string()) return BufferName{j.get<std::string>()};
      break;
    case ArgumentKind::text:
      if (j.is_string()) return j.get<std::string>();
      break;
    case ArgumentKind::integer:
      if (j.is_number_integer()) return j.get<int64_t>();
      break;
    case ArgumentKind::texts:
      if (isStrings(j)) return j.get<std::vector<std::string>>();
      break;
    case ArgumentKind::integers: {
      if (!j.is_array()) break;
      std::vector<int64_t> list;
      for (const Json& e : j) {
        if (!e.is_number_integer()) return {};
        list.push_back(e.get<int64_t>());
      }
      return list;
    }
    case ArgumentKind::loops: {
      if (!isStrings(j)) break;
      std::vector<LoopName> list;
      for (const Json& e : j) list.push_back({e.get<std::string>()});
      return list;
    }
    case ArgumentKind::value:
      if (j.is_string()) return j.get<std::string>();
      if (j.is_number_integer()) return j.get<int64_t>();
      if (j.is_number()) return j.get<double>();
      break;
  }
  return {};
}

Diagnostic bad(size_t step, std::string message, std::vector<Subject> words = {}) {
  return {"schedule.parse", std::move(message), std::move(words), "step " + std::to_string(step + 1)};
}

Result<Step> stepFromJson(const Json& j, size_t index) {
  const bool isGood = j.is_object() && j.contains("primitive") && j["primitive"].is_string();
  if (!isGood) return bad(index, "a step is an object with a primitive");
  Step step;
  step.primitive = j["primitive"].get<std::string>();
  const PrimitiveSpec* spec = findPrimitive(step.primitive);
  if (!spec) return bad(index, "no primitive is named '{0}'", {{"value", 0, step.primitive}});
  if (j.contains("results")) {
    if (!isStrings(j["results"])) return bad(index, "results are names");
    step.results = j["results"].get<std::vector<std::string>>();
  }
  if (!j.contains("arguments")) return step;
  if (!j["arguments"].is_object()) return bad(index, "arguments are an object");
  for (const auto& [name, value] : j["arguments"].items()) {
    const ArgumentSpec* argument = nullptr;
    for (const ArgumentSpec& a : spec->arguments) {
      if (a.name == name) argument = &a;
    }
    if (!argument) 
      return bad(index, "'{0}' is no argument of {1}",
                 {{"argument", 0, name}, {"value", 0, step.primitive}});
    auto parsed = fromJsonValue(argument->kind, value);
    if (!parsed) return bad(index, "argument '{0}' has the wrong kind", {{"argument", 0, name}});
    step.arguments.emplace(name, *std::move(parsed));
  }
  return step;
}

}  // namespace

std::string toJson(const Trace& trace) {
  Json steps = Json::array();
  for (const Step& step : trace.steps) {
    Json arguments = Json::object();
    for (const auto& [name, value] : step.arguments) arguments[name] = toJsonValue(value);
    Json j = {{"primitive", step.primitive}, {"arguments", arguments}};
    if (!step.results.empty()) j["results"] = step.results;
    steps.push_back(std::move(j));
  }
  return Json{{"version", 1}, {"steps", steps}}.dump(2, ' ', false, Json::error_handler_t::replace);
}

Result<Trace> traceFromJson(std::string_view text) {
  if (text.size() > maxJsonBytes) return Diagnostic{"schedule.parse", "the trace is too long"};
  // Nesting is bounded before the reader sees it; a trace needs five levels.
  int depth = 0, deepest = 0;
  for (char c : text) {
    depth += (c == '[' || c == '{') - (c == ']' || c == '}');
    deepest = std::max(deepest, depth);
  }
  if (deepest > 10000) return Diagnostic{"schedule.parse", "the trace is nested too deeply"};
  const Json j = Json::parse(text, nullptr, false);
  const bool isGood = j.is_object() && j.contains("steps") && j["steps"].is_array();
  if (!isGood)
    return Diagnostic{"schedule.parse", "this is no trace: an object with steps is expected"};
  if (!j.contains("version") || !j["version"].is_number_integer() ||
      j["version"].get<int64_t>() != 1) {
    return Diagnostic{"schedule.parse",
                      "the trace's version is not 1",
                      {},
                      {},
                      "save it again with this version"};
  }
  if (j["steps"].size() > maxSteps)
    return Diagnostic{"schedule.parse", "the trace has too many steps"};
  Trace trace;
  for (size_t i = 0; i < j["steps"].size(); ++i) {
    HEDDLE_TRY(Step step, stepFromJson(j["steps"][i], i));
    trace.steps.push_back(std::move(step));
  }
  return trace;
}

}  // namespace heddle::schedule
