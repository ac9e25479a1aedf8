// The loop tree and what can be done in it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "views/context/workbench_context.h"

class QSplitter;

namespace heddle::views {

class ActionPane;
class ScheduleTreeModel;
class ScheduleTreeView;

class SchedulePanel final : public QWidget {
  Q_OBJECT
 public:
  explicit SchedulePanel(WorkbenchContext& context, QWidget* parent = nullptr);
  ScheduleTreeView* tree() const { return m_tree; }
  ScheduleTreeModel* model() const { return m_model; }
  ActionPane* actions() const { return m_actions; }

 private:
  void onProgram();
  void onTreeSelection();
  void onSelection();
  void onDrag(const QStringList& steps);
  void onDrop(const QStringList& steps);
  void showMenu(const QPoint& place);
  void fillMenu(class QMenu& menu);

  WorkbenchContext& m_context;
  ScheduleTreeModel* m_model;
  ScheduleTreeView* m_tree;
  ActionPane* m_actions;
  bool m_isFollowing = false;
};

}  // namespace heddle::views
