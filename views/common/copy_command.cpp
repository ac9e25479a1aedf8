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

void offerCommand(QWidget* widget, std::function<QString()> command) {
  auto* action = new QAction(lineIcon(QStringLiteral("copy")), CopyCommand::tr("Copy the command"), widget);
  action->setObjectName(QStringLiteral("copy_command"));
  action->setToolTip(CopyCommand::tr("The heddle line that gives this number again"));
  widget->addAction(action);
  widget->setContextMenuPolicy(Qt::ActionsContextMenu);
  QObject::connect(action, &QAction::triggered, widget, [command] {
    const QString line = command();
    if (!line.isEmpty()) QGuiApplication::clipboard()->setText(line);
  });
}

}  // namespace heddle::views
