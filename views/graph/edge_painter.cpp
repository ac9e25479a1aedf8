// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFontMetricsF>
#include <cmath>
#include <unordered_set>

#include "views/graph/scene_painter.h"

namespace heddle::views {
namespace {

size_t at(int i) { return static_cast<size_t>(i); }

double edgeWidth(int64_t bytes) {
  if (bytes <= 0) return 1;
  return std::clamp(0.9 + 0.4 * (std::log10(static_cast<double>(bytes)) - 3), 1.0, 3.4);
}

void paintArrow(QPainter& painter, QPointF tip) {
  const QPointF points[3] = {tip, tip + QPointF(-4, -7), tip + QPointF(4, -7)};
  painter.drawPolygon(points, 3);
}

}  // namespace

QPainterPath edgePath(const std::vector<QPointF>& route) {
  QPainterPath path;
  if (route.size() < 2) return path;
  path.moveTo(route.front());
  for (size_t i = 1; i < route.size(); ++i) {
    const QPointF a = route[i - 1], b = route[i];
    if (std::abs(a.x() - b.x()) < 0.5) {
      path.lineTo(b);
      continue;
    }
    const double bend = std::max((b.y() - a.y()) / 2, 8.0);
    path.cubicTo(a + QPointF(0, bend), b - QPointF(0, bend), b);
  }
  return path;
}

QPointF markCenter(const SceneEdge& edge) {
  return edge.route.empty() ? QPointF() : edge.route.back() - QPointF(0, 18);
}

void ScenePainter::paintEdges() {
  const double scale = m_state->view.scale;
  const Colors& c = *m_state->colors;
  m_painter->save();
  m_painter->setRenderHint(QPainter::Antialiasing, scale >= 0.25);
  if (scale < kTextScale) {
    paintDistantEdges();
    return m_painter->restore();
  }
  m_painter->translate(m_state->view.offset);
  m_painter->scale(scale, scale);
  const auto& edges = m_state->scene->edges;
  for (size_t e = 0; e < edges.size(); ++e) {
    const SceneEdge& edge = edges[e];
    if (!isSeen(edge.bounds)) continue;
    const int index = static_cast<int>(e);
    const bool isMarked = index == m_state->selectedEdge || index == m_state->hoveredEdge;
    const bool isNear = edge.from == m_state->current || edge.to == m_state->current;
    const QColor color = isMarked || isNear ? c.accent : c.strongBorder;
    m_painter->setPen(QPen(color, edgeWidth(edge.view->bytes) + (isMarked ? 0.8 : 0),
                           Qt::SolidLine, Qt::FlatCap));
    m_painter->setBrush(Qt::NoBrush);
    m_painter->drawPath(edgePath(edge.route));
    m_painter->setPen(Qt::NoPen);
    m_painter->setBrush(color);
    if (!edge.route.empty()) paintArrow(*m_painter, edge.route.back());
  }
  m_painter->restore();
}

// Straight lines of one pixel. Where there are more than the eye can part, every second or third stands for the rest.
void ScenePainter::paintDistantEdges() {
  constexpr double kMostInk = 150000;   // pixels
  const double scale = m_state->view.scale;
  const auto& edges = m_state->scene->edges;
  const auto length = [scale](const SceneEdge& edge) {
    return (edge.bounds.height() + edge.bounds.width()) * scale;
  };
  double ink = 0;
  for (const SceneEdge& edge : edges)
    if (isSeen(edge.bounds)) ink += length(edge);
  const size_t stride = static_cast<size_t>(std::max(1.0, std::ceil(ink / kMostInk)));
  std::vector<QLineF> lines;
  for (size_t e = 0; e < edges.size(); e += stride) {
    const SceneEdge& edge = edges[e];
    if (!isSeen(edge.bounds) || length(edge) < 2.5) continue;
    for (size_t p = 1; p < edge.route.size(); ++p)
      lines.push_back({m_state->view.toScreen(edge.route[p - 1]), m_state->view.toScreen(edge.route[p])});
  }
  if (lines.empty()) return;
  m_painter->setPen(QPen(m_state->colors->border, 1));
  m_painter->drawLines(lines.data(), static_cast<int>(lines.size()));
}

// The shape once below each producer; marks above consumers.
void ScenePainter::paintEdgeTexts() {
  const double scale = m_state->view.scale;
  const Colors& c = *m_state->colors;
  m_painter->save();
  m_painter->setRenderHint(QPainter::Antialiasing);
  m_painter->translate(m_state->view.offset);
  m_painter->scale(scale, scale);
  m_painter->setFont(m_state->font);
  const QFontMetricsF metrics(m_state->font);
  std::unordered_set<uint64_t> isLabelled;
  const auto& edges = m_state->scene->edges;
  for (size_t e = 0; e < edges.size(); ++e) {
    const SceneEdge& edge = edges[e];
    if (edge.route.empty() || !edge.bounds.adjusted(-1, -1, 120, 20).intersects(m_world)) continue;
    const uint64_t key = static_cast<uint64_t>(edge.from) << 16 | edge.view->output;
    if (scale >= kEdgeLabelScale && isLabelled.insert(key).second) {
      const QString text = metrics.elidedText(QString::fromStdString(edge.view->type),
                                              Qt::ElideMiddle, 140);
      const double line = static_cast<double>(edge.view->output) * 14;
      const QRectF box(edge.route.front() + QPointF(6, 2 + line),
                       QSizeF(metrics.horizontalAdvance(text) + 4, 14));
      QColor back = c.base;
      back.setAlpha(200);
      m_painter->fillRect(box, back);
      m_painter->setPen(c.muted);
      m_painter->drawText(box, Qt::AlignCenter, text);
    }
    if (edge.fusion) paintMark(static_cast<int>(e));
  }
  m_painter->restore();
}

void ScenePainter::paintMark(int index) {
  const Colors& c = *m_state->colors;
  const SceneEdge& edge = m_state->scene->edges[at(index)];
  const bool isActive = index == m_state->selectedEdge || index == m_state->hoveredEdge;
  const QPointF center = markCenter(edge);
  m_painter->setPen(QPen(isActive ? c.accent : edge.fusion->isOverridden ? c.warning : c.strongBorder,
                         isActive ? 1.6 : 1));
  m_painter->setBrush(isActive ? c.accentSoft : c.base);
  m_painter->drawEllipse(center, kMarkRadius, kMarkRadius);
  m_painter->setPen(isActive ? c.accent : c.muted);
  m_painter->drawText(QRectF(center - QPointF(8, 8), QSizeF(16, 16)), Qt::AlignCenter,
                      edge.fusion->isOverridden ? QStringLiteral("!") : QStringLiteral("?"));
}

}  // namespace heddle::views
