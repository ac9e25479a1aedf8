// How graphs keep their nodes; for graph.cpp and editor.cpp only.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <vector>

#include "engine/graph/graph.h"

namespace heddle::graph {

// 64 consecutive ids. Nodes are shared, so copying a chunk copies pointers only.
struct Chunk {
  static constexpr size_t kSize = 64;
  std::array<std::shared_ptr<const Node>, kSize> nodes;
};

struct Graph::Storage {
  std::string name;
  std::vector<std::shared_ptr<const Chunk>> chunks;  // by id / kSize; null where no node lives
  std::vector<OpId> order;
  std::vector<Output> outputs;
  std::shared_ptr<ConstantPool> constants;
  std::shared_ptr<const std::vector<SourceNode>> sources;
  // The last id given out; shared by every graph that descends from the same first one.
  std::shared_ptr<std::atomic<uint64_t>> lastId;

  const Node* find(OpId id) const {
    const size_t chunk = id.value / Chunk::kSize;
    if (chunk >= chunks.size() || !chunks[chunk]) return nullptr;
    return chunks[chunk]->nodes[id.value % Chunk::kSize].get();
  }
};

}  // namespace heddle::graph
