// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/profile/profile_files.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>
#include <cmath>
#include <map>

namespace heddle::views {

using session::ProfileRow;

namespace {

QString quotedCell(const QString& text) {
  if (!text.contains(QLatin1Char(',')) && !text.contains(QLatin1Char('"'))) return text;
  return QLatin1Char('"') + QString(text).replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
}

}  // namespace

QByteArray profileCsv(const session::ProfileView& profile) {
  const auto number = [](double value) { return std::isnan(value) ? QString() : QString::number(value, 'g', 9); };
  QStringList head = {"group", "milliseconds", "low", "high", "share", "gflops", "share_of_peak",
                      "gbytes_per_second", "bound_by", "calls", "shape"};
  if (!profile.rows.empty())
    for (const auto& [name, value] : profile.rows.front().counters) head << QString::fromStdString(name);
  QString out = head.join(QLatin1Char(',')) + QLatin1Char('\n');
  for (const ProfileRow& row : profile.rows) {
    QStringList cells = {quotedCell(QString::fromStdString(row.name)), number(row.milliseconds), number(row.low),
                         number(row.high), number(row.share), number(row.gflops), number(row.shareOfPeak),
                         number(row.gbytesPerSecond), QString::fromStdString(row.boundBy), QString::number(row.calls),
                         quotedCell(QString::fromStdString(row.shape))};
    for (const auto& [name, value] : row.counters) cells << number(value);
    out += cells.join(QLatin1Char(',')) + QLatin1Char('\n');
  }
  return out.toUtf8();
}

QByteArray profileTrace(const session::ProfileView& profile) {
  std::map<GroupId, QString> names;
  for (const ProfileRow& row : profile.rows) names[row.group] = QString::fromStdString(row.name);
  QJsonArray events;
  for (const session::TimelineEvent& event : profile.events)
    events.append(QJsonObject{{"name", names.count(event.group) ? names[event.group] : QStringLiteral("step")},
                              {"cat", "kernel"}, {"ph", "X"}, {"ts", static_cast<double>(event.beginNs) / 1e3},
                              {"dur", static_cast<double>(event.endNs - event.beginNs) / 1e3}, {"pid", 1},
                              {"tid", static_cast<int>(event.thread)},
                              {"args", QJsonObject{{"step", static_cast<int>(event.step)}}}});
  return QJsonDocument(QJsonObject{{"traceEvents", events}, {"displayTimeUnit", "ms"}}).toJson(QJsonDocument::Compact);
}

}  // namespace heddle::views
