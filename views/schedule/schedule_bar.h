// Which group is open, and what can be done with its schedule as a whole.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "views/context/workbench_context.h"

class QComboBox;
class QLabel;
class QToolButton;

namespace heddle::views {

class ScheduleBar final : public QWidget {
  Q_OBJECT
 public:
  explicit ScheduleBar(WorkbenchContext& context, QWidget* parent = nullptr);

 signals:
  void compareRequested();
  void transplantRequested();
  void saveRequested();
  void loadRequested();
  void useRequested();
  void copyRequested();

 private:
  QToolButton* addButton(const QString& text, const QString& icon, const QString& tip);
  void fillGroups();
  void refresh();

  WorkbenchContext& m_context;
  QComboBox* m_groups;
  QLabel* m_facts;
  QToolButton *m_undo, *m_redo, *m_measure, *m_use, *m_compare, *m_transplant, *m_save, *m_load, *m_copy;
};

}  // namespace heddle::views
