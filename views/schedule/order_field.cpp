// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/schedule/order_field.h"

#include <QKeyEvent>
#include <QListWidget>
#include <QVBoxLayout>

#include "views/common/theme.h"
#include "views/schedule/step_text.h"

namespace heddle::views {

OrderField::OrderField(const session::ScheduleArgumentView& argument, QWidget* parent)
    : ArgumentField(parent), m_list(new QListWidget(this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_list);
  m_list->setFont(codeFont());
  m_list->setDragDropMode(QAbstractItemView::InternalMove);
  m_list->setUniformItemSizes(true);
  m_list->setAccessibleName(tr("Loops, outermost first"));
  m_list->setToolTip(tr("Drag to reorder, or Alt+Up and Alt+Down"));
  QStringList taken = listItems(QString::fromStdString(argument.value)), names = taken;
  for (const std::string& choice : argument.choices)
    if (const QString name = QString::fromStdString(choice); !names.contains(name)) names << name;
  for (const QString& name : names) {
    auto* item = new QListWidgetItem(name, m_list);
    item->setFlags((item->flags() | Qt::ItemIsUserCheckable) & ~Qt::ItemIsDropEnabled);
    item->setCheckState(taken.contains(name) ? Qt::Checked : Qt::Unchecked);
  }
  const int row = std::max(m_list->sizeHintForRow(0), m_list->fontMetrics().height() + 4);
  m_list->setFixedHeight(std::clamp<int>(m_list->count(), 2, 7) * row + 4);
  m_list->installEventFilter(this);
  connect(m_list, &QListWidget::itemChanged, this, &ArgumentField::changed);
  connect(m_list->model(), &QAbstractItemModel::rowsMoved, this, &ArgumentField::changed);
  connect(m_list->model(), &QAbstractItemModel::rowsInserted, this, &ArgumentField::changed, Qt::QueuedConnection);
  setFocusProxy(m_list);
}

void OrderField::move(int by) {
  const int row = m_list->currentRow(), to = row + by;
  if (row < 0 || to < 0 || to >= m_list->count()) return;
  m_list->insertItem(to, m_list->takeItem(row));
  m_list->setCurrentRow(to);
  emit changed();
}

bool OrderField::eventFilter(QObject* object, QEvent* event) {
  if (object == m_list && event->type() == QEvent::KeyPress) {
    const auto* key = static_cast<QKeyEvent*>(event);
    const int by = key->key() == Qt::Key_Up ? -1 : key->key() == Qt::Key_Down ? 1 : 0;
    if (by != 0 && key->modifiers() == Qt::AltModifier) return move(by), true;
  }
  return ArgumentField::eventFilter(object, event);
}

QString OrderField::value() const {
  QStringList names;
  for (int row = 0; row < m_list->count(); ++row)
    if (m_list->item(row)->checkState() == Qt::Checked) names << m_list->item(row)->text();
  return names.isEmpty() ? QString() : listText(names);
}

}  // namespace heddle::views
