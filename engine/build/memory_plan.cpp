// 1. Take the buffers from the largest to the smallest.
// 2. Among those already placed, collect the ones alive at the same time, by offset.
// 3. Put the buffer into the smallest gap between them that holds it, else behind the last.
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/memory_plan.h"

#include <algorithm>
#include <numeric>

namespace heddle::build {
namespace {

constexpr int64_t kAlignment = 64;

int64_t aligned(int64_t bytes) { return (bytes + kAlignment - 1) / kAlignment * kAlignment; }

bool liveTogether(const BufferPlan& a, const BufferPlan& b) {
  return a.firstStep <= b.lastStep && b.firstStep <= a.lastStep;
}

int64_t bestOffset(const BufferPlan& buffer, const std::vector<const BufferPlan*>& neighbours) {
  const int64_t size = aligned(buffer.sizeBytes);
  int64_t end = 0, best = -1, bestGap = INT64_MAX;
  for (const BufferPlan* other : neighbours) {
    const int64_t gap = other->offsetBytes - end;
    if (gap >= size && gap < bestGap) {
      best = end;
      bestGap = gap;
    }
    end = std::max(end, other->offsetBytes + aligned(other->sizeBytes));
  }
  return best >= 0 ? best : end;
}

}  // namespace

MemoryPlan planMemory(std::vector<BufferPlan> buffers) {
  std::vector<size_t> bySize(buffers.size());
  std::iota(bySize.begin(), bySize.end(), size_t{0});
  std::stable_sort(bySize.begin(), bySize.end(), [&](size_t a, size_t b) {
    return buffers[a].sizeBytes > buffers[b].sizeBytes;
  });

  MemoryPlan plan;
  std::vector<const BufferPlan*> placed, neighbours;  // placed: by offset
  const auto byOffset = [](const BufferPlan* a, const BufferPlan* b) {
    return a->offsetBytes < b->offsetBytes;
  };
  for (const size_t index : bySize) {
    BufferPlan& buffer = buffers[index];
    neighbours.clear();
    for (const BufferPlan* other : placed)
      if (liveTogether(buffer, *other)) neighbours.push_back(other);
    buffer.offsetBytes = bestOffset(buffer, neighbours);
    placed.insert(std::upper_bound(placed.begin(), placed.end(), &buffer, byOffset), &buffer);
    plan.arenaBytes = std::max(plan.arenaBytes, buffer.offsetBytes + aligned(buffer.sizeBytes));
    plan.sumBytes += aligned(buffer.sizeBytes);
  }
  plan.buffers = std::move(buffers);
  return plan;
}

}  // namespace heddle::build
