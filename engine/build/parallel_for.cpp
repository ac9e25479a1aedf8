// SPDX-License-Identifier: Apache-2.0
#include "engine/build/parallel_for.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace heddle::build {

void parallelFor(int count, int threads, const std::function<void(int)>& work) {
  if (threads <= 0) threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  std::atomic<int> next{0};
  const auto drain = [&] {
    for (int i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::jthread> helpers;
  for (int i = 1; i < std::min(threads, count); ++i) helpers.emplace_back(drain);
  drain();
}

}  // namespace heddle::build
