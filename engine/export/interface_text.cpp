// SPDX-License-Identifier: Apache-2.0
#include "engine/export/interface_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/export/names.h"
#include "engine/runtime/heddle.h"

namespace heddle::exporter {
namespace {

const char* cType(ElementType element) {
  switch (element) {
    case ElementType::f32:
      return "float";
    case ElementType::f64:
      return "double";
    case ElementType::i8:
      return "int8_t";
    case ElementType::i16:
      return "int16_t";
    case ElementType::i32:
      return "int32_t";
    case ElementType::i64:
      return "int64_t";
    case ElementType::u16:
      return "uint16_t";
    case ElementType::u32:
      return "uint32_t";
    case ElementType::u64:
      return "uint64_t";
    case ElementType::f16:
    case ElementType::bf16:
      return "uint16_t";
    default:
      return "uint8_t";
  }
}

std::vector<std::string> portIdentifiers(const std::vector<build::NamedType>& ports) {
  std::vector<std::string> names;
  for (const build::NamedType& port : ports) names.push_back(port.name);
  return distinctIdentifiers(names);
}

// Safe within a comment, whatever the name holds.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) out += c == '*' || c == '"' || c == '\\' || c < ' ' ? '?' : c;
  return out + "\"";
}

bool hasFormat(const InterfaceFacts& facts, const char* format) {
  const auto& formats = facts.options.formats;
  return std::find(formats.begin(), formats.end(), format) != formats.end();
}

// A typed setter per input and getter per output, over the calls that take an index.
std::string accessors(const InterfaceFacts& facts) {
  const std::string prefix = "heddle_" + facts.identifier;
  const std::vector<std::string> inputs = portIdentifiers(facts.module.inputs);
  const std::vector<std::string> outputs = portIdentifiers(facts.module.outputs);
  std::string out;
  for (size_t i = 0; i < inputs.size(); ++i) {
    const TensorType& type = facts.module.inputs[i].type;
    const std::string extents = std::to_string(type.rank() == 0 ? 1 : type.rank());
    out += "/* input " + std::to_string(i) + ", " + quoted(facts.module.inputs[i].name) + ": " +
           text(type) + ". Borrowed until heddle_run returns. */\n";
    out += "static inline heddle_status " + prefix + "_set_" + inputs[i] +
           "(heddle_module* module, const " + cType(type.element) +
           "* data) {\n  static const int64_t extents[" + extents + "] = {";
    for (const int64_t extent : type.extents()) out += std::to_string(extent) + ", ";
    out += type.rank() == 0 ? "0" : "";
    out += "};\n  return heddle_set_input(module, " + std::to_string(i) + ", data, " +
           std::to_string(static_cast<int>(type.element)) + ", extents, " +
           std::to_string(type.rank()) + ");\n}\n";
  }
  for (size_t i = 0; i < outputs.size(); ++i) {
    const TensorType& type = facts.module.outputs[i].type;
    const std::string ctype = cType(type.element);
    out += "/* output " + std::to_string(i) + ", " + quoted(facts.module.outputs[i].name) + ": " +
           text(type) + ". Valid until the next run. */\n";
    out += "static inline heddle_status " + prefix + "_get_" + outputs[i] +
           "(heddle_module* module, const " + ctype + "** data) {\n  const void* bytes = 0;\n" +
           "  const heddle_status status = heddle_get_output(module, " + std::to_string(i) +
           ", &bytes, 0);\n  *data = (const " + ctype + "*)bytes;\n  return status;\n}\n";
  }
  return out;
}

nlohmann::json ports(const std::vector<build::NamedType>& list) {
  nlohmann::json out = nlohmann::json::array();
  const std::vector<std::string> identifiers = portIdentifiers(list);
  for (size_t i = 0; i < list.size(); ++i)
    out.push_back({{"name", list[i].name},
                   {"identifier", identifiers[i]},
                   {"element", std::string(heddle::name(list[i].type.element))},
                   {"extents", list[i].type.extents()}});
  return out;
}

}  // namespace

