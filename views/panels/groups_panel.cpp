// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/groups_panel.h"

#include <QHeaderView>
#include <QTableView>
#include <QVBoxLayout>

#include "views/panels/table_setup.h"

namespace heddle::views {

GroupsPanel::GroupsPanel(WorkbenchContext& context, QWidget* parent)
    : QWidget(parent), m_context(context), m_table(new QTableView(this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_table);
  m_sorted.setSourceModel(&m_model);
  m_table->setModel(&m_sorted);
  setUpTable(*m_table, GroupsModel::nameColumn);
  m_table->setSortingEnabled(true);
  m_table->sortByColumn(GroupsModel::idColumn, Qt::AscendingOrder);
  m_table->setAccessibleName(tr("Groups"));
  connect(&m_context, &WorkbenchContext::snapshotChanged, this, [this] {
    m_model.setSnapshot(m_context.snapshot());
    follow();
  });
  connect(&m_context.selection(), &Selection::changed, this, &GroupsPanel::follow);
  connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          [this](const QModelIndex& index) {
            if (!index.isValid() || m_isOwnClick) return;
            m_isOwnClick = true;
            m_context.selection().select(
                Thing::ofGroup(m_model.groupAt(m_sorted.mapToSource(index).row())));
            m_isOwnClick = false;
          });
  connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
    m_context.requestKernel(m_model.groupAt(m_sorted.mapToSource(index).row()));
  });
  if (m_context.snapshot()) m_model.setSnapshot(m_context.snapshot());
}

void GroupsPanel::follow() {
  if (m_isOwnClick) return;
  const auto groups = m_context.provenance().groupsOf(m_context.selection().current());
  const int row = groups.empty() ? -1 : m_model.rowOf(groups.front());
  m_isOwnClick = true;
  if (row >= 0)
    m_table->setCurrentIndex(m_sorted.mapFromSource(m_model.index(row, 0)));
  else
    m_table->selectionModel()->clear();
  m_isOwnClick = false;
}

}  // namespace heddle::views
