// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace heddle::app {

// Our texts and Qt's own in `language` ("zh_CN"); empty: the system's. Call once, before a window.
void installTranslations(const QString& language);

}  // namespace heddle::app
