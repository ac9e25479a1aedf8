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
  Phrase edgeKind;
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

Phrase sentence(Rule rule, const Actors& a) {
  switch (rule) {
    case Rule::fused:
      return {"{0} is computed inside the kernel of {1}.", {a.producer, a.sink}};
    case Rule::opaque:
      return {"{0} is opaque: it is not a loop nest over its output.", {a.producer}};
    case Rule::graphOutput:
      return {
          "{0} is an output of the model and must be stored, so no later kernel absorbs it.",
          {a.producer}};
    case Rule::noCommonConsumer:
      return {
          "The readers of {0} never meet again before the outputs, so no single kernel could absorb "
          "it.",
          {a.producer}};
    case Rule::reductionStart:
      return {
          "{0} is a reduction, whose result is complete only when its loops are; it starts no fusion.",
          {a.producer}};
    case Rule::epilogueNotElementwise:
      return {
          "{0}'s group has an anchor, which takes an elementwise epilogue only; {1} reads it as {2}.",
          {a.producer, a.blocker, a.edgeKind}};
    case Rule::maxDepth:
      return {"The group would have more than {0} operators.", {std::to_string(a.maxDepth)}};
    case Rule::maxArguments:
      return {"The kernel would have more than {0} arguments.", {std::to_string(a.maxArguments)}};
    case Rule::pathNotBroadcast:
      return {"Between {0} and {1} stands {2}, which is neither elementwise nor a broadcast.",
              {a.producer, a.sink, a.blocker}};
    case Rule::pathNotInjective:
      return {"Between {0} and {1} stands {2}, which is not injective.",
              {a.producer, a.sink, a.blocker}};
    case Rule::twoAnchors:
      return {"{0} already belongs to the group of another anchor; a kernel has one.", {a.blocker}};
    case Rule::injectiveIntoAnchor:
      return {
          "{0} is an anchor or belongs to one; it reads its inputs from memory, so {1} stays a kernel "
          "of its own.",
          {a.blocker, a.producer}};
    case Rule::opaqueConsumer:
      return {"{0} is opaque and absorbs nothing.", {a.blocker}};
    case Rule::forbidden:
      return {"The fusion of {0} into {1} was forbidden by an override.", {a.producer, a.blocker}};
    case Rule::disabled:
      return "Fusion is switched off.";
    case Rule::undecided:
      return {"No phase considered {0}.", {a.producer}};
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
    decision.reason = {"{0} and {1} share a kernel because an override asks for it.",
                       {nameOf(producer), nameOf(edge.consumer)}};
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
                                                            : partitioner.tree().kind[producer]))
          .c_str()};  // one of a few words
  decision.phase = verdict.phase;
  decision.rule = ruleName(verdict.rule);
  decision.reason = sentence(verdict.rule, actors);
  if (hasBlocker) decision.blocker = nodes[verdict.blocker].id;
  // This edge alone would do; it is another reader of the producer that stands in the way.
  const bool isPathRule = verdict.phase >= 0 && verdict.rule != Rule::fused &&
                          verdict.rule != Rule::maxDepth && verdict.rule != Rule::maxArguments &&
                          verdict.rule != Rule::forbidden;
  if (isPathRule && nodes[producer].consumers.size() > 1 && !actors.isBlockerConsumer) {
    decision.reason = {"{0} has a second consumer. {1}", {actors.producer, decision.reason}};
    decision.rule = "second_consumer";
  }
  return decision;
}

}  // namespace heddle::graph_passes
