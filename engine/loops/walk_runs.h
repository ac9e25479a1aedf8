// A walk over a program that tells how often each part of it runs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>

#include "engine/loops/count_points.h"
#include "engine/loops/visit.h"

namespace heddle::loops {

// The loops and conditions around a place; counted when asked.
class Runs {
 public:
  int64_t times() const { return counted().points; }
  bool isExact() const { return m_isExact && counted().isExact; }
  // Innermost last.
  const std::vector<BoxAxis>& loops() const { return m_box; }

 private:
  friend class RunWalker;
  const PointCount& counted() const;

  std::vector<BoxAxis> m_box;
  std::vector<Expr> m_conditions;
  Substitution m_definitions;  // of iterators of blocks, by loop variables
  bool m_isExact = true;
  mutable std::optional<PointCount> m_count;
};

using OnRunStmt = std::function<void(const Stmt&, const Runs&)>;
using OnRunExpr = std::function<void(const Expr&, const Runs&)>;

// Every statement, and every expression that is evaluated, pre-order, but no index of an access and
// no extent. A scalar choice evaluates the chosen side, as the interpreter does; where its
// condition reads data, both sides, and the count is an upper bound. Prefetches are left out.
void walkRuns(const Stmt& root, const OnRunStmt& onStmt, const OnRunExpr& onExpr);

}  // namespace heddle::loops
