// Words of the text form of programs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/support/result.h"

namespace heddle::loops {

struct Token {
  enum class Kind : uint8_t { word, number, string, symbol, newline, indent, dedent, end };
  Kind kind = Kind::end;
  std::string text;
  int line = 1, column = 1;
};

// Line breaks inside brackets and after a comma are blanks; '#' starts a comment. Indentation
// becomes indent and dedent tokens. The last token is `end`.
Result<std::vector<Token>> tokenize(std::string_view text);

// "loops.parse" at a place of the text.
Diagnostic parseError(std::string message, int line, int column);

}  // namespace heddle::loops
