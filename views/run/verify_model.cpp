// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/run/verify_model.h"

#include <QGuiApplication>

#include "views/common/engine_text.h"
#include "views/common/numbers.h"
#include "views/common/theme.h"

namespace heddle::views {
namespace {

int alignmentOf(int column) {
  const bool isText = column == VerifyModel::nameColumn || column == VerifyModel::verdictColumn;
  return int((isText ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
}

}  // namespace

void VerifyModel::setResult(session::VerifyView result) {
  beginResetModel();
  m_result = std::move(result);
  endResetModel();
}

int VerifyModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_result.rows.size());
}

int VerifyModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : columnCount_; }

QVariant VerifyModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const session::VerifyRow& facts = row(index.row());
  if (role == Qt::TextAlignmentRole) return alignmentOf(index.column());
  if (role == Qt::ForegroundRole && !facts.passed) return colorsOf(QGuiApplication::palette()).error;
  if (role != Qt::DisplayRole) return {};
  switch (index.column()) {
    case nameColumn: return engineText(facts.name);
    case absColumn: return significant(facts.maxAbsError);
    case relColumn: return significant(facts.maxRelError);
    case toleranceColumn: return significant(facts.worstOfTolerance);
    default: return verdict(facts);
  }
}

QString VerifyModel::verdict(const session::VerifyRow& facts) {
  const QString word = facts.passed ? tr("agrees") : tr("wrong");
  if (facts.atBorder == 0) return word;
  return tr("%1, %2 of %3 round at a border").arg(word).arg(facts.atBorder).arg(facts.elements);
}

QVariant VerifyModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) return alignmentOf(section);
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case nameColumn: return tr("Value");
    case absColumn: return tr("Absolute error");
    case relColumn: return tr("Relative error");
    case toleranceColumn: return tr("Of tolerance");
    default: return tr("Verdict");
  }
}

}  // namespace heddle::views
