// What the delegates of the editor's lists paint alike: the ground of a row, and colours that are read on it.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyleOptionViewItem>

class QPainter;

namespace heddle::views {

// The ground, selection and focus of a row without its text, which the caller paints in its own way. `item` is
// initialised (initStyleOption); its text is returned.
QString paintGround(QPainter& painter, QStyleOptionViewItem item);
// `color`, or what is read on the selection.
QColor onGround(const QColor& color, const QStyleOptionViewItem& option);

}  // namespace heddle::views
