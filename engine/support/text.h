// Small things that printers and readers of text share.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace heddle {

// Between quotes, with \ before quotes and backslashes and \n for a line's end.
std::string quoted(const std::string& text);

// Without their ends; an end of line at the end of the text starts no further line.
std::vector<std::string> linesOf(const std::string& text);

}  // namespace heddle
