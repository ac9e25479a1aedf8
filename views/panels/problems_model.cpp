// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/problems_model.h"

#include <QIcon>

#include "views/common/engine_text.h"
#include "views/common/icons.h"

namespace heddle::views {
namespace {

QString iconName(Severity severity) {
  switch (severity) {
    case Severity::error: return QStringLiteral("error");
    case Severity::warning: return QStringLiteral("warning");
    case Severity::note: break;
  }
  return QStringLiteral("info");
}

}  // namespace

void ProblemsModel::setProblems(std::vector<Diagnostic> problems) {
  beginResetModel();
  m_problems = std::move(problems);
  endResetModel();
}

int ProblemsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_problems.size());
}

int ProblemsModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : columnCount_;
}

QVariant ProblemsModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Diagnostic& d = problem(index.row());
  if (role == Qt::DecorationRole && index.column() == messageColumn)
    return lineIcon(iconName(d.severity));
  if (role == Qt::ToolTipRole) return lineOf(d);
  if (role != Qt::DisplayRole) return {};
  switch (index.column()) {
    case messageColumn: return messageOf(d);
    case placeColumn: return QString::fromStdString(d.where);
    case hintColumn: return hintOf(d);
    default: return QString::fromStdString(d.code);
  }
}

QVariant ProblemsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  switch (section) {
    case messageColumn: return tr("Problem");
    case placeColumn: return tr("Place");
    case hintColumn: return tr("Way on");
    default: return tr("Code");
  }
}

}  // namespace heddle::views
