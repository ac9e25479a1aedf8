// Every action of the window in one place, so that menus, tool bar and palette agree.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QObject>
#include <functional>
#include <vector>

class QMenuBar;
class QWidget;

namespace heddle::app {

// The text without its mnemonic: "&Open", and "打开(&O)" where letters are not of the language.
QString plainTextOf(const QString& text);

// Owns the actions; each has an object name, which is its id.
class Actions final : public QObject {
  Q_OBJECT
 public:
  explicit Actions(QWidget* window);

  QAction* add(const QString& id, const QString& text, const QString& icon,
               const QKeySequence& shortcut, const QString& tip, std::function<void()> run);
  QAction* addToggle(const QString& id, const QString& text, bool isOn, const QString& tip,
                     std::function<void(bool)> run);
  QAction* find(const QString& id) const;   // null when there is none
  const std::vector<QAction*>& all() const { return m_actions; }

 private:
  QWidget* m_window;
  std::vector<QAction*> m_actions;
};

}  // namespace heddle::app
