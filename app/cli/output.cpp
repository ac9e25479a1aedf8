// SPDX-License-Identifier: Apache-2.0
#include "app/cli/output.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace heddle::cli {
namespace {

// Code points, since names may hold any UTF-8; wide characters are rare enough in tables of names.
size_t width(const std::string& text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

std::string csvCell(const std::string& cell) {
  const bool isFormula =
      !cell.empty() && std::string("=+-@\t\r").find(cell[0]) != std::string::npos &&
      !(cell[0] == '-' && cell.size() > 1 && std::isdigit(static_cast<unsigned char>(cell[1])));
  std::string out = isFormula ? "'" + cell : cell;
  if (out.find_first_of(",\"\n\r") == std::string::npos) return out;
  std::string quoted = "\"";
  for (const char c : out) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string scaled(double value, double base, const std::array<const char*, 5>& units) {
  size_t unit = 0;
  while (std::fabs(value) >= base && unit + 1 < units.size()) {
    value /= base;
    ++unit;
  }
  return significant(value) + " " + units[unit];
}

bool startsWith(const std::string& text, const char* prefix) {
  return text.rfind(prefix, 0) == 0;
}

}  // namespace

Table::Table(std::vector<std::string> header, std::vector<size_t> rightAligned)
    : m_header(std::move(header)), m_right(std::move(rightAligned)) {}

void Table::add(std::vector<std::string> row) {
  row.resize(m_header.size());
  m_rows.push_back(std::move(row));
}

std::string Table::text() const {
  std::vector<size_t> widths;
  for (const std::string& cell : m_header) widths.push_back(width(cell));
  for (const auto& row : m_rows)
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  const auto line = [&](const std::vector<std::string>& row) {
    std::string out;
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string space(widths[i] - width(row[i]), ' ');
      const bool isRight = std::find(m_right.begin(), m_right.end(), i) != m_right.end();
      out += (i ? "  " : "") + (isRight ? space + row[i] : row[i] + space);
    }
    out.erase(out.find_last_not_of(' ') + 1);
    return out + "\n";
  };
  std::string out = line(m_header);
  for (const auto& row : m_rows) out += line(row);
  return out;
}

std::string Table::csv() const {
  std::string out;
  const auto line = [&](const std::vector<std::string>& row) {
    for (size_t i = 0; i < row.size(); ++i) out += (i ? "," : "") + csvCell(row[i]);
    out += "\r\n";
  };
  line(m_header);
  for (const auto& row : m_rows) line(row);
  return out;
}

std::string significant(double value, int digits) {
  if (value == 0) return "0";
  if (!std::isfinite(value)) return std::isnan(value) ? "n/a" : value > 0 ? "inf" : "-inf";
  const int magnitude = static_cast<int>(std::floor(std::log10(std::fabs(value))));
  if (magnitude < -4 || magnitude > 9) {
    char text[32];
    std::snprintf(text, sizeof text, "%.*g", digits, value);
    return text;
  }
  char text[48];
  std::snprintf(text, sizeof text, "%.*f", std::max(0, digits - 1 - magnitude), value);
  return text;
}

std::string milliseconds(double ms) {
  if (ms > 0 && ms < 0.1) return significant(ms * 1e3) + " us";
  if (ms >= 10000) return significant(ms / 1e3) + " s";
  return significant(ms) + " ms";
}

std::string difference(double ms) { return (ms < 0 ? "-" : "+") + milliseconds(std::fabs(ms)); }

std::string bytesText(int64_t bytes) {
  if (bytes < 1024) return std::to_string(bytes) + " B";
  return scaled(static_cast<double>(bytes), 1024, {"B", "KiB", "MiB", "GiB", "TiB"});
}

std::string countText(int64_t count) {
  std::string digits = std::to_string(count);
  for (int64_t i = static_cast<int64_t>(digits.size()) - 3; i > (count < 0 ? 1 : 0); i -= 3)
    digits.insert(static_cast<size_t>(i), 1, ',');
  return digits;
}

std::string flopsText(int64_t flops) {
  return scaled(static_cast<double>(flops), 1000, {"FLOP", "kFLOP", "MFLOP", "GFLOP", "TFLOP"});
}

std::string percent(double share) {
  char text[16];
  std::snprintf(text, sizeof text, "%.0f %%", share * 100);
  return text;
}

int exitCodeOf(const Diagnostic& error) {
  const std::string& code = error.code;
  if (isCancellation(error)) return 130;
  for (const char* usage :
       {"cli.", "session.fill_mode", "session.shape", "session.no_group", "session.no_edge", "session.workload",
        "session.dynamic_shape", "session.target", "fusion.", "codegen.target", "export.target",
        "preprocess.preset"})
    if (startsWith(code, usage)) return 2;
  for (const char* input :
       {"import.", "graph.", "schedule.", "npz.", "npy.", "tensor.", "operators.unsupported",
        "reference.", "build.dynamic", "preprocess.", "conformance.", "passes.",
        "session.unsupported", "session.no_output", "file."})
    if (startsWith(code, input)) return 3;
  return 4;
}

}  // namespace heddle::cli
