// How many threads it makes sense to compute with.
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace heddle {

// Distinct physical cores among the processors that this process may run on, no more than the time
// that its control group is granted. A second thread on a core adds nothing to arithmetic that
// already fills its ports. At least 1.
int physicalCores();

}  // namespace heddle
