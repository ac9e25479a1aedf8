// The loops and blocks of a scheduled kernel as a tree.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>

#include "engine/session/views.h"

namespace heddle::views {

class LoopTreeModel final : public QAbstractItemModel {
  Q_OBJECT
 public:
  enum Column { nameColumn, extentColumn, kindColumn, workingSetColumn, columnCount_ };
  using QAbstractItemModel::QAbstractItemModel;

  void setItems(std::vector<session::LoopTreeItem> items);
  const session::LoopTreeItem& item(const QModelIndex& index) const;
  // The item of a loop or a block; invalid when there is none.
  QModelIndex indexOf(LoopId loop, BlockId block) const;

  QModelIndex index(int row, int column, const QModelIndex& parent = {}) const final;
  QModelIndex parent(const QModelIndex& child) const final;
  int rowCount(const QModelIndex& parent = {}) const final;
  int columnCount(const QModelIndex& parent = {}) const final;
  QVariant data(const QModelIndex& index, int role) const final;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const final;

 private:
  QModelIndex indexAt(int position, int column) const;
  QString cell(const session::LoopTreeItem& item, int column) const;

  std::vector<session::LoopTreeItem> m_items;   // pre-order with depths
  std::vector<int> m_parents, m_rows;           // by position; -1: at the top
  std::vector<std::vector<int>> m_children;     // by position
  std::vector<int> m_top;
};

}  // namespace heddle::views
