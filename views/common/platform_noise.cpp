// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/common/platform_noise.h"

#include <QString>
#include <QtGlobal>
#include <atomic>

namespace heddle::views {
namespace {

std::atomic<QtMessageHandler> before = nullptr;

void filter(QtMsgType type, const QMessageLogContext& context, const QString& text) {
  for (const char* what : {"propagateSizeHints()", "raise()", "grabbing the keyboard"})
    if (type == QtWarningMsg && text == QLatin1String("This plugin does not support ") + QLatin1String(what)) return;
  if (const QtMessageHandler handler = before) handler(type, context, text);
}

}  // namespace

void hidePlatformNoise() {
  const QtMessageHandler old = qInstallMessageHandler(filter);
  if (old != filter) before = old;
}

}  // namespace heddle::views
