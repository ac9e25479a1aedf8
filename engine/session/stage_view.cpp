// SPDX-License-Identifier: Apache-2.0
#include "engine/session/stage_view.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <set>
#include <thread>
#include <unordered_map>

#include "engine/graph_passes/required.h"
#include "engine/operators/operators.h"

namespace heddle::session {
namespace {

using graph::Graph;
using graph::Node;
using graph::OpKind;
using graph::ValueRef;

std::string attributeText(const graph::Attribute& attribute) {
  struct Printer {
    std::string operator()(int64_t v) const { return std::to_string(v); }
    std::string operator()(double v) const {
      char buffer[32];
      std::snprintf(buffer, sizeof buffer, "%.9g", v);
      return buffer;
    }
    std::string operator()(const std::string& v) const { return v; }
    std::string operator()(const std::vector<int64_t>& v) const { return text(Extents(v)); }
    std::string operator()(const std::vector<double>& v) const {
      std::string out = "[";
      for (size_t i = 0; i < v.size(); ++i) out += (i ? "," : "") + (*this)(v[i]);
      return out + "]";
    }
    std::string operator()(ElementType v) const { return std::string(heddle::name(v)); }
    std::string operator()(ConstantId v) const { return "constant " + std::to_string(v.value); }
    std::string operator()(const std::shared_ptr<const Graph>&) const { return "graph"; }
  };
  return std::visit(Printer{}, attribute);
}

NodeClass classOf(const Node& node) {
  if (node.kind == OpKind::input) return NodeClass::input;
  if (node.kind == OpKind::constant) return NodeClass::constant;
  switch (graph::opInfo(node.kind).pattern) {
    case graph::PatternKind::elementwise: return NodeClass::elementwise;
    case graph::PatternKind::broadcast: return NodeClass::broadcast;
    case graph::PatternKind::injective: return NodeClass::injective;
    case graph::PatternKind::reduce: return NodeClass::reduce;
    case graph::PatternKind::anchor: return NodeClass::anchor;
    case graph::PatternKind::tuple: return NodeClass::tuple;
    default: return NodeClass::opaque;
  }
}

std::string joined(const std::vector<int64_t>& values, const char* between) {
  std::string out;
  for (size_t i = 0; i < values.size(); ++i) out += (i ? between : "") + std::to_string(values[i]);
  return out;
}

std::string windowText(const Node& node) {
  std::string out = joined(node.intsAttribute("kernel_shape"), "x");
  const std::vector<int64_t> strides = node.intsAttribute("strides");
  if (!strides.empty()) out += (out.empty() ? "s" : " s") + std::to_string(strides.front());
  return out;
}

std::string convText(const Graph& graph, const Node& node) {
  std::string out = windowText(node);
  const auto& weight = graph.type(node.inputs[1]);
  if (!weight || weight->rank() < 3) return out;
  if (node.intsAttribute("kernel_shape").empty()) {
    std::vector<int64_t> kernel;
    for (size_t i = 2; i < weight->rank(); ++i)
      kernel.push_back(weight->shape[i].isConstant() ? weight->shape[i].constant() : 0);
    out = joined(kernel, "x") + (out.empty() ? "" : " ") + out;
  }
  const int64_t groups = node.intAttribute("group");
  const bool isTransposed = node.kind == OpKind::conv_transpose;
  const Dim in = isTransposed ? weight->shape[0] : weight->shape[1] * Dim(groups);
  const Dim outChannels = isTransposed ? weight->shape[1] * Dim(groups) : weight->shape[0];
  out += " " + in.text() + "\u2192" + outChannels.text();
  if (groups > 1) out += " g" + std::to_string(groups);
  return out;
}

void addEdges(const Graph& graph, const Node& node, std::vector<GraphEdgeView>& edges) {
  for (size_t i = 0; i < node.inputs.size(); ++i) {
    const ValueRef value = node.inputs[i];
    if (!value.isValid()) continue;
    const auto& type = graph.type(value);
    edges.push_back({value.op, node.id, value.index, static_cast<uint32_t>(i),
                     type ? text(*type) : std::string(), valueBytes(graph, value)});
  }
}

GraphNodeView nodeView(const Graph& graph, const Node& node) {
  GraphNodeView out;
  out.id = node.id;
  out.op = std::string(graph::name(node.kind));
  out.name = node.name;
  out.nodeClass = classOf(node);
  out.essentials = essentials(graph, node);
  for (const auto& type : node.types) out.outputTypes.push_back(type ? text(*type) : "?");
  for (const auto& [key, value] : node.attributes)
    out.attributes.emplace_back(key, attributeText(value));
  out.origins = node.origins;
  const operators::Cost cost = operators::costOf(graph, node.id);
  out.flops = cost.flops;
  out.bytes = cost.bytes;
  return out;
}

void addNodes(const Graph& graph, GraphStageView& view) {
  std::vector<GraphNodeView>& nodes = view.nodes.own();
  std::vector<GraphEdgeView>& edges = view.edges.own();
  nodes.reserve(graph.size());
  for (const OpId id : graph.order()) {
    const Node& node = graph.node(id);
    nodes.push_back(nodeView(graph, node));
    addEdges(graph, node, edges);
  }
}

// All but nodes and edges.
GraphStageView outlineOf(const graph_passes::Stage& stage, const Graph* previous) {
  GraphStageView view;
  view.pass = stage.pass;
  for (const graph_passes::PassInfo& info : graph_passes::passes())
    if (info.name == stage.pass) view.identity = info.identity;
  view.milliseconds = static_cast<double>(stage.durationNs) / 1e6;
  if (previous != nullptr && !stage.graph.sharesNodesWith(*previous)) {
    for (const OpId id : stage.graph.order()) view.added += previous->contains(id) ? 0 : 1;
    for (const OpId id : previous->order()) view.removed += stage.graph.contains(id) ? 0 : 1;
  }
  std::set<OpId> changed;
  for (const graph_passes::Rewrite& rewrite : stage.rewrites) {
    view.rewrites.push_back({rewrite.from, rewrite.to, rewrite.reason});
    if (rewrite.from == rewrite.to) changed.insert(rewrite.from);
  }
  view.changed = static_cast<int>(changed.size());
  return view;
}

}  // namespace

int64_t valueBytes(const Graph& graph, ValueRef value) {
  const auto& type = graph.type(value);
  if (!type || !type->isStatic()) return 0;
  return elementCount(type->extents()).value_or(0) *
         static_cast<int64_t>(sizeBytes(type->element));
}

std::string essentials(const Graph& graph, const Node& node) {
  switch (node.kind) {
    case OpKind::conv:
    case OpKind::conv_transpose:
      return convText(graph, node);
    case OpKind::max_pool:
    case OpKind::average_pool:
    case OpKind::lp_pool:
      return windowText(node);
    case OpKind::transpose:
      return "[" + joined(node.intsAttribute("perm"), ",") + "]";
    case OpKind::concat:
      return "axis " + std::to_string(node.intAttribute("axis"));
    case OpKind::cast:
      return std::string(heddle::name(node.typeAttribute("to")));
    case OpKind::matmul:
    case OpKind::gemm: {
      const auto& right = graph.type(node.inputs[1]);
      if (!right || right->rank() < 2) break;
      return right->shape[right->rank() - 2].text() + "\u00d7" + right->shape.back().text();
    }
    default:
      break;
  }
  return node.types.empty() || !node.types[0] ? std::string() : text(*node.types[0]);
}

std::vector<PassView> passViews(const CompileOptions& options) {
  std::vector<PassView> out;
  const auto& off = options.disabledPasses;
  for (const graph_passes::PassInfo& pass : graph_passes::passes())
    if (pass.optLevel <= options.optLevel)
      out.push_back({pass.name, graph_passes::isRequiredPass(pass.name),
                     std::find(off.begin(), off.end(), pass.name) != off.end()});
  return out;
}

Result<std::vector<std::shared_ptr<const GraphStageView>>> stageViews(
    const std::vector<graph_passes::Stage>& stages, const CancelToken& cancel) {
  std::vector<std::shared_ptr<GraphStageView>> views(stages.size());
  std::atomic<size_t> next{0};
  const auto work = [&] {
    for (size_t i; (i = next++) < stages.size() && !cancel.isCancelled();) {
      const Graph* previous = i > 0 ? &stages[i - 1].graph : nullptr;
      views[i] = std::make_shared<GraphStageView>(outlineOf(stages[i], previous));
      if (!previous || !stages[i].graph.sharesNodesWith(*previous)) addNodes(stages[i].graph, *views[i]);
    }
  };
  // Large models are worth threads: each stage is made by itself.
  constexpr size_t kLarge = 5000, kMostThreads = 4;
  std::vector<std::future<void>> others;
  if (stages.back().graph.size() > kLarge)
    for (size_t i = 1; i < std::min<size_t>(kMostThreads, std::thread::hardware_concurrency()); ++i)
      others.push_back(std::async(std::launch::async, work));
  work();
  for (auto& other : others) other.wait();
  if (cancel.isCancelled()) return Diagnostic{"cancelled", "cancelled"};
  for (size_t i = 1; i < stages.size(); ++i)
    if (stages[i].graph.sharesNodesWith(stages[i - 1].graph)) {
      views[i]->nodes = views[i - 1]->nodes;
      views[i]->edges = views[i - 1]->edges;
    }
  return std::vector<std::shared_ptr<const GraphStageView>>(views.begin(), views.end());
}

GraphStageView fusedStageView(const graph_passes::FusedGraph& fused, const Graph& last, const GraphStageView& lastView) {
  graph_passes::Stage stage;
  stage.pass = "fuse";
  stage.graph = fused.graph;
  GraphStageView view = outlineOf(stage, &last);
  if (fused.graph.sharesNodesWith(last)) {
    view.nodes = lastView.nodes;
    view.edges = lastView.edges;
  } else {
    addNodes(fused.graph, view);
  }
  view.identity = std::to_string(view.nodes.size()) + " nodes -> " + std::to_string(fused.groups.size()) + " groups";
  std::unordered_map<OpId, GroupId> groupOf;
  for (const graph_passes::Group& group : fused.groups)
    for (const OpId member : group.members) groupOf[member] = group.id;
  for (GraphNodeView& node : view.nodes.own())
    if (const auto it = groupOf.find(node.id); it != groupOf.end()) node.group = it->second;
  return view;
}

}  // namespace heddle::session
