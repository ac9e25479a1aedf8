// The Kernel perspective: loop tree, three linked texts, the schedule's trace.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "views/context/workbench_context.h"
#include "views/ir/line_links.h"

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QSplitter;
class QStackedWidget;
class QTreeView;

namespace heddle::views {

class LoopTreeModel;
class TextPane;

class KernelPanel final : public QWidget {
  Q_OBJECT
 public:
  explicit KernelPanel(WorkbenchContext& context, QWidget* parent = nullptr);
  void openGroup(GroupId group);
  GroupId group() const { return m_group; }
  // Left to right; those that have no room are hidden.
  const std::vector<TextPane*>& panes() const { return m_panes; }
  QTreeView* loopTree() const { return m_tree; }
  const session::KernelView* kernel() const { return m_kernel.get(); }
  // 1 to 3 columns of text; 0: as many as have room.
  void setColumns(int columns);
  // Marks, in every form, what the middle of the hot loop computes.
  void markHotLoop();

 signals:
  void kernelShown(heddle::GroupId group);

 protected:
  // Code is generated when somebody looks.
  void showEvent(QShowEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  QWidget* buildLeft();
  QWidget* buildTexts();
  void onSnapshot();
  void onSelection();
  QWidget* buildBar();
  void arrange();
  void fillGroups();
  void show(std::shared_ptr<const session::KernelView> kernel);
  void showMessage(const QString& text);
  void markEverywhere(const LineKey& key);
  void onTreeSelection();

  WorkbenchContext& m_context;
  GroupId m_group;
  std::shared_ptr<const session::KernelView> m_kernel;
  QComboBox* m_groups;
  QLabel* m_message;
  QStackedWidget* m_stack;
  QTreeView* m_tree;
  LoopTreeModel* m_model;
  QPlainTextEdit* m_trace;
  QLabel* m_hotLoop;
  QComboBox* m_columns;
  std::vector<TextPane*> m_panes;
  bool m_isFollowing = false;
};

}  // namespace heddle::views
