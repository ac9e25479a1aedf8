// Our line icons: one family on a 16 px grid, drawn in the palette's text colour at paint time, so
// that they follow a change of theme.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>

namespace heddle::views {

// `name` is a file of resources/icons without its ending.
QIcon lineIcon(const QString& name);

}  // namespace heddle::views
