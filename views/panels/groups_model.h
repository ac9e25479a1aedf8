// The groups of the fused graph as a table.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <unordered_map>

#include "engine/session/session.h"

namespace heddle::views {

class GroupsModel final : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column {
    idColumn, nameColumn, patternColumn, membersColumn, shapeColumn, workColumn, dataColumn,
    predictedColumn, timeColumn, shareColumn, columnCount_
  };
  using QAbstractTableModel::QAbstractTableModel;

  void setSnapshot(session::SnapshotRef snapshot);
  GroupId groupAt(int row) const;
  int rowOf(GroupId group) const;
  // Whether one row stands before another by this column: numbers as numbers.
  bool isLess(int row, int other, int column) const;

  int rowCount(const QModelIndex& parent = {}) const final;
  int columnCount(const QModelIndex& parent = {}) const final;
  QVariant data(const QModelIndex& index, int role) const final;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const final;

 private:
  QString text(const session::GroupView& group, int column) const;
  double number(const session::GroupView& group, int column) const;
  const session::ProfileRow* profile(GroupId group) const;

  session::SnapshotRef m_snapshot;
  std::unordered_map<GroupId, size_t> m_profile;
};

}  // namespace heddle::views
