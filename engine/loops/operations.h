// How much arithmetic a program does: the one definition behind every GFLOPS and share of peak.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/loops/program.h"

namespace heddle::loops {

// Operations of one node, without those of its operands. A sum, difference, product, quotient,
// remainder, minimum, maximum or comparison is 1, a fused multiply-add 2, any other function (exp,
// tanh, ...) 1, each times the lanes; on floats and on integers of at most 32 bits, for i64 is what
// indices are made of. Casts, choices, logic, bits and memory are 0.
int64_t operationsOf(const Expr& e);

// Operations of one run: each node's, as often as the loops and conditions around it let it be
// evaluated (walk_runs.h). Indices are left out: kernels step through them. Where a condition reads
// data, both sides count and the count is an upper bound.
struct OperationCount {
  int64_t operations = 0;
  int64_t ofBytes = 0;  // of these, products of two bytes in i32 and the sum each is added to
  bool isExact = true;
};
OperationCount countOperations(const Stmt& body);

}  // namespace heddle::loops
