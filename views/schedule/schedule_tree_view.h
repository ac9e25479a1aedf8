// The loop tree to work with: drag a loop to reorder, a block to move it, keys and a menu for every primitive.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTreeView>

#include "views/schedule/loop_moves.h"

class QLabel;

namespace heddle::views {

class ScheduleTreeModel;

class ScheduleTreeView final : public QTreeView {
  Q_OBJECT
 public:
  ScheduleTreeView(ScheduleTreeModel* model, QWidget* parent);
  // What the drag in progress would do: shown beside the pointer.
  void setDropVerdict(const QString& text, bool isLegal);
  bool isDragging() const { return m_isDragging; }

 signals:
  void dragMoved(const QStringList& steps);    // of the place under the pointer; empty: nothing there
  void dropped(const QStringList& steps);
  void dragEnded();
  void primitiveRequested(const QString& primitive);
  void menuRequested(const QPoint& globalPlace);

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void drag(const QPoint& place);
  void endDrag();
  void placeVerdict();

  ScheduleTreeModel* m_model;
  QLabel* m_verdict;
  QPoint m_pressed, m_pointer;
  int m_dragged = -1, m_target = -1;
  DropPlace m_place = DropPlace::onto;
  QStringList m_steps;
  bool m_isDragging = false, m_isLegal = false;
};

}  // namespace heddle::views
