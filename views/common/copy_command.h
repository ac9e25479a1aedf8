// "Copy the command" on everything that shows a measured number.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <functional>

class QAction;
class QObject;
class QWidget;

namespace heddle::views {

// Gives the widget a context menu that copies what `command` returns; an empty answer copies nothing.
// The widget must not have a context menu of its own; selected text of a label stays copyable by Ctrl+C.
void offerCommand(QWidget* widget, std::function<QString()> command);
// The action alone, for a menu that has others.
QAction* commandAction(QObject* parent, std::function<QString()> command);

}  // namespace heddle::views
