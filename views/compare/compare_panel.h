// The Compare perspective: two builds, one verdict, and where the difference comes from.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "views/context/workbench_context.h"

class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace heddle::views {

class DotStrip;
class Waterfall;

// A is the current build; B is the same model under the options chosen here.
class ComparePanel final : public QWidget {
  Q_OBJECT
 public:
  explicit ComparePanel(WorkbenchContext& context, QWidget* parent = nullptr);
  void compare();
  QComboBox* choice() const { return m_choice; }
  // Null before the first comparison.
  const session::CompareView* result() const { return m_result.get(); }

 signals:
  void compared();

 private:
  void fillChoices();
  void startComparison();   // with the shapes known
  session::CompileOptions chosenOptions() const;
  QStringList chosenArguments() const;
  void onSnapshot();
  void show(session::CompareView result);
  void showDetails();
  bool isStale() const;   // the build is another than A was

  WorkbenchContext& m_context;
  QLabel* m_current;
  QComboBox* m_choice;
  QPushButton* m_start;
  QLabel* m_verdict;
  QLabel* m_details;
  QStackedWidget* m_stack;
  QLabel* m_message;
  Waterfall* m_waterfall;
  DotStrip* m_strip;
  std::shared_ptr<const session::CompareView> m_result;
  session::SnapshotRef m_comparedOn;
};

}  // namespace heddle::views
