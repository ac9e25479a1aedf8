// Random numbers of sampling steps, the same on every machine.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <random>

#include "engine/schedule/primitive.h"

namespace heddle::schedule {

class Draw {
 public:
  // From the step's argument `seed`, 0 when there is none, and what was drawn before.
  Draw(const State& state, const Step& step)
      : m_random(static_cast<uint64_t>(argumentOr<int64_t>(step, "seed", 0)) * 0x9E3779B97F4A7C15 +
                 state.values.size() + 1) {}
  // In [0, n), n > 0.
  size_t below(size_t n) { return static_cast<size_t>(m_random() % n); }

 private:
  std::mt19937_64 m_random;
};

// A name for what was drawn: the one that the step gives, else `fallback`, made unique.
inline std::string drawnName(const State& state, const Step& step, const std::string& fallback) {
  const std::string base = step.results.empty() ? fallback : step.results[0];
  std::string name = base;
  for (int i = 1; state.values.count(name); ++i) name = base + "_" + std::to_string(i);
  return name;
}

}  // namespace heddle::schedule
