// The Run perspective: inputs on the left, outputs and verification on the right.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "views/context/workbench_context.h"

class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;
class QTabWidget;
class QTableView;

namespace heddle::views {

class OutputView;
class TensorImage;
class VerifyModel;

class RunPanel final : public QWidget {
  Q_OBJECT
 public:
  explicit RunPanel(WorkbenchContext& context, QWidget* parent = nullptr);
  void run();
  void verify();
  void loadNpz(const QString& file);
  void loadImage(const QString& file);
  // An image or an archive, by its ending.
  void loadFile(const QString& file);
  void saveOutputs(const QString& file);
  // Runs the graph passes without the one that the verification blames, and verifies again.
  void disableCulprit();
  OutputView* outputs() const { return m_outputs; }
  QTableView* verification() const { return m_table; }
  bool isVerified() const { return m_isVerified; }

 signals:
  void ran();
  void verified(bool passed);

 private:
  QWidget* buildInputs();
  QWidget* buildResults();
  void startRun();      // with the shapes known
  void startVerify();
  void onSnapshot();
  void onModel();
  // What the left side asks for, made on the engine thread.
  std::function<Result<std::map<std::string, Tensor>>(SessionApi&)> inputMaker() const;
  QStringList inputArguments() const;
  void showRun(const session::RunView& result);
  void showVerification(session::VerifyView result);
  void refreshInputs();
  bool isPass(const std::string& name) const;

  WorkbenchContext& m_context;
  std::map<std::string, Tensor> m_given;   // from files, by input name
  QString m_givenFile, m_imageFile;
  QLabel* m_summary;
  QComboBox* m_fill;
  QSpinBox* m_seed;
  QComboBox* m_preset;
  TensorImage* m_picture;
  QPushButton* m_run;
  QPushButton* m_verify;
  QPushButton* m_save;
  QLabel* m_latency;
  QLabel* m_verdict;
  QPushButton* m_disable;
  QTabWidget* m_tabs;
  OutputView* m_outputs;
  QTableView* m_table;
  VerifyModel* m_model;
  std::string m_culprit;                   // a pass that can be disabled; empty: none
  std::string m_command;                   // of the last run
  bool m_isVerified = false;
};

}  // namespace heddle::views
