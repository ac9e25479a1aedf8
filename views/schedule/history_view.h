// The states of a schedule as a tree of branches, each with its measured number.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QListView>
#include <QStyledItemDelegate>

#include "views/context/workbench_context.h"
#include "views/common/theme.h"
#include "views/schedule/history_lanes.h"

namespace heddle::views {

class HistoryModel final : public QAbstractListModel {
  Q_OBJECT
 public:
  using QAbstractListModel::QAbstractListModel;
  void setHistory(const session::ScheduleHistoryView* history, int inBuild);
  int inBuild() const { return m_inBuild; }
  const session::ScheduleHistoryView& history() const { return m_history; }
  const std::vector<HistoryRow>& rows() const { return m_rows; }
  const session::ScheduleStateView& state(int row) const;
  int rowOf(int state) const;

  int rowCount(const QModelIndex& parent = {}) const final;
  QVariant data(const QModelIndex& index, int role) const final;

 private:
  session::ScheduleHistoryView m_history;
  std::vector<HistoryRow> m_rows;
  int m_inBuild = -1;
};

// "212 GF/s"; a time where the group has no multiplications; a reason's first words where it was refused.
QString speedText(const session::ScheduleStateView& state);
QString stateName(const session::ScheduleStateView& state);

class HistoryDelegate final : public QStyledItemDelegate {
  Q_OBJECT
 public:
  HistoryDelegate(HistoryModel* model, QObject* parent);
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  void paintLanes(QPainter& painter, const QRect& area, int row, const QStyleOptionViewItem& option) const;
  HistoryModel* m_model;
};

class HistoryView final : public QListView {
  Q_OBJECT
 public:
  explicit HistoryView(WorkbenchContext& context, QWidget* parent = nullptr);
  const HistoryModel& states() const { return *m_model; }

 signals:
  void compareRequested(int a, int b);

 protected:
  void contextMenuEvent(QContextMenuEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void refresh();
  void rename(int state);

  WorkbenchContext& m_context;
  HistoryModel* m_model;
};

}  // namespace heddle::views
