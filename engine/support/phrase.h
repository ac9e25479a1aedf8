// A sentence for people as data: an English template and what fills its gaps, so that a view can say it in the
// reader's language.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace heddle {

struct Phrase {
  std::string format;             // "{0} is opaque: it is not a loop nest over its output."
  std::vector<Phrase> arguments;  // of "{0}", "{1}", ...
  bool isName = false;            // the same in every language: a name, a number, program text

  Phrase() = default;
  // A literal is a template and is translated; a string is a name and is not.
  Phrase(const char* literal, std::vector<Phrase> fill = {})
      : format(literal), arguments(std::move(fill)) {}
  Phrase(std::string name) : format(std::move(name)), isName(true) {}

  bool empty() const { return format.empty(); }
  std::string text() const;  // in English
};

// `format` with "{0}" and so on replaced; a gap without an argument becomes "?".
std::string filled(const std::string& format, const std::vector<std::string>& arguments);

}  // namespace heddle
