// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/schedule/schedule_bar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "views/common/icons.h"
#include "views/common/theme.h"

namespace heddle::views {

ScheduleBar::ScheduleBar(WorkbenchContext& context, QWidget* parent)
    : QWidget(parent), m_context(context), m_groups(new QComboBox(this)), m_facts(new QLabel(this)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kGrid);
  m_groups->setAccessibleName(tr("Fused group"));
  m_groups->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_groups->setMinimumContentsLength(22);
  row->addWidget(m_groups);
  m_facts->setForegroundRole(QPalette::PlaceholderText);
  m_facts->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  row->addSpacing(kGrid);
  row->addWidget(m_facts, 1);
  m_undo = addButton({}, QStringLiteral("undo"), tr("To the state before (Ctrl+Z)"));
  m_redo = addButton({}, QStringLiteral("redo"), tr("To the state that was left (Ctrl+Shift+Z)"));
  m_measure = addButton(tr("Measure edits"), QStringLiteral("measure"),
                        tr("Prove and time every state by itself once edits have settled"));
  m_measure->setCheckable(true);
  m_measure->setChecked(m_context.schedule().isMeasuring());
  m_use = addButton(tr("Use in the build"), QStringLiteral("compile"), tr("Build the model with this schedule"));
  m_compare = addButton(tr("Compare"), QStringLiteral("compare"), tr("Any two states side by side, timed by turns"));
  m_transplant = addButton(tr("Transplant"), QStringLiteral("export"), tr("Try this schedule on the similar groups"));
  m_load = addButton({}, QStringLiteral("open"), tr("Load a schedule from a file"));
  m_save = addButton({}, QStringLiteral("file"), tr("Save this schedule to a file"));
  m_copy = addButton({}, QStringLiteral("copy"), tr("Copy the command that measures this again"));
  connect(m_groups, &QComboBox::activated, this, [this](int at) {
    m_context.selection().select(Thing::ofGroup(GroupId{m_groups->itemData(at).toULongLong()}));
  });
  ScheduleDesk& desk = m_context.schedule();
  connect(m_undo, &QToolButton::clicked, &desk, &ScheduleDesk::undo);
  connect(m_redo, &QToolButton::clicked, &desk, &ScheduleDesk::redo);
  connect(m_measure, &QToolButton::toggled, &desk, &ScheduleDesk::setMeasuring);
  connect(&desk, &ScheduleDesk::measuringChanged, m_measure, &QToolButton::setChecked);
  connect(m_use, &QToolButton::clicked, this, &ScheduleBar::useRequested);
  connect(m_compare, &QToolButton::clicked, this, &ScheduleBar::compareRequested);
  connect(m_transplant, &QToolButton::clicked, this, &ScheduleBar::transplantRequested);
  connect(m_save, &QToolButton::clicked, this, &ScheduleBar::saveRequested);
  connect(m_load, &QToolButton::clicked, this, &ScheduleBar::loadRequested);
  connect(m_copy, &QToolButton::clicked, this, &ScheduleBar::copyRequested);
  connect(&m_context, &WorkbenchContext::snapshotChanged, this, &ScheduleBar::fillGroups);
  connect(&desk, &ScheduleDesk::historyChanged, this, &ScheduleBar::refresh);
  fillGroups();
}

QToolButton* ScheduleBar::addButton(const QString& text, const QString& icon, const QString& tip) {
  auto* button = new QToolButton(this);
  button->setIcon(lineIcon(icon));
  button->setText(text);
  button->setToolButtonStyle(text.isEmpty() ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
  button->setAutoRaise(true);
  button->setToolTip(tip);
  button->setAccessibleName(text.isEmpty() ? tip : text);
  layout()->addWidget(button);
  return button;
}

void ScheduleBar::fillGroups() {
  m_groups->clear();
  const session::SnapshotRef& snapshot = m_context.snapshot();
  if (snapshot && snapshot->fusion)
    for (const session::GroupView& group : snapshot->fusion->groups)
      m_groups->addItem(QString::fromStdString(group.name), QVariant::fromValue(static_cast<qulonglong>(group.id.value)));
  refresh();
}

void ScheduleBar::refresh() {
  const ScheduleDesk& desk = m_context.schedule();
  const session::ScheduleHistoryView* history = desk.history();
  const bool isOpen = history != nullptr, isGroup = isOpen && !desk.isWorkload();
  const auto id = QVariant::fromValue(static_cast<qulonglong>(desk.group().value));
  m_groups->setCurrentIndex(desk.isWorkload() ? -1 : m_groups->findData(id));
  m_groups->setPlaceholderText(isOpen ? QString::fromStdString(history->groupName) : QString());
  QStringList facts;
  if (isOpen) {
    facts << QString::fromStdString(history->shape);
    if (history->sharedBy.size() > 1)
      facts << tr("shared by %n group(s)", nullptr, static_cast<int>(history->sharedBy.size()));
  }
  m_facts->setText(facts.join(QStringLiteral(" · ")));
  m_facts->setToolTip(m_facts->text());
  m_undo->setEnabled(isOpen && history->canUndo);
  m_redo->setEnabled(isOpen && history->canRedo);
  const bool isChosen = isOpen && desk.inBuild() == history->current;
  m_use->setEnabled(isGroup && !isChosen);
  m_use->setText(isChosen ? tr("In the build") : tr("Use in the build"));
  m_compare->setEnabled(isOpen && history->states.size() > 1);
  m_transplant->setEnabled(isGroup);
  for (QToolButton* button : {m_measure, m_save, m_load}) button->setEnabled(isOpen);
  const session::ScheduleStateView* now = desk.current();
  m_copy->setEnabled(now && now->speed && !now->speed->time.command.empty());
}

}  // namespace heddle::views
