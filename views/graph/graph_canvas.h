// A canvas over one scene: pan, zoom, hover, select, walk with the keyboard. Knows no session.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVariantAnimation>
#include <QWidget>
#include <memory>

#include "views/graph/scene_painter.h"

namespace heddle::views {

class Minimap;

class GraphCanvas final : public QWidget {
  Q_OBJECT
 public:
  explicit GraphCanvas(QWidget* parent = nullptr);

  // Keeps the view. `withFade` lets added nodes come and removed ones go in 120 ms.
  void setScene(std::shared_ptr<const GraphScene> scene, bool withFade);
  const std::shared_ptr<const GraphScene>& scene() const { return m_scene; }
  // Shown in place of a scene.
  void setEmptyText(const QString& text);

  void setMotionOn(bool isOn) { m_isMotionOn = isOn; }
  void setColorMode(ColorMode mode);
  const NodeColors& nodeColors() const { return m_nodeColors; }

  const ViewTransform& view() const { return m_state.view; }
  void setView(const ViewTransform& view);
  void fit();
  void zoomToFull();                    // 100 %, around the current node or the middle
  void zoomBy(double factor);
  // Where a newly opened model starts; kept while the canvas gets its size, until the view is moved.
  void openView();
  void reveal(int node);

  // `things` may be of other stages: those that are not here are skipped.
  void setSelected(const std::vector<int>& nodes, int current);
  void setSelectedEdge(OpId producer, OpId consumer);
  void setHits(const std::vector<int>& nodes);
  int current() const { return m_state.current; }
  QSize sizeHint() const override { return {640, 480}; }
  void paintTo(QPainter& painter, const QRectF& target, const ViewTransform& view);

 signals:
  void viewChanged(const heddle::views::ViewTransform& view);
  void nodeClicked(const heddle::views::Thing& thing, bool isAdded);
  void edgeClicked(heddle::OpId producer, heddle::OpId consumer);
  void nodeOpened(const heddle::views::Thing& thing);       // Enter, double click
  void groupToggled(heddle::GroupId group);                 // Space
  void backgroundClicked();
  void backRequested();
  void searchRequested();
  void nextHitRequested(bool isForward);
  void menuRequested(const QPoint& globalPosition, int node);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  void recolor();
  void changeView(const ViewTransform& view);
  void hover(QPointF position);
  void showCard(const QPoint& position, const QPoint& global);
  bool walk(int key);
  bool walkSibling(bool isForward);
  void selectNode(int node);
  void paintEmpty(QPainter& painter);

  std::shared_ptr<const GraphScene> m_scene;
  ScenePaintState m_state;
  ScenePainter m_painter;
  NodeColors m_nodeColors;
  ColorMode m_mode = ColorMode::pattern;
  QString m_emptyText;
  Minimap* m_minimap;
  QVariantAnimation m_fade;
  QPointF m_pressed, m_lastMouse;
  bool m_isMotionOn = true, m_isPanning = false, m_isPressed = false, m_isOpening = false;
};

// The text of the card that hover shows, as rich text.
QString nodeCard(const GraphScene& scene, int node);
QString edgeCard(const SceneEdge& edge);

}  // namespace heddle::views
