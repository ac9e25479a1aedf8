// The actions of the schedule editor, and the lesson.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QMenu>
#include <QMenuBar>

#include "app/main_window.h"
#include "views/schedule/action_pane.h"
#include "views/schedule/lesson_card.h"
#include "views/schedule/primitive_catalog.h"
#include "views/schedule/schedule_view.h"

namespace heddle::app {

using views::ScheduleView;

// Made when it is first asked for; it need not be shown.
ScheduleView* MainWindow::scheduleView() { return qobject_cast<ScheduleView*>(viewOf(QStringLiteral("kernel"))); }

void MainWindow::createScheduleActions() {
  Actions& a = *m_actions;
  const auto onView = [this](auto run) {
    return [this, run] {
      showPerspective(QStringLiteral("kernel"));
      if (ScheduleView* view = scheduleView()) run(*view);
    };
  };
  a.add("schedule_measure", tr("&Measure the schedule"), "measure", {}, tr("Prove and time the current schedule again"),
        onView([this](ScheduleView&) { m_context.schedule().measure(); }));
  a.add("schedule_use", tr("&Use the schedule in the build"), "compile", {}, tr("Build the model with the current schedule"),
        onView([](ScheduleView& v) { v.useInBuild(); }));
  a.add("schedule_default", tr("Use the &default schedule in the build"), {}, {},
        tr("Build the model with the schedule that Heddle chose"),
        onView([this](ScheduleView&) { m_context.schedule().choose(-1); }));
  a.add("schedule_compare", tr("&Compare two schedules"), "compare", {}, tr("Any two states side by side, timed by turns"),
        onView([](ScheduleView& v) { v.compareWithBefore(); }));
  a.add("schedule_transplant", tr("&Transplant the schedule"), {}, {}, tr("Try the schedule on the similar groups"),
        onView([](ScheduleView& v) { v.transplant(); }));
  a.add("schedule_load", tr("&Load a schedule"), "open", {}, tr("A schedule from a file becomes the current one"),
        onView([](ScheduleView& v) { v.loadFrom(); }));
  a.add("schedule_save", tr("&Save the schedule"), "file", {}, tr("Write the current schedule to a file"),
        onView([](ScheduleView& v) { v.saveAs(); }));
  a.add("schedule_copy", tr("Copy the c&ommand"), "copy", {}, tr("The command line that measures this schedule again"),
        onView([](ScheduleView& v) { v.copyCommand(); }));
  a.add("lesson", tr("&Lesson: a fast matmul in five minutes"), "play", {},
        tr("From three loops to near the peak of this machine, every step explained and measured"),
        [this] { startLesson(); });
  for (const views::PrimitiveEntry& entry : views::primitiveEntries()) {
    const QString name = QLatin1String(entry.name);
    a.add(QStringLiteral("schedule_") + name, tr("Schedule: %1").arg(name), {}, {},
          tr("Key %1 in the loop tree").arg(views::primitiveKey(name)),
          onView([name](ScheduleView& v) { v.openForm(name); }));
  }
  views::ScheduleDesk& desk = m_context.schedule();
  connect(&desk, &views::ScheduleDesk::historyChanged, this, &MainWindow::updateScheduleActions);
  connect(&desk, &views::ScheduleDesk::optionsChanged, this, &MainWindow::updateScheduleActions);
}

void MainWindow::buildScheduleMenu() {
  QMenu* menu = menuBar()->addMenu(tr("&Kernel"));
  for (const char* id : {"schedule_measure", "schedule_use", "schedule_default", "schedule_compare",
                         "schedule_transplant", "schedule_load", "schedule_save", "schedule_copy"})
    menu->addAction(m_actions->find(id));
  QMenu* steps = menu->addMenu(tr("&Add a step"));
  QMenu* family = nullptr;
  views::PrimitiveFamily last{};
  for (const views::PrimitiveEntry& entry : views::primitiveEntries()) {
    if (!family || entry.family != last) family = steps->addMenu(views::familyName(entry.family));
    last = entry.family;
    family->addAction(m_actions->find(QStringLiteral("schedule_") + QLatin1String(entry.name)));
  }
}

bool MainWindow::isScheduleUndone() const {
  return m_perspective == QLatin1String("kernel") && m_context.schedule().history() != nullptr;
}

void MainWindow::updateScheduleActions() {
  const views::ScheduleDesk& desk = m_context.schedule();
  const session::ScheduleHistoryView* history = desk.history();
  const bool isOpen = history != nullptr, isGroup = isOpen && !desk.isWorkload();
  const auto enable = [this](const QString& id, bool isOn) { m_actions->find(id)->setEnabled(isOn); };
  for (const char* id : {"schedule_measure", "schedule_load", "schedule_save"}) enable(id, isOpen);
  enable("schedule_use", isGroup && desk.inBuild() != history->current);
  enable("schedule_default", isGroup && history->chosen != -1);
  enable("schedule_transplant", isGroup);
  enable("schedule_compare", isOpen && history->states.size() > 1);
  enable("schedule_copy", desk.current() && desk.current()->speed);
  for (const views::PrimitiveEntry& entry : views::primitiveEntries()) {
    const auto& options = desk.options();
    enable(QStringLiteral("schedule_") + QLatin1String(entry.name),
           std::any_of(options.begin(), options.end(), [&](const auto& o) { return o.primitive == entry.name; }));
  }
  if (!isScheduleUndone()) return;
  enable("undo", history->canUndo);
  enable("redo", history->canRedo);
}

void MainWindow::startLesson(const session::LessonRequest& request) {
  ScheduleView* view = scheduleView();
  if (!view) return;
  connect(view->lesson(), &views::LessonCard::started, this, [this] { showPerspective(QStringLiteral("kernel")); },
          Qt::SingleShotConnection);
  connect(view->lesson(), &views::LessonCard::finished, this, [this] {
    if (!m_context.snapshot()) showPerspective(m_perspective);   // nothing is left to show but the start page
  }, Qt::SingleShotConnection);
  view->startLesson(request);
}

}  // namespace heddle::app
