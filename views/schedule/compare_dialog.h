// Two states of a schedule side by side: numbers, trace, program, assembly, and a verdict.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QPointer>
#include <optional>

#include "views/context/workbench_context.h"

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTableWidget;
class QTabWidget;

namespace heddle::views {

class StateComparison final : public QDialog {
  Q_OBJECT
 public:
  StateComparison(WorkbenchContext& context, int a, int b, QWidget* parent);
  void compare();
  QString verdict() const;
  bool isDone() const { return m_result.has_value(); }

 private:
  void fillStates(QComboBox* box, int state);
  void show(const session::ScheduleComparison& result);
  void showNumbers(const session::ScheduleComparison& result);
  void showDiff(QPlainTextEdit* text, const std::vector<session::ScheduleDiffLine>& lines);
  void askAssembly(int state, QPlainTextEdit* text);
  QString nameOf(int state) const;

  WorkbenchContext& m_context;
  GroupId m_group;
  std::optional<session::ScheduleComparison> m_result;
  QComboBox *m_a, *m_b;
  QPushButton* m_compare;
  QLabel *m_verdict, *m_story;
  QTabWidget* m_tabs;
  QTableWidget* m_numbers;
  QLabel* m_absent;
  QPlainTextEdit *m_trace, *m_program, *m_assemblyA, *m_assemblyB;
};

}  // namespace heddle::views
