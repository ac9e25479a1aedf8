// What the colour of a node says.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QStringList>
#include <functional>
#include <vector>

#include "views/common/theme.h"
#include "views/graph/graph_scene.h"

namespace heddle::views {

enum class ColorMode { pattern, time, peak, bytes, dataType, changed };
constexpr int kColorModeCount = 6;
QString colorModeName(ColorMode mode);

// The colours of all nodes of a scene under a mode, and what its legend says.
struct NodeColors {
  std::vector<QColor> colors;                     // invalid: nothing known, drawn grey
  bool isScale = false;                           // a sequential scale with two ends
  QString low, high;                              // of the scale
  std::vector<std::pair<QColor, QString>> entries;  // of categories
  QString missing;                                // why there is nothing to show
};
NodeColors colorNodes(const GraphScene& scene, ColorMode mode, const Colors& colors);

}  // namespace heddle::views
