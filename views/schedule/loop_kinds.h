// What the kinds of loops look like: a colour, a shape beside it, a word.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPainter>
#include <QString>

#include "engine/session/schedule_views.h"
#include "views/common/theme.h"

namespace heddle::views {

// `kind` is LoopTreeItem::loopKind: "serial", "parallel", "vectorized", "unrolled", or a thread axis.
QString loopKindName(const std::string& kind);
QColor loopKindColor(const Colors& colors, const std::string& kind);
// In a square box of about 12 px.
void paintLoopGlyph(QPainter& painter, const QRectF& box, const std::string& kind, const QColor& color);
void paintBlockGlyph(QPainter& painter, const QRectF& box, const QColor& color);
void paintBufferGlyph(QPainter& painter, const QRectF& box, const QColor& color);

// How full a bar over the caches is, 0 to 1: a third for each of L1, L2, L3, the logarithm inside; more than L3 is 1.
double cacheFill(int64_t bytes, int64_t l1, int64_t l2, int64_t l3);

}  // namespace heddle::views
