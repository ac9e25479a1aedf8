// SPDX-License-Identifier: Apache-2.0
#include "engine/export/names.h"

#include <set>
#include <string_view>

namespace heddle::exporter {
namespace {

bool isLetterOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::string keep(const std::string& name, std::string_view others) {
  std::string out;
  for (const char c : name)
    out += isLetterOrDigit(c) || others.find(c) != std::string_view::npos ? c : '_';
  constexpr size_t kLongest = 100;
  return out.substr(0, kLongest);
}

}  // namespace

std::string cIdentifier(const std::string& name) {
  std::string out = keep(name, "_");
  if (out.empty() || (out[0] >= '0' && out[0] <= '9')) out.insert(0, "m");
  return out;
}

std::string fileName(const std::string& name) {
  std::string out = keep(name, "_-.+");
  if (out.empty() || out[0] == '.' || out[0] == '-') out.insert(0, "m");
  return out;
}

std::vector<std::string> distinctIdentifiers(const std::vector<std::string>& names) {
  std::set<std::string> taken;
  std::vector<std::string> out;
  for (const std::string& name : names) {
    const std::string base = cIdentifier(name);
    std::string candidate = base;
    for (int number = 2; !taken.insert(candidate).second; ++number)
      candidate = base + "_" + std::to_string(number);
    out.push_back(candidate);
  }
  return out;
}

}  // namespace heddle::exporter
