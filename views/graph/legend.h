// What the colours of the nodes mean: a scale with its ends, or categories. Always visible.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "views/graph/color_mode.h"

namespace heddle::views {

class Legend final : public QWidget {
  Q_OBJECT
 public:
  explicit Legend(QWidget* parent = nullptr);
  void setColors(const NodeColors& colors);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {60, 20}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  NodeColors m_colors;
};

}  // namespace heddle::views
