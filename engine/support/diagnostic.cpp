// SPDX-License-Identifier: Apache-2.0
#include "engine/support/diagnostic.h"

#include <cctype>

namespace heddle {

std::string messageText(const Diagnostic& diagnostic) {
  const std::string& text = diagnostic.message;
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    size_t end = i + 1;
    while (text[i] == '{' && end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])))
      ++end;
    const bool isPlaceholder =
        text[i] == '{' && end > i + 1 && end < text.size() && text[end] == '}' && end - i < 6;
    if (!isPlaceholder) {
      out += text[i];
      continue;
    }
    const size_t index = std::stoul(text.substr(i + 1, end - i - 1));
    out += index < diagnostic.subjects.size() ? diagnostic.subjects[index].label : "?";
    i = end;
  }
  return out;
}

std::string toText(const Diagnostic& diagnostic) {
  std::string out = diagnostic.where.empty() ? "" : diagnostic.where + ": ";
  out += messageText(diagnostic);
  if (!diagnostic.hint.empty()) out += " (" + diagnostic.hint + ")";
  return out;
}

}  // namespace heddle
