// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>

#include "views/panels/outline_tree.h"

namespace heddle::views {

class OutlineModel final : public QAbstractItemModel {
  Q_OBJECT
 public:
  using QAbstractItemModel::QAbstractItemModel;
  void setTree(OutlineTree tree);
  const OutlineItem& item(const QModelIndex& index) const;
  // Invalid when the thing has no row.
  QModelIndex indexOf(const Thing& thing) const;

  QModelIndex index(int row, int column, const QModelIndex& parent = {}) const final;
  QModelIndex parent(const QModelIndex& index) const final;
  int rowCount(const QModelIndex& parent = {}) const final;
  int columnCount(const QModelIndex& parent = {}) const final;
  QVariant data(const QModelIndex& index, int role) const final;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const final;

 private:
  const std::vector<int>& childrenOf(const QModelIndex& parent) const;
  OutlineTree m_tree;
};

// The glyph of a node class in its colour, as a 12 px picture.
QIcon glyphIcon(int nodeClass, bool isDark);

}  // namespace heddle::views
