// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/schedule/action_pane.h"

#include <QLabel>
#include <QListView>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "views/common/theme.h"
#include "views/schedule/option_list.h"
#include "views/schedule/step_form.h"

namespace heddle::views {

ActionPane::ActionPane(WorkbenchContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_title(new QLabel(this)),
      m_list(new QListView(this)),
      m_model(new OptionModel(this)),
      m_form(new StepForm(context, this)),
      m_stack(new QStackedWidget(this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(kGrid);
  auto* first = new QWidget(this);
  auto* column = new QVBoxLayout(first);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kGrid);
  m_title->setMargin(kGrid);
  m_title->setTextFormat(Qt::RichText);
  column->addWidget(m_title);
  column->addWidget(m_list, 1);
  m_list->setModel(m_model);
  m_list->setItemDelegate(new OptionDelegate(m_list));
  m_list->setFrameShape(QFrame::NoFrame);
  m_list->setAccessibleName(tr("What can be done here"));
  m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_stack->addWidget(first);
  m_stack->addWidget(m_form);
  layout->addWidget(m_stack);
  connect(m_list, &QListView::clicked, this, &ActionPane::activate);
  connect(m_list, &QListView::activated, this, [this](const QModelIndex& index) {
    if (!isFormOpen()) activate(index);
  });
  connect(m_form, &StepForm::left, this, &ActionPane::closeForm);
  connect(m_form, &StepForm::applied, this, &ActionPane::closeForm);
  connect(&m_context.schedule(), &ScheduleDesk::optionsChanged, this, &ActionPane::onOptions);
  connect(&m_context.schedule(), &ScheduleDesk::selectionChanged, this, &ActionPane::onSelection);
  onSelection();
}

bool ActionPane::isFormOpen() const { return m_stack->currentWidget() == m_form; }

void ActionPane::onSelection() {
  const QString name = QString::fromStdString(m_context.schedule().selection().name);
  m_title->setText(name.isEmpty() ? tr("Select a loop, a block or a buffer to see what can be done with it")
                                  : tr("What can I do with <b>%1</b>?").arg(name.toHtmlEscaped()));
  m_title->setWordWrap(name.isEmpty());
  if (isFormOpen()) closeForm();
}

void ActionPane::onOptions() {
  m_model->setOptions(m_context.schedule().options());
  if (m_wanted.isEmpty()) return;
  const QString wanted = std::exchange(m_wanted, QString());
  openForm(wanted);
}

void ActionPane::activate(const QModelIndex& index) {
  const session::SchedulePrimitiveView* option = m_model->option(index);
  if (!option) return;
  m_form->show(*option);
  m_stack->setCurrentWidget(m_form);
}

void ActionPane::openForm(const QString& primitive) {
  if (m_model->rowCount() == 0) {
    m_wanted = primitive;
    return;
  }
  const QModelIndex index = m_model->indexOf(primitive);
  if (!index.isValid()) return;
  m_list->setCurrentIndex(index);
  activate(index);
}

void ActionPane::showRefusal(const session::SchedulePrimitiveView& refused) {
  m_form->showRefusal(refused);
  m_stack->setCurrentWidget(m_form);
}

void ActionPane::closeForm() {
  if (!isFormOpen()) return;
  m_stack->setCurrentIndex(0);
  m_context.schedule().preview({});
  emit formClosed();
}

}  // namespace heddle::views
