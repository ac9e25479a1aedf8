// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/schedule/schedule_tree_model.h"

#include <map>

#include "views/common/engine_text.h"
#include "views/common/numbers.h"
#include "views/common/theme.h"
#include "views/schedule/loop_kinds.h"

namespace heddle::views {

using session::LoopTreeItem;
using session::ScheduleBufferView;
using session::ScheduleSelection;
using session::ScheduleTreeItem;

namespace {

// Rows are told apart by their internal id: positions in the tree, then the heading, then the buffers.
constexpr quintptr kHeading = 1u << 24;
constexpr quintptr kFirstBuffer = kHeading + 1;

}  // namespace

void ScheduleTreeModel::setProgram(const session::ScheduleProgramView& program) {
  beginResetModel();
  m_program = program;
  link();
  m_isNew.assign(m_program.tree.size(), false);
  endResetModel();
}

void ScheduleTreeModel::link() {
  const std::vector<ScheduleTreeItem>& items = m_program.tree;
  m_parents.assign(items.size(), -1);
  m_rows.assign(items.size(), 0);
  m_children.assign(items.size(), {});
  m_top.clear();
  std::vector<int> open;  // positions of the ancestors of the next item
  for (size_t i = 0; i < items.size(); ++i) {
    while (!open.empty() && items[static_cast<size_t>(open.back())].item.depth >= items[i].item.depth) open.pop_back();
    std::vector<int>& siblings = open.empty() ? m_top : m_children[static_cast<size_t>(open.back())];
    m_parents[i] = open.empty() ? -1 : open.back();
    m_rows[i] = static_cast<int>(siblings.size());
    siblings.push_back(static_cast<int>(i));
    open.push_back(static_cast<int>(i));
  }
}

void ScheduleTreeModel::setBaseline(const session::ScheduleProgramView* before) {
  m_isNew.assign(m_program.tree.size(), false);
  if (!before) return;
  std::map<std::string, const ScheduleTreeItem*> known;
  for (const ScheduleTreeItem& item : before->tree) known[item.name] = &item;
  for (size_t i = 0; i < m_program.tree.size(); ++i) {
    const ScheduleTreeItem& now = m_program.tree[i];
    const auto it = known.find(now.name);
    m_isNew[i] = it == known.end() || it->second->item.extent != now.item.extent ||
                 it->second->item.loopKind != now.item.loopKind || it->second->item.depth != now.item.depth;
  }
}

bool ScheduleTreeModel::isNew(const QModelIndex& index) const {
  const int at = position(index);
  return at >= 0 && m_isNew[static_cast<size_t>(at)];
}

int ScheduleTreeModel::position(const QModelIndex& index) const {
  return index.isValid() && index.internalId() < kHeading ? static_cast<int>(index.internalId()) : -1;
}

const ScheduleTreeItem* ScheduleTreeModel::item(const QModelIndex& index) const {
  const int at = position(index);
  return at < 0 ? nullptr : &m_program.tree[static_cast<size_t>(at)];
}

const ScheduleBufferView* ScheduleTreeModel::buffer(const QModelIndex& index) const {
  if (!index.isValid() || index.internalId() < kFirstBuffer) return nullptr;
  return &m_program.buffers[index.internalId() - kFirstBuffer];
}

QModelIndex ScheduleTreeModel::indexOfPosition(int position, int column) const {
  if (position < 0 || position >= static_cast<int>(m_program.tree.size())) return {};
  return createIndex(m_rows[static_cast<size_t>(position)], column, static_cast<quintptr>(position));
}

QModelIndex ScheduleTreeModel::indexOf(const ScheduleSelection& selection) const {
  if (selection.kind == ScheduleSelection::Kind::buffer) {
    for (size_t i = 0; i < m_program.buffers.size(); ++i)
      if (m_program.buffers[i].name == selection.name) return createIndex(static_cast<int>(i), 0, kFirstBuffer + i);
    return {};
  }
  for (size_t i = 0; i < m_program.tree.size(); ++i)
    if (m_program.tree[i].name == selection.name) return indexOfPosition(static_cast<int>(i));
  return {};
}

QModelIndex ScheduleTreeModel::indexOf(LoopId loop, BlockId block) const {
  for (size_t i = 0; i < m_program.tree.size(); ++i) {
    const LoopTreeItem& item = m_program.tree[i].item;
    const bool isLoop = item.kind == LoopTreeItem::Kind::loop;
    if (isLoop ? loop.isValid() && item.loop == loop : block.isValid() && item.block == block)
      return indexOfPosition(static_cast<int>(i));
  }
  return {};
}

ScheduleSelection ScheduleTreeModel::selectionOf(const QModelIndex& index) const {
  using Kind = ScheduleSelection::Kind;
  if (const ScheduleTreeItem* thing = item(index))
    return {thing->item.kind == LoopTreeItem::Kind::loop ? Kind::loop : Kind::block, thing->name};
  if (const ScheduleBufferView* thing = buffer(index)) return {Kind::buffer, thing->name};
  return {};
}

QModelIndex ScheduleTreeModel::index(int row, int column, const QModelIndex& parent) const {
  if (row < 0 || column < 0 || column >= columnCount_ || row >= rowCount(parent)) return {};
  if (parent.isValid() && parent.internalId() == kHeading)
    return createIndex(row, column, kFirstBuffer + static_cast<quintptr>(row));
  const std::vector<int>& siblings = parent.isValid() ? m_children[parent.internalId()] : m_top;
  if (row < static_cast<int>(siblings.size())) return indexOfPosition(siblings[static_cast<size_t>(row)], column);
  return createIndex(row, column, kHeading);
}

QModelIndex ScheduleTreeModel::parent(const QModelIndex& child) const {
  if (!child.isValid() || child.internalId() == kHeading) return {};
  if (child.internalId() >= kFirstBuffer) return createIndex(static_cast<int>(m_top.size()), 0, kHeading);
  return indexOfPosition(m_parents[child.internalId()]);
}

int ScheduleTreeModel::rowCount(const QModelIndex& parent) const {
  if (parent.column() > 0) return 0;
  if (!parent.isValid()) return static_cast<int>(m_top.size()) + (m_program.buffers.empty() ? 0 : 1);
  if (parent.internalId() == kHeading) return static_cast<int>(m_program.buffers.size());
  if (parent.internalId() > kHeading) return 0;
  return static_cast<int>(m_children[parent.internalId()].size());
}

int ScheduleTreeModel::columnCount(const QModelIndex&) const { return columnCount_; }

QString ScheduleTreeModel::cell(const ScheduleTreeItem& thing, int column) const {
  const bool isLoop = thing.item.kind == LoopTreeItem::Kind::loop;
  switch (column) {
    case nameColumn: return QString::fromStdString(thing.name);
    case extentColumn: return isLoop ? countText(thing.item.extent) : QString();
    case kindColumn: return isLoop ? loopKindName(thing.item.loopKind) : tr("block");
    case cacheColumn:
      return isLoop ? QString::fromStdString(thing.item.fitsIn) + QLatin1Char(' ') + bytesText(thing.item.workingSetBytes)
                    : QString();
    default: return {};
  }
}

QString ScheduleTreeModel::bufferCell(const ScheduleBufferView& thing, int column) const {
  switch (column) {
    case nameColumn: return QString::fromStdString(thing.name);
    case kindColumn: return engineWords(thing.scope);
    case cacheColumn: return bytesText(thing.bytes);
    default: return {};
  }
}

QString ScheduleTreeModel::toolTip(const ScheduleTreeItem& thing) const {
  QStringList lines;
  const bool isLoop = thing.item.kind == LoopTreeItem::Kind::loop;
  lines << (isLoop ? tr("%1: %n iteration(s), %2", nullptr, static_cast<int>(thing.item.extent))
                         .arg(QString::fromStdString(thing.name), loopKindName(thing.item.loopKind))
                   : tr("Block %1").arg(QString::fromStdString(thing.name)));
  if (thing.tripCount > 0) lines << tr("Its body runs %1 times in a call").arg(countText(thing.tripCount));
  if (isLoop) {
    lines << tr("One run through the loop touches %1, which fits in %2")
                 .arg(bytesText(thing.item.workingSetBytes), engineWords(thing.item.fitsIn));
    if (thing.reuse > 0) lines << tr("Each of these bytes is used %1 times").arg(significant(thing.reuse));
  }
  for (const auto& [key, value] : thing.annotations)
    lines << QString::fromStdString(key + " = " + value);
  return lines.join(QLatin1Char('\n'));
}

QVariant ScheduleTreeModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const ScheduleTreeItem* thing = item(index);
  const ScheduleBufferView* memory = buffer(index);
  if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole) {
    if (thing) return cell(*thing, index.column());
    if (memory) return bufferCell(*memory, index.column());
    return index.column() == nameColumn ? tr("Buffers") : QString();
  }
  if (role == Qt::TextAlignmentRole && (index.column() == extentColumn || index.column() == cacheColumn))
    return int(Qt::AlignRight | Qt::AlignVCenter);
  if (role == Qt::FontRole && index.column() == nameColumn && (thing || memory)) {
    QFont font = codeFont();
    font.setBold(thing && thing->item.kind == LoopTreeItem::Kind::block);
    return font;
  }
  if (role == Qt::ToolTipRole) {
    if (thing) return toolTip(*thing);
    if (memory)
      return QStringLiteral("%1 %2\n%3").arg(QString::fromStdString(memory->name), QString::fromStdString(memory->type),
                                             engineWords(memory->role) + QStringLiteral(", ") + engineWords(memory->scope));
  }
  return {};
}

QVariant ScheduleTreeModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole)
    return section == extentColumn || section == cacheColumn ? int(Qt::AlignRight | Qt::AlignVCenter)
                                                             : int(Qt::AlignLeft | Qt::AlignVCenter);
  if (role == Qt::ToolTipRole && section == cacheColumn)
    return tr("What one run through the loop touches, against the caches L1, L2 and L3");
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case nameColumn: return tr("Loop");
    case extentColumn: return tr("Trips");
    case kindColumn: return tr("Kind");
    case cacheColumn: return tr("Working set");
    default: return {};
  }
}

}  // namespace heddle::views
