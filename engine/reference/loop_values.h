// Arithmetic of the loop interpreter on single lanes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "engine/loops/program.h"
#include "engine/support/diagnostic.h"

namespace heddle::reference {

// Which member holds the value follows from the element type: floats are doubles that the type can
// store.
union Lane {
  int64_t i;
  double f;
};

// Thrown inside the interpreter only; interpret() turns it into its result.
struct LoopFailure {
  Diagnostic diagnostic;
};
// "reference.loops.<what>"
[[noreturn]] void fail(const char* what, std::string message, std::vector<Subject> subjects = {});

Lane intLane(int64_t value);
Lane floatLane(double value);
Lane binaryLane(loops::BinaryOp op, ElementType element, Lane a, Lane b);
bool compareLane(loops::CompareOp op, ElementType element, Lane a, Lane b);
Lane castLane(ElementType from, ElementType to, Lane value);
// Functions of one lane of each argument; `element` is that of the arguments, `result` of the
// value.
Lane callLane(loops::Intrinsic intrinsic, ElementType element, ElementType result,
              const Lane* args);

// Element `index` of a tensor in row-major order, and back.
Lane readLane(ElementType element, const std::byte* bytes, int64_t index);
void writeLane(ElementType element, std::byte* bytes, int64_t index, Lane value);

}  // namespace heddle::reference
