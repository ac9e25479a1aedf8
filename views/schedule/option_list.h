// Primitives for the selected thing as rows: those that apply, then those that do not, each with its reason.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QStyledItemDelegate>

#include "engine/session/schedule_views.h"

namespace heddle::views {

class OptionModel final : public QAbstractListModel {
  Q_OBJECT
 public:
  static constexpr int ReasonRole = Qt::UserRole + 1, KeyRole = Qt::UserRole + 2, HeadingRole = Qt::UserRole + 3;
  using QAbstractListModel::QAbstractListModel;
  void setOptions(const std::vector<session::SchedulePrimitiveView>& options);
  // Null for a heading.
  const session::SchedulePrimitiveView* option(const QModelIndex& index) const;
  const session::SchedulePrimitiveView* find(const QString& primitive) const;
  QModelIndex indexOf(const QString& primitive) const;

  int rowCount(const QModelIndex& parent = {}) const final;
  QVariant data(const QModelIndex& index, int role) const final;
  Qt::ItemFlags flags(const QModelIndex& index) const final;

 private:
  struct Row {
    int option = -1;   // -1: a heading
    QString heading;
  };
  std::vector<session::SchedulePrimitiveView> m_options;
  std::vector<Row> m_rows;
};

class OptionDelegate final : public QStyledItemDelegate {
  Q_OBJECT
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace heddle::views
