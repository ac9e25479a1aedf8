// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/context/command_log.h"

#include <QRegularExpression>

#include "views/common/theme.h"

namespace heddle::views {

int CommandLog::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

QVariant CommandLog::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  if (role == Qt::DisplayRole) return m_lines[index.row()];
  if (role == Qt::FontRole) return codeFont();
  return {};
}

void CommandLog::add(const QString& line) {
  if (!m_lines.isEmpty() && m_lines.last() == line) return;
  beginInsertRows({}, rowCount(), rowCount());
  m_lines.append(line);
  endInsertRows();
}

QString shellQuoted(const QString& argument) {
  static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_@%+=:,./-]+$"));
  if (plain.match(argument).hasMatch()) return argument;
  QString quoted = argument;
  quoted.replace(QLatin1Char('\''), QLatin1String("'\\''"));
  return QLatin1Char('\'') + quoted + QLatin1Char('\'');
}

namespace {

QString shapesText(const std::map<std::string, Extents>& shapes) {
  QStringList parts;
  for (const auto& [name, extents] : shapes) {
    QStringList dims;
    for (const int64_t d : extents) dims << QString::number(d);
    parts << QStringLiteral("%1:[%2]").arg(QString::fromStdString(name), dims.join(QLatin1Char(',')));
  }
  return parts.join(QLatin1Char(','));
}

}  // namespace

QString commandLine(const QString& verb, const QString& file, const session::CompileOptions& options,
                    const QStringList& more) {
  QStringList words = {QStringLiteral("heddle"), verb, file};
  if (options.optLevel != 3)
    words << QStringLiteral("--opt-level") << QString::number(options.optLevel);
  if (!options.target.empty())
    words << QStringLiteral("--target") << QString::fromStdString(options.target);
  if (!options.inputShapes.empty())
    words << QStringLiteral("--input-shapes") << shapesText(options.inputShapes);
  if (!options.fusion) words << QStringLiteral("--no-fusion");
  if (!options.scheduled) words << QStringLiteral("--no-schedule");
  for (const std::string& pass : options.disabledPasses)
    words << QStringLiteral("--disable-pass") << QString::fromStdString(pass);
  for (const session::FusionOverride& o : options.fusionOverrides)
    words << (o.force ? QStringLiteral("--force-fusion") : QStringLiteral("--forbid-fusion"))
          << QString::fromStdString(session::edgeText(o));
  for (const std::string& word : session::scheduleArgumentsOf(options))
    words << QString::fromStdString(word);
  if (options.threads > 0) words << QStringLiteral("--threads") << QString::number(options.threads);
  words << more;
  QStringList quoted;
  for (const QString& word : words) quoted << shellQuoted(word);
  return quoted.join(QLatin1Char(' '));
}

}  // namespace heddle::views
