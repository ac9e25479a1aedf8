// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/graph/canvas_accessible.h"

#include <QAccessibleWidget>
#include <unordered_map>

#include "views/graph/graph_canvas.h"
#include "views/graph/graph_walk.h"

namespace heddle::views {
namespace {

// One node. Valid as long as the canvas shows a scene with that many nodes.
class NodeAccessible final : public QAccessibleInterface {
 public:
  NodeAccessible(GraphCanvas* canvas, int node) : m_canvas(canvas), m_node(node) {}

  bool isValid() const override { return scene() && m_node < int(scene()->nodes.size()); }
  QObject* object() const override { return nullptr; }
  QWindow* window() const override { return m_canvas->windowHandle(); }
  QAccessibleInterface* parent() const override {
    return QAccessible::queryAccessibleInterface(m_canvas);
  }
  QAccessibleInterface* child(int) const override { return nullptr; }
  QAccessibleInterface* childAt(int, int) const override { return nullptr; }
  int childCount() const override { return 0; }
  int indexOfChild(const QAccessibleInterface*) const override { return -1; }
  QAccessible::Role role() const override { return QAccessible::TreeItem; }

  QString text(QAccessible::Text kind) const override {
    if (!isValid()) return {};
    if (kind == QAccessible::Name)
      return scene()->titleOf(m_node) + QLatin1Char(' ') + scene()->nameOf(m_node);
    if (kind == QAccessible::Value || kind == QAccessible::Description)
      return scene()->detailOf(m_node);
    return {};
  }
  void setText(QAccessible::Text, const QString&) override {}
  QRect rect() const override {
    if (!isValid()) return {};
    const QRectF box =
        m_canvas->view().toScreen(scene()->nodes[static_cast<size_t>(m_node)].rect);
    return QRect(m_canvas->mapToGlobal(box.topLeft().toPoint()), box.size().toSize());
  }
  QAccessible::State state() const override {
    QAccessible::State state;
    state.focusable = state.selectable = true;
    state.focused = state.selected = m_canvas->current() == m_node;
    state.offscreen = !m_canvas->rect().intersects(
        QRect(m_canvas->mapFromGlobal(rect().topLeft()), rect().size()));
    return state;
  }

 private:
  const GraphScene* scene() const { return m_canvas->scene().get(); }
  GraphCanvas* m_canvas;
  int m_node;
};

class CanvasAccessible final : public QAccessibleWidget {
 public:
  explicit CanvasAccessible(GraphCanvas* canvas)
      : QAccessibleWidget(canvas, QAccessible::Tree), m_canvas(canvas) {}
  ~CanvasAccessible() override {
    for (const auto& [node, id] : m_ids) QAccessible::deleteAccessibleInterface(id);
  }

  int childCount() const override {
    return m_canvas->scene() ? static_cast<int>(m_canvas->scene()->nodes.size()) : 0;
  }
  QAccessibleInterface* child(int index) const override {
    if (index < 0 || index >= childCount()) return nullptr;
    const auto it = m_ids.find(index);
    if (it != m_ids.end()) return QAccessible::accessibleInterface(it->second);
    auto* node = new NodeAccessible(m_canvas, index);
    m_ids[index] = QAccessible::registerAccessibleInterface(node);
    return node;
  }
  int indexOfChild(const QAccessibleInterface* child) const override {
    for (const auto& [node, id] : m_ids)
      if (QAccessible::accessibleInterface(id) == child) return node;
    return -1;
  }
  QAccessibleInterface* childAt(int x, int y) const override {
    if (!m_canvas->scene()) return nullptr;
    const QPointF local = m_canvas->mapFromGlobal(QPoint(x, y));
    return child(nodeAt(*m_canvas->scene(), m_canvas->view().toWorld(local)));
  }
  QAccessibleInterface* focusChild() const override { return child(m_canvas->current()); }

 private:
  GraphCanvas* m_canvas;
  mutable std::unordered_map<int, QAccessible::Id> m_ids;
};

QAccessibleInterface* makeAccessible(const QString&, QObject* object) {
  if (auto* canvas = qobject_cast<GraphCanvas*>(object)) return new CanvasAccessible(canvas);
  return nullptr;
}

}  // namespace

void installCanvasAccessibility() {
  static const bool isInstalled = [] {
    QAccessible::installFactory(makeAccessible);
    return true;
  }();
  Q_UNUSED(isInstalled);
}

}  // namespace heddle::views
