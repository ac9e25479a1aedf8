// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/schedule/step_text.h"

#include <algorithm>

namespace heddle::views {

QString stepText(const std::string& primitive,
                 const std::vector<session::ScheduleArgumentView>& arguments) {
  QStringList parts;
  for (const session::ScheduleArgumentView& argument : arguments)
    if (!argument.value.empty())
      parts << QString::fromStdString(argument.name + "=" + argument.value);
  return QString::fromStdString(primitive) + QLatin1Char('(') + parts.join(QStringLiteral(", ")) +
         QLatin1Char(')');
}

QStringList listItems(const QString& value) {
  QString inner = value.trimmed();
  if (inner.startsWith(QLatin1Char('['))) inner.remove(0, 1);
  if (inner.endsWith(QLatin1Char(']'))) inner.chop(1);
  QStringList items;
  for (const QString& item : inner.split(QLatin1Char(','), Qt::SkipEmptyParts))
    if (!item.trimmed().isEmpty()) items << item.trimmed();
  return items;
}

QString listText(const QStringList& items) {
  return QLatin1Char('[') + items.join(QStringLiteral(", ")) + QLatin1Char(']');
}

QString quotedText(const QString& plain) {
  QString out = plain;
  out.replace(QLatin1Char('\\'), QLatin1String("\\\\")).replace(QLatin1Char('"'), QLatin1String("\\\""));
  return QLatin1Char('"') + out + QLatin1Char('"');
}

QString unquotedText(const QString& value) {
  if (value.size() < 2 || !value.startsWith(QLatin1Char('"')) || !value.endsWith(QLatin1Char('"')))
    return value;
  QString out;
  for (qsizetype i = 1; i + 1 < value.size(); ++i) {
    if (value[i] == QLatin1Char('\\') && i + 2 < value.size()) ++i;
    out += value[i];
  }
  return out;
}

QString shortStep(const QString& step) {
  const qsizetype open = step.indexOf(QLatin1Char('('));
  if (open < 0) return step.trimmed();
  const qsizetype equals = step.lastIndexOf(QLatin1Char('='), open);
  const QString name = step.mid(equals + 1, open - equals - 1).trimmed();
  const qsizetype value = step.indexOf(QLatin1Char('='), open);
  if (value < 0) return name;
  qsizetype end = value + 1;
  const bool isList = end < step.size() && step[end] == QLatin1Char('[');
  while (end < step.size() && step[end] != (isList ? QLatin1Char(']') : QLatin1Char(',')) &&
         step[end] != QLatin1Char(')'))
    ++end;
  const QString what = isList ? listItems(step.mid(value + 1, end - value - 1)).join(QStringLiteral(", "))
                              : step.mid(value + 1, end - value - 1).trimmed();
  return name + QLatin1Char(' ') + what;
}

QList<qint64> divisorsOf(qint64 extent, qsizetype most) {
  QList<qint64> low, high;
  for (qint64 d = 1; d <= extent / d && low.size() + high.size() < most; ++d) {
    if (extent % d != 0) continue;
    low << d;
    if (d != extent / d) high.prepend(extent / d);
  }
  return low + high;
}

}  // namespace heddle::views
