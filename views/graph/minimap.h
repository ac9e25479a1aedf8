// The whole graph in a corner of its canvas, with the visible part framed; a click goes there.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPixmap>
#include <QWidget>
#include <memory>

#include "views/graph/color_mode.h"
#include "views/graph/view_transform.h"

namespace heddle::views {

class Minimap final : public QWidget {
  Q_OBJECT
 public:
  explicit Minimap(QWidget* parent);
  void setScene(std::shared_ptr<const GraphScene> scene);
  void setColors(const NodeColors* colors);
  void setView(const ViewTransform& view, QSize canvas);
  void place(QSize canvas);

 signals:
  void centerRequested(QPointF world);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;

 private:
  void render();
  ViewTransform overview() const;

  std::shared_ptr<const GraphScene> m_scene;
  const NodeColors* m_colors = nullptr;
  QPixmap m_picture;
  QRectF m_visible;    // world
  QSize m_canvas;
};

}  // namespace heddle::views
