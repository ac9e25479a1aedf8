// Random steps of schedules: arguments of the right kinds, legal or not.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <random>

#include "engine/schedule/advice/applicable.h"

namespace heddle::test {

class RandomSteps {
 public:
  explicit RandomSteps(unsigned seed) : m_random(seed) {}

  // A step with arguments of the right kinds; many are illegal, which is part of the test. Some are
  // what the advice offers for a loop, a block or a buffer.
  schedule::Step step(const schedule::State& state);
  size_t pick(size_t n) { return m_random() % n; }

 private:
  template <class Map>
  std::string name(const Map& map);
  schedule::Target target(const schedule::State& state, const schedule::PrimitiveSpec& spec);
  schedule::Argument value(const schedule::State& state, const schedule::PrimitiveSpec& spec,
                           const schedule::ArgumentSpec& argument);
  std::string text(std::string_view argument);
  // For the iterators of some block.
  std::vector<int64_t> padding(const schedule::State& state);
  std::vector<int64_t> factors();
  // A permutation, or increasing borders.
  std::vector<int64_t> numbers(bool isOrder);
  // Loops of one nest: neighbours for fuse, any order for reorder.
  std::vector<schedule::LoopName> loopList(const schedule::State& state, bool isNested);
  // Loops that stand next to each other.
  std::vector<schedule::LoopName> siblings(const schedule::State& state);

  std::mt19937 m_random;
};

}  // namespace heddle::test
