// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/profile/profile_model.h"

#include <algorithm>
#include <cmath>

#include "views/common/engine_text.h"
#include "views/common/numbers.h"

namespace heddle::views {

using session::ProfileRow;

namespace {

// Words to the left, numbers to the right, the header as what it stands over.
int alignmentOf(int column) {
  const bool isText =
      column == ProfileModel::nameColumn || column == ProfileModel::boundColumn || column == ProfileModel::shapeColumn;
  return int((isText ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
}

}  // namespace

void ProfileModel::setProfile(std::shared_ptr<const session::ProfileView> profile) {
  beginResetModel();
  m_profile = std::move(profile);
  m_counters.clear();
  // A counter that no group has, or that is 0 in all, is told once beside the table, not as a column of nothing.
  if (m_profile && !m_profile->rows.empty())
    for (size_t i = 0; i < m_profile->rows.front().counters.size(); ++i)
      if (std::any_of(m_profile->rows.begin(), m_profile->rows.end(), [&](const ProfileRow& row) {
            return i < row.counters.size() && !std::isnan(row.counters[i].second) && row.counters[i].second != 0;
          }))
        m_counters.push_back(m_profile->rows.front().counters[i].first);
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

double ProfileModel::counter(const ProfileRow& row, int column) const {
  for (const auto& [name, value] : row.counters)
    if (name == m_counters[static_cast<size_t>(column - fixedColumns)]) return value;
  return std::nan("");
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
      return boundText(row.boundBy);
    case callsColumn: return countText(row.calls);
    case shapeColumn: return QString::fromStdString(row.shape);
    default: break;
  }
  const double value = counter(row, column);
  return std::isnan(value) ? tr("n/a") : countText(std::llround(value));
}

QString ProfileModel::boundText(const std::string& bound) {
  if (bound == "compute") return tr("compute");
  if (bound == "memory") return tr("memory");
  if (bound == "overhead") return tr("overhead");
  return bound == "latency" ? tr("latency") : QStringLiteral("–");
}

QString ProfileModel::boundTip(const std::string& bound) {
  if (bound == "compute") return tr("Multiply-adds: near the processor's arithmetic peak.");
  if (bound == "memory")
    return tr("Traffic: near the bandwidth of the cache or memory that holds its data.");
  if (bound == "overhead") return tr("Starting the kernel takes most of its time.");
  if (bound == "latency")
    return tr("Far from both roofs: dependent or scalar instructions, waiting, or poor locality.");
  return {};
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
               : QVariant(counter(facts, index.column()));
  if (role == ShareRole && index.column() == shareColumn) return facts.share;
  if (role == Qt::TextAlignmentRole) return alignmentOf(index.column());
  if (role == Qt::ToolTipRole && index.column() >= fixedColumns) {
    for (const auto& [name, reason] : m_profile->absentCounters)
      if (name == m_counters[static_cast<size_t>(index.column() - fixedColumns)])
        return tr("Not available: %1").arg(engineText(reason));
    if (std::isnan(counter(facts, index.column())))
      return tr("Too short to count: counting nothing gives as much");
  }
  if (role == Qt::ToolTipRole && index.column() == boundColumn) return boundTip(facts.boundBy);
  if (role == Qt::ToolTipRole && index.column() == timeColumn)
    return tr("%1 to %2, 95 % interval of the median\n%3\n%4\n%5")
        .arg(durationText(facts.low), durationText(facts.high), engineText(m_profile->total.protocol),
             QString::fromStdString(m_profile->total.machine), QString::fromStdString(m_profile->total.command));
  return {};
}

QVariant ProfileModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) return alignmentOf(section);
  if (role != Qt::DisplayRole) return {};
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
    default: break;
  }
  const std::string& counter = m_counters[static_cast<size_t>(section - fixedColumns)];
  return counter == "task-clock" ? tr("task-clock, ns") : QString::fromStdString(counter);
}

}  // namespace heddle::views
