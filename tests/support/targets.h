// Targets that differ in what schedules ask of them: vectors and registers.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/support/target.h"

namespace heddle::test {

inline Target targetOf(int vectorBits, int vectorRegisters) {
  Target target;
  target.vectorBits = vectorBits;
  target.vectorRegisters = vectorRegisters;
  return target;
}

}  // namespace heddle::test
