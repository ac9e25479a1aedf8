// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/waterfall.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace heddle::profiler {
namespace {

// Disjoint sets of groups; A's stand before B's.
class Sets {
 public:
  explicit Sets(size_t count) : m_parent(count) { std::iota(m_parent.begin(), m_parent.end(), 0); }
  size_t rootOf(size_t i) {
    while (m_parent[i] != i) i = m_parent[i] = m_parent[m_parent[i]];
    return i;
  }
  void join(size_t a, size_t b) { m_parent[rootOf(std::max(a, b))] = rootOf(std::min(a, b)); }

 private:
  std::vector<size_t> m_parent;
};

}  // namespace

Waterfall explainDifference(std::span<const WaterfallInput> a, std::span<const WaterfallInput> b,
                            double endToEndA, double endToEndB) {
  const auto group = [&](size_t i) -> const WaterfallInput& {
    return i < a.size() ? a[i] : b[i - a.size()];
  };
  const size_t count = a.size() + b.size();
  Sets sets(count);
  std::map<uint32_t, size_t> ownerOf;
  std::map<std::string, size_t> named;
  for (size_t i = 0; i < count; ++i) {
    for (const uint32_t member : group(i).members) {
      const auto [it, isNew] = ownerOf.emplace(member, i);
      if (!isNew) sets.join(it->second, i);
    }
    if (!group(i).members.empty()) continue;
    const auto [it, isNew] = named.emplace(group(i).name, i);
    if (!isNew) sets.join(it->second, i);
  }
  std::map<size_t, WaterfallRow> rows;
  for (size_t i = 0; i < count; ++i) {
    WaterfallRow& row = rows[sets.rootOf(i)];
    if (row.name.empty()) row.name = group(i).name;
    (i < a.size() ? row.groupsA : row.groupsB).push_back(i < a.size() ? i : i - a.size());
    (i < a.size() ? row.nanosecondsA : row.nanosecondsB) += group(i).nanoseconds;
  }
  Waterfall out;
  out.totalDelta = out.residual = endToEndB - endToEndA;
  for (auto& [root, row] : rows) {
    out.residual -= row.delta();
    out.rows.push_back(std::move(row));
  }
  std::stable_sort(out.rows.begin(), out.rows.end(),
                   [](const WaterfallRow& x, const WaterfallRow& y) {
                     return std::fabs(x.delta()) > std::fabs(y.delta());
                   });
  return out;
}

}  // namespace heddle::profiler
