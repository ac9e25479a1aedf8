// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/graph/graph_export.h"

#include <QImage>
#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>

#include "views/graph/graph_canvas.h"

namespace heddle::views {

constexpr double kMargin = 16, kLargestSide = 16384;

bool exportCanvas(GraphCanvas& canvas, const QString& file) {
  if (!canvas.scene() || canvas.scene()->nodes.empty()) return false;
  const QRectF world =
      canvas.scene()->bounds.adjusted(-kMargin, -kMargin, kMargin, kMargin);
  const bool isSvg = file.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive);
  ViewTransform view;
  if (!isSvg) view.scale = std::min(1.0, kLargestSide / std::max(world.width(), world.height()));
  view.offset = -world.topLeft() * view.scale;
  const QRectF target(QPointF(), world.size() * view.scale);
  QSaveFile out(file);
  if (!out.open(QIODevice::WriteOnly)) return false;
  const QColor back = colorsOf(canvas.palette()).base;
  if (isSvg) {
    QSvgGenerator svg;
    svg.setOutputDevice(&out);
    svg.setSize(target.size().toSize());
    svg.setViewBox(target);
    svg.setTitle(canvas.accessibleName());
    QPainter painter(&svg);
    painter.fillRect(target, back);
    canvas.paintTo(painter, target, view);
  } else {
    QImage image(target.size().toSize().expandedTo({1, 1}), QImage::Format_RGB32);
    if (image.isNull()) return false;
    image.fill(back);
    QPainter painter(&image);
    canvas.paintTo(painter, target, view);
    painter.end();
    if (!image.save(&out, "PNG")) return false;
  }
  return out.commit();
}

}  // namespace heddle::views
