// SPDX-License-Identifier: Apache-2.0
#include "engine/reference/walk.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace heddle::reference {

std::optional<Extents> broadcastExtents(const Extents& a, const Extents& b) {
  Extents out(std::max(a.size(), b.size()), 1);
  for (size_t i = 0; i < out.size(); ++i) {
    const int64_t x = i < a.size() ? a[a.size() - 1 - i] : 1;
    const int64_t y = i < b.size() ? b[b.size() - 1 - i] : 1;
    if (x != y && x != 1 && y != 1) return std::nullopt;
    out[out.size() - 1 - i] = x == 1 ? y : x;
  }
  return out;
}

void parallelFor(int64_t count, int64_t work, const std::function<void(int64_t)>& body) {
  constexpr int64_t kSmall = 1 << 20;
  const int64_t threads =
      work < kSmall ? 1
                    : std::min<int64_t>(count, std::max(1u, std::thread::hardware_concurrency()));
  std::atomic<int64_t> next{0};
  const auto drain = [&] {
    for (int64_t i; (i = next.fetch_add(1, std::memory_order_relaxed)) < count;) body(i);
  };
  std::vector<std::thread> pool;
  for (int64_t t = 1; t < threads; ++t) {
    try {
      pool.emplace_back(drain);
    } catch (const std::exception&) {
      break;  // a process limit: the threads at hand do the work
    }
  }
  drain();
  for (std::thread& thread : pool) thread.join();
}

}  // namespace heddle::reference
