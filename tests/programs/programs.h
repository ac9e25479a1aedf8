// Loop programs in tests/programs/NAME.loops, which the tests of schedules share.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace heddle::programs {

// The program's text. A name that has no file ends the test program.
const char* text(const char* name);

// Names of the unscheduled programs that random schedules transform.
const std::vector<const char*>& workloads();

}  // namespace heddle::programs
