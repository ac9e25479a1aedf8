// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/run/tensor_charts.h"

#include <QDropEvent>
#include <QMimeData>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "views/common/numbers.h"
#include "views/common/theme.h"

namespace heddle::views {
namespace {

constexpr size_t kShownTop = 12, kBins = 64;
constexpr double kWidestLabel = 240, kValueWidth = 80;

void fillBase(QPainter& painter, const QWidget& widget) {
  painter.fillRect(widget.rect(), colorsOf(widget.palette()).base);
}

}  // namespace

void TopBars::setTensor(const Tensor& tensor, const QStringList& labels) {
  m_top = topValues(tensor, kShownTop);
  m_labels = labels;
  update();
}

QString TopBars::labelOf(const TopValue& top) const {
  const auto index = static_cast<qsizetype>(top.index);
  const bool isNamed = index < m_labels.size() && !m_labels[index].isEmpty() && m_labels[index] != QString::number(index);
  return isNamed ? QStringLiteral("%1  %2").arg(index).arg(m_labels[index]) : QString::number(index);
}

void TopBars::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  fillBase(painter, *this);
  const Colors& colors = colorsOf(palette());
  if (m_top.empty()) return;
  int widest = 0;
  for (const TopValue& top : m_top) widest = std::max(widest, fontMetrics().horizontalAdvance(labelOf(top)));
  const double labelWidth = std::min<double>(widest, kWidestLabel) + 6 * kGrid;
  const double rowHeight = fontMetrics().height() + 2 * kGrid;
  const double high = std::max(m_top.front().value, 0.0), low = std::min(m_top.back().value, 0.0);
  const double scale = high > low ? (width() - labelWidth - kValueWidth - 6 * kGrid) / (high - low) : 0;
  const double zero = labelWidth - low * scale;
  for (size_t i = 0; i < m_top.size(); ++i) {
    const QRectF row(0, static_cast<double>(i) * rowHeight + kGrid, width(), rowHeight);
    painter.setPen(colors.text);
    painter.drawText(row.adjusted(2 * kGrid, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(labelOf(m_top[i]), Qt::ElideRight, static_cast<int>(labelWidth) - 4 * kGrid));
    const double end = zero + m_top[i].value * scale;
    painter.fillRect(QRectF(std::min(zero, end), row.top() + 3, std::max(1.0, std::fabs(end - zero)), rowHeight - 6),
                     i == 0 ? colors.accent : colors.strongBorder);
    painter.drawText(QRectF(width() - kValueWidth - 2 * kGrid, row.top(), kValueWidth, rowHeight),
                     Qt::AlignRight | Qt::AlignVCenter, significant(m_top[i].value, 4));
  }
}

void HistogramChart::setTensor(const Tensor& tensor) {
  m_histogram = histogramOf(tensor, kBins);
  update();
}

void HistogramChart::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  fillBase(painter, *this);
  const Colors& colors = colorsOf(palette());
  const int64_t most = m_histogram.counts.empty() ? 0 : *std::max_element(m_histogram.counts.begin(), m_histogram.counts.end());
  if (most == 0) return;
  const QRectF area(4 * kGrid, 6 * kGrid, width() - 8 * kGrid, height() - 14 * kGrid);
  const double step = area.width() / static_cast<double>(m_histogram.counts.size());
  for (size_t i = 0; i < m_histogram.counts.size(); ++i) {
    const double h = area.height() * static_cast<double>(m_histogram.counts[i]) / static_cast<double>(most);
    painter.fillRect(QRectF(area.left() + static_cast<double>(i) * step, area.bottom() - h, std::max(1.0, step - 1), h),
                     colors.accent);
  }
  painter.setPen(colors.muted);
  painter.drawLine(area.bottomLeft(), area.bottomRight());
  const QRectF axis(area.left(), area.bottom() + kGrid, area.width(), 5 * kGrid);
  painter.drawText(axis, Qt::AlignLeft, significant(m_histogram.low, 4));
  painter.drawText(axis, Qt::AlignRight, significant(m_histogram.high, 4));
  QString top = tr("%1 values in the fullest bin").arg(countText(most));
  if (m_histogram.notFinite > 0) top += tr(", %1 not finite").arg(countText(m_histogram.notFinite));
  painter.drawText(QRectF(area.left(), kGrid, area.width(), 5 * kGrid), Qt::AlignLeft | Qt::AlignVCenter, top);
}

QImage TensorImage::imageOf(const Tensor& tensor) {
  const Extents& e = tensor.extents();
  if (e.size() < 2 || tensor.elementCount() == 0) return {};
  const bool isLast = e.size() == 4 && e[3] == 3, isFirst = e.size() == 4 && e[1] == 3 && !isLast;
  const int64_t height = isLast ? e[1] : e[e.size() - 2], width = isLast ? e[2] : e.back();
  constexpr int64_t kLargest = 8192;
  if (height > kLargest || width > kLargest) return {};
  const int64_t plane = height * width, shown = isLast || isFirst ? 3 * plane : plane;
  double low = INFINITY, high = -INFINITY;
  for (int64_t i = 0; i < shown; ++i) {
    const double v = tensor.valueAsDouble(i);
    if (!std::isfinite(v)) continue;
    low = std::min(low, v);
    high = std::max(high, v);
  }
  const auto level = [&](int64_t index) {
    const double v = tensor.valueAsDouble(index);
    return std::isfinite(v) && high > low ? static_cast<int>(std::lround((v - low) / (high - low) * 255)) : 0;
  };
  QImage image(static_cast<int>(width), static_cast<int>(height), QImage::Format_RGB32);
  for (int64_t y = 0; y < height; ++y)
    for (int64_t x = 0; x < width; ++x) {
      const int64_t at = y * width + x;
      const QRgb color = isLast    ? qRgb(level(3 * at), level(3 * at + 1), level(3 * at + 2))
                         : isFirst ? qRgb(level(at), level(at + plane), level(at + 2 * plane))
                                   : qRgb(level(at), level(at), level(at));
      image.setPixel(static_cast<int>(x), static_cast<int>(y), color);
    }
  return image;
}

void TensorImage::setTensor(const Tensor& tensor) {
  m_image = imageOf(tensor);
  m_isSet = true;
  update();
}

void TensorImage::clear() {
  m_image = {};
  m_isSet = false;
  update();
}

void TensorImage::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void TensorImage::dropEvent(QDropEvent* event) {
  for (const QUrl& url : event->mimeData()->urls()) {
    if (!url.isLocalFile()) continue;
    event->acceptProposedAction();
    return emit fileDropped(url.toLocalFile());
  }
}

void TensorImage::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  fillBase(painter, *this);
  if (m_image.isNull()) {
    painter.setPen(colorsOf(palette()).muted);
    painter.drawText(rect().adjusted(4 * kGrid, 0, -4 * kGrid, 0), Qt::AlignCenter | Qt::TextWordWrap,
                     m_isSet ? tr("A tensor of fewer than two axes has no picture") : m_placeholder);
    return;
  }
  const QSize size = m_image.size().scaled(rect().size() - QSize(8 * kGrid, 8 * kGrid), Qt::KeepAspectRatio);
  const QRect place(QPoint((width() - size.width()) / 2, (height() - size.height()) / 2), size);
  painter.setRenderHint(QPainter::SmoothPixmapTransform, size.width() < m_image.width());
  painter.drawImage(place, m_image);
}

}  // namespace heddle::views
