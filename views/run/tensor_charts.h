// Pictures of a tensor: largest values as bars, the distribution, the values as an image.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QStringList>
#include <QWidget>

#include "views/run/top_values.h"

namespace heddle::views {

class TopBars final : public QWidget {
  Q_OBJECT
 public:
  using QWidget::QWidget;
  void setTensor(const Tensor& tensor, const QStringList& labels);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString labelOf(const TopValue& top) const;

  std::vector<TopValue> m_top;
  QStringList m_labels;
};

class HistogramChart final : public QWidget {
  Q_OBJECT
 public:
  using QWidget::QWidget;
  void setTensor(const Tensor& tensor);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  Histogram m_histogram;
};

// The last two axes of the first slice as grey levels; [1,3,H,W] and [1,H,W,3] in colour.
class TensorImage final : public QWidget {
  Q_OBJECT
 public:
  using QWidget::QWidget;
  void setTensor(const Tensor& tensor);
  void clear();
  // Shown while there is no tensor.
  void setPlaceholder(const QString& text) { m_placeholder = text; }
  static QImage imageOf(const Tensor& tensor);  // null when there are fewer than two axes

 signals:
  // Only where setAcceptDrops is on.
  void fileDropped(const QString& file);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  QImage m_image;
  QString m_placeholder;
  bool m_isSet = false;
};

}  // namespace heddle::views
