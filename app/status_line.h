// The answer to "how fast is my model now", always visible; and what runs, with a way to stop it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "views/context/workbench_context.h"

class QLabel;
class QProgressBar;
class QToolButton;

namespace heddle::app {

class StatusLine final : public QWidget {
  Q_OBJECT
 public:
  explicit StatusLine(views::WorkbenchContext& context, QWidget* parent = nullptr);
  QString modelText() const;
  QString speedText() const;

 private:
  void refresh();
  void refreshJob();

  views::WorkbenchContext& m_context;
  QLabel *m_model, *m_speed, *m_job, *m_noise;
  QProgressBar* m_progress;
  QToolButton* m_cancel;
};

}  // namespace heddle::app
