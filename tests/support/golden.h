// Compares text with a file under tests/golden; HEDDLE_UPDATE_GOLDEN=1 rewrites the file instead.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace heddle::test {

// `name` is a path below tests/golden. Returns an empty string on a match, else a readable difference.
std::string compareWithGolden(const std::string& name, const std::string& text);

}  // namespace heddle::test
