// The loops and blocks of a schedule's program as a tree, its buffers below them.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>
#include <memory>

#include "engine/session/schedule_views.h"

namespace heddle::views {

class ScheduleTreeModel final : public QAbstractItemModel {
  Q_OBJECT
 public:
  enum Column { nameColumn, extentColumn, kindColumn, cacheColumn, columnCount_ };
  using QAbstractItemModel::QAbstractItemModel;

  void setProgram(const session::ScheduleProgramView& program);
  const session::ScheduleProgramView& program() const { return m_program; }
  // Null for rows of another kind.
  const session::ScheduleTreeItem* item(const QModelIndex& index) const;
  const session::ScheduleBufferView* buffer(const QModelIndex& index) const;
  // Position in the program's tree; -1 for other rows.
  int position(const QModelIndex& index) const;
  QModelIndex indexOfPosition(int position, int column = 0) const;
  QModelIndex indexOf(const session::ScheduleSelection& selection) const;
  QModelIndex indexOf(LoopId loop, BlockId block) const;
  // What a row selects; an empty name for the heading of buffers.
  session::ScheduleSelection selectionOf(const QModelIndex& index) const;
  // The loops that the last change made or changed: they are shown as new.
  bool isNew(const QModelIndex& index) const;
  void setBaseline(const session::ScheduleProgramView* before);

  QModelIndex index(int row, int column, const QModelIndex& parent = {}) const final;
  QModelIndex parent(const QModelIndex& child) const final;
  int rowCount(const QModelIndex& parent = {}) const final;
  int columnCount(const QModelIndex& parent = {}) const final;
  QVariant data(const QModelIndex& index, int role) const final;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const final;

 private:
  void link();
  QString cell(const session::ScheduleTreeItem& item, int column) const;
  QString bufferCell(const session::ScheduleBufferView& buffer, int column) const;
  QString toolTip(const session::ScheduleTreeItem& item) const;

  session::ScheduleProgramView m_program;
  // By position in the tree: pre-order with depths.
  std::vector<int> m_parents, m_rows;
  std::vector<std::vector<int>> m_children;
  std::vector<int> m_top;
  std::vector<bool> m_isNew;
};

}  // namespace heddle::views
