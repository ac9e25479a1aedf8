// Pictures of a whole graph.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace heddle::views {

class GraphCanvas;

// By the ending: .svg, else .png (scaled down to fit 16,384 px a side). False when not writable or
// when there is nothing to draw.
bool exportCanvas(GraphCanvas& canvas, const QString& file);

}  // namespace heddle::views
