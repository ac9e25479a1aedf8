// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/schedule/schedule_panel.h"

#include <QMenu>
#include <QSplitter>
#include <QVBoxLayout>

#include "views/common/engine_text.h"
#include "views/common/theme.h"
#include "views/schedule/action_pane.h"
#include "views/schedule/option_list.h"
#include "views/schedule/primitive_catalog.h"
#include "views/schedule/schedule_tree_model.h"
#include "views/schedule/schedule_tree_view.h"
#include "views/schedule/step_form.h"

namespace heddle::views {

using session::LoopTreeItem;
using session::SchedulePrimitiveView;

SchedulePanel::SchedulePanel(WorkbenchContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_model(new ScheduleTreeModel(this)),
      m_tree(new ScheduleTreeView(m_model, this)),
      m_actions(new ActionPane(context, this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  auto* split = new QSplitter(Qt::Vertical, this);
  split->addWidget(m_tree);
  split->addWidget(m_actions);
  split->setSizes({320, 300});
  split->setStretchFactor(0, 1);
  split->setStretchFactor(1, 1);
  split->setChildrenCollapsible(false);
  layout->addWidget(split);
  m_tree->setAccessibleName(tr("Loop tree"));
  connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &SchedulePanel::onTreeSelection);
  connect(m_tree, &ScheduleTreeView::primitiveRequested, m_actions, &ActionPane::openForm);
  connect(m_tree, &ScheduleTreeView::menuRequested, this, &SchedulePanel::showMenu);
  connect(m_tree, &ScheduleTreeView::dragMoved, this, &SchedulePanel::onDrag);
  connect(m_tree, &ScheduleTreeView::dropped, this, &SchedulePanel::onDrop);
  connect(m_actions, &ActionPane::formClosed, m_tree, [this] { m_tree->setFocus(); });
  ScheduleDesk& desk = m_context.schedule();
  connect(&desk, &ScheduleDesk::programChanged, this, &SchedulePanel::onProgram);
  connect(&desk, &ScheduleDesk::selectionChanged, this, &SchedulePanel::onProgram);
  connect(&m_context.selection(), &Selection::changed, this, &SchedulePanel::onSelection);
  connect(&desk, &ScheduleDesk::refused, this, [this](const Diagnostic& reason, const QString& steps) {
    SchedulePrimitiveView refused;
    refused.primitive = steps.section(QLatin1Char('('), 0, 0).section(QLatin1Char('='), -1).trimmed().toStdString();
    // The file and line, or the step of a branch; the folder would take all the width.
    if (steps.isEmpty()) refused.primitive = reason.where.substr(reason.where.find_last_of('/') + 1);
    refused.step = steps.toStdString();
    refused.refusal = reason;
    m_actions->showRefusal(refused);
  });
  onProgram();
}

void SchedulePanel::onProgram() {
  const ScheduleDesk& desk = m_context.schedule();
  static const session::ScheduleProgramView nothing;
  const session::ScheduleProgramView* program = desk.program();
  m_isFollowing = true;
  m_model->setProgram(program ? *program : nothing);
  m_model->setBaseline(desk.isPreviewing() ? desk.committed() : nullptr);
  m_tree->expandAll();
  if (const QModelIndex index = m_model->indexOf(desk.selection()); index.isValid()) {
    m_tree->setCurrentIndex(index);
    m_tree->scrollTo(index);
  }
  m_isFollowing = false;
}

void SchedulePanel::onTreeSelection() {
  const QModelIndex index = m_tree->currentIndex();
  if (m_isFollowing || !index.isValid() || m_context.schedule().isPreviewing()) return;
  const session::ScheduleSelection selection = m_model->selectionOf(index);
  if (selection.name.empty()) return;
  m_context.schedule().select(selection);
  const session::ScheduleTreeItem* item = m_model->item(index);
  if (!item) return;
  m_isFollowing = true;
  const GroupId group = m_context.schedule().group();
  m_context.selection().select(item->item.kind == LoopTreeItem::Kind::loop ? Thing::ofLoop(group, item->item.loop)
                                                                          : Thing::ofBlock(group, item->item.block));
  m_isFollowing = false;
}

// A line of code was pointed at.
void SchedulePanel::onSelection() {
  const Thing thing = m_context.selection().current();
  const bool isInside = thing.kind == Thing::Kind::loop || thing.kind == Thing::Kind::block;
  if (m_isFollowing || !isInside || thing.group != m_context.schedule().group()) return;
  const QModelIndex index = m_model->indexOf(thing.loop, thing.block);
  if (index.isValid()) m_context.schedule().select(m_model->selectionOf(index));
}

void SchedulePanel::onDrag(const QStringList& steps) {
  if (steps.isEmpty()) return;
  m_context.schedule().explainFirst(steps, this, [this](const SchedulePrimitiveView& verdict) {
    const QString text = verdict.applies ? QString::fromStdString(verdict.step)
                                         : messageOf(verdict.refusal);
    m_tree->setDropVerdict(text, verdict.applies);
  });
}

void SchedulePanel::onDrop(const QStringList& steps) {
  m_context.schedule().explainFirst(steps, this, [this](const SchedulePrimitiveView& verdict) {
    if (verdict.applies) return m_context.schedule().apply(QString::fromStdString(verdict.step));
    m_actions->showRefusal(verdict);
  });
}

void SchedulePanel::fillMenu(QMenu& menu) {
  const auto& options = m_context.schedule().options();
  menu.setToolTipsVisible(true);
  for (const bool applies : {true, false}) {
    QMenu* where = applies ? &menu : menu.addMenu(tr("Not here, and why"));
    where->setToolTipsVisible(true);
    for (const PrimitiveEntry& entry : primitiveEntries()) {
      const auto it = std::find_if(options.begin(), options.end(), [&](const SchedulePrimitiveView& option) {
        return option.primitive == entry.name && option.applies == applies;
      });
      if (it == options.end()) continue;
      const QString name = QLatin1String(entry.name);
      QAction* action = where->addAction(name + QLatin1Char('\t') + primitiveKey(name), m_actions,
                                         [this, name] { m_actions->openForm(name); });
      action->setToolTip(applies ? engineWords(it->tooltip) : messageOf(it->refusal));
    }
    if (applies) menu.addSeparator();
  }
}

// The options of what was just selected are asked for; the menu opens when they are there.
void SchedulePanel::showMenu(const QPoint& place) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->setObjectName(QStringLiteral("primitives"));
  m_context.engine().post<bool>({QStringLiteral("schedule/menu"), {}}, menu,
                                [](SessionApi&, const session::JobControl&) { return Result<bool>(true); },
                                [this, menu, place](Result<bool>) {
                                  fillMenu(*menu);
                                  menu->popup(place);
                                });
}

}  // namespace heddle::views
