// Before a model is open: a place to drop one, recent ones, a bundled one. Nothing else.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "views/context/workbench_context.h"

class QLabel;
class QListWidget;
class QProgressBar;
class QStackedLayout;
class QVBoxLayout;

namespace heddle::views {

class StartPage final : public QWidget {
  Q_OBJECT
 public:
  // `samples`: model files that come with the program; those that are missing are left out.
  StartPage(WorkbenchContext& context, const QStringList& samples, QWidget* parent = nullptr);
  void refresh();
  // Shown under the drop area, for example why a file could not be opened.
  void showMessage(const QString& text);

 signals:
  void openRequested();
  void lessonRequested();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void fill(QListWidget* list, const QStringList& files);
  void buildDrop();
  void showJob();
  QListWidget* addList(QVBoxLayout* layout, const QString& heading);

  WorkbenchContext& m_context;
  QWidget* m_drop;
  QStackedLayout* m_pages;      // of the drop area: waiting for a file, or opening one
  QLabel *m_message, *m_job;
  QProgressBar* m_progress;
  QListWidget *m_recent, *m_samples;
  QLabel* m_recentHeading = nullptr;
};

}  // namespace heddle::views
