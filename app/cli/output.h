// What the command line prints: tables and numbers for people, one JSON object for scripts.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/support/diagnostic.h"

namespace heddle::cli {

// Columns are as wide as their widest cell; cells of columns named in `rightAligned` stand right.
class Table {
 public:
  explicit Table(std::vector<std::string> header, std::vector<size_t> rightAligned = {});
  void add(std::vector<std::string> row);
  std::string text() const;
  std::string csv() const;  // RFC 4180, values that a spreadsheet would run as formulas are quoted

 private:
  std::vector<std::string> m_header;
  std::vector<size_t> m_right;
  std::vector<std::vector<std::string>> m_rows;
};

std::string significant(double value, int digits = 3);  // "4.31", "212", "0.00120"
std::string milliseconds(double ms);                    // "4.31 ms", "12.4 us"
std::string difference(double ms);                      // "+4.31 ms", "-12.4 us"
std::string bytesText(int64_t bytes);                   // "18.4 MiB"
std::string countText(int64_t count);                   // "1,234,567"
std::string flopsText(int64_t flops);                   // "4.1 GFLOP"
std::string percent(double share);                      // "86 %"

// The exit status that a failure asks for: 2 usage, 3 bad input, 4 internal, 130 cancelled.
int exitCodeOf(const Diagnostic& error);

}  // namespace heddle::cli
