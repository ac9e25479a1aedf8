// The per-group profile as a table.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <memory>

#include "engine/session/views.h"

namespace heddle::views {

class ProfileModel final : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { nameColumn, shareColumn, timeColumn, gflopsColumn, peakColumn, bandwidthColumn, boundColumn,
                callsColumn, shapeColumn, fixedColumns };
  // For sorting: the number behind the text. Counters follow the fixed columns.
  static constexpr int SortRole = Qt::UserRole + 1;
  static constexpr int ShareRole = Qt::UserRole + 2;  // 0 to 1, for the bar

  using QAbstractTableModel::QAbstractTableModel;
  void setProfile(std::shared_ptr<const session::ProfileView> profile);
  const session::ProfileRow& row(int row) const { return m_profile->rows[static_cast<size_t>(row)]; }
  int rowOf(GroupId group) const;  // -1: none

  int rowCount(const QModelIndex& parent = {}) const final;
  int columnCount(const QModelIndex& parent = {}) const final;
  QVariant data(const QModelIndex& index, int role) const final;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const final;

 private:
  double counter(const session::ProfileRow& row, int column) const;  // NaN: none
  QString text(const session::ProfileRow& row, int column) const;
  static QString boundText(const std::string& bound);
  static QString boundTip(const std::string& bound);
  QVariant number(const session::ProfileRow& row, int column) const;

  std::shared_ptr<const session::ProfileView> m_profile;
  std::vector<std::string> m_counters;  // names of the columns behind the fixed ones
};

}  // namespace heddle::views
