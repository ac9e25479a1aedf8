// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/profile/profile_model.h"

#include <cmath>

#include "views/common/numbers.h"

namespace heddle::views {

using session::ProfileRow;

void ProfileModel::setProfile(std::shared_ptr<const session::ProfileView> profile) {
  beginResetModel();
  m_profile = std::move(profile);
  m_counters.clear();
  if (m_profile && !m_profile->rows.empty())
    for (const auto& [name, value] : m_profile->rows.front().counters) m_counters.push_back(name);
  endResetModel();
}

int ProfileModel::rowOf(GroupId group) const {
  if (m_profile)
    for (size_t i = 0; i < m_profile->rows.size(); ++i)
      if (m_profile->rows[i].group == group) return static_cast<int>(i);
  return -1;
}

int ProfileModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() || !m_profile ? 0 : static_cast<int>(m_profile->rows.size());
}

int ProfileModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : fixedColumns + static_cast<int>(m_counters.size());
}

QString ProfileModel::text(const ProfileRow& row, int column) const {
  switch (column) {
    case nameColumn: return QString::fromStdString(row.name);
    case shareColumn: return shareText(row.share);
    case timeColumn: return durationWithSpread(row.milliseconds, row.low, row.high);
    case gflopsColumn: return row.gflops > 0 ? significant(row.gflops) : QStringLiteral("–");
    case peakColumn: return row.gflops > 0 ? shareText(row.shareOfPeak) : QStringLiteral("–");
    case bandwidthColumn: return significant(row.gbytesPerSecond);
    case boundColumn:
      return row.boundBy == "compute" ? tr("compute") : row.boundBy == "memory" ? tr("memory") : tr("overhead");
    case callsColumn: return countText(row.calls);
    case shapeColumn: return QString::fromStdString(row.shape);
    default: break;
  }
  const double value = row.counters[static_cast<size_t>(column - fixedColumns)].second;
  return std::isnan(value) ? tr("n/a") : significant(value, 4);
}

QVariant ProfileModel::number(const ProfileRow& row, int column) const {
  switch (column) {
    case shareColumn:
    case timeColumn: return row.milliseconds;
    case gflopsColumn: return row.gflops;
    case peakColumn: return row.shareOfPeak;
    case bandwidthColumn: return row.gbytesPerSecond;
    case callsColumn: return row.calls;
    default: return text(row, column);
  }
}

QVariant ProfileModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const ProfileRow& facts = row(index.row());
  if (role == Qt::DisplayRole) return text(facts, index.column());
  if (role == SortRole)
    return index.column() < fixedColumns
               ? number(facts, index.column())
               : QVariant(facts.counters[static_cast<size_t>(index.column() - fixedColumns)].second);
  if (role == ShareRole && index.column() == shareColumn) return facts.share;
  const bool isText = index.column() == nameColumn || index.column() == boundColumn || index.column() == shapeColumn;
  if (role == Qt::TextAlignmentRole && !isText) return int(Qt::AlignRight | Qt::AlignVCenter);
  if (role == Qt::ToolTipRole && index.column() >= fixedColumns)
    for (const auto& [name, reason] : m_profile->absentCounters)
      if (name == m_counters[static_cast<size_t>(index.column() - fixedColumns)])
        return tr("Not available: %1").arg(QString::fromStdString(reason));
  if (role == Qt::ToolTipRole && index.column() == timeColumn)
    return tr("%1 to %2, 95 % interval of the median\n%3\n%4\n%5")
        .arg(durationText(facts.low), durationText(facts.high), QString::fromStdString(m_profile->total.protocol),
             QString::fromStdString(m_profile->total.machine), QString::fromStdString(m_profile->total.command));
  return {};
}

QVariant ProfileModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  switch (section) {
    case nameColumn: return tr("Group");
    case shareColumn: return tr("Share");
    case timeColumn: return tr("Time");
    case gflopsColumn: return tr("GFLOPS");
    case peakColumn: return tr("Of peak");
    case bandwidthColumn: return tr("GB/s");
    case boundColumn: return tr("Bound by");
    case callsColumn: return tr("Calls");
    case shapeColumn: return tr("Shape");
    default: return QString::fromStdString(m_counters[static_cast<size_t>(section - fixedColumns)]);
  }
}

}  // namespace heddle::views
