// World to screen of a canvas: a scale and an offset. Shared between canvases that move together.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <algorithm>

namespace heddle::views {

struct ViewTransform {
  static constexpr double kSmallest = 0.0005, kLargest = 4;
  double scale = 1;
  QPointF offset;   // screen = world * scale + offset

  QPointF toScreen(QPointF world) const { return world * scale + offset; }
  QPointF toWorld(QPointF screen) const { return (screen - offset) / scale; }
  QRectF toScreen(const QRectF& r) const { return {toScreen(r.topLeft()), r.size() * scale}; }
  QRectF toWorld(const QRectF& r) const { return {toWorld(r.topLeft()), r.size() / scale}; }

  // The world point under `screen` stays there.
  void zoomAt(QPointF screen, double factor) {
    const QPointF world = toWorld(screen);
    scale = std::clamp(scale * factor, kSmallest, kLargest);
    offset = screen - world * scale;
  }
  void fit(const QRectF& world, QSizeF screen, double margin = 24) {
    if (world.isEmpty() || screen.isEmpty()) return;
    scale = std::min((screen.width() - 2 * margin) / world.width(),
                     (screen.height() - 2 * margin) / world.height());
    scale = std::clamp(scale, kSmallest, 1.0);
    centerOn(world.center(), screen);
  }
  void centerOn(QPointF world, QSizeF screen) {
    offset = QPointF(screen.width() / 2, screen.height() / 2) - world * scale;
  }
  // All of it where it can be read, else its top at a readable size.
  void open(const QRectF& world, QSizeF screen) {
    fit(world, screen);
    constexpr double kReadable = 0.75;
    if (scale >= kReadable) return;
    scale = kReadable;
    offset = {screen.width() / 2 - world.center().x() * scale, 24 - world.top() * scale};
  }
  // Moves as little as needed to show `world`; false when it was visible.
  bool reveal(const QRectF& world, QSizeF screen) {
    const QRectF view = toWorld(QRectF(QPointF(), screen));
    if (view.contains(world)) return false;
    centerOn(world.center(), screen);
    return true;
  }
};

}  // namespace heddle::views
