// SPDX-License-Identifier: Apache-2.0
#include "engine/reference/loop_memory.h"

namespace heddle::reference {
namespace {

constexpr int64_t maxElements = int64_t{1} << 28;

std::string indexText(const int64_t* indices, size_t count) {
  std::string out = "[";
  for (size_t i = 0; i < count; ++i) out += (i ? ", " : "") + std::to_string(indices[i]);
  return out + "]";
}

Subject subject(const loops::Buffer& b) {
  return {"buffer", b->id.value, b->name};
}

}  // namespace

void LoopMemory::allocate(const loops::Buffer& buffer, std::vector<int64_t> extents) {
  int64_t count = 1;
  for (int64_t e : extents) {
    if (e < 0 || __builtin_mul_overflow(count, e, &count) || count > maxElements) {
      fail("size", "the extents of {0} are negative or too large", {subject(buffer)});
    }
  }
  Cells& c = m_cells[buffer->id];
  c.extents = std::move(extents);
  c.values.assign(static_cast<size_t>(count), Lane{.i = 0});
  c.isWritten.assign(static_cast<size_t>(count), false);
}

LoopMemory::Cells& LoopMemory::cells(const loops::Buffer& buffer) {
  auto it = m_cells.find(buffer->id);
  if (it == m_cells.end())
    fail("buffer", "{0} is used where it is not allocated", {subject(buffer)});
  return it->second;
}

int64_t LoopMemory::position(const loops::Buffer& buffer, const Cells& c,
                             const int64_t* indices) const {
  int64_t offset = 0;
  for (size_t i = 0; i < c.extents.size(); ++i) {
    if (indices[i] < 0 || indices[i] >= c.extents[i]) {
      fail("bounds",
           "{0}" + indexText(indices, c.extents.size()) + " lies outside the buffer's extents " +
               indexText(c.extents.data(), c.extents.size()),
           {subject(buffer)});
    }
    offset = offset * c.extents[i] + indices[i];
  }
  return offset;
}

Lane LoopMemory::read(const loops::Buffer& buffer, const int64_t* indices) {
  Cells& c = cells(buffer);
  const auto at = static_cast<size_t>(position(buffer, c, indices));
  if (!c.isWritten[at]) {
    fail("uninitialized",
         "{0}" + indexText(indices, c.extents.size()) + " is read before it is written",
         {subject(buffer)});
  }
  return c.values[at];
}

void LoopMemory::write(const loops::Buffer& buffer, const int64_t* indices, Lane value) {
  Cells& c = cells(buffer);
  const auto at = static_cast<size_t>(position(buffer, c, indices));
  c.values[at] = value;
  c.isWritten[at] = true;
}

void LoopMemory::fill(const loops::Buffer& buffer, const std::byte* bytes) {
  Cells& c = cells(buffer);
  for (size_t i = 0; i < c.values.size(); ++i) {
    c.values[i] = readLane(buffer->element, bytes, static_cast<int64_t>(i));
    c.isWritten[i] = true;
  }
}

void LoopMemory::copyOut(const loops::Buffer& buffer, std::byte* bytes) {
  Cells& c = cells(buffer);
  for (size_t i = 0; i < c.values.size(); ++i) {
    if (!c.isWritten[i]) {
      fail("unwritten", "element " + std::to_string(i) + " of the output {0} was never written",
           {subject(buffer)});
    }
    writeLane(buffer->element, bytes, static_cast<int64_t>(i), c.values[i]);
  }
}

}  // namespace heddle::reference
