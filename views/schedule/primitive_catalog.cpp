// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/schedule/primitive_catalog.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QKeySequence>
#include <iterator>

namespace heddle::views {
namespace {

struct Primitives {
  Q_DECLARE_TR_FUNCTIONS(Primitives)
};

using enum PrimitiveFamily;

constexpr PrimitiveEntry kEntries[] = {
    {"split", loops, 'S', false},
    {"fuse", loops, 'F', false},
    {"reorder", loops, 'R', false},
    {"loop_partition", loops, 'S', true},
    {"merge", loops, 'F', true},
    {"add_unit_loop", loops, 'U', true},
    {"parallel", execution, 'P', false},
    {"vectorize", execution, 'V', false},
    {"unroll", execution, 'U', false},
    {"bind", execution, 'B', false},
    {"prefetch", execution, 'H', false},
    {"tensorize", execution, 'T', false},
    {"compute_at", place, 'C', false},
    {"reverse_compute_at", place, 'C', true},
    {"compute_inline", place, 'I', false},
    {"reverse_compute_inline", place, 'I', true},
    {"cache_read", memory, 'W', true},
    {"cache_write", memory, 'W', false},
    {"read_at", memory, 'L', false},
    {"write_at", memory, 'L', true},
    {"reindex", memory, 'X', false},
    {"set_scope", memory, 'M', false},
    {"storage_align", memory, 'K', false},
    {"transform_layout", memory, 'Y', false},
    {"rolling_buffer", memory, 'O', false},
    {"decompose_reduction", reduction, 'D', false},
    {"rfactor", reduction, 'G', false},
    {"decompose_padding", reduction, 'D', true},
    {"pad_einsum", reduction, 'E', false},
    {"blockize", blocks, 'B', true},
    {"transform_block_layout", blocks, 'Y', true},
    {"reorder_block_iter_var", blocks, 'R', true},
    {"annotate", notes, 'A', false},
    {"unannotate", notes, 'A', true},
    {"sample_perfect_tile", notes, 'J', false},
    {"sample_categorical", notes, 'J', true},
    {"sample_compute_location", notes, 'Q', false},
};

}  // namespace

std::span<const PrimitiveEntry> primitiveEntries() { return kEntries; }

const PrimitiveEntry* primitiveEntry(const QString& name) {
  for (const PrimitiveEntry& entry : kEntries)
    if (name == QLatin1String(entry.name)) return &entry;
  return nullptr;
}

QString primitiveKey(const QString& name) {
  const PrimitiveEntry* entry = primitiveEntry(name);
  if (!entry) return {};
  const int key = entry->letter | (entry->hasShift ? static_cast<int>(Qt::SHIFT) : 0);
  return QKeySequence(key).toString(QKeySequence::NativeText);
}

QString primitiveOfKey(const QKeyEvent& event) {
  if (event.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) return {};
  const bool hasShift = event.modifiers() & Qt::ShiftModifier;
  for (const PrimitiveEntry& entry : kEntries)
    if (event.key() == entry.letter && hasShift == entry.hasShift) return QLatin1String(entry.name);
  return {};
}

QString familyName(PrimitiveFamily family) {
  switch (family) {
    case loops: return Primitives::tr("Loops");
    case execution: return Primitives::tr("How a loop runs");
    case place: return Primitives::tr("Where a block is computed");
    case memory: return Primitives::tr("Memory");
    case reduction: return Primitives::tr("Sums and padding");
    case blocks: return Primitives::tr("Blocks");
    case notes: return Primitives::tr("Notes and samples");
  }
  return {};
}

}  // namespace heddle::views
