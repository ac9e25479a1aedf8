// SPDX-License-Identifier: GPL-3.0-or-later
#include <QStringList>

#include "views/inspector/description.h"

namespace heddle::views {

QString linkOf(const Thing& thing) {
  switch (thing.kind) {
    case Thing::Kind::op:
      return QStringLiteral("thing:op:%1:%2").arg(thing.op.value).arg(thing.stage);
    case Thing::Kind::group: return QStringLiteral("thing:group:%1:0").arg(thing.group.value);
    case Thing::Kind::source: return QStringLiteral("thing:source:%1:0").arg(thing.source);
    case Thing::Kind::fusionEdge:
      return QStringLiteral("thing:edge:%1:%2").arg(thing.op.value).arg(thing.consumer.value);
    default: return {};
  }
}

Thing thingOfLink(const QString& link) {
  const QStringList parts = link.split(QLatin1Char(':'));
  if (parts.size() != 4 || parts[0] != QLatin1String("thing")) return {};
  const quint64 a = parts[2].toULongLong(), b = parts[3].toULongLong();
  if (parts[1] == QLatin1String("op")) return Thing::ofOp(OpId{a}, static_cast<int>(b));
  if (parts[1] == QLatin1String("group")) return Thing::ofGroup(GroupId{a});
  if (parts[1] == QLatin1String("source")) return Thing::ofSource(static_cast<uint32_t>(a));
  if (parts[1] == QLatin1String("edge")) return Thing::ofFusionEdge(OpId{a}, OpId{b});
  return {};
}

constexpr qsizetype kLongName = 20;

// A long name breaks where its parts end, so that values stay in sight.
static QString nameCell(const QString& name) {
  if (name.size() <= kLongName) return name.toHtmlEscaped();
  QString broken;
  for (const QChar c : name) {
    broken += c;
    if (!c.isLetterOrNumber()) broken += QChar(0x200B);
  }
  return broken.toHtmlEscaped();
}

QString toHtml(const Description& d, const QString& muted, const QString& linkColor) {
  QString out = QStringLiteral("<p style='margin:0'><b style='font-size:11pt'>%1</b></p>")
                    .arg(d.title.toHtmlEscaped());
  if (!d.subtitle.isEmpty())
    out += QStringLiteral("<p style='margin:2px 0 0 0;color:%2'>%1</p>")
               .arg(d.subtitle.toHtmlEscaped(), muted);
  for (const FactSection& section : d.sections) {
    if (section.rows.empty()) continue;
    out += QStringLiteral("<p style='margin:12px 0 4px 0'><b>%1</b></p><table cellspacing='0' "
                          "cellpadding='0' width='100%'>")
               .arg(section.heading.toHtmlEscaped());
    for (const FactRow& row : section.rows) {
      QString value = row.value.toHtmlEscaped();
      if (!row.link.isNone())
        value = QStringLiteral("<a href='%1' style='text-decoration:none;color:%3'>%2</a>")
                    .arg(linkOf(row.link), value, linkColor);
      const QString title = row.story.isEmpty() ? QString()
                                                : QStringLiteral(" title='%1'").arg(row.story.toHtmlEscaped());
      out += QStringLiteral("<tr><td style='color:%3;padding:1px 12px 1px 0;white-space:%5' width='30%'>%1</td>"
                            "<td style='padding:1px 0'%4>%2</td></tr>")
                 .arg(nameCell(row.name), value, muted, title,
                      row.name.size() > kLongName ? QStringLiteral("normal") : QStringLiteral("nowrap"));
    }
    out += QStringLiteral("</table>");
  }
  return out;
}

}  // namespace heddle::views
