// GraphEditor: copies a chunk on its first change, sorts once at the end.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cassert>
#include <functional>
#include <unordered_set>

#include "engine/graph/storage.h"

namespace heddle::graph {

struct GraphEditor::State {
  std::shared_ptr<Graph::Storage> storage;
  std::vector<std::shared_ptr<Chunk>> owned;  // the chunks copied so far, by position
  // Readers of each id, built by the first redirect: a superset, in which stale entries may stand.
  std::vector<std::vector<OpId>> readers;
  std::unordered_set<OpId> outputOps;
  bool hasReaders = false;

  Chunk& writable(OpId id) {
    const size_t index = id.value / Chunk::kSize;
    if (index >= storage->chunks.size()) storage->chunks.resize(index + 1);
    if (index >= owned.size()) owned.resize(storage->chunks.size());
    if (!owned[index]) {
      const auto& shared = storage->chunks[index];
      owned[index] = shared ? std::make_shared<Chunk>(*shared) : std::make_shared<Chunk>();
      storage->chunks[index] = owned[index];
    }
    return *owned[index];
  }

  void put(Node node) {
    node.types.resize(node.outputCount);
    const OpId id = node.id;
    writable(id).nodes[id.value % Chunk::kSize] = std::make_shared<const Node>(std::move(node));
  }

  void noteRead(OpId reader, OpId producer) {
    if (producer.value >= readers.size()) readers.resize(producer.value + 1);
    auto& list = readers[producer.value];
    if (list.empty() || list.back() != reader) list.push_back(reader);
  }

  void noteReads(const Node& node) {
    if (!hasReaders) return;
    for (const ValueRef& input : node.inputs)
      if (input.isValid()) noteRead(node.id, input.op);
  }

  void buildReaders() {
    hasReaders = true;
    for (const OpId id : storage->order)
      if (const Node* node = storage->find(id)) noteReads(*node);
    for (const Output& output : storage->outputs) outputOps.insert(output.value.op);
  }
};

namespace {

Diagnostic nodeError(std::string code, const Node& node, std::string message) {
  return {std::move(code), std::move(message), {{"node", node.id.value, node.name}}};
}

// Depth-first over `order`: a node whose inputs already stand keeps its place, others pull their
// inputs in before them.
class Sorter {
 public:
  explicit Sorter(const std::vector<OpId>& order, std::function<const Node*(OpId)> find)
      : m_order(order), m_find(std::move(find)) {}

  Result<std::vector<OpId>> run() {
    uint64_t largest = 0;
    for (const OpId id : m_order) largest = std::max(largest, id.value);
    m_marks.assign(largest + 1, Mark::fresh);
    m_sorted.reserve(m_order.size());
    for (const OpId id : m_order)
      if (m_find(id)) HEDDLE_CHECK(visit(id));
    return std::move(m_sorted);
  }

 private:
  enum class Mark : uint8_t { fresh, open, done };
  struct Frame {
    const Node* node;
    size_t next = 0;
  };

  Status visit(OpId root) {
    if (m_marks[root.value] != Mark::fresh) return {};
    m_marks[root.value] = Mark::open;
    m_stack.push_back({m_find(root)});
    while (!m_stack.empty()) {
      Frame& frame = m_stack.back();
      if (frame.next == frame.node->inputs.size()) {
        m_marks[frame.node->id.value] = Mark::done;
        m_sorted.push_back(frame.node->id);
        m_stack.pop_back();
        continue;
      }
      const Node& reader = *frame.node;
      HEDDLE_CHECK(enter(reader, frame.node->inputs[frame.next++]));
    }
    return {};
  }

  Status enter(const Node& reader, const ValueRef& input) {
    if (!input.isValid()) return {};
    const Node* producer = m_find(input.op);
    if (!producer || input.op.value >= m_marks.size())
      return nodeError("graph.dangling", reader,
                       "{0} reads %" + std::to_string(input.op.value) + ", which does not exist");
    if (input.index >= producer->outputCount)
      return nodeError("graph.dangling", reader,
                       "{0} reads output " + std::to_string(input.index) + " of " +
                           producer->name + ", which has " + std::to_string(producer->outputCount));
    if (m_marks[input.op.value] == Mark::open)
      return nodeError("graph.cycle", reader, "{0} depends on itself");
    if (m_marks[input.op.value] == Mark::done) return {};
    m_marks[input.op.value] = Mark::open;
    m_stack.push_back({producer});
    return {};
  }

