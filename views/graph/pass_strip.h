// The passes in order with what each changed; a click, the arrow keys or a drag scrub through them.
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
  int count() const { return static_cast<int>(m_items.size()); }
  bool isPlaying() const { return m_player.isActive(); }
  void setPlaying(bool isPlaying);
  QSize sizeHint() const override { return {400, 28}; }
  QSize minimumSizeHint() const override { return {120, 28}; }

 signals:
  void stageChosen(int stage);
  void playingChanged(bool isPlaying);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  struct Item {
    QString name, change, card;
    QRectF box;
  };
  void choose(int stage);
  void place();
  int itemAt(QPointF position) const;

  std::vector<Item> m_items;
  int m_current = -1;
  double m_scroll = 0;
  QTimer m_player;
};

}  // namespace heddle::views