std::string headerText(const InterfaceFacts& facts) {
  const std::string guard = "HEDDLE_MODEL_" + facts.identifier + "_H";
  std::string out = "/* " + quoted(facts.module.name) + ", compiled by Heddle " + heddle_version() +
                    ". Functions that take a heddle_module are in heddle.h. */\n";
  out += "#ifndef " + guard + "\n#define " + guard + "\n\n#include \"heddle.h\"\n\n";
  out += "#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n";
  out += facts.options.separateParams
             ? "/* options->params_path must name " + facts.name + ".params. */\n"
             : "/* Null options: one thread per CPU. The parameters are embedded. */\n";
  out += "HEDDLE_API heddle_status heddle_" + facts.identifier +
         "_create(const heddle_options* options, heddle_module** module);\n\n";
  out += accessors(facts);
  out += "\n#ifdef __cplusplus\n}\n#endif\n#endif\n";
  return out;
}

std::string metadataText(const InterfaceFacts& facts) {
  const build::Module& module = facts.module;
  nlohmann::json plan = nlohmann::json::parse(module.metadataJson, nullptr, false);
  if (plan.is_discarded()) plan = nullptr;
  const nlohmann::json out = {
      {"format", "heddle-export"},
      {"version", 1},
      {"producer", std::string("Heddle ") + heddle_version()},
      {"name", module.name},
      {"create_function", "heddle_" + facts.identifier + "_create"},
      {"model_hash", module.modelHash},
      {"target", {{"triple", module.target.triple}, {"cpu", module.target.cpu}}},
      {"required_features", module.requiredFeatures},
      {"inputs", ports(module.inputs)},
      {"outputs", ports(module.outputs)},
      {"parameters",
       {{"bytes", facts.parameters.sizeBytes},
        {"embedded", !facts.options.separateParams},
        {"mark", std::string(facts.parameters.mark.c_str())}}},
      {"arena_bytes", module.memory.arenaBytes},
      {"steps", module.steps.size()},
      {"formats", facts.options.formats},
      {"plan", plan}};
  return out.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

std::string cmakeText(const InterfaceFacts& facts) {
  const std::string& name = facts.name;
  std::string out = "# find_package(" + name + " REQUIRED) and link heddle::" + name + ".\n";
  out += "get_filename_component(_heddle_dir \"${CMAKE_CURRENT_LIST_DIR}\" ABSOLUTE)\n";
  const bool isShared = hasFormat(facts, "so");
  const bool isStatic = hasFormat(facts, "a");
  out += "if(NOT TARGET heddle::" + name + ")\n";
  if (isShared || isStatic) {
    out += "  add_library(heddle::" + name + (isShared ? " SHARED" : " STATIC") + " IMPORTED)\n";
    out += "  set_target_properties(heddle::" + name + " PROPERTIES\n";
    out += "    IMPORTED_LOCATION \"${_heddle_dir}/" + name + (isShared ? ".so" : ".a") + "\"\n";
    if (isShared)
      out += "    IMPORTED_SONAME \"" + name + ".so\"\n";
    else
      out += "    INTERFACE_LINK_LIBRARIES \"m;pthread\"\n";
  } else {
    out += "  add_library(heddle::" + name + " INTERFACE IMPORTED)\n";
    out += "  set_target_properties(heddle::" + name + " PROPERTIES\n";
    out +=
        "    INTERFACE_LINK_LIBRARIES \"${_heddle_dir}/" + name + ".o;heddle_runtime;m;pthread\"\n";
  }
  out += "    INTERFACE_INCLUDE_DIRECTORIES \"${_heddle_dir}\")\nendif()\n";
  if (facts.options.separateParams)
    out += "set(" + name + "_PARAMS \"${_heddle_dir}/" + name + ".params\")\n";
  return out + "unset(_heddle_dir)\n";
}

std::string pkgConfigText(const InterfaceFacts& facts) {
  const std::string& name = facts.name;
  std::string out =
      "prefix=${pcfiledir}\n\nName: " + name +
      "\nDescription: a neural network compiled by Heddle\nVersion: " + heddle_version() + "\n";
  out += "Cflags: -I${prefix}\n";
  if (hasFormat(facts, "so"))
    out += "Libs: -L${prefix} -l:" + name + ".so -Wl,-rpath,${prefix}\n";
  else if (hasFormat(facts, "a"))
    out += "Libs: ${prefix}/" + name + ".a -lm -lpthread\n";
  else
    out += "Libs: ${prefix}/" + name + ".o -lheddle_runtime -lm -lpthread\n";
  return out;
}

}  // namespace heddle::exporter
