// Every key of the window on one sheet, read from the actions themselves.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QSet>

class QAction;
class QLineEdit;
class QTreeWidget;

namespace heddle::app {

// Sections are the menus; keys that only a view knows (the graph's) follow.
class CheatSheet final : public QDialog {
  Q_OBJECT
 public:
  // `window` is asked for its menus and actions when the sheet is made.
  explicit CheatSheet(QWidget* window);
  QLineEdit* filter() const { return m_filter; }
  QTreeWidget* tree() const { return m_tree; }

 private:
  void addActions(const QString& section, const QList<QAction*>& actions, QSet<const QAction*>& seen);
  void addRow(const QString& section, const QString& keys, const QString& text);
  void addViewKeys();
  void applyFilter(const QString& text);

  QLineEdit* m_filter;
  QTreeWidget* m_tree;
};

}  // namespace heddle::app
