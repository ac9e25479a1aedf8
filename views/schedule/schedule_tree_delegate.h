// How a row of the loop tree is painted: the shape of its kind, its notes, its working set as a bar over the caches.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

#include "engine/session/schedule_views.h"

namespace heddle::views {

class ScheduleTreeModel;

class ScheduleTreeDelegate final : public QStyledItemDelegate {
  Q_OBJECT
 public:
  ScheduleTreeDelegate(ScheduleTreeModel* model, QObject* parent);
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  void paintName(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
  void paintCache(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;

  ScheduleTreeModel* m_model;
};

}  // namespace heddle::views
