// The passes in order with what each changed; a click, the arrow keys or a drag scrub through them. Passes
// that were left out stay, struck through; the context menu leaves out and puts back. What has no room is
// counted at the ends, and a click there turns the page.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

#include "engine/session/session.h"

namespace heddle::views {

class PassStrip final : public QWidget {
  Q_OBJECT
 public:
  explicit PassStrip(QWidget* parent = nullptr);
  void setSnapshot(const session::SnapshotRef& snapshot);
  int current() const { return m_current; }
  void setCurrent(int stage);
  int count() const { return m_count; }
  bool isPlaying() const { return m_player.isActive(); }
  void setPlaying(bool isPlaying);
  QSize sizeHint() const override { return {400, 28}; }
  QSize minimumSizeHint() const override { return {120, 28}; }

 signals:
  void stageChosen(int stage);
  void passToggled(const QString& pass, bool isOn);
  void playingChanged(bool isPlaying);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  struct Item {
    QString name, change, card;
    int stage = -1;           // -1: left out
    bool isRequired = true;   // cannot be left out
    QRectF box;               // empty: no room for it
  };
  void choose(int stage);
  void place();
  void turnPage(int direction);
  int itemAt(QPointF position) const;
  int itemOf(int stage) const;
  double widthOf(const Item& item) const;
  void paintItem(QPainter& painter, const Item& item) const;

  std::vector<Item> m_items;
  int m_count = 0;            // of stages
  int m_current = -1;         // a stage
  int m_first = 0, m_last = -1, m_anchor = -1;  // items that have room, and the one that must
  QRectF m_before, m_after;   // the counts of those that have none
  QTimer m_player;
};

}  // namespace heddle::views
