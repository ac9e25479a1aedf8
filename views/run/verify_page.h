// Verification: every layer against the reference, worst first, and what to do about a pass that breaks results.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "views/context/workbench_context.h"

class QLabel;
class QPushButton;
class QTableView;

namespace heddle::views {

class VerifyModel;

class VerifyPage final : public QWidget {
  Q_OBJECT
 public:
  using Tensors = std::map<std::string, Tensor>;
  explicit VerifyPage(WorkbenchContext& context, QWidget* parent = nullptr);

  // With inputs made by `maker` on the engine thread; `arguments` repeat them on the command line.
  void verify(std::function<Result<Tensors>(SessionApi&)> maker, const QStringList& arguments);
  // Outputs that the model should give, compared with besides the reference.
  void loadExpected(const QString& file);
  QTableView* table() const { return m_table; }
  QString verdict() const;
  const std::string& culprit() const { return m_culprit; }

 signals:
  void verified(bool passed);
  void againRequested();

 private:
  QWidget* buildHead();
  void chooseExpected();
  void show(session::VerifyView result);
  void showCulprit();
  // Runs the graph passes without the one that is blamed, and asks to verify again.
  void disableCulprit();
  void onModel();
  int culpritStage() const;

  WorkbenchContext& m_context;
  Tensors m_expected;
  QString m_expectedFile;
  QLabel* m_verdict;
  QPushButton *m_expect, *m_show, *m_disable;
  QTableView* m_table;
  VerifyModel* m_model;
  std::string m_culprit;   // a pass that can be left out; empty: none
  QString m_command;
};

}  // namespace heddle::views
