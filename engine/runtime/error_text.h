// The text of the last failure, in a fixed buffer: reporting an error must not need memory.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdarg>
#include <cstddef>
#include <cstdio>

#include "engine/runtime/heddle.h"

namespace heddle::runtime {

struct ErrorText {
  char text[512] = "";

  // Writes the text and returns `status`, so that a failure is one line.
  [[gnu::format(printf, 3, 4)]] heddle_status fail(heddle_status status, const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    return status;
  }
};

}  // namespace heddle::runtime
