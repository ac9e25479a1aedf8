// SPDX-License-Identifier: Apache-2.0
#include "engine/import/onnx/node_order.h"

#include <algorithm>
#include <functional>
#include <queue>
#include <unordered_map>

#include "engine/import/onnx/heddle_onnx.pb.h"
#include "engine/import/onnx/names.h"

namespace heddle::import {
namespace {

using Nodes = google::protobuf::RepeatedPtrField<onnx::NodeProto>;
using Producers = std::unordered_map<std::string_view, uint32_t>;

// Calls `visit` with every name that the node reads, those of its subgraphs included.
template <class Visit>
void forEachRead(const onnx::NodeProto& node, const Visit& visit) {
  for (const std::string& input : node.input())
    if (!input.empty()) visit(input);
  const auto forGraph = [&](const onnx::GraphProto& graph) {
    for (const auto& inner : graph.node()) forEachRead(inner, visit);
    for (const auto& output : graph.output()) visit(output.name());
  };
  for (const auto& attribute : node.attribute()) {
    if (attribute.has_g()) forGraph(attribute.g());
    for (const auto& graph : attribute.graphs()) forGraph(graph);
  }
}

Result<Producers> producersOf(const Nodes& nodes) {
  Producers producers;
  producers.reserve(static_cast<size_t>(nodes.size()));
  for (int i = 0; i < nodes.size(); ++i)
    for (const std::string& output : nodes[i].output()) {
      if (output.empty()) continue;
      const auto [other, isNew] = producers.emplace(output, static_cast<uint32_t>(i));
      if (!isNew)
        return Diagnostic{
            "import.duplicate_name",
            "the value '{2}' is made by two nodes, {0} and {1}",
            {{"node", other->second,
              labelOf(nodes[static_cast<int>(other->second)], other->second)},
             {"node", static_cast<uint64_t>(i), labelOf(nodes[i], static_cast<size_t>(i))},
             {"value", 0, shortName(output)}}};
    }
  return producers;
}

// Kahn's algorithm; of the nodes that are ready, the first in the file is next.
Result<std::vector<uint32_t>> sorted(const Nodes& nodes, const Producers& producers) {
  const size_t count = static_cast<size_t>(nodes.size());
  std::vector<std::vector<uint32_t>> readers(count);
  std::vector<uint32_t> waitingFor(count, 0), order;
  for (size_t i = 0; i < count; ++i)
    forEachRead(nodes[static_cast<int>(i)], [&](const std::string& name) {
      const auto producer = producers.find(name);
      if (producer == producers.end()) return;
      readers[producer->second].push_back(static_cast<uint32_t>(i));
      ++waitingFor[i];
    });
  std::priority_queue<uint32_t, std::vector<uint32_t>, std::greater<>> ready;
  for (size_t i = 0; i < count; ++i)
    if (waitingFor[i] == 0) ready.push(static_cast<uint32_t>(i));
  while (!ready.empty()) {
    const uint32_t next = ready.top();
    ready.pop();
    order.push_back(next);
    for (const uint32_t reader : readers[next])
      if (--waitingFor[reader] == 0) ready.push(reader);
  }
  if (order.size() == count) return order;
  const auto stuck =
      std::find_if(waitingFor.begin(), waitingFor.end(), [](uint32_t n) { return n > 0; });
  const size_t at = static_cast<size_t>(stuck - waitingFor.begin());
  return Diagnostic{"import.cycle",
                    "{0} needs its own result: the graph has a cycle",
                    {{"node", at, labelOf(nodes[static_cast<int>(at)], at)}}};
}

}  // namespace

Result<NodeOrder> orderNodes(const Nodes& nodes) {
  HEDDLE_TRY(const Producers producers, producersOf(nodes));
  NodeOrder out;
  bool isSorted = true;
  for (int i = 0; i < nodes.size(); ++i)
    forEachRead(nodes[i], [&](const std::string& name) {
      const auto producer = producers.find(name);
      isSorted =
          isSorted && (producer == producers.end() || producer->second < static_cast<uint32_t>(i));
      out.used.insert(name);
    });
  if (!isSorted) {
    HEDDLE_TRY(out.order, sorted(nodes, producers));
    return out;
  }
  out.order.resize(static_cast<size_t>(nodes.size()));
  for (size_t i = 0; i < out.order.size(); ++i) out.order[i] = static_cast<uint32_t>(i);
  return out;
}

}  // namespace heddle::import
