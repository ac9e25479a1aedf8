// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "engine/support/diagnostic.h"

namespace heddle::views {

class ProblemsModel final : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { messageColumn, placeColumn, hintColumn, codeColumn, columnCount_ };
  using QAbstractTableModel::QAbstractTableModel;
  void setProblems(std::vector<Diagnostic> problems);
  const Diagnostic& problem(int row) const { return m_problems[static_cast<size_t>(row)]; }

  int rowCount(const QModelIndex& parent = {}) const final;
  int columnCount(const QModelIndex& parent = {}) const final;
  QVariant data(const QModelIndex& index, int role) const final;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const final;

 private:
  std::vector<Diagnostic> m_problems;
};

}  // namespace heddle::views
