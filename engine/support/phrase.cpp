// SPDX-License-Identifier: Apache-2.0
#include "engine/support/phrase.h"

#include <cctype>

namespace heddle {

std::string filled(const std::string& format, const std::vector<std::string>& arguments) {
  const auto isDigit = [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; };
  std::string out;
  for (size_t i = 0; i < format.size(); ++i) {
    size_t end = i + 1;
    while (format[i] == '{' && end < format.size() && isDigit(format[end])) ++end;
    const bool isGap =
        format[i] == '{' && end > i + 1 && end < format.size() && format[end] == '}' && end - i < 6;
    if (!isGap) {
      out += format[i];
      continue;
    }
    const size_t index = std::stoul(format.substr(i + 1, end - i - 1));
    out += index < arguments.size() ? arguments[index] : "?";
    i = end;
  }
  return out;
}

std::string Phrase::text() const {
  if (isName) return format;
  std::vector<std::string> words;
  for (const Phrase& a : arguments) words.push_back(a.text());
  return filled(format, words);
}

}  // namespace heddle
