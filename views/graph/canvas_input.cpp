// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>
#include <cmath>

#include "views/graph/graph_canvas.h"
#include "views/graph/graph_walk.h"

namespace heddle::views {
namespace {

size_t at(int i) { return static_cast<size_t>(i); }

}  // namespace

bool GraphCanvas::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    showCard(help->pos(), help->globalPos());
    return true;
  }
  if (event->type() == QEvent::KeyPress) {
    // Tab walks siblings and leaves the canvas after the last one.
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Tab && walkSibling(true)) return true;
    if (key->key() == Qt::Key_Backtab && walkSibling(false)) return true;
  }
  if (event->type() == QEvent::ShortcutOverride) {
    // While the canvas has the focus, its plain keys are its own.
    auto* key = static_cast<QKeyEvent*>(event);
    const bool isOwn = key->key() < Qt::Key_F1 && key->key() != Qt::Key_Question;
    if (key->modifiers() == Qt::NoModifier && isOwn) event->accept();
  }
  return QWidget::event(event);
}

void GraphCanvas::showCard(const QPoint& position, const QPoint& global) {
  if (!m_scene) return;
  const QPointF world = m_state.view.toWorld(QPointF(position));
  const int mark = markAt(*m_scene, world);
  const int node = mark < 0 ? nodeAt(*m_scene, world) : -1;
  if (mark >= 0 && m_state.view.scale >= kTextScale)
    QToolTip::showText(global, edgeCard(m_scene->edges[at(mark)]), this);
  else if (node >= 0)
    QToolTip::showText(global, nodeCard(*m_scene, node), this);
  else
    QToolTip::hideText();
}

void GraphCanvas::hover(QPointF position) {
  if (!m_scene) return;
  const QPointF world = m_state.view.toWorld(position);
  const int edge = m_state.view.scale >= kTextScale ? markAt(*m_scene, world) : -1;
  const int node = edge < 0 ? nodeAt(*m_scene, world) : -1;
  if (node == m_state.hovered && edge == m_state.hoveredEdge) return;
  m_state.hovered = node;
  m_state.hoveredEdge = edge;
  setCursor(edge >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
  update();
}

void GraphCanvas::leaveEvent(QEvent*) {
  m_state.hovered = m_state.hoveredEdge = -1;
  update();
}

void GraphCanvas::mousePressEvent(QMouseEvent* event) {
  setFocus(Qt::MouseFocusReason);
  if (event->button() == Qt::BackButton) return emit backRequested();
  m_isPressed = event->button() == Qt::LeftButton || event->button() == Qt::MiddleButton;
  m_pressed = m_lastMouse = event->position();
}

void GraphCanvas::mouseMoveEvent(QMouseEvent* event) {
  if (!m_isPressed) return hover(event->position());
  const QPointF moved = event->position() - m_pressed;
  if (!m_isPanning && moved.manhattanLength() < QApplication::startDragDistance()) return;
  m_isPanning = true;
  setCursor(Qt::ClosedHandCursor);
  ViewTransform view = m_state.view;
  view.offset += event->position() - m_lastMouse;
  m_lastMouse = event->position();
  changeView(view);
}

void GraphCanvas::mouseReleaseEvent(QMouseEvent* event) {
  const bool wasClick = m_isPressed && !m_isPanning && event->button() == Qt::LeftButton;
  m_isPressed = m_isPanning = false;
  unsetCursor();
  if (!wasClick || !m_scene) return;
  const QPointF world = m_state.view.toWorld(event->position());
  if (const int mark = markAt(*m_scene, world); mark >= 0 && m_state.view.scale >= kTextScale) {
    const auto* fusion = m_scene->edges[at(mark)].fusion;
    return emit edgeClicked(fusion->producer, fusion->consumer);
  }
  const int node = nodeAt(*m_scene, world);
  if (node < 0) return emit backgroundClicked();
  emit nodeClicked(m_scene->nodes[at(node)].thing, event->modifiers() & Qt::ControlModifier);
}

void GraphCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
  if (!m_scene || event->button() != Qt::LeftButton) return;
  const int node = nodeAt(*m_scene, m_state.view.toWorld(event->position()));
  if (node >= 0) emit nodeOpened(m_scene->nodes[at(node)].thing);
}

void GraphCanvas::contextMenuEvent(QContextMenuEvent* event) {
  if (!m_scene) return;
  const bool isByMouse = event->reason() == QContextMenuEvent::Mouse;
  const int node = isByMouse ? nodeAt(*m_scene, m_state.view.toWorld(QPointF(event->pos())))
                             : m_state.current;
  emit menuRequested(event->globalPos(), node);
}

// The wheel zooms; with Shift it pans sideways, with Alt up and down, as touchpads expect.
void GraphCanvas::wheelEvent(QWheelEvent* event) {
  ViewTransform view = m_state.view;
  const bool isTouch = !event->pixelDelta().isNull() && event->modifiers() == Qt::NoModifier &&
                       event->phase() != Qt::NoScrollPhase;
  if (isTouch)
    view.offset += event->pixelDelta();
  else if (event->modifiers() & Qt::ShiftModifier)
    view.offset += QPointF(event->angleDelta().y() + event->angleDelta().x(), 0) * 0.5;
  else
    view.zoomAt(event->position(), std::pow(1.0015, event->angleDelta().y()));
  changeView(view);
  event->accept();
}

void GraphCanvas::selectNode(int node) {
  if (node < 0 || !m_scene) return;
  emit nodeClicked(m_scene->nodes[at(node)].thing, false);
  reveal(node);
}

bool GraphCanvas::walk(int key) {
  if (!m_scene) return false;
  Walk direction;
  switch (key) {
    case Qt::Key_Up: direction = Walk::toProducer; break;
    case Qt::Key_Down: direction = Walk::toConsumer; break;
    case Qt::Key_Left: direction = Walk::left; break;
    case Qt::Key_Right: direction = Walk::right; break;
    default: return false;
  }
  selectNode(walkFrom(*m_scene, m_state.current, direction));
  return true;
}

bool GraphCanvas::walkSibling(bool isForward) {
  if (!m_scene || m_state.current < 0) return false;
  const int next =
      walkFrom(*m_scene, m_state.current, isForward ? Walk::nextSibling : Walk::previousSibling);
  selectNode(next);
  return next >= 0;
}

void GraphCanvas::keyPressEvent(QKeyEvent* event) {
  if (walk(event->key())) return;
  const bool isPlain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier));
  if (!isPlain) return QWidget::keyPressEvent(event);
  const SceneNode* node =
      m_scene && m_state.current >= 0 ? &m_scene->nodes[at(m_state.current)] : nullptr;
  switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (node) emit nodeOpened(node->thing);
      return;
    case Qt::Key_Space:
      if (node && node->ofGroup.isValid()) emit groupToggled(node->ofGroup);
      return;
    case Qt::Key_Backspace: return emit backRequested();
    case Qt::Key_Escape: return emit backgroundClicked();
    case Qt::Key_Slash: return emit searchRequested();
    case Qt::Key_N: return emit nextHitRequested(!(event->modifiers() & Qt::ShiftModifier));
    case Qt::Key_F: return fit();
    case Qt::Key_1: return zoomToFull();
    case Qt::Key_Plus:
    case Qt::Key_Equal: return zoomBy(1.25);
    case Qt::Key_Minus: return zoomBy(0.8);
    default: QWidget::keyPressEvent(event);
  }
}

}  // namespace heddle::views
