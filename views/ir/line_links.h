// Which lines of a kernel's forms belong together. Pure functions over plain values.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

#include "engine/session/views.h"

namespace heddle::views {

// What a user pointed at: a line of the scheduled program, or a whole loop or block.
struct LineKey {
  uint32_t scheduledLine = 0;
  LoopId loop;
  BlockId block;
  bool isNone() const { return scheduledLine == 0 && !loop.isValid() && !block.isValid(); }
  bool operator==(const LineKey&) const = default;
};

// Of a line (0-based) of a text; none outside the text or where the line stands for nothing.
LineKey keyOfLine(const session::TextView& text, int line);

// The lines (0-based, ascending) of `text` that belong to the key. A scheduled line matches exactly; only where the
// text knows none of that line do the lines of the same block, then of the same loop, stand in.
QList<int> linesOf(const session::TextView& text, const LineKey& key);

}  // namespace heddle::views
