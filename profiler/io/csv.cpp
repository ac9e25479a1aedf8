// SPDX-License-Identifier: Apache-2.0
#include "profiler/io/csv.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace heddle::profiler {
namespace {

std::string textField(const std::string& text) {
  constexpr std::string_view kFormulaStarts = "=+-@\t\r";
  const bool isRisky = !text.empty() && kFormulaStarts.find(text[0]) != std::string_view::npos;
  const std::string guarded = isRisky ? "'" + text : text;
  if (guarded.find_first_of("\",\r\n") == std::string::npos) return guarded;
  std::string out = "\"";
  for (const char c : guarded) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

std::string numberField(double value) {
  if (!std::isfinite(value)) return std::isnan(value) ? "" : value > 0 ? "inf" : "'-inf";
  char buffer[64];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value);
  return {buffer, end.ptr};
}

std::string field(const CsvCell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return textField(*text);
  if (const auto* number = std::get_if<double>(&cell)) return numberField(*number);
  return std::to_string(std::get<int64_t>(cell));
}

}  // namespace

std::string toCsv(std::span<const std::string> header, std::span<const std::vector<CsvCell>> rows) {
  std::string out;
  for (size_t i = 0; i < header.size(); ++i) out += (i ? "," : "") + textField(header[i]);
  out += "\r\n";
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) out += (i ? "," : "") + field(row[i]);
    out += "\r\n";
  }
  return out;
}

std::string summaryCsv(const Summary& summary, std::span<const std::vector<Counter>> counters) {
  std::vector<std::string> header = {"group",    "name", "shape", "calls",  "milliseconds",
                                     "low",      "high", "share", "gflops", "gbytes_per_second",
                                     "imbalance"};
  const size_t fixed = header.size();
  for (const auto& list : counters)
    for (const Counter& counter : list)
      if (std::find(header.begin() + static_cast<ptrdiff_t>(fixed), header.end(), counter.name) ==
          header.end())
        header.push_back(counter.name);
  std::vector<std::vector<CsvCell>> rows;
  for (size_t i = 0; i < summary.groups.size(); ++i) {
    const GroupTime& g = summary.groups[i];
    std::vector<CsvCell> row = {static_cast<int64_t>(g.group),
                                g.name,
                                g.shape,
                                static_cast<int64_t>(g.calls),
                                g.nanoseconds.estimate * 1e-6,
                                g.nanoseconds.low * 1e-6,
                                g.nanoseconds.high * 1e-6,
                                g.share,
                                g.gflops,
                                g.gbytesPerSecond,
                                g.imbalance};
    for (size_t column = fixed; column < header.size(); ++column) {
      row.emplace_back(std::nan(""));
      if (i >= counters.size()) continue;
      for (const Counter& counter : counters[i])
        if (counter.name == header[column] && counter.isPresent()) row.back() = counter.value;
    }
    rows.push_back(std::move(row));
  }
  return toCsv(header, rows);
}

}  // namespace heddle::profiler
