// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/explain_fusion.h"

namespace heddle::graph_passes {
namespace {

using graph::PatternKind;
using Rule = Verdict::Rule;

// The names of one edge's actors, for the sentences.
struct Actors {
  std::string producer, consumer, blocker, sink;
  bool isBlockerConsumer;
  int maxDepth, maxArguments;
  std::string edgeKind;
};

const char* ruleName(Rule rule) {
  switch (rule) {
    case Rule::fused:
      return "fused";
    case Rule::opaque:
      return "opaque";
    case Rule::graphOutput:
      return "graph_output";
    case Rule::noCommonConsumer:
      return "no_common_consumer";
    case Rule::reductionStart:
      return "reduction_start";
    case Rule::epilogueNotElementwise:
      return "epilogue_not_elementwise";
    case Rule::maxDepth:
      return "max_depth";
    case Rule::maxArguments:
      return "max_arguments";
    case Rule::pathNotBroadcast:
      return "path_not_broadcast";
    case Rule::pathNotInjective:
      return "path_not_injective";
    case Rule::twoAnchors:
      return "two_anchors";
    case Rule::injectiveIntoAnchor:
      return "injective_into_anchor";
    case Rule::opaqueConsumer:
      return "opaque_consumer";
    case Rule::forbidden:
      return "forbidden";
    case Rule::disabled:
      return "disabled";
    case Rule::undecided:
      return "undecided";
  }
  return "undecided";
}

std::string sentence(Rule rule, const Actors& a) {
  switch (rule) {
    case Rule::fused:
      return a.producer + " is computed inside the kernel of " + a.sink + ".";
    case Rule::opaque:
      return a.producer + " is opaque: it is not a loop nest over its output.";
    case Rule::graphOutput:
      return a.producer +
             " is an output of the model and must be stored, so no later kernel absorbs it.";
    case Rule::noCommonConsumer:
      return "The readers of " + a.producer +
             " never meet again before the outputs, so no single "
             "kernel could absorb it.";
    case Rule::reductionStart:
      return a.producer +
             " is a reduction, whose result is complete only when its loops are; it starts no "
             "fusion.";
    case Rule::epilogueNotElementwise:
      return a.producer + "'s group has an anchor, which takes an elementwise epilogue only; " +
             a.blocker + " reads it as " + a.edgeKind + ".";
    case Rule::maxDepth:
      return "The group would have more than " + std::to_string(a.maxDepth) + " operators.";
    case Rule::maxArguments:
      return "The kernel would have more than " + std::to_string(a.maxArguments) + " arguments.";
    case Rule::pathNotBroadcast:
      return "Between " + a.producer + " and " + a.sink + " stands " + a.blocker +
             ", which is neither elementwise nor a broadcast.";
    case Rule::pathNotInjective:
      return "Between " + a.producer + " and " + a.sink + " stands " + a.blocker +
             ", which is not injective.";
    case Rule::twoAnchors:
      return a.blocker + " already belongs to the group of another anchor; a kernel has one.";
    case Rule::injectiveIntoAnchor:
      return a.blocker + " is an anchor or belongs to one; it reads its inputs from memory, so " +
             a.producer + " stays a kernel of its own.";
    case Rule::opaqueConsumer:
      return a.blocker + " is opaque and absorbs nothing.";
    case Rule::forbidden:
      return "The fusion of " + a.producer + " into " + a.blocker +
             " was forbidden by an override.";
    case Rule::disabled:
      return "Fusion is switched off.";
    case Rule::undecided:
      return "No phase considered " + a.producer + ".";
  }
  return {};
}

// The consumer on whose account the way to the sink has its kind; the sink when none is direct.
uint32_t culprit(const FusionNode& node, PatternKind kind, uint32_t sink) {
  for (const FusionEdge& edge : node.consumers)
    if (edge.kind == kind) return edge.consumer;
  return sink;
}

}  // namespace

std::string displayName(const graph::Node& node) {
  return node.name.empty() ? "%" + std::to_string(node.id.value) : node.name;
}

FusionDecision explainEdge(const graph::Graph& graph, const std::vector<FusionNode>& nodes,
                           Partitioner& partitioner, const FusionOptions& options,
                           uint32_t producer, const FusionEdge& edge, bool isForced) {
  const auto nameOf = [&](uint32_t node) { return displayName(graph.node(nodes[node].id)); };
  Verdict verdict = partitioner.verdict(producer);
  FusionDecision decision{nodes[producer].id, nodes[edge.consumer].id};
  decision.fused = partitioner.groupOf(producer) == partitioner.groupOf(edge.consumer);
  if (isForced || (decision.fused && verdict.rule != Rule::fused)) {
    decision.rule = "forced";
    decision.reason = nameOf(producer) + " and " + nameOf(edge.consumer) +
                      " share a kernel because an override asks for it.";
    return decision;
  }
  const uint32_t sink = partitioner.tree().parent[producer];
  if (verdict.rule == Rule::epilogueNotElementwise || verdict.rule == Rule::opaqueConsumer)
    if (verdict.blocker == sink)
      verdict.blocker = culprit(nodes[producer], partitioner.tree().kind[producer], sink);
  const bool hasBlocker = verdict.blocker != PostDominators::kNone && verdict.rule != Rule::fused;
  const Actors actors{
      nameOf(producer),
      nameOf(edge.consumer),
      hasBlocker ? nameOf(verdict.blocker) : std::string(),
      sink == PostDominators::kNone ? std::string() : nameOf(sink),
      verdict.blocker == edge.consumer,
      options.maxDepth,
      options.maxArguments,
      std::string(graph::name(sink == PostDominators::kNone ? edge.kind
                                                            : partitioner.tree().kind[producer]))};
  decision.phase = verdict.phase;
  decision.rule = ruleName(verdict.rule);
  decision.reason = sentence(verdict.rule, actors);
  if (hasBlocker) decision.blocker = nodes[verdict.blocker].id;
  // This edge alone would do; it is another reader of the producer that stands in the way.
  const bool isPathRule = verdict.phase >= 0 && verdict.rule != Rule::fused &&
                          verdict.rule != Rule::maxDepth && verdict.rule != Rule::maxArguments &&
                          verdict.rule != Rule::forbidden;
  if (isPathRule && nodes[producer].consumers.size() > 1 && !actors.isBlockerConsumer) {
    decision.reason = actors.producer + " has a second consumer. " + decision.reason;
    decision.rule = "second_consumer";
  }
  return decision;
}

}  // namespace heddle::graph_passes
