// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/graph/minimap.h"

#include <QMouseEvent>
#include <QPainter>

namespace heddle::views {

constexpr int kLongest = 176, kShortest = 56, kMargin = 8, kInset = 4;

Minimap::Minimap(QWidget* parent) : QWidget(parent) {
  setCursor(Qt::PointingHandCursor);
  setAccessibleName(tr("Overview"));
  setToolTip(tr("Overview: click or drag to go there"));
}

void Minimap::setScene(std::shared_ptr<const GraphScene> scene) {
  m_scene = std::move(scene);
  m_picture = {};
  place(m_canvas);
}

void Minimap::setColors(const NodeColors* colors) {
  m_colors = colors;
  m_picture = {};
  update();
}

void Minimap::place(QSize canvas) {
  m_canvas = canvas;
  if (!m_scene || m_scene->bounds.isEmpty() || canvas.isEmpty()) return hide();
  const double aspect = m_scene->bounds.width() / m_scene->bounds.height();
  const int longest = std::min(kLongest, canvas.height() / 2);
  const int w = aspect >= 1 ? longest : std::max<int>(kShortest, static_cast<int>(longest * aspect));
  const int h = aspect >= 1 ? std::max<int>(kShortest, static_cast<int>(longest / aspect)) : longest;
  setGeometry(canvas.width() - w - kMargin, canvas.height() - h - kMargin, w, h);
  m_picture = {};
}

void Minimap::setView(const ViewTransform& view, QSize canvas) {
  m_visible = view.toWorld(QRectF(QPointF(), QSizeF(canvas)));
  // Of no use, and in the way, while most of it is visible anyway.
  const auto area = [](const QRectF& r) { return r.width() * r.height(); };
  const bool isMostSeen = m_scene && area(m_visible.intersected(m_scene->bounds)) > 0.6 * area(m_scene->bounds);
  setVisible(m_scene && !m_scene->nodes.empty() && !isMostSeen &&
             canvas.width() > 240 && canvas.height() > 160);
  update();
}

ViewTransform Minimap::overview() const {
  ViewTransform view;
  view.fit(m_scene->bounds, size(), kInset);
  return view;
}

void Minimap::render() {
  const qreal ratio = devicePixelRatioF();
  m_picture = QPixmap(size() * ratio);
  m_picture.setDevicePixelRatio(ratio);
  m_picture.fill(Qt::transparent);
  QPainter painter(&m_picture);
  const ViewTransform view = overview();
  const QColor fallback = colorsOf(palette()).strongBorder;
  for (size_t i = 0; i < m_scene->nodes.size(); ++i) {
    QRectF r = view.toScreen(m_scene->nodes[i].rect);
    r.setSize(r.size().expandedTo(QSizeF(1, 1)));
    const QColor color = m_colors && i < m_colors->colors.size() ? m_colors->colors[i] : fallback;
    painter.fillRect(r, color.isValid() ? color : fallback);
  }
}

void Minimap::paintEvent(QPaintEvent*) {
  if (!m_scene) return;
  if (m_picture.isNull()) render();
  QPainter painter(this);
  const Colors& colors = colorsOf(palette());
  QColor back = colors.raised;
  back.setAlpha(235);
  painter.fillRect(rect(), back);
  painter.drawPixmap(0, 0, m_picture);
  painter.setPen(QPen(colors.border, 1));
  painter.drawRect(rect().adjusted(0, 0, -1, -1));
  QRectF frame = overview().toScreen(m_visible).intersected(QRectF(rect()).adjusted(1, 1, -2, -2));
  if (frame.height() < 3) frame.setHeight(3);
  painter.setPen(QPen(colors.accent, 1.5));
  QColor fill = colors.accent;
  fill.setAlpha(30);
  painter.setBrush(fill);
  painter.drawRect(frame);
}

void Minimap::mousePressEvent(QMouseEvent* event) {
  if (m_scene) emit centerRequested(overview().toWorld(event->position()));
}

void Minimap::mouseMoveEvent(QMouseEvent* event) {
  if (m_scene && (event->buttons() & Qt::LeftButton))
    emit centerRequested(overview().toWorld(event->position()));
}

}  // namespace heddle::views
