// The text of a step from the fields of a form, and back enough to say what a step does. Pure functions.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include "engine/session/schedule_views.h"

namespace heddle::views {

// "split(loop=conv.oc, factors=[-1, 16])": arguments without a value are left out.
QString stepText(const std::string& primitive,
                 const std::vector<session::ScheduleArgumentView>& arguments);

// The items of "[a, b]"; of "a" alone, {"a"}.
QStringList listItems(const QString& value);
QString listText(const QStringList& items);
// A text argument as it stands in a step: in double quotes, escaped. Numbers and words in quotes stay.
QString quotedText(const QString& plain);
QString unquotedText(const QString& value);

// What a line of a trace does, for a row of the history: "split conv.oc", without results and values.
QString shortStep(const QString& step);

// 1 and all divisors of `extent` below the limit, ascending. Requires a positive extent.
QList<qint64> divisorsOf(qint64 extent, qsizetype most = 64);

}  // namespace heddle::views
