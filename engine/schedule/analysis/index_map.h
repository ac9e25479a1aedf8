// Maps from indices to indices, written "h, w -> h, w//8, w % 8".
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/schedule/primitive.h"

namespace heddle::schedule {

struct IndexMap {
  std::vector<loops::VarRef> oldVars;
  std::vector<loops::Expr> newIndices;  // over oldVars
  std::vector<int64_t> newExtents;
};

// The variables are fresh in the program. Refusals: map, injective.
Result<IndexMap> parseIndexMap(loops::Program& program, const Step& step, const std::string& text,
                               const std::vector<int64_t>& extents);

// Positions of old indices that share a new one, directly or through others: the map takes each
// group apart from the others.
std::vector<std::vector<size_t>> groupsOf(const IndexMap& map);

}  // namespace heddle::schedule
