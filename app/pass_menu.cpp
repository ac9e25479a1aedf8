// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pass_menu.h"

namespace heddle::app {

PassMenu::PassMenu(views::WorkbenchContext& context, QWidget* parent)
    : QMenu(tr("&Passes"), parent), m_context(context) {
  setToolTipsVisible(true);
  connect(this, &QMenu::aboutToShow, this, &PassMenu::refill);
  connect(&m_context, &views::WorkbenchContext::snapshotChanged, this, &PassMenu::refill);
  refill();
}

void PassMenu::refill() {
  clear();
  const auto& snapshot = m_context.snapshot();
  menuAction()->setEnabled(snapshot && !snapshot->passes.empty());
  if (!snapshot) return;
  bool isAnyOff = false;
  for (const session::PassView& pass : snapshot->passes) {
    QAction* action = addAction(QString::fromStdString(pass.name));
    action->setObjectName(QStringLiteral("pass_") + action->text());
    action->setCheckable(true);
    action->setChecked(!pass.isOff);
    action->setEnabled(!pass.isRequired);
    action->setToolTip(pass.isRequired ? tr("Nothing can be compiled without it")
                                       : tr("Leave this pass out, or put it back, and see the effect"));
    isAnyOff |= pass.isOff;
    connect(action, &QAction::triggered, this,
            [this, name = pass.name](bool isOn) { m_context.setPassOn(name, isOn); });
  }
  addSeparator();
  QAction* all = addAction(tr("&Run all"));
  all->setObjectName(QStringLiteral("pass_all"));
  all->setEnabled(isAnyOff);
  connect(all, &QAction::triggered, this, [this] {
    session::CompileOptions options = m_context.snapshot()->options;
    options.disabledPasses.clear();
    m_context.configure(options);
  });
}

}  // namespace heddle::app
