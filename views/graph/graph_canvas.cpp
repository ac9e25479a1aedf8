// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/graph/graph_canvas.h"

#include <QAccessible>
#include <QEvent>

#include "views/common/let_go.h"
#include "views/graph/canvas_accessible.h"
#include "views/graph/minimap.h"

namespace heddle::views {

GraphCanvas::GraphCanvas(QWidget* parent) : QWidget(parent), m_minimap(new Minimap(this)) {
  installCanvasAccessibility();
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setMinimumSize(160, 120);
  setAccessibleName(tr("Graph"));
  m_fade.setDuration(120);
  m_fade.setStartValue(0.0);
  m_fade.setEndValue(1.0);
  connect(&m_fade, &QVariantAnimation::valueChanged, this, [this](const QVariant& value) {
    m_state.fade = value.toDouble();
    update();
  });
  connect(m_minimap, &Minimap::centerRequested, this, [this](QPointF world) {
    ViewTransform view = m_state.view;
    view.centerOn(world, size());
    changeView(view);
  });
}

void GraphCanvas::setScene(std::shared_ptr<const GraphScene> scene, bool withFade) {
  auto old = std::exchange(m_scene, std::move(scene));
  m_state.scene = m_scene.get();
  m_state.isSelected.clear();
  m_state.isHit.clear();
  m_state.current = m_state.hovered = m_state.selectedEdge = m_state.hoveredEdge = -1;
  m_painter.forget();
  recolor();
  m_fade.stop();
  m_state.fade = 1;
  if (withFade && m_isMotionOn) m_fade.start();
  m_minimap->setScene(m_scene);
  m_minimap->setView(m_state.view, size());
  letGo(std::move(old));   // everyone else has dropped it
  update();
}

void GraphCanvas::setEmptyText(const QString& text) {
  m_emptyText = text;
  update();
}

void GraphCanvas::setColorMode(ColorMode mode) {
  m_mode = mode;
  recolor();
  update();
}

void GraphCanvas::recolor() {
  m_state.colors = &colorsOf(palette());
  m_nodeColors = m_scene ? colorNodes(*m_scene, m_mode, *m_state.colors) : NodeColors{};
  m_state.nodeColors = &m_nodeColors;
  m_minimap->setColors(&m_nodeColors);
}

void GraphCanvas::changeView(const ViewTransform& view) {
  setView(view);
  emit viewChanged(m_state.view);
}

void GraphCanvas::setView(const ViewTransform& view) {
  m_isOpening = false;
  m_state.view = view;
  m_minimap->setView(view, size());
  update();
}

void GraphCanvas::fit() {
  if (!m_scene) return;
  ViewTransform view = m_state.view;
  view.fit(m_scene->bounds, size());
  changeView(view);
}

void GraphCanvas::openView() {
  if (!m_scene) return;
  ViewTransform view = m_state.view;
  view.open(m_scene->bounds, size());
  // The top row may stand far from the middle of a wide picture.
  QRectF top;
  for (const SceneNode& node : m_scene->nodes)
    if (node.rect.top() < m_scene->bounds.top() + 200) top = top.united(node.rect);
  if (!top.isNull() && view.scale >= 0.75 && m_scene->bounds.width() * view.scale > width())
    view.offset.setX(width() / 2.0 - top.center().x() * view.scale);
  changeView(view);
  m_isOpening = true;
}

void GraphCanvas::zoomBy(double factor) {
  ViewTransform view = m_state.view;
  view.zoomAt(rect().center(), factor);
  changeView(view);
}

void GraphCanvas::zoomToFull() {
  ViewTransform view = m_state.view;
  QPointF anchor = rect().center();
  if (m_scene && m_state.current >= 0)
    anchor = view.toScreen(m_scene->nodes[static_cast<size_t>(m_state.current)].rect).center();
  view.zoomAt(anchor, 1 / view.scale);
  if (m_scene && m_state.current >= 0)
    view.reveal(m_scene->nodes[static_cast<size_t>(m_state.current)].rect, size());
  changeView(view);
}

void GraphCanvas::reveal(int node) {
  if (!m_scene || node < 0) return;
  ViewTransform view = m_state.view;
  if (view.reveal(m_scene->nodes[static_cast<size_t>(node)].rect, size())) changeView(view);
}

void GraphCanvas::setSelected(const std::vector<int>& nodes, int current) {
  m_state.isSelected.assign(m_scene ? m_scene->nodes.size() : 0, 0);
  for (int node : nodes) m_state.isSelected[static_cast<size_t>(node)] = 1;
  m_state.current = current;
  if (current >= 0 && hasFocus()) {
    QAccessibleEvent focus(this, QAccessible::Focus);
    focus.setChild(current);
    QAccessible::updateAccessibility(&focus);
  }
  update();
}

void GraphCanvas::setSelectedEdge(OpId producer, OpId consumer) {
  m_state.selectedEdge = -1;
  if (m_scene && producer.isValid()) {
    for (size_t e = 0; e < m_scene->edges.size(); ++e) {
      const auto* fusion = m_scene->edges[e].fusion;
      if (fusion && fusion->producer == producer && fusion->consumer == consumer)
        m_state.selectedEdge = static_cast<int>(e);
    }
  }
  update();
}

void GraphCanvas::setHits(const std::vector<int>& nodes) {
  m_state.isHit.assign(m_scene ? m_scene->nodes.size() : 0, 0);
  for (int node : nodes) m_state.isHit[static_cast<size_t>(node)] = 1;
  update();
}

void GraphCanvas::paintTo(QPainter& painter, const QRectF& target, const ViewTransform& view) {
  if (!m_scene) return;
  ScenePaintState state = m_state;
  state.view = view;
  state.font = font();
  state.hovered = state.hoveredEdge = -1;
  m_painter.paint(painter, target, state);
}

void GraphCanvas::paintEmpty(QPainter& painter) {
  painter.setPen(colorsOf(palette()).muted);
  painter.drawText(rect().adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap,
                   m_emptyText);
}

void GraphCanvas::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const Colors& colors = colorsOf(palette());
  painter.fillRect(rect(), colors.base);
  if (!m_scene || m_scene->nodes.empty()) {
    paintEmpty(painter);
  } else {
    m_state.font = font();
    m_painter.paint(painter, rect(), m_state);
  }
  if (hasFocus()) {
    painter.setPen(QPen(colors.accent, 1));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
  }
}

void GraphCanvas::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  m_minimap->place(size());
  if (m_isOpening) openView();
  m_minimap->setView(m_state.view, size());
}

void GraphCanvas::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) recolor();
  if (event->type() == QEvent::FontChange) m_painter.forget();
}

}  // namespace heddle::views
