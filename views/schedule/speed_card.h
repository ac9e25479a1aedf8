// How fast the current state is: proven, measured, against the peak, what was predicted, and what stood before.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "views/context/workbench_context.h"

class QLabel;

namespace heddle::views {

// A bar from nothing to the peak: the measured share filled, the predicted one a tick.
class PeakBar final : public QWidget {
  Q_OBJECT
 public:
  explicit PeakBar(QWidget* parent);
  // Shares of the peak; negative: not known. `isOld`: of another state.
  void setShares(double measured, double predicted, bool isOld);
  QSize sizeHint() const override { return {120, 12}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  double m_measured = -1, m_predicted = -1;
  bool m_isOld = false;
};

class SpeedCard final : public QWidget {
  Q_OBJECT
 public:
  explicit SpeedCard(WorkbenchContext& context, QWidget* parent = nullptr);
  QString text() const;  // all that it says, for tests

 private:
  void refresh();
  void showSpeed(const session::ScheduleStateView& state, const session::ScheduleSpeed* speed, bool isOld);
  QString checkText(const session::ScheduleStateView& state) const;
  QString predictionText() const;
  QString story(const session::ScheduleSpeed& speed) const;

  WorkbenchContext& m_context;
  QLabel *m_rate, *m_share, *m_facts, *m_check, *m_change, *m_predicted;
  PeakBar* m_bar;
};

}  // namespace heddle::views
