// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cheat_sheet.h"

#include <QAction>
#include <QHeaderView>
#include <QLineEdit>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "views/schedule/primitive_catalog.h"

namespace heddle::app {
namespace {

QString plain(QString text) { return text.remove(QLatin1Char('&')); }

QString keysOf(const QAction& action) {
  QStringList keys;
  for (const QKeySequence& key : action.shortcuts()) keys << key.toString(QKeySequence::NativeText);
  return keys.join(QStringLiteral(", "));
}

// The actions of a menu and of the menus inside it.
void collect(const QMenu& menu, QList<QAction*>& out) {
  for (QAction* action : menu.actions()) {
    if (action->menu())
      collect(*action->menu(), out);
    else
      out << action;
  }
}

}  // namespace

CheatSheet::CheatSheet(QWidget* window)
    : QDialog(window), m_filter(new QLineEdit(this)), m_tree(new QTreeWidget(this)) {
  setWindowTitle(tr("Keys"));
  m_filter->setPlaceholderText(tr("Filter keys and actions"));
  m_filter->setClearButtonEnabled(true);
  m_tree->setColumnCount(2);
  m_tree->setHeaderLabels({tr("Action"), tr("Keys")});
  m_tree->setRootIsDecorated(false);
  m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_tree->setAccessibleName(tr("Keys"));
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(m_filter);
  layout->addWidget(m_tree);
  QSet<const QAction*> seen;
  if (const auto* main = qobject_cast<QMainWindow*>(window))
    for (QAction* top : main->menuBar()->actions()) {
      QList<QAction*> actions;
      if (top->menu()) collect(*top->menu(), actions);
      addActions(plain(top->text()), actions, seen);
    }
  addActions(tr("Elsewhere"), window->findChildren<QAction*>(), seen);
  addViewKeys();
  m_tree->expandAll();
  m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  m_tree->header()->setStretchLastSection(false);
  m_tree->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
  connect(m_filter, &QLineEdit::textChanged, this, &CheatSheet::applyFilter);
  resize(480, 560);
}

void CheatSheet::addActions(const QString& section, const QList<QAction*>& actions,
                            QSet<const QAction*>& seen) {
  for (const QAction* action : actions) {
    if (seen.contains(action) || action->isSeparator() || action->text().isEmpty()) continue;
    seen.insert(action);
    if (const QString keys = keysOf(*action); !keys.isEmpty()) addRow(section, keys, plain(action->text()));
  }
}

void CheatSheet::addRow(const QString& section, const QString& keys, const QString& text) {
  QTreeWidgetItem* parent = nullptr;
  for (int i = 0; i < m_tree->topLevelItemCount() && !parent; ++i)
    if (m_tree->topLevelItem(i)->text(0) == section) parent = m_tree->topLevelItem(i);
  if (!parent) {
    parent = new QTreeWidgetItem(m_tree, {section});
    QFont bold = m_tree->font();
    bold.setBold(true);
    parent->setFont(0, bold);
    parent->setFlags(Qt::ItemIsEnabled);
  }
  // One row for what the same action says twice (the rows of every table copy alike).
  for (int i = 0; i < parent->childCount(); ++i)
    if (parent->child(i)->text(0) == text && parent->child(i)->text(1) == keys) return;
  new QTreeWidgetItem(parent, {text, keys});
}

// Keys that a canvas takes while it has the focus: they are no actions, so that typing stays free elsewhere.
void CheatSheet::addViewKeys() {
  const QString graph = tr("In the graph");
  addRow(graph, tr("Arrows"), tr("Walk along edges"));
  addRow(graph, tr("Tab"), tr("Next node of the same row"));
  addRow(graph, tr("Space"), tr("Expand or collapse the group"));
  addRow(graph, tr("Enter"), tr("Open the kernel"));
  addRow(graph, tr("Backspace"), tr("Selection back"));
  addRow(graph, tr("Esc"), tr("Select nothing"));
  addRow(graph, QStringLiteral("/"), tr("Search"));
  addRow(graph, QStringLiteral("N"), tr("Next hit"));
  addRow(graph, QStringLiteral("F"), tr("Fit"));
  addRow(graph, QStringLiteral("1"), tr("100 %"));
  addRow(graph, QStringLiteral("+, -"), tr("Zoom"));
  const QString loops = tr("In the loop tree");
  for (const views::PrimitiveEntry& entry : views::primitiveEntries())
    addRow(loops, views::primitiveKey(QLatin1String(entry.name)), QLatin1String(entry.name));
  addRow(loops, tr("Drag"), tr("Reorder loops, or compute a block elsewhere"));
  const QString time = tr("In the timeline");
  addRow(time, QStringLiteral("+, -"), tr("Zoom"));
  addRow(time, tr("Arrows"), tr("Move along time"));
  addRow(time, QStringLiteral("F"), tr("Show the whole run"));
  addRow(time, tr("Drag"), tr("Mark a span: table and graph show what runs in it"));
  addRow(time, tr("Shift+Drag"), tr("Move along time"));
  addRow(time, tr("Esc"), tr("Unmark the span"));
}

void CheatSheet::applyFilter(const QString& text) {
  for (int i = 0; i < m_tree->topLevelItemCount(); ++i) {
    QTreeWidgetItem* section = m_tree->topLevelItem(i);
    bool isAnyShown = false;
    for (int j = 0; j < section->childCount(); ++j) {
      QTreeWidgetItem* row = section->child(j);
      const bool isShown = row->text(0).contains(text, Qt::CaseInsensitive) ||
                           row->text(1).contains(text, Qt::CaseInsensitive);
      row->setHidden(!isShown);
      isAnyShown = isAnyShown || isShown;
    }
    section->setHidden(!isAnyShown);
  }
}

}  // namespace heddle::app
