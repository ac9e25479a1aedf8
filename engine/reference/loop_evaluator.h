// Expressions of the loop interpreter.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>

#include "engine/reference/loop_memory.h"

namespace heddle::reference {

using Lanes = std::vector<Lane>;

class LoopEvaluator {
 public:
  explicit LoopEvaluator(LoopMemory& memory) : m_memory(memory) {}

  Lane scalar(const loops::Expr& e);
  int64_t integer(const loops::Expr& e) { return scalar(e).i; }
  // One lane for scalars.
  Lanes lanes(const loops::Expr& e);
  void bind(VarId id, int64_t value) { m_values[id] = value; }
  void unbind(VarId id) { m_values.erase(id); }

  // The accesses of the current block must lie in these boxes; null: unchecked.
  struct Box {
    BufferId buffer;
    std::vector<int64_t> begin, end;
    bool isWrite;
  };
  using Boxes = std::vector<Box>;
  const Boxes* allowed = nullptr;

  int64_t* operations = nullptr;  // where the arithmetic on elements is counted, or null

  void store(const loops::Store& n);

  // Nothing is counted while it lives: indices are no arithmetic on elements.
  class Uncounted {
   public:
    explicit Uncounted(LoopEvaluator& evaluator)
        : m_evaluator(evaluator), m_operations(std::exchange(evaluator.operations, nullptr)) {}
    ~Uncounted() { m_evaluator.operations = m_operations; }
    Uncounted(const Uncounted&) = delete;

   private:
    LoopEvaluator& m_evaluator;
    int64_t* m_operations;
  };

 private:
  Lane load(const loops::Load& n);
  Lanes vectorLoad(const loops::Load& n);
  Lane call(const loops::Call& n);
  Lanes vectorCall(const loops::Call& n);
  void checkAllowed(const loops::Buffer& buffer, const int64_t* indices, bool isWrite) const;

  LoopMemory& m_memory;
  std::unordered_map<VarId, int64_t> m_values;
};

}  // namespace heddle::reference
