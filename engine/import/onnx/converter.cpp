// SPDX-License-Identifier: Apache-2.0
#include "engine/import/onnx/converter.h"

#include "engine/import/onnx/model_types.h"

namespace heddle::import {

using graph::ValueRef;

namespace {

std::string functionKey(std::string_view domain, std::string_view name, std::string_view overload) {
  std::string key(domain == "ai.onnx" ? "" : domain);
  key += ':';
  key += name;
  key += ':';
  key += overload;
  return key;
}

std::string nodeNameOf(const onnx::NodeProto& node, size_t position) {
  return node.name().empty() ? node.op_type() + "_" + std::to_string(position) : node.name();
}

Diagnostic atNode(Diagnostic error, const onnx::NodeProto& node, size_t position) {
  if (error.where.empty()) error.where = labelOf(node, position);
  return error;
}

}  // namespace

Converter::Converter(const onnx::ModelProto& model, Emitter& emitter, const ImportOptions& options)
    : m_model(model),
      m_emitter(emitter),
      m_options(options),
      m_branches(emitter.editor, *emitter.constants, options) {
  for (const auto& function : model.functions())
    m_functions.emplace(functionKey(function.domain(), function.name(), function.overload()),
                        &function);
}

Status Converter::run(const OpsetMap& opsets) {
  const Nodes& nodes = m_model.graph().node();
  HEDDLE_TRY(NodeOrder order, orderNodes(nodes));
  Scope scope;
  scope.opsets = &opsets;
  scope.used = std::move(order.used);
  for (const auto& output : m_model.graph().output()) scope.used.insert(output.name());
  HEDDLE_CHECK(addInitializers(m_model.graph(), scope));
  HEDDLE_CHECK(addInputs(scope));
  m_reports.resize(static_cast<size_t>(nodes.size()));
  std::vector<graph::SourceNode> sources(m_reports.size());
  size_t done = 0;
  for (const uint32_t position : order.order) {
    if (done++ % 256 == 0) {
      if (m_options.cancel.isCancelled())
        return Diagnostic{"cancelled", "the import was cancelled"};
      if (m_options.onProgress)
        m_options.onProgress(static_cast<double>(done) / static_cast<double>(m_reports.size() + 1));
    }
    const NodeProto& node = nodes[static_cast<int>(position)];
    const std::string name = nodeNameOf(node, position);
    const std::string domain = node.domain() == "ai.onnx" ? "" : node.domain();
    m_emitter.startNode(name, position);
    Outcome outcome;
    HEDDLE_CHECK(convertNode(node, scope, position, outcome));
    m_isAnyRefused |= !outcome.problem.empty();
    sources[position] = {name, domain, node.op_type()};
    m_reports[position] = {name,
                           domain,
                           node.op_type(),
                           {node.input().begin(), node.input().end()},
                           {node.output().begin(), node.output().end()},
                           outcome.how,
                           outcome.problem};
  }
  m_emitter.editor.setSources(std::move(sources));
  return m_isAnyRefused ? Status{} : setOutputs(scope);
}

Status Converter::addInitializers(const onnx::GraphProto& graph, Scope& scope) {
  if (graph.sparse_initializer_size() > 0)
    return Diagnostic{"import.sparse", "the model has sparse weights, which are not supported"};
  for (const auto& proto : graph.initializer()) {
    auto tensor = m_emitter.source.read(proto);
    if (tensor.isError()) {
      Diagnostic error = std::move(tensor).error();
      error.where = "initializer '" + shortName(proto.name()) + "'";
      return error;
    }
    if (!scope.initializers.emplace(proto.name(), std::move(tensor).value()).second)
      return Diagnostic{"import.duplicate_name",
                        "two initializers are named '{0}'", {{"value", 0, shortName(proto.name())}}};
  }
  return {};
}

Status Converter::addInputs(Scope& scope) {
  for (const auto& input : m_model.graph().input()) {
    if (scope.initializers.contains(input.name())) continue;  // a default value is a constant here
    ValueRef value;
    if (!input.type().has_tensor_type()) {
      value = m_emitter.addPoison({"its input '{0}' is {1}, not a tensor",
                                   {shortName(input.name()), Phrase(kindOfType(input))}});
    } else {
      HEDDLE_TRY(TensorType type, inputType(input));
      if (!isComputable(type.element))
        value = m_emitter.addPoison({"its input '{0}' has the element type {1}, which nothing here computes on",
                                     {shortName(input.name()), std::string(name(type.element))}});
      else
        value = {m_emitter.editor.addInput(input.name(), std::move(type)), 0};
    }
    if (!scope.values.emplace(input.name(), value).second)
      return Diagnostic{"import.duplicate_name",
                        "two inputs are named '{0}'", {{"value", 0, shortName(input.name())}}};
  }
  return {};
}

Status Converter::setOutputs(const Scope& scope) {
  std::vector<graph::Output> outputs;
  std::unordered_set<std::string_view> names;
  for (const auto& output : m_model.graph().output()) {
    if (!names.insert(output.name()).second)
      return Diagnostic{"import.duplicate_name",
                        "two outputs are named '{0}'", {{"value", 0, shortName(output.name())}}};
    const ValueRef* value = find(output.name(), const_cast<Scope&>(scope));
    if (value == nullptr || !value->isValid())
      return Diagnostic{"import.missing_value",
                        "the output '{0}' is made by no node", {{"value", 0, shortName(output.name())}}};
    if (const Phrase* why = m_emitter.poison(*value))
      return Diagnostic{"import.unsupported", "the output '{0}' cannot be given: {1}",
                        {{"value", 0, shortName(output.name())}, {"value", 0, why->text()}}};
    outputs.push_back({output.name(), *value});
  }
  m_emitter.editor.setOutputs(std::move(outputs));
  return {};
}

const ValueRef* Converter::find(std::string_view name, Scope& scope) {
  for (Scope* at = &scope; at != nullptr; at = const_cast<Scope*>(at->parent)) {
    if (const auto value = at->values.find(name); value != at->values.end()) return &value->second;
    const auto initializer = at->initializers.find(name);
    if (initializer == at->initializers.end()) continue;
    const ValueRef value = m_emitter.addConstant(initializer->second, std::string(name));
    return &at->values.emplace(name, value).first->second;
  }
  return nullptr;
}

Status Converter::resolveInputs(const NodeProto& node, Scope& scope, size_t position,
                                std::vector<ValueRef>& inputs) {
  for (const std::string& name : node.input()) {
    const ValueRef* value = name.empty() ? nullptr : find(name, scope);
    if (value == nullptr && !name.empty())
      return atNode({"import.missing_value",
                     "its input '{0}' is made by no node and is no input",
                     {{"value", 0, shortName(name)}}},
                    node, position);
    inputs.push_back(value ? *value : ValueRef{});
  }
  return {};
}

std::vector<BoundAttribute> Converter::bindAttributes(const NodeProto& node,
                                                      const Scope& scope) const {
  std::vector<BoundAttribute> out;
  for (const auto& attribute : node.attribute()) {
    if (attribute.ref_attr_name().empty()) {
      out.push_back({attribute.name(), &attribute});
      continue;
    }
    const auto bound = scope.attributes.find(attribute.ref_attr_name());
    if (bound != scope.attributes.end()) out.push_back({attribute.name(), bound->second});
  }
  return out;
}

void Converter::bindRefused(const NodeProto& node, Scope& scope) {
  for (const std::string& output : node.output())
    if (!output.empty()) scope.values[output] = m_emitter.addPoison("");
}

Status Converter::convertNode(const NodeProto& node, Scope& scope, size_t position,
                              Outcome& outcome) {
  std::vector<ValueRef> inputs;
  HEDDLE_CHECK(resolveInputs(node, scope, position, inputs));
  const bool isMain = node.domain().empty() || node.domain() == "ai.onnx";
  const bool isIf = isMain && node.op_type() == "If", isLoop = isMain && node.op_type() == "Loop";
  const auto function =
      m_functions.find(functionKey(node.domain(), node.op_type(), node.overload()));
  for (const ValueRef input : inputs)
    if (const Phrase* why = m_emitter.poison(input);
        why && !why->empty() && outcome.problem.empty())
      outcome.problem = *why;
  bool isHandled = false;
  if (!outcome.problem.empty()) isHandled = true;
  if (!isHandled && function != m_functions.end()) {
    isHandled = true;
    HEDDLE_CHECK(inlineFunction(*function->second, node, scope, inputs, outcome));
  }
  if (!isHandled && isIf && !inputs.empty())
    HEDDLE_CHECK(inlineIf(node, scope, inputs[0], outcome, isHandled));
  if (!isHandled && isLoop) HEDDLE_CHECK(unrollLoop(node, scope, inputs, outcome, isHandled));
  if (!isHandled) convertByTable(node, scope, std::move(inputs), outcome);
  if (!outcome.problem.empty()) {
    outcome.how = "refused";
    bindRefused(node, scope);
  }
  return {};
}

namespace {

struct NodeProtoView {
  std::string_view opType, domain;
};

Phrase missPhrase(const NodeProtoView& node, const Lookup& lookup, int64_t opset) {
  const std::string name = shortName(node.opType);
  const std::string domain =
      node.domain.empty() || node.domain == "ai.onnx" ? "ai.onnx" : shortName(node.domain);
  if (lookup.miss == Miss::domain)
    return {"the domain '{0}' of the operator {1} is unknown", {domain, name}};
  if (lookup.miss == Miss::version)
    return {"the operator {0} came with opset {1} but the model declares {2}",
            {name, std::to_string(lookup.firstSince), std::to_string(opset)}};
  return {"the domain '{0}' has no operator {1} that is known", {domain, name}};
}

}  // namespace

void Converter::convertByTable(const NodeProto& node, Scope& scope, std::vector<ValueRef> inputs,
                               Outcome& outcome) {
  const auto opset = scope.opsets->find(node.domain() == "ai.onnx" ? "" : node.domain());
  if (opset == scope.opsets->end()) {
    const Lookup any = findRow(node.domain(), node.op_type(), INT64_MAX);
    outcome.problem = any.miss == Miss::domain
                          ? missPhrase({node.op_type(), node.domain()}, any, 0)
                          : Phrase("the model declares no opset of the domain '{0}'",
                                   {node.domain().empty() ? std::string("ai.onnx") : shortName(node.domain())});
    return;
  }
  const Lookup lookup = findRow(node.domain(), node.op_type(), opset->second);
  if (lookup.row == nullptr) {
    outcome.problem = missPhrase({node.op_type(), node.domain()}, lookup, opset->second);
    return;
  }
  if (lookup.row->handler == nullptr) {
    outcome.problem = Phrase(lookup.row->refusal);
    return;
  }
  NodeSite site{node, *lookup.row, opset->second, std::move(inputs), bindAttributes(node, scope),
                {}};
  for (const std::string& output : node.output())
    site.isOutputUsed.push_back(!output.empty() && scope.used.contains(output));
  NodeContext context(m_emitter, site);
  const int before = m_emitter.addedSinceStart();
  lookup.row->handler(context);
  context.checkComplete();
  if (context.isRefused()) {
    if (!(context.isMissingType() && m_isAnyRefused)) outcome.problem = context.problem();
    return bindRefused(node, scope);
  }
  if (m_emitter.addedSinceStart() - before > 1) outcome.how = "expanded";
  for (int i = 0; i < node.output_size(); ++i) {
    const ValueRef value = context.results()[static_cast<size_t>(i)];
    if (!node.output(i).empty() && value.isValid()) scope.values[node.output(i)] = value;
  }
}

}  // namespace heddle::import
