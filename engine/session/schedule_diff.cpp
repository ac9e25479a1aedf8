// SPDX-License-Identifier: Apache-2.0
#include "engine/session/schedule_diff.h"

#include <algorithm>
#include <cstdint>

#include "engine/support/text.h"

namespace heddle::session {
namespace {

constexpr size_t kMostCells = size_t{1} << 24;

using Side = ScheduleDiffLine::Side;

}  // namespace

std::vector<ScheduleDiffLine> diffLines(const std::string& textA, const std::string& textB) {
  const std::vector<std::string> a = linesOf(textA), b = linesOf(textB);
  size_t begin = 0, endA = a.size(), endB = b.size();
  while (begin < endA && begin < endB && a[begin] == b[begin]) ++begin;
  while (endA > begin && endB > begin && a[endA - 1] == b[endB - 1]) --endA, --endB;

  std::vector<ScheduleDiffLine> out;
  for (size_t i = 0; i < begin; ++i) out.push_back({Side::both, a[i]});
  const size_t rows = endA - begin, columns = endB - begin;
  // common[i][j]: length for a from i and b from j.
  std::vector<uint32_t> common;
  const bool isSmall = (rows + 1) * (columns + 1) <= kMostCells;
  const auto at = [&](size_t i, size_t j) -> uint32_t& { return common[i * (columns + 1) + j]; };
  if (isSmall) {
    common.assign((rows + 1) * (columns + 1), 0);
    for (size_t i = rows; i-- > 0;)
      for (size_t j = columns; j-- > 0;)
        at(i, j) = a[begin + i] == b[begin + j] ? at(i + 1, j + 1) + 1
                                                : std::max(at(i + 1, j), at(i, j + 1));
  }
  size_t i = 0, j = 0;
  while (isSmall && i < rows && j < columns) {
    if (a[begin + i] == b[begin + j]) {
      out.push_back({Side::both, a[begin + i]});
      ++i, ++j;
    } else if (at(i + 1, j) >= at(i, j + 1)) {
      out.push_back({Side::onlyA, a[begin + i++]});
    } else {
      out.push_back({Side::onlyB, b[begin + j++]});
    }
  }
  while (i < rows) out.push_back({Side::onlyA, a[begin + i++]});
  while (j < columns) out.push_back({Side::onlyB, b[begin + j++]});
  for (size_t k = endA; k < a.size(); ++k) out.push_back({Side::both, a[k]});
  return out;
}

}  // namespace heddle::session
