// The second sign of a node's class: a shape beside its colour.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainterPath>
#include <QRectF>
#include <QString>

#include "engine/session/views.h"

namespace heddle::views {

QPainterPath glyphPath(session::NodeClass nodeClass, const QRectF& box);
QString nodeClassName(session::NodeClass nodeClass);  // translated, lower case

}  // namespace heddle::views
