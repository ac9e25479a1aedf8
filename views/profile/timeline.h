// Thread lanes over time: one run, kernel by kernel.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "views/context/workbench_context.h"
#include "views/profile/lane_layout.h"

class QScrollBar;

namespace heddle::views {

// Lanes that have no room are scrolled to. Wheel zooms at the cursor (over the names it scrolls), Shift with
// the wheel or a drag moves, a drag marks a span of time, Esc unmarks it, double click shows all, click selects the
// kernel's group.
class Timeline final : public QWidget {
  Q_OBJECT
 public:
  explicit Timeline(WorkbenchContext& context, QWidget* parent = nullptr);
  void setProfile(std::shared_ptr<const session::ProfileView> profile);
  const TimeWindow& window() const { return m_window; }
  void showAll();
  // The marked span; equal ends: none. Groups that run in it, in order of time.
  std::pair<int64_t, int64_t> span() const { return m_span; }
  std::vector<GroupId> groupsInSpan() const;
  void unmark();
  QSize sizeHint() const override { return {600, 140}; }

 signals:
  void spanChanged();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  bool event(QEvent* event) override;

 private:
  QRectF laneRect(int lane) const;
  QRectF lanesRect() const;                 // what of the lanes is seen
  void arrangeBar();
  int eventAt(const QPointF& point) const;  // index into the events; -1: none
  void drawRuler(QPainter& painter) const;
  void drawLane(QPainter& painter, int lane) const;
  void drawSpan(QPainter& painter) const;
  QString nameOf(GroupId group) const;

  WorkbenchContext& m_context;
  QScrollBar* m_bar;
  std::shared_ptr<const session::ProfileView> m_profile;
  std::vector<std::vector<uint32_t>> m_lanes;
  std::map<GroupId, size_t> m_rows;
  TimeWindow m_window;
  int64_t m_limitNs = 1;
  QPointF m_pressed;
  std::pair<int64_t, int64_t> m_span;
  bool m_isDragging = false, m_isMoving = false;
};

}  // namespace heddle::views
