// The primitives as a person meets them: a family, a key.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <span>

class QKeyEvent;

namespace heddle::views {

enum class PrimitiveFamily { loops, execution, place, memory, reduction, blocks, notes };

struct PrimitiveEntry {
  const char* name;  // a row of primitives.def
  PrimitiveFamily family;
  char letter;       // upper case
  bool hasShift;
};

std::span<const PrimitiveEntry> primitiveEntries();
const PrimitiveEntry* primitiveEntry(const QString& name);  // null: a primitive without a key
QString primitiveKey(const QString& name);                  // "S", "Shift+S"; empty when it has none
// The primitive of a key pressed in the loop tree; empty when it is none.
QString primitiveOfKey(const QKeyEvent& event);
QString familyName(PrimitiveFamily family);

}  // namespace heddle::views
