// A loop that others were fused into, seen as those loops again.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "engine/loops/program.h"
#include "engine/loops/simplify.h"

namespace heddle::schedule {

// Where expressions name a loop's variable only as digits of a number (i//6, i//2 % 3, i % 2), each
// digit stands for a loop of its own; together they run over the same values.
struct Digits {
  std::vector<loops::Expr> exprs;        // over the variables of `loops`
  std::vector<const loops::For*> loops;  // those given, or loops for their digits
  std::vector<loops::Stmt> made;         // keeps the latter
};
Digits takeApart(const loops::Program& program, std::vector<loops::Expr> exprs,
                 const std::vector<const loops::For*>& loops, loops::Bounds bounds);

}  // namespace heddle::schedule
