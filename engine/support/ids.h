// Numbers that cannot be mixed up. Zero is "none"; ids are never reused within a session.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace heddle {

template <class Tag>
struct StrongId {
  uint64_t value = 0;
  constexpr bool isValid() const { return value != 0; }
  constexpr auto operator<=>(const StrongId&) const = default;
};

using OpId = StrongId<struct OpTag>;              // a node of the graph
using GroupId = StrongId<struct GroupTag>;        // a fused group
using LoopId = StrongId<struct LoopTag>;          // a for statement of a loop program
using BlockId = StrongId<struct BlockTag>;        // a block of a loop program
using BufferId = StrongId<struct BufferTag>;      // a buffer of a loop program
using VarId = StrongId<struct VarTag>;            // a variable of a loop program
using ConstantId = StrongId<struct ConstantTag>;  // bytes in the constant pool
using SnapshotId = StrongId<struct SnapshotTag>;
using JobId = StrongId<struct JobTag>;

}  // namespace heddle

template <class Tag>
struct std::hash<heddle::StrongId<Tag>> {
  size_t operator()(heddle::StrongId<Tag> id) const noexcept {
    return std::hash<uint64_t>{}(id.value);
  }
};
