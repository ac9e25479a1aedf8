// The selected thing: facts, then decisions, then what can be done.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "views/context/workbench_context.h"

class QLabel;
class QPushButton;
class QTextBrowser;
class QToolButton;

namespace heddle::views {

class Inspector final : public QWidget {
  Q_OBJECT
 public:
  explicit Inspector(WorkbenchContext& context, QWidget* parent = nullptr);
  QPushButton* forceButton() const { return m_force; }
  QPushButton* forbidButton() const { return m_forbid; }
  QPushButton* clearButton() const { return m_clear; }
  QPushButton* measureButton() const { return m_measure; }
  QString plainText() const;
  QSize sizeHint() const override { return {280, 400}; }

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void refresh();
  void refreshActions(const session::FusionEdgeView* fusion, bool isRefused);
  void showMenu(const QPoint& at);
  void act(session::FusionOverrideRequest::Action action);

  WorkbenchContext& m_context;
  QTextBrowser* m_text;
  QWidget* m_fusionActions;
  QLabel* m_effect;
  QPushButton *m_force, *m_forbid, *m_clear, *m_measure, *m_openKernel;
  QToolButton* m_pin;
  Thing m_thing;
};

}  // namespace heddle::views
