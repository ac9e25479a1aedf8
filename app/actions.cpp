// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/actions.h"

#include <QRegularExpression>
#include <QWidget>

#include "views/common/icons.h"

namespace heddle::app {

QString plainTextOf(const QString& text) {
  static const QRegularExpression apart(QStringLiteral("\\s*\\(&[A-Za-z0-9]\\)"));
  return QString(text).remove(apart).remove(QLatin1Char('&'));
}

Actions::Actions(QWidget* window) : QObject(window), m_window(window) {}

QAction* Actions::add(const QString& id, const QString& text, const QString& icon,
                      const QKeySequence& shortcut, const QString& tip,
                      std::function<void()> run) {
  auto* action = new QAction(text, m_window);
  action->setObjectName(id);
  if (!icon.isEmpty()) action->setIcon(views::lineIcon(icon));
  if (!shortcut.isEmpty()) action->setShortcut(shortcut);
  const QString keys = shortcut.toString(QKeySequence::NativeText);
  const QString plain = plainTextOf(tip.isEmpty() ? text : tip);
  action->setIconText(plainTextOf(text));   // of the tool bar
  action->setToolTip(keys.isEmpty() ? plain : QStringLiteral("%1 (%2)").arg(plain, keys));
  action->setStatusTip(plain);
  connect(action, &QAction::triggered, this, [run = std::move(run)] { run(); });
  m_window->addAction(action);
  m_actions.push_back(action);
  return action;
}

QAction* Actions::addToggle(const QString& id, const QString& text, bool isOn, const QString& tip,
                            std::function<void(bool)> run) {
  QAction* action = add(id, text, {}, {}, tip, [] {});
  action->setCheckable(true);
  action->setChecked(isOn);
  connect(action, &QAction::toggled, this, [run = std::move(run)](bool isNowOn) { run(isNowOn); });
  return action;
}

QAction* Actions::find(const QString& id) const {
  for (QAction* action : m_actions)
    if (action->objectName() == id) return action;
  return nullptr;
}

}  // namespace heddle::app
