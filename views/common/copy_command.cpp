// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/common/copy_command.h"

#include <QAction>
#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QWidget>

#include "views/common/icons.h"

namespace heddle::views {
namespace {

struct CopyCommand {
  Q_DECLARE_TR_FUNCTIONS(CopyCommand)
};

}  // namespace

QAction* commandAction(QObject* parent, std::function<QString()> command) {
  auto* action = new QAction(lineIcon(QStringLiteral("copy")), CopyCommand::tr("Copy the command"), parent);
  action->setObjectName(QStringLiteral("copy_command"));
  action->setToolTip(CopyCommand::tr("The heddle line that gives this number again"));
  QObject::connect(action, &QAction::triggered, action, [command = std::move(command)] {
    const QString line = command();
    if (!line.isEmpty()) QGuiApplication::clipboard()->setText(line);
  });
  return action;
}

void offerCommand(QWidget* widget, std::function<QString()> command) {
  widget->addAction(commandAction(widget, std::move(command)));
  widget->setContextMenuPolicy(Qt::ActionsContextMenu);
}

}  // namespace heddle::views
