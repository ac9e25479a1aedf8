// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/table_setup.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFontMetrics>
#include <QHeaderView>
#include <QTableView>

namespace heddle::views {
namespace {

void copyRows(const QTableView& table) {
  QStringList lines;
  const QAbstractItemModel& model = *table.model();
  for (const QModelIndex& row : table.selectionModel()->selectedRows()) {
    QStringList cells;
    for (int column = 0; column < model.columnCount(); ++column)
      cells << model.index(row.row(), column).data().toString();
    lines << cells.join(QLatin1Char('\t'));
  }
  if (!lines.isEmpty()) QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

}  // namespace

void setUpTable(QTableView& table, int stretched) {
  table.setSelectionBehavior(QAbstractItemView::SelectRows);
  table.setEditTriggers(QAbstractItemView::NoEditTriggers);
  table.setShowGrid(false);
  table.setWordWrap(false);
  table.setFrameShape(QFrame::NoFrame);
  table.setTabKeyNavigation(false);
  table.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  table.verticalHeader()->hide();
  const int height = QFontMetrics(table.font()).height() + 6;
  table.verticalHeader()->setMinimumSectionSize(height);
  table.verticalHeader()->setDefaultSectionSize(height);
  QHeaderView* header = table.horizontalHeader();
  header->setHighlightSections(false);
  header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  header->setSectionResizeMode(QHeaderView::ResizeToContents);
  header->setSectionResizeMode(stretched, QHeaderView::Stretch);
  header->setResizeContentsPrecision(100);
  auto* copy = new QAction(QCoreApplication::translate("Table", "Copy rows"), &table);
  copy->setShortcut(QKeySequence::Copy);
  copy->setShortcutContext(Qt::WidgetShortcut);
  QObject::connect(copy, &QAction::triggered, &table, [&table] { copyRows(table); });
  table.addAction(copy);
  table.setContextMenuPolicy(Qt::ActionsContextMenu);
}

}  // namespace heddle::views
