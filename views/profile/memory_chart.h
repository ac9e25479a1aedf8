// The memory plan: buffer lifetimes as bars over the steps of a run.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "views/context/workbench_context.h"

namespace heddle::views {

// x: step, y: offset in the arena. Buffers alive at the peak are marked; a click selects the owner.
class MemoryChart final : public QWidget {
  Q_OBJECT
 public:
  explicit MemoryChart(WorkbenchContext& context, QWidget* parent = nullptr);
  void setProfile(std::shared_ptr<const session::ProfileView> profile);
  QSize sizeHint() const override { return {600, 160}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  bool event(QEvent* event) override;

 private:
  QRectF plot() const;
  QString ownerOf(const session::MemoryBufferView& buffer) const;
  QRectF barOf(const session::MemoryBufferView& buffer) const;
  const session::MemoryBufferView* bufferAt(const QPointF& point) const;

  WorkbenchContext& m_context;
  std::shared_ptr<const session::ProfileView> m_profile;
};

}  // namespace heddle::views
