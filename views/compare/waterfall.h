// Where the difference between two builds comes from.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>

#include "views/compare/waterfall_layout.h"
#include "views/context/workbench_context.h"

namespace heddle::views {

class Waterfall final : public QWidget {
  Q_OBJECT
 public:
  explicit Waterfall(WorkbenchContext& context, QWidget* parent = nullptr);
  void setComparison(std::shared_ptr<const session::CompareView> comparison);
  QSize sizeHint() const override { return {600, 300}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  double rowHeight() const;
  QString label(const WaterfallBar& bar) const;
  void drawBar(QPainter& painter, const WaterfallBar& bar, const QRectF& row, double perMillisecond) const;

  WorkbenchContext& m_context;
  std::vector<WaterfallBar> m_bars;
  double m_start = 0;   // of the axis, milliseconds
};

}  // namespace heddle::views
