// Expressions of the loop interpreter.
// SPDX-License-Identifier: Apache-2.0
#pragma once

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

  // Indices of lane `lane` into `out`.
  void store(const loops::Store& n);

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
