// One schedule for all groups of its kind: where it is legal, what it would bring, and what it brought.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "views/context/workbench_context.h"

class QLabel;
class QPushButton;
class QTableWidget;

namespace heddle::views {

class TransplantDialog final : public QDialog {
  Q_OBJECT
 public:
  TransplantDialog(WorkbenchContext& context, int state, QWidget* parent);
  int rowCount() const { return static_cast<int>(m_rows.size()); }
  bool isDone() const { return m_isDone; }
  QPushButton* transplantButton() const { return m_transplant; }
  QTableWidget* table() const { return m_table; }

 private:
  using Rows = std::vector<session::TransplantRow>;
  void take(Result<Rows> result);
  void fill();
  void transplant();
  void countChecked();

  WorkbenchContext& m_context;
  GroupId m_group;
  int m_state;
  Rows m_rows;
  bool m_isDone = false;
  QLabel* m_head;
  QTableWidget* m_table;
  QPushButton* m_transplant;
};

}  // namespace heddle::views
