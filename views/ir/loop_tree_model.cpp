// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/ir/loop_tree_model.h"

#include <QGuiApplication>
#include <QPalette>

#include "views/common/numbers.h"
#include "views/common/theme.h"

namespace heddle::views {

using session::LoopTreeItem;

void LoopTreeModel::setItems(std::vector<LoopTreeItem> items) {
  beginResetModel();
  m_items = std::move(items);
  const size_t count = m_items.size();
  m_parents.assign(count, -1);
  m_rows.assign(count, 0);
  m_children.assign(count, {});
  m_top.clear();
  std::vector<int> open;  // positions of the ancestors of the next item
  for (size_t i = 0; i < count; ++i) {
    while (!open.empty() && m_items[static_cast<size_t>(open.back())].depth >= m_items[i].depth)
      open.pop_back();
    std::vector<int>& siblings = open.empty() ? m_top : m_children[static_cast<size_t>(open.back())];
    m_parents[i] = open.empty() ? -1 : open.back();
    m_rows[i] = static_cast<int>(siblings.size());
    siblings.push_back(static_cast<int>(i));
    open.push_back(static_cast<int>(i));
  }
  endResetModel();
}

const LoopTreeItem& LoopTreeModel::item(const QModelIndex& index) const {
  return m_items[index.internalId()];
}

QModelIndex LoopTreeModel::indexAt(int position, int column) const {
  return createIndex(m_rows[static_cast<size_t>(position)], column, static_cast<quintptr>(position));
}

QModelIndex LoopTreeModel::indexOf(LoopId loop, BlockId block) const {
  for (size_t i = 0; i < m_items.size(); ++i) {
    const bool isLoop = m_items[i].kind == LoopTreeItem::Kind::loop;
    if (isLoop ? loop.isValid() && m_items[i].loop == loop : block.isValid() && m_items[i].block == block)
      return indexAt(static_cast<int>(i), 0);
  }
  return {};
}

QModelIndex LoopTreeModel::index(int row, int column, const QModelIndex& parent) const {
  if (row < 0 || column < 0 || column >= columnCount_) return {};
  const std::vector<int>& siblings = parent.isValid() ? m_children[parent.internalId()] : m_top;
  return row < static_cast<int>(siblings.size()) ? indexAt(siblings[static_cast<size_t>(row)], column) : QModelIndex();
}

QModelIndex LoopTreeModel::parent(const QModelIndex& child) const {
  const int position = child.isValid() ? m_parents[child.internalId()] : -1;
  return position < 0 ? QModelIndex() : indexAt(position, 0);
}

int LoopTreeModel::rowCount(const QModelIndex& parent) const {
  if (parent.column() > 0) return 0;
  return static_cast<int>(parent.isValid() ? m_children[parent.internalId()].size() : m_top.size());
}

int LoopTreeModel::columnCount(const QModelIndex&) const { return columnCount_; }

QString LoopTreeModel::cell(const LoopTreeItem& item, int column) const {
  const bool isLoop = item.kind == LoopTreeItem::Kind::loop;
  switch (column) {
    case nameColumn: return QString::fromStdString(item.name);
    case extentColumn: return isLoop ? countText(item.extent) : QString();
    case kindColumn: return isLoop ? QString::fromStdString(item.loopKind) : tr("block");
    case workingSetColumn:
      return isLoop ? QString::fromStdString(item.fitsIn) + QLatin1Char(' ') + bytesText(item.workingSetBytes)
                    : QString();
    default: return {};
  }
}

QVariant LoopTreeModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const LoopTreeItem& thing = item(index);
  if (role == Qt::DisplayRole) return cell(thing, index.column());
  if (role == Qt::TextAlignmentRole && (index.column() == extentColumn || index.column() == workingSetColumn))
    return int(Qt::AlignRight | Qt::AlignVCenter);
  if (role == Qt::ForegroundRole && index.column() == kindColumn && thing.loopKind == "serial")
    return QGuiApplication::palette().brush(QPalette::PlaceholderText);
  if (role == Qt::FontRole && index.column() == nameColumn) {
    QFont font = codeFont();
    font.setBold(thing.kind == LoopTreeItem::Kind::block);
    return font;
  }
  if (role == Qt::ToolTipRole && thing.kind == LoopTreeItem::Kind::loop)
    return tr("One pass through this loop touches %1, which fits in %2")
        .arg(bytesText(thing.workingSetBytes), QString::fromStdString(thing.fitsIn));
  return {};
}

QVariant LoopTreeModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  switch (section) {
    case nameColumn: return tr("Loop");
    case extentColumn: return tr("Trips");
    case kindColumn: return tr("Kind");
    case workingSetColumn: return tr("Working set");
    default: return {};
  }
}

}  // namespace heddle::views
