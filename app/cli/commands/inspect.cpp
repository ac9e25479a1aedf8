// SPDX-License-Identifier: Apache-2.0
#include "app/cli/context.h"
#include "app/cli/output.h"

namespace heddle::cli {
namespace {

json portsJson(const std::vector<session::PortView>& ports) {
  json out = json::array();
  for (const auto& port : ports)
    out.push_back({{"name", port.name}, {"type", port.type}, {"dynamic", port.isDynamic}});
  return out;
}

std::string opsetText(const session::ModelView& model) {
  std::string out;
  for (const auto& [domain, version] : model.opsets)
    out += (out.empty() ? "" : ", ") + (domain.empty() ? "ai.onnx" : domain) + " " +
           std::to_string(version);
  return out;
}

std::string summaryText(const session::ModelView& m) {
  std::string out = "file        " + m.file + "\n";
  out += "producer    " + (m.producer.empty() ? std::string("not named") : m.producer) + "\n";
  out += "IR version  " + std::to_string(m.irVersion) + ", opsets " + opsetText(m) + "\n";
  out += "nodes       " + countText(static_cast<int64_t>(m.nodes.size())) + "\n";
  out += "parameters  " + countText(m.parameters) + " (" + bytesText(m.parameterBytes) + ")\n";
  out += "arithmetic  " +
         (m.flops > 0 ? flopsText(m.flops) + ", nominal" : std::string("not known until shapes are")) + "\n";
  out += "file size   " + bytesText(m.fileBytes) + "\n";
  for (const auto& port : m.inputs) out += "input       " + port.name + "  " + port.type + "\n";
  for (const auto& port : m.outputs) out += "output      " + port.name + "  " + port.type + "\n";
  out += "operators  ";
  for (const auto& [name, count] : m.operatorCounts)
    out += " " + name + " " + std::to_string(count);
  return out + "\n";
}

json summaryJson(const session::ModelView& m) {
  json opsets = json::object(), counts = json::object();
  for (const auto& [domain, version] : m.opsets)
    opsets[domain.empty() ? "ai.onnx" : domain] = version;
  for (const auto& [name, count] : m.operatorCounts) counts[name] = count;
  return {{"file", m.file},
          {"hash", m.hash},
          {"producer", m.producer},
          {"graph", m.graphName},
          {"ir_version", m.irVersion},
          {"opsets", opsets},
          {"inputs", portsJson(m.inputs)},
          {"outputs", portsJson(m.outputs)},
          {"parameters", m.parameters},
          {"parameter_bytes", m.parameterBytes},
          {"file_bytes", m.fileBytes},
          {"flops", m.flops},
          {"operators", counts},
          {"symbols", m.symbols},
          {"supported", m.isSupported}};
}

// Types of source nodes, from the first stage, by the source node's position.
std::vector<std::string> nodeTypes(const session::Snapshot& snapshot) {
  std::vector<std::string> types(snapshot.model->nodes.size());
  if (snapshot.stages.empty()) return types;
  for (const session::GraphNodeView& node : snapshot.stages.front()->nodes)
    for (const uint32_t origin : node.origins)
      if (origin < types.size() && !node.outputTypes.empty())
        types[origin] = node.outputTypes.front();
  if (snapshot.stages.size() > 1)
    for (const session::GraphNodeView& node : snapshot.stages[1]->nodes)
      for (const uint32_t origin : node.origins)
        if (origin < types.size() && (types[origin].empty() || types[origin] == "?") &&
            !node.outputTypes.empty())
          types[origin] = node.outputTypes.front();
  return types;
}

void addNodes(const session::Snapshot& snapshot, json& object, std::string& text) {
  const std::vector<std::string> types = nodeTypes(snapshot);
  Table table({"#", "operator", "name", "type", "support"}, {0});
  json nodes = json::array();
  for (size_t i = 0; i < snapshot.model->nodes.size(); ++i) {
    const session::SourceNodeView& node = snapshot.model->nodes[i];
    const std::string op = (node.domain.empty() ? "" : node.domain + "::") + node.opType;
    const std::string support = node.problem.empty() ? node.how : "refused: " + node.problem.text();
    table.add({std::to_string(i), op, node.name, types[i], support});
    nodes.push_back({{"index", i},
                     {"operator", op},
                     {"name", node.name},
                     {"type", types[i]},
                     {"how", node.how},
                     {"problem", node.problem.text()},
                     {"inputs", node.inputs},
                     {"outputs", node.outputs}});
  }
  object["nodes"] = std::move(nodes);
  text += "\n" + table.text();
}

int inspect(Context& context, bool withNodes) {
  auto opened = context.openModel();
  if (opened.isError()) return context.fail(opened.error());
  const session::Snapshot& snapshot = *opened.value();
  json object = summaryJson(*snapshot.model);
  std::string text = summaryText(*snapshot.model);
  if (withNodes) addNodes(snapshot, object, text);
  json problems = json::array();
  for (const Diagnostic& problem : snapshot.problems) problems.push_back(toJson(problem));
  object["problems"] = std::move(problems);
  context.print(object, text);
  if (snapshot.model->isSupported) return 0;
  for (const Diagnostic& problem : snapshot.problems)
    std::cerr << "heddle: " << toText(problem) << "\n";
  return 3;
}

}  // namespace

Command addInspect(CLI::App& app, CommonOptions& common) {
  CLI::App* command =
      app.add_subcommand("inspect", "what is in a model, and what of it is supported");
  addModelOptions(*command, common);
  auto withNodes = std::make_shared<bool>(false);
  command->add_flag("--nodes", *withNodes,
                    "every node with type, shape and whether it is supported");
  return {command, [withNodes](Context& context) { return inspect(context, *withNodes); }};
}

}  // namespace heddle::cli
