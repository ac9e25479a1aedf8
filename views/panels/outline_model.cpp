// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/outline_model.h"

#include <QGuiApplication>
#include <QIcon>
#include <QPainter>

#include "views/common/glyphs.h"
#include "views/common/icons.h"
#include "views/common/let_go.h"
#include "views/common/theme.h"

namespace heddle::views {

QIcon glyphIcon(int nodeClass, bool isDark) {
  static QIcon icons[2][10];
  if (nodeClass < 0 || nodeClass > 9) return {};
  QIcon& icon = icons[isDark][nodeClass];
  if (!icon.isNull()) return icon;
  for (int scale : {1, 2}) {
    QPixmap pixmap(16 * scale, 16 * scale);
    pixmap.setDevicePixelRatio(scale);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush((isDark ? darkColors() : lightColors()).kinds[nodeClass]);
    painter.drawPath(glyphPath(static_cast<session::NodeClass>(nodeClass), QRectF(3, 3, 10, 10)));
    painter.end();
    for (QIcon::Mode mode : {QIcon::Normal, QIcon::Selected, QIcon::Active})
      icon.addPixmap(pixmap, mode);
  }
  return icon;
}

void OutlineModel::setTree(OutlineTree tree) {
  beginResetModel();
  letGo(std::make_unique<OutlineTree>(std::exchange(m_tree, std::move(tree))));
  endResetModel();
}

const OutlineItem& OutlineModel::item(const QModelIndex& index) const {
  return m_tree.items[static_cast<size_t>(index.internalId())];
}

QModelIndex OutlineModel::indexOf(const Thing& thing) const {
  for (size_t i = 0; i < m_tree.items.size(); ++i)
    if (m_tree.items[i].thing == thing)
      return createIndex(m_tree.items[i].row, 0, static_cast<quintptr>(i));
  return {};
}

const std::vector<int>& OutlineModel::childrenOf(const QModelIndex& parent) const {
  static const std::vector<int> none;
  if (!parent.isValid()) return m_tree.roots;
  return parent.column() == 0 ? item(parent).children : none;
}

QModelIndex OutlineModel::index(int row, int column, const QModelIndex& parent) const {
  const auto& children = childrenOf(parent);
  if (row < 0 || column < 0 || column > 1 || row >= static_cast<int>(children.size())) return {};
  return createIndex(row, column, static_cast<quintptr>(children[static_cast<size_t>(row)]));
}

QModelIndex OutlineModel::parent(const QModelIndex& index) const {
  if (!index.isValid()) return {};
  const int parent = item(index).parent;
  if (parent < 0) return {};
  return createIndex(m_tree.items[static_cast<size_t>(parent)].row, 0,
                     static_cast<quintptr>(parent));
}

int OutlineModel::rowCount(const QModelIndex& parent) const {
  return static_cast<int>(childrenOf(parent).size());
}

int OutlineModel::columnCount(const QModelIndex&) const { return 2; }

QVariant OutlineModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const OutlineItem& it = item(index);
  const bool isDark = colorsOf(QGuiApplication::palette()).isDark;
  switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole: return index.column() == 0 ? it.text : it.detail;
    case Qt::DecorationRole:
      if (it.thing.kind == Thing::Kind::source && index.column() == 0)
        return lineIcon(it.isRefused ? QStringLiteral("error") : QStringLiteral("file"));
      return index.column() == 0 && it.nodeClass >= 0 ? QVariant(glyphIcon(it.nodeClass, isDark))
                                                      : QVariant();
    case Qt::ForegroundRole:
      return index.column() == 1 ? QVariant((isDark ? darkColors() : lightColors()).muted)
                                 : QVariant();
    case Qt::TextAlignmentRole:
      return index.column() == 1 ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    default: return {};
  }
}

QVariant OutlineModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  return section == 0 ? tr("Name") : tr("Operator");
}

}  // namespace heddle::views
