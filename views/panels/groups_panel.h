// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>
#include <QWidget>

#include "views/context/workbench_context.h"
#include "views/panels/groups_model.h"

class QTableView;

namespace heddle::views {

class GroupsPanel final : public QWidget {
  Q_OBJECT
 public:
  explicit GroupsPanel(WorkbenchContext& context, QWidget* parent = nullptr);
  QTableView* table() const { return m_table; }

 private:
  void follow();
  WorkbenchContext& m_context;
  GroupsModel m_model;
  QSortFilterProxyModel m_sorted;
  QTableView* m_table;
  bool m_isOwnClick = false;
};

}  // namespace heddle::views
