// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/groups_model.h"

#include <QGuiApplication>
#include <QIcon>

#include "views/common/glyphs.h"
#include "views/common/numbers.h"
#include "views/common/theme.h"
#include "views/panels/outline_model.h"

namespace heddle::views {
namespace {

QVariant alignment(int column) {
  const bool isText = column == GroupsModel::nameColumn || column == GroupsModel::patternColumn ||
                      column == GroupsModel::shapeColumn;
  return QVariant((isText ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
}

}  // namespace

void GroupsModel::setSnapshot(session::SnapshotRef snapshot) {
  beginResetModel();
  m_snapshot = std::move(snapshot);
  m_profile.clear();
  if (m_snapshot && m_snapshot->profile)
    for (size_t i = 0; i < m_snapshot->profile->rows.size(); ++i)
      m_profile.emplace(m_snapshot->profile->rows[i].group, i);
  endResetModel();
}

GroupId GroupsModel::groupAt(int row) const {
  return m_snapshot->fusion->groups[static_cast<size_t>(row)].id;
}

int GroupsModel::rowOf(GroupId group) const {
  for (int row = 0; row < rowCount(); ++row)
    if (groupAt(row) == group) return row;
  return -1;
}

const session::ProfileRow* GroupsModel::profile(GroupId group) const {
  const auto it = m_profile.find(group);
  return it == m_profile.end() ? nullptr : &m_snapshot->profile->rows[it->second];
}

int GroupsModel::rowCount(const QModelIndex& parent) const {
  if (parent.isValid() || !m_snapshot || !m_snapshot->fusion) return 0;
  return static_cast<int>(m_snapshot->fusion->groups.size());
}

int GroupsModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : columnCount_;
}

QString GroupsModel::text(const session::GroupView& group, int column) const {
  const session::ProfileRow* row = profile(group.id);
  switch (column) {
    case idColumn: return QStringLiteral("#%1").arg(group.id.value);
    case nameColumn: return QString::fromStdString(group.name);
    case patternColumn: return nodeClassName(group.pattern);
    case membersColumn: return countText(static_cast<int64_t>(group.members.size()));
    case shapeColumn: return QString::fromStdString(group.shape);
    case workColumn: return flopsText(group.flops);
    case dataColumn: return bytesText(group.bytes);
    case predictedColumn:
      return m_snapshot->fusion->isPredicted ? durationText(group.predictedMilliseconds) : QString();
    case timeColumn: return row ? durationWithSpread(row->milliseconds, row->low, row->high) : QString();
    case shareColumn: return row ? shareText(row->share) : QString();
    default: return {};
  }
}

double GroupsModel::number(const session::GroupView& group, int column) const {
  const session::ProfileRow* row = profile(group.id);
  switch (column) {
    case idColumn: return static_cast<double>(group.id.value);
    case membersColumn: return static_cast<double>(group.members.size());
    case workColumn: return static_cast<double>(group.flops);
    case dataColumn: return static_cast<double>(group.bytes);
    case predictedColumn: return group.predictedMilliseconds;
    case timeColumn: return row ? row->milliseconds : -1.0;
    case shareColumn: return row ? row->share : -1.0;
    default: return 0;
  }
}

bool GroupsModel::isLess(int row, int other, int column) const {
  const auto& groups = m_snapshot->fusion->groups;
  const session::GroupView &a = groups[static_cast<size_t>(row)], &b = groups[static_cast<size_t>(other)];
  switch (column) {
    case nameColumn: return a.name < b.name;
    case shapeColumn: return a.shape < b.shape;
    case patternColumn: return nodeClassName(a.pattern) < nodeClassName(b.pattern);
    default: return number(a, column) < number(b, column);
  }
}

QVariant GroupsModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const auto& group = m_snapshot->fusion->groups[static_cast<size_t>(index.row())];
  const int column = index.column();
  switch (role) {
    case Qt::DisplayRole: return text(group, column);
    case Qt::DecorationRole:
      return column == nameColumn ? QVariant(glyphIcon(static_cast<int>(group.pattern),
                                                       colorsOf(QGuiApplication::palette()).isDark))
                                  : QVariant();
    case Qt::TextAlignmentRole: return alignment(column);
    default: return {};
  }
}

QVariant GroupsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) return alignment(section);
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case idColumn: return tr("Group");
    case nameColumn: return tr("Operators");
    case patternColumn: return tr("Pattern");
    case membersColumn: return tr("Members");
    case shapeColumn: return tr("Result");
    case workColumn: return tr("Work");
    case dataColumn: return tr("Data");
    case predictedColumn: return tr("Predicted");
    case timeColumn: return tr("Measured");
    case shareColumn: return tr("Share");
    default: return {};
  }
}

}  // namespace heddle::views
