// Tables as CSV (RFC 4180) that a spreadsheet may open without danger.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <variant>
#include <vector>

#include "profiler/analysis/summary.h"

namespace heddle::profiler {

// Text is quoted where RFC 4180 asks for it; text that a spreadsheet would run as a formula (a
// first character of = + - @, tab or carriage return) gets an apostrophe in front. Numbers are
// written so that they read back exactly, with a point in every locale; NaN is an empty field.
using CsvCell = std::variant<std::string, double, int64_t>;

// Rows end with CR LF, the first is the header. Requires rows as long as the header.
std::string toCsv(std::span<const std::string> header, std::span<const std::vector<CsvCell>> rows);

// group, name, shape, calls, milliseconds, low, high, share, gflops, gbytes_per_second, imbalance;
// then one column per counter that any group has, empty where absent. `counters` has one list per
// row or is empty.
std::string summaryCsv(const Summary& summary, std::span<const std::vector<Counter>> counters = {});

}  // namespace heddle::profiler
