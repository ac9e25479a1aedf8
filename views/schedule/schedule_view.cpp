// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/schedule/schedule_view.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QLabel>
#include <QSplitter>
#include <QVBoxLayout>

#include "views/common/theme.h"
#include "views/schedule/action_pane.h"
#include "views/schedule/compare_dialog.h"
#include "views/schedule/history_view.h"
#include "views/schedule/lesson_card.h"
#include "views/schedule/schedule_bar.h"
#include "views/schedule/schedule_panel.h"
#include "views/schedule/speed_card.h"
#include "views/schedule/trace_editor.h"
#include "views/schedule/transplant_dialog.h"

namespace heddle::views {
namespace {

constexpr int kLeftWidth = 364, kSideWidth = 284;

QString fileFilter() { return ScheduleView::tr("Schedules (*.trace);;All files (*)"); }

}  // namespace

ScheduleView::ScheduleView(WorkbenchContext& context, QWidget* code, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_lesson(new LessonCard(context, this)),
      m_bar(new ScheduleBar(context, this)),
      m_panel(new SchedulePanel(context, this)),
      m_trace(new TraceEditor(context, this)),
      m_speed(nullptr),
      m_history(nullptr) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * kGrid, kGrid, 2 * kGrid, 0);
  layout->setSpacing(kGrid);
  layout->addWidget(m_lesson);
  layout->addWidget(m_bar);
  auto* middle = new QSplitter(Qt::Vertical, this);
  middle->addWidget(code);
  middle->addWidget(m_trace);
  middle->setSizes({430, 170});
  middle->setStretchFactor(0, 1);
  middle->setStretchFactor(1, 0);
  middle->setChildrenCollapsible(false);
  auto* split = new QSplitter(this);
  split->addWidget(m_panel);
  split->addWidget(middle);
  split->addWidget(buildSide());
  split->setStretchFactor(0, 0);
  split->setStretchFactor(1, 1);
  split->setStretchFactor(2, 0);
  split->setSizes({kLeftWidth, 1000, kSideWidth});
  split->setChildrenCollapsible(false);
  layout->addWidget(split, 1);
  connect(m_bar, &ScheduleBar::compareRequested, this, &ScheduleView::compareWithBefore);
  connect(m_bar, &ScheduleBar::transplantRequested, this, &ScheduleView::transplant);
  connect(m_bar, &ScheduleBar::saveRequested, this, &ScheduleView::saveAs);
  connect(m_bar, &ScheduleBar::loadRequested, this, &ScheduleView::loadFrom);
  connect(m_bar, &ScheduleBar::useRequested, this, &ScheduleView::useInBuild);
  connect(m_bar, &ScheduleBar::copyRequested, this, &ScheduleView::copyCommand);
  connect(m_history, &HistoryView::compareRequested, this, &ScheduleView::compare);
  connect(m_lesson, &LessonCard::finished, this, [this] {
    m_context.schedule().close();
    onSnapshot();
  });
  connect(&m_context, &WorkbenchContext::snapshotChanged, this, &ScheduleView::onSnapshot);
  connect(&m_context.selection(), &Selection::changed, this, &ScheduleView::onSelection);
  onSnapshot();
}

QWidget* ScheduleView::buildSide() {
  auto* side = new QWidget(this);
  auto* column = new QVBoxLayout(side);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  m_speed = new SpeedCard(m_context, side);
  m_history = new HistoryView(m_context, side);
  auto* title = new QLabel(QStringLiteral("<b>%1</b>").arg(tr("History")), side);
  title->setMargin(kGrid);
  column->addWidget(m_speed);
  column->addWidget(title);
  column->addWidget(m_history, 1);
  side->setMinimumWidth(240);
  return side;
}

GroupId ScheduleView::firstGroup() const {
  const session::SnapshotRef& snapshot = m_context.snapshot();
  if (!snapshot || !snapshot->fusion || snapshot->fusion->groups.empty()) return {};
  return snapshot->fusion->groups.front().id;
}

void ScheduleView::onSnapshot() {
  ScheduleDesk& desk = m_context.schedule();
  if (m_lesson->isRunning()) return;
  const bool isKnown = m_context.provenance().group(desk.group()) != nullptr;
  if (!isKnown || desk.isWorkload()) desk.close();
  onSelection();
  if (!desk.group().isValid() && firstGroup().isValid()) desk.open(firstGroup());
  else if (isKnown) desk.open(desk.group());
}

void ScheduleView::onSelection() {
  const Thing thing = m_context.selection().current();
  const bool isInside = thing.kind == Thing::Kind::loop || thing.kind == Thing::Kind::block;
  if (thing.isNone() || isInside || m_lesson->isRunning()) return;
  const std::vector<GroupId> groups = m_context.provenance().groupsOf(thing);
  if (!groups.empty() && groups.front() != m_context.schedule().group()) m_context.schedule().open(groups.front());
}

void ScheduleView::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  m_context.schedule().setWatched(true);
}

void ScheduleView::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  m_context.schedule().setWatched(false);
}

void ScheduleView::openForm(const QString& primitive) { m_panel->actions()->openForm(primitive); }

void ScheduleView::compare(int a, int b) {
  auto* dialog = new StateComparison(m_context, a, b, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
}

void ScheduleView::compareWithBefore() {
  const session::ScheduleHistoryView* history = m_context.schedule().history();
  if (!history || history->states.size() < 2) return;
  const int now = history->current, before = history->states[static_cast<size_t>(now)].parent;
  compare(before >= 0 ? before : 1, now);
}

void ScheduleView::transplant() {
  const session::ScheduleHistoryView* history = m_context.schedule().history();
  if (!history || m_context.schedule().isWorkload()) return;
  auto* dialog = new TransplantDialog(m_context, history->current, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
}

void ScheduleView::saveAs() {
  const session::ScheduleHistoryView* history = m_context.schedule().history();
  if (!history) return;
  const QString file = QFileDialog::getSaveFileName(this, tr("Save schedule"),
                                                    QString::fromStdString(history->groupName) + QStringLiteral(".trace"), fileFilter());
  if (!file.isEmpty()) m_context.schedule().save(history->current, file);
}

void ScheduleView::loadFrom() {
  if (!m_context.schedule().history()) return;
  const QString file = QFileDialog::getOpenFileName(this, tr("Load schedule"), {}, fileFilter());
  if (!file.isEmpty()) m_context.schedule().load(file);
}

void ScheduleView::useInBuild() {
  if (const auto* history = m_context.schedule().history()) m_context.schedule().choose(history->current);
}

void ScheduleView::copyCommand() {
  const session::ScheduleStateView* now = m_context.schedule().current();
  if (now && now->speed) QApplication::clipboard()->setText(QString::fromStdString(now->speed->time.command));
}

void ScheduleView::startLesson(const session::LessonRequest& request) { m_lesson->start(request); }

}  // namespace heddle::views
