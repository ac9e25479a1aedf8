// Graphviz's `dot` as a layout engine: its own process, a time budget, and it can be stopped.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <optional>

#include "views/graph/layered_layout.h"

class QByteArray;

namespace heddle::views {

constexpr int kDotMostNodes = 1000;   // above, dot takes longer than anyone waits

// Blocks its thread (never the GUI thread) up to `budgetMs`; empty when dot is missing, too slow,
// stopped through `isStopped`, or answers nonsense. The process is gone when this returns.
std::optional<GraphLayout> dotLayout(const LayoutInput& input, int budgetMs,
                                     const std::atomic<bool>& isStopped);

// The two halves, for tests.
QByteArray dotText(const LayoutInput& input);
std::optional<GraphLayout> parseDotPlain(const QByteArray& plain, const LayoutInput& input);

}  // namespace heddle::views
