// The steps of a lesson as bars of their measured share of the peak.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>
#include <vector>

namespace heddle::views {

class LessonBars final : public QWidget {
  Q_OBJECT
 public:
  struct Bar {
    QString title;
    std::optional<double> share, gflops;
  };
  explicit LessonBars(QWidget* parent);
  void setBars(std::vector<Bar> bars, int current);
  // Of the bar of step `index`, for clicks and tests.
  QRectF barRect(int index) const;
  QSize sizeHint() const override { return {260, 84}; }

 signals:
  void clicked(int step);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  bool event(QEvent* event) override;

 private:
  int barAt(const QPointF& place) const;
  std::vector<Bar> m_bars;
  int m_current = 0;
};

}  // namespace heddle::views
