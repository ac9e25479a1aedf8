// The schedule editor: loop tree and forms, the code, the trace as text, the speed and the history.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "views/context/workbench_context.h"

class QSplitter;

namespace heddle::views {

class HistoryView;
class LessonCard;
class ScheduleBar;
class SchedulePanel;
class SpeedCard;
class TraceEditor;

class ScheduleView final : public QWidget {
  Q_OBJECT
 public:
  // `code` shows the forms of the kernel; taken as a child.
  ScheduleView(WorkbenchContext& context, QWidget* code, QWidget* parent = nullptr);
  SchedulePanel* panel() const { return m_panel; }
  TraceEditor* trace() const { return m_trace; }
  HistoryView* history() const { return m_history; }
  SpeedCard* speed() const { return m_speed; }
  LessonCard* lesson() const { return m_lesson; }

  void openForm(const QString& primitive);
  void compare(int a, int b);
  // The current state with its parent.
  void compareWithBefore();
  void transplant();
  void saveAs();
  void loadFrom();
  void useInBuild();
  void copyCommand();
  void startLesson(const session::LessonRequest& request = {});

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  QWidget* buildSide();
  void onSnapshot();
  void onSelection();
  GroupId firstGroup() const;

  WorkbenchContext& m_context;
  LessonCard* m_lesson;
  ScheduleBar* m_bar;
  SchedulePanel* m_panel;
  TraceEditor* m_trace;
  SpeedCard* m_speed;
  HistoryView* m_history;
};

}  // namespace heddle::views
