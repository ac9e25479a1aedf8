// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/graph/color_mode.h"

#include <QCoreApplication>
#include <cmath>
#include <map>

#include "views/common/glyphs.h"
#include "views/common/numbers.h"

namespace heddle::views {
namespace {

QString say(const char* text) { return QCoreApplication::translate("ColorMode", text); }

NodeColors byPattern(const GraphScene& scene, const Colors& colors) {
  NodeColors out;
  bool isUsed[10] = {};
  for (const SceneNode& node : scene.nodes) {
    out.colors.push_back(colors.kinds[static_cast<int>(node.nodeClass)]);
    isUsed[static_cast<int>(node.nodeClass)] = true;
  }
  for (int i = 0; i < 10; ++i)
    if (isUsed[i])
      out.entries.push_back({colors.kinds[i], nodeClassName(static_cast<session::NodeClass>(i))});
  return out;
}

// `value` is negative where nothing is known.
NodeColors byAmount(const GraphScene& scene, const Colors& colors,
                    const std::function<double(const SceneNode&)>& value,
                    const std::function<QString(double)>& text) {
  NodeColors out;
  out.isScale = true;
  double largest = 0;
  std::vector<double> values;
  for (const SceneNode& node : scene.nodes) {
    values.push_back(value(node));
    largest = std::max(largest, values.back());
  }
  for (double v : values)
    out.colors.push_back(v < 0 ? QColor()
                               : sequentialColor(colors, largest > 0 ? v / largest : 0));
  out.low = text(0);
  out.high = text(largest);
  return out;
}

NodeColors byProfile(const GraphScene& scene, const Colors& colors, bool isPeak) {
  NodeColors out;
  if (!scene.snapshot->profile) {
    out.colors.resize(scene.nodes.size());
    out.missing = say(QT_TRANSLATE_NOOP("ColorMode", "Not measured yet: choose Measure"));
    return out;
  }
  std::map<GroupId, const session::ProfileRow*> rows;
  for (const auto& row : scene.snapshot->profile->rows) rows[row.group] = &row;
  return byAmount(
      scene, colors,
      [&](const SceneNode& node) {
        const auto it = rows.find(node.ofGroup);
        if (it == rows.end()) return -1.0;
        return isPeak ? it->second->shareOfPeak : it->second->milliseconds;
      },
      [isPeak](double v) { return isPeak ? shareText(v) : durationText(v); });
}

NodeColors byDataType(const GraphScene& scene, const Colors& colors) {
  NodeColors out;
  std::map<std::string, size_t> types;
  for (const SceneNode& node : scene.nodes) {
    const std::string type = node.op->outputTypes.empty() ? "" : node.op->outputTypes.front();
    const std::string element = type.substr(0, type.find('['));
    const auto [it, isNew] = types.emplace(element, types.size());
    out.colors.push_back(categoryColor(colors, it->second));
    if (isNew)
      out.entries.push_back({out.colors.back(), element.empty() ? say(QT_TRANSLATE_NOOP("ColorMode", "unknown"))
                                                                : QString::fromStdString(element)});
  }
  return out;
}

NodeColors byChange(const GraphScene& scene, const Colors& colors) {
  NodeColors out;
  for (const SceneNode& node : scene.nodes)
    out.colors.push_back(node.change == SceneNode::Change::added     ? colors.added
                         : node.change == SceneNode::Change::changed ? colors.accent
                                                                     : colors.strongBorder);
  out.entries = {{colors.added, say(QT_TRANSLATE_NOOP("ColorMode", "added"))},
                 {colors.accent, say(QT_TRANSLATE_NOOP("ColorMode", "changed"))},
                 {colors.strongBorder, say(QT_TRANSLATE_NOOP("ColorMode", "as before"))}};
  return out;
}

}  // namespace

QString colorModeName(ColorMode mode) {
  switch (mode) {
    case ColorMode::pattern: return say(QT_TRANSLATE_NOOP("ColorMode", "Pattern kind"));
    case ColorMode::time: return say(QT_TRANSLATE_NOOP("ColorMode", "Time"));
    case ColorMode::peak: return say(QT_TRANSLATE_NOOP("ColorMode", "Share of peak"));
    case ColorMode::bytes: return say(QT_TRANSLATE_NOOP("ColorMode", "Bytes moved"));
    case ColorMode::dataType: return say(QT_TRANSLATE_NOOP("ColorMode", "Data type"));
    case ColorMode::changed: return say(QT_TRANSLATE_NOOP("ColorMode", "Changed by the pass"));
  }
  return {};
}

NodeColors colorNodes(const GraphScene& scene, ColorMode mode, const Colors& colors) {
  switch (mode) {
    case ColorMode::pattern: return byPattern(scene, colors);
    case ColorMode::time: return byProfile(scene, colors, false);
    case ColorMode::peak: return byProfile(scene, colors, true);
    case ColorMode::dataType: return byDataType(scene, colors);
    case ColorMode::changed: return byChange(scene, colors);
    case ColorMode::bytes: break;
  }
  return byAmount(
      scene, colors,
      [](const SceneNode& node) {
        return static_cast<double>(node.group ? node.group->bytes : node.op->bytes);
      },
      [](double v) { return bytesText(static_cast<int64_t>(v)); });
}

}  // namespace heddle::views
