// The code of a kernel: up to three linked texts and the hot loop in a sentence.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "views/context/workbench_context.h"
#include "views/ir/line_links.h"

class QComboBox;
class QLabel;
class QStackedWidget;

namespace heddle::views {

class TextPane;

// Shows what the schedule desk has open.
class KernelPanel final : public QWidget {
  Q_OBJECT
 public:
  explicit KernelPanel(WorkbenchContext& context, QWidget* parent = nullptr);
  // Left to right; those that have no room are hidden.
  const std::vector<TextPane*>& panes() const { return m_panes; }
  const session::KernelView* kernel() const { return m_kernel.get(); }
  // 1 to 3 columns of text; 0: as many as have room.
  void setColumns(int columns);
  // Marks, in every form, what the middle of the hot loop computes.
  void markHotLoop();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  QWidget* buildTexts();
  QWidget* buildBar();
  void arrange();
  void onCode();
  void onHistory();
  void onSelection();
  void showMessage(const QString& text);
  void markEverywhere(const LineKey& key);
  QString command() const;

  WorkbenchContext& m_context;
  std::shared_ptr<const session::KernelView> m_kernel;
  QLabel* m_message;
  QStackedWidget* m_stack;
  QLabel* m_hotLoop;
  QComboBox* m_columns;
  std::vector<TextPane*> m_panes;
};

}  // namespace heddle::views
