// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

#include "views/context/workbench_context.h"
#include "views/panels/outline_model.h"

class QComboBox;
class QLineEdit;
class QTreeView;

namespace heddle::views {

class OutlinePanel final : public QWidget {
  Q_OBJECT
 public:
  explicit OutlinePanel(WorkbenchContext& context, QWidget* parent = nullptr);
  QLineEdit* filterField() const { return m_filter; }
  QTreeView* tree() const { return m_tree; }

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void reload();
  void openKernel(const QModelIndex& index);
  void buildMenu();
  void follow();

  WorkbenchContext& m_context;
  OutlineModel m_model;
  QComboBox* m_kind;
  QLineEdit* m_filter;
  QTreeView* m_tree;
  QTimer m_delay;
  uint64_t m_generation = 0;
  bool m_isOwnClick = false, m_isStale = true;
};

}  // namespace heddle::views
