// SPDX-License-Identifier: Apache-2.0
#include "engine/graph/graph.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "engine/graph/storage.h"

namespace heddle::graph {
namespace {

const std::optional<TensorType> kNoType;

}  // namespace

Graph::Graph() {
  static const auto* empty = [] {
    auto storage = std::make_shared<Storage>();
    storage->constants = std::make_shared<ConstantPool>();
    storage->sources = std::make_shared<const std::vector<SourceNode>>();
    storage->lastId = std::make_shared<std::atomic<uint64_t>>(0);
    return new std::shared_ptr<const Storage>(std::move(storage));
  }();
  m_storage = *empty;
}

const std::string& Graph::name() const { return m_storage->name; }
std::span<const OpId> Graph::order() const { return m_storage->order; }
bool Graph::contains(OpId id) const { return m_storage->find(id) != nullptr; }

bool Graph::sharesNodesWith(const Graph& other) const {
  return m_storage == other.m_storage ||
         (m_storage->chunks == other.m_storage->chunks && m_storage->order == other.m_storage->order);
}

const Node& Graph::node(OpId id) const {
  const Node* node = m_storage->find(id);
  assert(node);
  return *node;
}

const std::optional<TensorType>& Graph::type(ValueRef value) const {
  const Node* node = m_storage->find(value.op);
  if (!node || value.index >= node->types.size()) return kNoType;
  return node->types[value.index];
}

std::vector<OpId> Graph::inputs() const {
  std::vector<OpId> found;
  for (const OpId id : order())
    if (node(id).kind == OpKind::input) found.push_back(id);
  std::sort(found.begin(), found.end());
  return found;
}

const std::vector<Output>& Graph::outputs() const { return m_storage->outputs; }
const std::shared_ptr<ConstantPool>& Graph::constants() const { return m_storage->constants; }
const std::vector<SourceNode>& Graph::sources() const { return *m_storage->sources; }

std::optional<Tensor> Graph::constantValue(ValueRef value) const {
  const Node* node = m_storage->find(value.op);
  if (!node || node->kind != OpKind::constant || value.index != 0) return std::nullopt;
  const ConstantId id = node->tensorAttribute("value");
  if (!id.isValid() || id.value > m_storage->constants->size()) return std::nullopt;
  return m_storage->constants->tensor(id);
}

std::span<const OpId> Graph::Users::of(OpId id) const {
  const auto it = std::lower_bound(m_begin.begin(), m_begin.end(), std::pair(id.value, 0u));
  if (it == m_begin.end() || it->first != id.value) return {};
  return std::span(m_users).subspan(it->second, (it + 1)->second - it->second);
}

Graph::Users Graph::users() const {
  // Counting sort of the edges by producer; a node that reads a producer twice counts once.
  const size_t ids = m_storage->chunks.size() * Chunk::kSize;
  std::vector<uint32_t> begin(ids + 1, 0);
  std::vector<OpId> lastReader(ids);
  const auto forEachEdge = [&](const auto& visit) {
    std::fill(lastReader.begin(), lastReader.end(), OpId{});
    for (const OpId id : order())
      for (const ValueRef& input : node(id).inputs)
        if (input.isValid() && std::exchange(lastReader[input.op.value], id) != id)
          visit(input.op, id);
  };
  forEachEdge([&](OpId producer, OpId) { ++begin[producer.value + 1]; });
  for (size_t i = 1; i <= ids; ++i) begin[i] += begin[i - 1];
  Users users;
  for (size_t i = 0; i < ids; ++i)
    if (begin[i] != begin[i + 1]) users.m_begin.emplace_back(i, begin[i]);
  users.m_begin.emplace_back(UINT64_MAX, begin[ids]);
  users.m_users.resize(begin[ids]);
  forEachEdge([&](OpId producer, OpId reader) { users.m_users[begin[producer.value]++] = reader; });
  return users;
}

}  // namespace heddle::graph
