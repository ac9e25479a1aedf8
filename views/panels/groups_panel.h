// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>
#include <QWidget>

#include "views/context/workbench_context.h"
#include "views/panels/groups_model.h"

class QTableView;

namespace heddle::views {

// Groups stand in the order of their ids: that order, the usual one, costs a hundred thousand groups no sorting.
class SortedGroups final : public QSortFilterProxyModel {
 public:
  using QSortFilterProxyModel::QSortFilterProxyModel;
  void sort(int column, Qt::SortOrder order) override {
    const bool isUsual = column == GroupsModel::idColumn && order == Qt::AscendingOrder;
    QSortFilterProxyModel::sort(isUsual ? -1 : column, order);
  }

 protected:
  bool lessThan(const QModelIndex& a, const QModelIndex& b) const override {
    return static_cast<const GroupsModel*>(sourceModel())->isLess(a.row(), b.row(), a.column());
  }
};

class GroupsPanel final : public QWidget {
  Q_OBJECT
 public:
  explicit GroupsPanel(WorkbenchContext& context, QWidget* parent = nullptr);
  QTableView* table() const { return m_table; }

 private:
  void follow();
  WorkbenchContext& m_context;
  GroupsModel m_model;
  SortedGroups m_sorted;
  QTableView* m_table;
  bool m_isOwnClick = false;
};

}  // namespace heddle::views
