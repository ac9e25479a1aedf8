// The `heddle` line of every action: a log, and a way to learn the command line.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QStringList>

#include "engine/session/session.h"

namespace heddle::views {

class CommandLog final : public QAbstractListModel {
  Q_OBJECT
 public:
  using QAbstractListModel::QAbstractListModel;
  int rowCount(const QModelIndex& parent = {}) const final;
  QVariant data(const QModelIndex& index, int role) const final;
  void add(const QString& line);
  QString allText() const { return m_lines.join(QLatin1Char('\n')); }

 private:
  QStringList m_lines;
};

// "heddle VERB FILE" with the options that differ from the defaults, quoted for a POSIX shell.
QString commandLine(const QString& verb, const QString& file, const session::CompileOptions& options,
                    const QStringList& more = {});
QString shellQuoted(const QString& argument);

}  // namespace heddle::views
