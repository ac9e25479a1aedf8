// What the processor spends on a piece of work, for bounds on growth that other work on the machine
// does not move.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <time.h>

#include <algorithm>

namespace heddle::test {

// Milliseconds of the calling thread, the least of three.
template <class F>
double cpuMilliseconds(F work) {
  double least = 1e300;
  for (int i = 0; i < 3; ++i) {
    timespec begin = {}, end = {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
    work();
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
    least = std::min(least, static_cast<double>(end.tv_sec - begin.tv_sec) * 1e3 +
                                static_cast<double>(end.tv_nsec - begin.tv_nsec) * 1e-6);
  }
  return least;
}

}  // namespace heddle::test
