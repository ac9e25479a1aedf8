// Buffers of the loop interpreter: every access is checked.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unordered_map>

#include "engine/reference/loop_values.h"

namespace heddle::reference {

class LoopMemory {
 public:
  // A fresh buffer, nothing of it written. Replaces one of the same id.
  void allocate(const loops::Buffer& buffer, std::vector<int64_t> extents);
  void release(BufferId id) { m_cells.erase(id); }
  const std::vector<int64_t>& extents(const loops::Buffer& buffer) { return cells(buffer).extents; }

  Lane read(const loops::Buffer& buffer, const int64_t* indices);
  void write(const loops::Buffer& buffer, const int64_t* indices, Lane value);
  // Row-major, for parameters.
  void fill(const loops::Buffer& buffer, const std::byte* bytes);
  void copyOut(const loops::Buffer& buffer, std::byte* bytes);

 private:
  struct Cells {
    std::vector<int64_t> extents;
    std::vector<Lane> values;
    std::vector<bool> isWritten;
  };
  Cells& cells(const loops::Buffer& buffer);
  int64_t position(const loops::Buffer& buffer, const Cells& cells, const int64_t* indices) const;

  std::unordered_map<BufferId, Cells> m_cells;
};

}  // namespace heddle::reference
