// Verification results as a table, worst first.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

#include "engine/session/views.h"

namespace heddle::views {

class VerifyModel final : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { nameColumn, absColumn, relColumn, toleranceColumn, verdictColumn, columnCount_ };
  using QAbstractTableModel::QAbstractTableModel;
  void setResult(session::VerifyView result);
  const session::VerifyRow& row(int row) const { return m_result.rows[static_cast<size_t>(row)]; }

  int rowCount(const QModelIndex& parent = {}) const final;
  int columnCount(const QModelIndex& parent = {}) const final;
  QVariant data(const QModelIndex& index, int role) const final;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const final;

 private:
  static QString verdict(const session::VerifyRow& facts);

  session::VerifyView m_result;
};

}  // namespace heddle::views