  const std::vector<OpId>& m_order;
  std::function<const Node*(OpId)> m_find;
  std::vector<Mark> m_marks;
  std::vector<Frame> m_stack;
  std::vector<OpId> m_sorted;
};

}  // namespace

GraphEditor::GraphEditor(std::string name, std::shared_ptr<ConstantPool> constants)
    : GraphEditor(Graph()) {
  m_state->storage->name = std::move(name);
  m_state->storage->constants = std::move(constants);
  m_state->storage->lastId = std::make_shared<std::atomic<uint64_t>>(0);
}

GraphEditor::GraphEditor(const Graph& base) : m_state(std::make_unique<State>()) {
  m_state->storage = std::make_shared<Graph::Storage>(*base.m_storage);
}

GraphEditor::~GraphEditor() = default;
GraphEditor::GraphEditor(GraphEditor&&) noexcept = default;

OpId GraphEditor::add(Node node) {
  node.id = OpId{m_state->storage->lastId->fetch_add(1) + 1};
  const OpId id = node.id;
  m_state->noteReads(node);
  m_state->put(std::move(node));
  m_state->storage->order.push_back(id);
  return id;
}

OpId GraphEditor::addInput(std::string name, TensorType type) {
  Node node;
  node.kind = OpKind::input;
  node.name = std::move(name);
  node.types = {std::move(type)};
  return add(std::move(node));
}

OpId GraphEditor::addConstant(Tensor tensor, std::string name, std::string recipe) {
  Node node;
  node.kind = OpKind::constant;
  node.name = std::move(name);
  node.types = {tensor.type()};
  node.attributes["value"] =
      m_state->storage->constants->add(std::move(tensor), std::move(recipe));
  return add(std::move(node));
}

void GraphEditor::replace(Node node) {
  assert(node.id.isValid());
  if (!contains(node.id)) {
    m_state->storage->order.push_back(node.id);
    auto& last = *m_state->storage->lastId;
    for (uint64_t seen = last; seen < node.id.value;)
      if (last.compare_exchange_weak(seen, node.id.value)) break;
  }
  m_state->noteReads(node);
  m_state->put(std::move(node));
}

void GraphEditor::erase(OpId id) {
  if (contains(id)) m_state->writable(id).nodes[id.value % Chunk::kSize] = nullptr;
}

const Node& GraphEditor::node(OpId id) const {
  const Node* node = m_state->storage->find(id);
  assert(node);
  return *node;
}

bool GraphEditor::contains(OpId id) const { return m_state->storage->find(id) != nullptr; }

void GraphEditor::redirect(ValueRef from, ValueRef to) {
  if (from == to) return;
  State& state = *m_state;
  if (!state.hasReaders) state.buildReaders();
  if (from.op.value < state.readers.size()) {
    const std::vector<OpId> readers = std::move(state.readers[from.op.value]);
    state.readers[from.op.value].clear();
    for (const OpId id : readers) {
      const Node* reader = state.storage->find(id);
      if (!reader) continue;
      Node changed = *reader;
      bool readsFrom = false, readsSibling = false;
      for (ValueRef& input : changed.inputs) {
        if (input == from) input = to, readsFrom = true;
        else if (input.op == from.op) readsSibling = true;
      }
      if (readsSibling) state.noteRead(id, from.op);
      if (!readsFrom) continue;
      state.put(std::move(changed));
      if (to.isValid()) state.noteRead(id, to.op);
    }
  }
  if (!state.outputOps.contains(from.op)) return;
  for (Output& output : state.storage->outputs)
    if (output.value == from) output.value = to;
  state.outputOps.insert(to.op);
}

void GraphEditor::setOutputs(std::vector<Output> outputs) {
  m_state->outputOps.clear();
  for (const Output& output : outputs) m_state->outputOps.insert(output.value.op);
  m_state->storage->outputs = std::move(outputs);
}

void GraphEditor::setSources(std::vector<SourceNode> sources) {
  m_state->storage->sources =
      std::make_shared<const std::vector<SourceNode>>(std::move(sources));
}

Result<Graph> GraphEditor::finish() && {
  Graph::Storage& storage = *m_state->storage;
  const auto find = [&](OpId id) { return storage.find(id); };
  HEDDLE_TRY(storage.order, Sorter(storage.order, find).run());
  for (const Output& output : storage.outputs) {
    const Node* node = storage.find(output.value.op);
    if (!node || output.value.index >= node->outputCount)
      return Diagnostic{"graph.dangling", "output " + output.name + " names no value"};
  }
  Graph graph;
  graph.m_storage = std::move(m_state->storage);
  return graph;
}

}  // namespace heddle::graph
