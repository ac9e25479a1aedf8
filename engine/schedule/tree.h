// Finding and replacing statements of a program. Blocks are leaves: what is inside is not
// scheduled.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "engine/loops/simplify.h"
#include "engine/loops/visit.h"

namespace heddle::schedule {

// From the root to the node, both included.
using Path = std::vector<loops::Stmt>;

std::optional<Path> pathTo(const loops::Stmt& root, LoopId loop);
std::optional<Path> pathTo(const loops::Stmt& root, BlockId block);
std::optional<Path> pathTo(const loops::Stmt& root, const loops::StmtNode* node);
// The root with the path's last node replaced; null removes it and the loops that it leaves empty.
loops::Stmt withReplaced(const Path& path, loops::Stmt replacement);

// Loops on the path, outermost first; the last node counts if it is one.
std::vector<const loops::For*> loopsOn(const Path& path);
// The innermost loop with the property around or below the loop that the path ends with; null when
// there is none.
const loops::For* loopInNest(const Path& path,
                             const std::function<bool(const loops::For&)>& property);

// A block with where it stands.
struct Place {
  const loops::Block* block;
  Path path;
  std::vector<const loops::For*> loops;  // around it, outermost first
};
// In program order.
std::vector<Place> blocksIn(const loops::Stmt& root);
std::optional<Place> placeOf(const loops::Stmt& root, BlockId block);

bool isBelow(const Place& place, LoopId loop);
bool mentions(const loops::Expr& e, VarId var);
bool mentionsAny(const loops::Expr& e, const std::vector<const loops::For*>& loops);

// Ranges of loop variables, where known. Symbols are at least one.
loops::Bounds boundsOf(const loops::Program& program, const std::vector<const loops::For*>& loops);
// Also of the block's iterators: [0, extent).
loops::Bounds boundsInside(const loops::Program& program, const loops::Block& block);
loops::Substitution bindingsOf(const loops::Block& block);

}  // namespace heddle::schedule
