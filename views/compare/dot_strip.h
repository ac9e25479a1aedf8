// Two samples as strips of dots on one scale: the distributions themselves.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>

#include "engine/session/views.h"

namespace heddle::views {

class DotStrip final : public QWidget {
  Q_OBJECT
 public:
  explicit DotStrip(QWidget* parent = nullptr);
  void setComparison(std::shared_ptr<const session::CompareView> comparison);
  QSize sizeHint() const override { return {600, 112}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void drawStrip(QPainter& painter, const session::Measurement& samples, const QString& name, double top) const;
  double pixel(double milliseconds) const;

  std::shared_ptr<const session::CompareView> m_comparison;
  double m_low = 0, m_high = 1;
};

}  // namespace heddle::views
