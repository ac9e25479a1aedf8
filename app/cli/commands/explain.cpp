// SPDX-License-Identifier: Apache-2.0
#include <unordered_map>

#include "app/cli/context.h"
#include "app/cli/output.h"

namespace heddle::cli {
namespace {

class Explanation {
 public:
  explicit Explanation(const session::Snapshot& snapshot) : m_fusion(*snapshot.fusion) {
    for (const session::GraphNodeView& node : snapshot.stages.back()->nodes)
      m_nodes[node.id] = &node;
  }

  const std::string& nodeName(OpId id) const {
    static const std::string none = "(none)";
    const auto it = m_nodes.find(id);
    return it == m_nodes.end() ? none : it->second->name;
  }

  std::string groupsText() const {
    std::string out;
    for (const session::GroupView& group : m_fusion.groups) {
      out += group.name + "  " + group.shape;
      if (group.anchor.isValid()) out += "  anchor " + nodeName(group.anchor);
      out += "\n";
      for (const OpId member : group.members) {
        const session::GraphNodeView& node = *m_nodes.at(member);
        out += "    " + node.op + "  " + node.name + "  " + node.essentials + "\n";
      }
    }
    return out;
  }

  std::string edgeText(const session::FusionEdgeView& edge) const {
    std::string out = nodeName(edge.producer) + " -> " + nodeName(edge.consumer) + ": " +
                      (edge.fused ? "fused" : "not fused") + ", " + edge.reason.text() + " [" + edge.rule;
    if (edge.phase >= 0) out += ", phase " + std::to_string(edge.phase);
    if (edge.blocker.isValid()) out += ", because of " + nodeName(edge.blocker);
    return out + (edge.isOverridden ? ", overridden]" : "]");
  }

  json edgeJson(const session::FusionEdgeView& edge) const {
    return {{"producer", nodeName(edge.producer)},
            {"consumer", nodeName(edge.consumer)},
            {"fused", edge.fused},
            {"rule", edge.rule},
            {"phase", edge.phase},
            {"reason", edge.reason.text()},
            {"blocker", edge.blocker.isValid() ? json(nodeName(edge.blocker)) : json()},
            {"overridden", edge.isOverridden},
            {"predicted_delta_milliseconds", edge.predictedDeltaMilliseconds}};
  }

  json groupsJson() const {
    json groups = json::array();
    for (const session::GroupView& group : m_fusion.groups) {
      json members = json::array();
      for (const OpId member : group.members)
        members.push_back(
            {{"id", member.value}, {"op", m_nodes.at(member)->op}, {"name", nodeName(member)}});
      groups.push_back({{"id", group.id.value},
                        {"name", group.name},
                        {"shape", group.shape},
                        {"anchor", group.anchor.isValid() ? json(nodeName(group.anchor)) : json()},
                        {"members", members},
                        {"flops", group.flops},
                        {"bytes", group.bytes}});
    }
    return groups;
  }

 private:
  const session::FusionView& m_fusion;
  std::unordered_map<OpId, const session::GraphNodeView*> m_nodes;
};

int explainEdge(Context& context, const session::Snapshot& snapshot,
                const std::vector<std::string>& edge) {
  const Explanation explanation(snapshot);
  for (const session::FusionEdgeView& view : snapshot.fusion->edges)
    if (explanation.nodeName(view.producer) == edge[0] &&
        explanation.nodeName(view.consumer) == edge[1]) {
      context.print(explanation.edgeJson(view), explanation.edgeText(view) + "\n");
      return 0;
    }
  return context.fail(
      {"cli.no_edge",
       "no edge leads from \"" + edge[0] + "\" to \"" + edge[1] + "\" in the optimised graph",
       {},
       "",
       "heddle explain MODEL lists them"});
}

int explain(Context& context, const std::vector<std::string>& edge) {
  context.common.predicts = true;
  auto opened = context.openModel();
  if (opened.isError()) return context.fail(opened.error());
  const session::Snapshot& snapshot = *opened.value();
  if (!snapshot.fusion) return context.fail(snapshot.problems.back());
  if (!edge.empty()) return explainEdge(context, snapshot, edge);
  const Explanation explanation(snapshot);
  std::string text = explanation.groupsText() + "\n";
  json edges = json::array();
  for (const session::FusionEdgeView& view : snapshot.fusion->edges) {
    edges.push_back(explanation.edgeJson(view));
    if (!view.fused) text += explanation.edgeText(view) + "\n";
  }
  json passes = json::array();
  for (const auto& stage : snapshot.stages)
    passes.push_back({{"pass", stage->pass},
                      {"identity", stage->identity},
                      {"nodes", stage->nodes.size()},
                      {"added", stage->added},
                      {"removed", stage->removed},
                      {"changed", stage->changed}});
  context.print({{"groups", explanation.groupsJson()}, {"edges", edges}, {"passes", passes}}, text);
  return 0;
}

}  // namespace

Command addExplain(CLI::App& app, CommonOptions& common) {
  CLI::App* command = app.add_subcommand("explain", "fusion groups and why the rest was not fused");
  addModelOptions(*command, common);
  auto edge = std::make_shared<std::vector<std::string>>();
  command->add_option("--edge", *edge, "names of two nodes: only the edge between them")
      ->expected(2);
  return {command, [edge](Context& context) { return explain(context, *edge); }};
}

}  // namespace heddle::cli
