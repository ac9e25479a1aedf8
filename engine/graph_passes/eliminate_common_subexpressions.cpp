// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/eliminate_common_subexpressions.h"

#include <cstring>
#include <set>
#include <unordered_map>

#include "engine/graph_passes/rewriter.h"

namespace heddle::graph_passes {
namespace {

using graph::Node;
using graph::OpKind;

// Larger constants are compared by identity only.
constexpr size_t kComparedBytes = 1 << 20;

size_t mixed(size_t seed, size_t value) {
  return (seed ^ value) * 0x9e3779b97f4a7c15ull + (seed >> 29);
}

class Merger {
 public:
  Merger(const graph::Graph& graph, const PassContext& context)
      : m_rewriter(graph, context, "eliminate_common_subexpressions") {
    for (const graph::Output& output : graph.outputs()) m_outputs.insert(output.value.op);
  }

  Result<PassResult> run() && {
    for (const OpId id : m_rewriter.order()) {
      if (!m_rewriter.contains(id)) continue;
      const Node node = m_rewriter.node(id);
      // Outputs stay apart: each has a buffer of its own.
      if (node.kind == OpKind::input || m_outputs.contains(id)) continue;
      auto& bucket = m_buckets[hashOf(node)];
      const OpId twin = findTwin(bucket, node);
      if (!twin.isValid()) {
        bucket.push_back(id);
        continue;
      }
      const std::string reason =
          "merged with " + m_rewriter.node(twin).name + ", which computes the same";
      for (uint32_t i = 0; i < node.outputCount; ++i)
        m_rewriter.replace({id, i}, {twin, i}, reason);
    }
    return std::move(m_rewriter).finish();
  }

 private:
  std::span<const std::byte> comparedBytes(const Node& node) const {
    const auto tensor = m_rewriter.constant({node.id, 0});
    if (!tensor || tensor->sizeBytes() > kComparedBytes) return {};
    return tensor->bytes();
  }

  size_t hashOf(const Node& node) const {
    size_t hash = mixed(static_cast<size_t>(node.kind), node.outputCount);
    if (node.kind == OpKind::constant) {
      const auto bytes = comparedBytes(node);
      if (bytes.empty()) return mixed(hash, node.tensorAttribute("value").value);
      return mixed(hash, std::hash<std::string_view>{}(
                             {reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
    }
    for (const graph::ValueRef& input : node.inputs)
      hash = mixed(mixed(hash, input.op.value), input.index);
    for (const auto& [key, value] : node.attributes)
      hash = mixed(hash, std::hash<std::string>{}(key) + value.index());
    return hash;
  }

  bool areEqual(const Node& a, const Node& b) const {
    if (a.kind != b.kind || a.outputCount != b.outputCount || a.inputs != b.inputs ||
        a.types != b.types)
      return false;
    if (a.kind != OpKind::constant || a.attributes == b.attributes)
      return a.attributes == b.attributes;
    const auto x = comparedBytes(a), y = comparedBytes(b);
    return !x.empty() && x.size() == y.size() && std::memcmp(x.data(), y.data(), x.size()) == 0;
  }

  OpId findTwin(const std::vector<OpId>& bucket, const Node& node) const {
    for (const OpId id : bucket)
      if (m_rewriter.contains(id) && areEqual(m_rewriter.node(id), node)) return id;
    return {};
  }

  Rewriter m_rewriter;
  std::set<OpId> m_outputs;
  std::unordered_map<size_t, std::vector<OpId>> m_buckets;
};

}  // namespace

Result<PassResult> eliminateCommonSubexpressions(const graph::Graph& graph,
                                                 const PassContext& context) {
  return Merger(graph, context).run();
}

}  // namespace heddle::graph_passes
