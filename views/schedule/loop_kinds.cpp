// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/schedule/loop_kinds.h"

#include <QCoreApplication>
#include <cmath>

namespace heddle::views {
namespace {

struct LoopKinds {
  Q_DECLARE_TR_FUNCTIONS(LoopKinds)
};

// From `low` on a logarithmic scale, 0 to 1.
double logShare(double bytes, double low, double high) {
  if (high <= low) return 1;
  return std::clamp(std::log(bytes / low) / std::log(high / low), 0.0, 1.0);
}

}  // namespace

QString loopKindName(const std::string& kind) {
  if (kind == "serial") return LoopKinds::tr("serial");
  if (kind == "parallel") return LoopKinds::tr("parallel");
  if (kind == "vectorized") return LoopKinds::tr("vectorized");
  if (kind == "unrolled") return LoopKinds::tr("unrolled");
  return QString::fromStdString(kind);
}

// The hues of the categories, dark enough for text where the ground is light.
QColor loopKindColor(const Colors& colors, const std::string& kind) {
  if (kind == "serial") return colors.muted;
  if (kind == "parallel") return colors.kinds[4];
  if (kind == "vectorized") return colors.isDark ? colors.kinds[2] : QColor(0x007a58);
  if (kind == "unrolled") return colors.isDark ? colors.kinds[5] : QColor(0x7a5fa8);
  return colors.kinds[0];
}

void paintLoopGlyph(QPainter& painter, const QRectF& box, const std::string& kind, const QColor& color) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(color, 1.2, Qt::SolidLine, Qt::RoundCap));
  const double x = box.x(), y = box.y(), s = box.width();
  if (kind == "parallel") {
    for (const double at : {0.2, 0.5, 0.8}) painter.drawLine(QPointF(x + at * s, y), QPointF(x + at * s, y + s));
  } else if (kind == "vectorized") {
    painter.setBrush(color);
    for (const double at : {0.0, 0.27, 0.54, 0.81})
      painter.drawRect(QRectF(x + at * s, y + 0.3 * s, 0.12 * s, 0.4 * s));
  } else if (kind == "unrolled") {
    for (const double at : {0.15, 0.5, 0.85}) painter.drawLine(QPointF(x, y + at * s), QPointF(x + s, y + at * s));
  } else if (kind == "serial") {
    painter.drawArc(QRectF(x + 0.1 * s, y + 0.1 * s, 0.8 * s, 0.8 * s), 60 * 16, 280 * 16);
    painter.drawLine(QPointF(x + 0.7 * s, y), QPointF(x + 0.72 * s, y + 0.2 * s));
  } else {
    painter.drawRect(QRectF(x + 0.1 * s, y + 0.1 * s, 0.8 * s, 0.8 * s));
    painter.drawLine(QPointF(x + 0.5 * s, y + 0.1 * s), QPointF(x + 0.5 * s, y + 0.9 * s));
    painter.drawLine(QPointF(x + 0.1 * s, y + 0.5 * s), QPointF(x + 0.9 * s, y + 0.5 * s));
  }
  painter.restore();
}

void paintBlockGlyph(QPainter& painter, const QRectF& box, const QColor& color) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(color);
  painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 2, 2);
  painter.restore();
}

void paintBufferGlyph(QPainter& painter, const QRectF& box, const QColor& color) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(color, 1.2));
  const QRectF body = box.adjusted(1.5, 1, -1.5, -1);
  const double cap = body.height() * 0.3;
  painter.drawEllipse(QRectF(body.x(), body.y(), body.width(), cap));
  painter.drawArc(QRectF(body.x(), body.bottom() - cap, body.width(), cap), 180 * 16, 180 * 16);
  painter.drawLine(QPointF(body.left(), body.y() + cap / 2), QPointF(body.left(), body.bottom() - cap / 2));
  painter.drawLine(QPointF(body.right(), body.y() + cap / 2), QPointF(body.right(), body.bottom() - cap / 2));
  painter.restore();
}

double cacheFill(int64_t bytes, int64_t l1, int64_t l2, int64_t l3) {
  if (bytes <= 0 || l1 <= 0) return 0;
  const auto size = static_cast<double>(bytes), a = static_cast<double>(l1), b = static_cast<double>(l2),
             c = static_cast<double>(l3);
  if (size <= a) return logShare(size, 64, a) / 3;
  if (size <= b) return (1 + logShare(size, a, b)) / 3;
  if (size <= c) return (2 + logShare(size, b, c)) / 3;
  return 1;
}

}  // namespace heddle::views
