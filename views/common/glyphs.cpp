// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/common/glyphs.h"

#include <QCoreApplication>
#include <QPolygonF>

namespace heddle::views {
namespace {

using session::NodeClass;

QPainterPath polygon(const QRectF& b, std::initializer_list<QPointF> points) {
  QPainterPath path;
  QPolygonF shape;
  for (const QPointF& p : points)
    shape << QPointF(b.x() + p.x() * b.width(), b.y() + p.y() * b.height());
  path.addPolygon(shape);
  path.closeSubpath();
  return path;
}

}  // namespace

QPainterPath glyphPath(NodeClass nodeClass, const QRectF& b) {
  QPainterPath path;
  switch (nodeClass) {
    case NodeClass::elementwise: path.addEllipse(b); return path;
    case NodeClass::broadcast: return polygon(b, {{0.5, 0}, {1, 1}, {0, 1}});
    case NodeClass::injective: return polygon(b, {{0.5, 0}, {1, 0.5}, {0.5, 1}, {0, 0.5}});
    case NodeClass::reduce: return polygon(b, {{0, 0}, {1, 0}, {0.5, 1}});
    case NodeClass::anchor: path.addRect(b); return path;
    case NodeClass::tuple:
      return polygon(b, {{0.25, 0}, {0.75, 0}, {1, 0.5}, {0.75, 1}, {0.25, 1}, {0, 0.5}});
    case NodeClass::opaque:
      return polygon(b, {{0.35, 0}, {0.65, 0}, {0.65, 0.35}, {1, 0.35}, {1, 0.65}, {0.65, 0.65},
                         {0.65, 1}, {0.35, 1}, {0.35, 0.65}, {0, 0.65}, {0, 0.35}, {0.35, 0.35}});
    case NodeClass::input: return polygon(b, {{0, 0}, {0.6, 0}, {1, 0.5}, {0.6, 1}, {0, 1}});
    case NodeClass::constant: path.addEllipse(b.adjusted(2, 2, -2, -2)); return path;
    case NodeClass::output: return polygon(b, {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0.4, 0.5}});
  }
  return path;
}

QString nodeClassName(NodeClass nodeClass) {
  const auto say = [](const char* text) {
    return QCoreApplication::translate("NodeClass", text);
  };
  switch (nodeClass) {
    case NodeClass::elementwise: return say(QT_TRANSLATE_NOOP("NodeClass", "elementwise"));
    case NodeClass::broadcast: return say(QT_TRANSLATE_NOOP("NodeClass", "broadcast"));
    case NodeClass::injective: return say(QT_TRANSLATE_NOOP("NodeClass", "injective"));
    case NodeClass::reduce: return say(QT_TRANSLATE_NOOP("NodeClass", "reduce"));
    case NodeClass::anchor: return say(QT_TRANSLATE_NOOP("NodeClass", "complex"));
    case NodeClass::tuple: return say(QT_TRANSLATE_NOOP("NodeClass", "tuple"));
    case NodeClass::opaque: return say(QT_TRANSLATE_NOOP("NodeClass", "opaque"));
    case NodeClass::input: return say(QT_TRANSLATE_NOOP("NodeClass", "input"));
    case NodeClass::constant: return say(QT_TRANSLATE_NOOP("NodeClass", "constant"));
    case NodeClass::output: return say(QT_TRANSLATE_NOOP("NodeClass", "output"));
  }
  return {};
}

}  // namespace heddle::views
