// Two texts line by line.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "engine/session/schedule_numbers.h"

namespace heddle::session {

// The longest common subsequence stands on both sides (Hunt and McIlroy, 1976); of texts of very
// many lines only equal beginnings and ends are matched.
std::vector<ScheduleDiffLine> diffLines(const std::string& a, const std::string& b);

}  // namespace heddle::session
