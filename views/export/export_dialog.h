// A deployable module of the open model: formats, folder, rehearsal. "Saved" is said after a clean process ran it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "views/context/workbench_context.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QTreeWidget;

namespace heddle::views {

class ExportDialog final : public QDialog {
  Q_OBJECT
 public:
  explicit ExportDialog(WorkbenchContext& context, QWidget* parent = nullptr);
  // Writes what is chosen; does nothing while a job runs or the choice is not complete.
  void exportModule();
  QLineEdit* folder() const { return m_folder; }
  QString verdict() const;
  // The heddle line that does the same.
  QString command() const;

 signals:
  void exported(bool isSaved);

 protected:
  void reject() override;

 private:
  QWidget* buildChoices();
  QWidget* buildResult();
  QWidget* buildButtons();
  void chooseFolder();
  void refresh();
  void fitHeight();
  void setRunning(bool isRunning);
  void showProgress();
  void showResult(const Result<session::ExportView>& result);
  std::vector<std::string> formats() const;

  WorkbenchContext& m_context;
  QLineEdit* m_folder;
  QCheckBox *m_shared, *m_static, *m_object, *m_separate;
  QLabel *m_command, *m_verdict, *m_details;
  QProgressBar* m_progress;
  QTreeWidget* m_files;
  QPushButton *m_export, *m_close, *m_show, *m_copy;
  JobId m_job;
  bool m_isRunning = false;
};

}  // namespace heddle::views
