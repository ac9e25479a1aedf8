// Independent pieces of work on several threads.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

namespace heddle::build {

// Calls work(i) for every i in [0, count), each once, on up to `threads` threads (0: one per core). Returns when
// all have returned. `work` must not throw.
void parallelFor(int count, int threads, const std::function<void(int)>& work);

}  // namespace heddle::build
