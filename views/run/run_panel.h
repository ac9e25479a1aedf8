// The Run perspective: inputs on the left, outputs and verification on the right.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "views/context/workbench_context.h"

class QLabel;
class QPushButton;
class QTabWidget;

namespace heddle::views {

class InputsForm;
class OutputView;
class VerifyPage;

class RunPanel final : public QWidget {
  Q_OBJECT
 public:
  explicit RunPanel(WorkbenchContext& context, QWidget* parent = nullptr);
  void run();
  void verify();
  void saveOutputs(const QString& file);
  // A class name a line; shown beside the largest values.
  void loadLabels(const QString& file);
  InputsForm* inputs() const { return m_inputs; }
  OutputView* outputs() const { return m_outputs; }
  VerifyPage* verification() const { return m_verification; }

 signals:
  void ran();

 private:
  QWidget* buildLeft();
  QWidget* buildOutputs();
  void startRun();         // with the shapes known
  void onSnapshot();
  void onModel();
  void chooseLabels();
  void showRun(const session::RunView& result);

  WorkbenchContext& m_context;
  InputsForm* m_inputs;
  QPushButton *m_run, *m_verify, *m_save, *m_labels;
  QLabel* m_latency;
  QTabWidget* m_tabs;
  OutputView* m_outputs;
  VerifyPage* m_verification;
  std::string m_command;   // of the last run
};

}  // namespace heddle::views
