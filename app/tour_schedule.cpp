// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QPixmap>
#include <cstdio>

#include "app/main_window.h"
#include "app/tour.h"
#include "views/schedule/compare_dialog.h"
#include "views/schedule/lesson_card.h"
#include "views/schedule/schedule_view.h"

namespace heddle::app {
namespace {

using session::ScheduleSelection;

// The deepest loop that fits: a form has most to say about it.
ScheduleSelection findItem(const views::ScheduleDesk& desk, bool (*fits)(const session::ScheduleTreeItem&)) {
  const session::ScheduleProgramView* program = desk.committed();
  if (!program) return {};
  const session::ScheduleTreeItem* best = nullptr;
  for (const session::ScheduleTreeItem& item : program->tree)
    if (fits(item) && (!best || item.item.depth >= best->item.depth)) best = &item;
  return best ? ScheduleSelection{ScheduleSelection::Kind::loop, best->name} : ScheduleSelection{};
}

bool isSerial(const session::ScheduleTreeItem& item) {
  return item.item.kind == session::LoopTreeItem::Kind::loop && item.item.loopKind == "serial" && item.item.extent >= 4;
}

}  // namespace

void Tour::planSchedule() {
  const auto withForm = [this](const char* primitive) {
    m_steps.push_back([this] { m_context.schedule().select(findItem(m_context.schedule(), isSerial)); });
    m_steps.push_back([this, primitive] { m_window.scheduleView()->openForm(QLatin1String(primitive)); });
  };
  withForm("split");
  picture("kernel-form");
  withForm("vectorize");
  picture("kernel-refused");
  m_steps.push_back([this] { m_window.startLesson(); });
  const auto lessonSteps = [this](int count) {
    for (int i = 0; i < count; ++i)
      m_steps.push_back([this] {
        views::LessonCard* lesson = m_window.scheduleView()->lesson();
        if (lesson->step() + 1 < lesson->stepCount()) lesson->goTo(lesson->step() + 1);
      });
  };
  picture("lesson-start");
  lessonSteps(8);
  picture("lesson");
  lessonSteps(8);
  picture("lesson-end");
  m_steps.push_back([this] { m_window.scheduleView()->compare(2, m_context.schedule().history()->current); });
  m_steps.push_back([this] {
    auto* dialog = m_window.findChild<views::StateComparison*>();
    if (!dialog) return;
    const QString file = m_request.directory + QStringLiteral("/schedule-compare.png");
    if (dialog->grab().save(file)) std::printf("%s\n", qPrintable(file));
    dialog->close();
  });
  m_steps.push_back([this] { m_window.scheduleView()->lesson()->leave(); });
}

}  // namespace heddle::app
