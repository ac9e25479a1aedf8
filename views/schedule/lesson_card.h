// The guided lesson: what the step does and why, one button that does it, and how far it got.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>

#include "views/context/workbench_context.h"

class QLabel;
class QPushButton;
class QToolButton;

namespace heddle::views {

class LessonBars;

// Steps are applied in the schedule editor, so that every view shows what they do.
class LessonCard final : public QWidget {
  Q_OBJECT
 public:
  explicit LessonCard(WorkbenchContext& context, QWidget* parent = nullptr);
  // Opens the lesson's workload in the editor; `started` when it is there.
  void start(const session::LessonRequest& request = {});
  bool isRunning() const { return m_lesson.has_value(); }
  int step() const { return m_step; }
  int stepCount() const;
  void goTo(int step);
  void leave();
  QPushButton* nextButton() const { return m_next; }
  LessonBars* bars() const { return m_bars; }

 signals:
  void started();
  void finished();

 private:
  void refresh();
  std::optional<session::ScheduleSpeed> speedOf(int step) const;
  QString summary() const;

  WorkbenchContext& m_context;
  std::optional<session::LessonView> m_lesson;
  std::vector<int> m_states;  // of the history, by step; -1: not done yet
  int m_step = 0, m_wanted = -1;
  QLabel *m_where, *m_title, *m_text, *m_steps;
  QPushButton *m_back, *m_next;
  QToolButton* m_leave;
  LessonBars* m_bars;
};

}  // namespace heddle::views
