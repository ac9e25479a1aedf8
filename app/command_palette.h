// Type to reach anything: every action, every group, every node.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>
#include <QIcon>
#include <QWidget>
#include <vector>

#include "views/context/workbench_context.h"

class QLineEdit;
class QListWidget;

namespace heddle::app {

class CommandPalette final : public QWidget {
  Q_OBJECT
 public:
  CommandPalette(views::WorkbenchContext& context, const std::vector<QAction*>& actions,
                 QWidget* parent);
  void open();
  QLineEdit* field() const { return m_field; }
  QListWidget* list() const { return m_list; }

  struct Entry {
    QString text, detail;
    QAction* action = nullptr;
    views::Thing thing;
    int score = 0;
  };
  // Best first, at most `limit`. All words of `query` must occur, in any order.
  std::vector<Entry> find(const QString& query, int limit) const;

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void refill();
  void accept();
  void close();
  std::vector<std::pair<QAction*, QString>> allActions() const;
  void addThings(const QStringList& words, std::vector<Entry>& out) const;

  views::WorkbenchContext& m_context;
  const std::vector<QAction*>& m_actions;
  QLineEdit* m_field;
  QListWidget* m_list;
  QIcon m_noIcon;
  std::vector<Entry> m_entries;
  QWidget* m_before = nullptr;   // had the focus
};

}  // namespace heddle::app
