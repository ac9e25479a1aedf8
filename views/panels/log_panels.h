// The docks at the bottom: problems, jobs and commands.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "views/context/workbench_context.h"
#include "views/panels/problems_model.h"

class QListView;
class QTableView;

namespace heddle::views {

class ProblemsPanel final : public QWidget {
  Q_OBJECT
 public:
  explicit ProblemsPanel(WorkbenchContext& context, QWidget* parent = nullptr);
  QTableView* table() const { return m_table; }
  int count() const { return m_model.rowCount(); }

 signals:
  void countChanged(int count);

 private:
  void reload();
  void goTo(const Diagnostic& problem);
  WorkbenchContext& m_context;
  ProblemsModel m_model;
  QTableView* m_table;
};

class JobsPanel final : public QWidget {
  Q_OBJECT
 public:
  explicit JobsPanel(WorkbenchContext& context, QWidget* parent = nullptr);
  QTableView* table() const { return m_table; }

 private:
  void cancelSelected();
  WorkbenchContext& m_context;
  QTableView* m_table;
};

class CommandsPanel final : public QWidget {
  Q_OBJECT
 public:
  explicit CommandsPanel(WorkbenchContext& context, QWidget* parent = nullptr);
  QListView* list() const { return m_list; }

 private:
  WorkbenchContext& m_context;
  QListView* m_list;
};

}  // namespace heddle::views
