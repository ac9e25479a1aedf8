// Index arithmetic over known values.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "engine/loops/visit.h"

namespace heddle::schedule {

using Values = std::map<VarId, int64_t>;

// Nothing for a variable without a value, a division by zero, a load, or a float.
std::optional<int64_t> evaluate(const loops::Expr& e, const Values& values);

// One element of a buffer, touched by one instance of a block.
struct Touch {
  const loops::Block* block;
  const loops::BufferNode* buffer;
  std::vector<int64_t> indices;
  bool isWrite;
};

// Runs the statement without computing anything: calls `visit` for each access, with the values of
// all loops around it. Long loops are sampled: their first iterations and the last. Accesses at
// places that only data determine are left out. Ends early after `budget` accesses or when `visit`
// returns false.
struct TouchOptions {
  int64_t firstIterations = 4;
  int64_t budget = 40000;
};
void eachTouch(const loops::Stmt& s, Values& values, const TouchOptions& options,
               const std::function<bool(const Touch&, const Values&)>& visit);

}  // namespace heddle::schedule
