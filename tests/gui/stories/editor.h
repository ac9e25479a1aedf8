// The schedule editor over a workload, driven by mouse and keys.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/gui/stories/story.h"
#include "views/schedule/schedule_panel.h"
#include "views/schedule/schedule_tree_model.h"
#include "views/schedule/schedule_tree_view.h"
#include "views/schedule/schedule_view.h"

namespace heddle::test {

using namespace heddle::views;

// The schedule editor over a small matmul, unscheduled; numbers only where a test asks for them.
struct Editor {
  using Kind = session::ScheduleSelection::Kind;
  Story story;
  ScheduleDesk& desk = story.context().schedule();
  SchedulePanel* panel = nullptr;

  explicit Editor(ThemeMode mode = ThemeMode::light) : story(mode) {}
  bool open(const QString& workload = "matmul:64,48,32") {
    ScheduleView* view = story.window().scheduleView();
    desk.setMeasuring(false);
    desk.openWorkload(workload, [this] { story.window().showPerspective("kernel"); });
    panel = view->panel();
    if (!story.settle() || !desk.history()) return false;
    desk.goTo(0);
    return settle();
  }
  // Everything asked for has been answered, the code too.
  bool settle() {
    return story.settle() && QTest::qWaitFor([&] { return desk.isSettled() && desk.isCodeFresh(); }, 60000) && story.settle();
  }
  QPoint rowOf(const std::string& name, double height = 0.5, Kind kind = Kind::loop) const {
    const QModelIndex index = panel->model()->indexOf({kind, name});
    panel->tree()->scrollTo(index);
    const QRect row = panel->tree()->visualRect(index);
    return {row.left() + 20, row.top() + static_cast<int>(row.height() * height)};
  }
  bool select(const std::string& name, Kind kind = Kind::loop) {
    QTest::mouseClick(panel->tree()->viewport(), Qt::LeftButton, Qt::NoModifier, rowOf(name, 0.5, kind));
    panel->tree()->setFocus();
    return settle() && desk.selection().name == name;
  }
  // Pressed on one thing, moved there in steps; let go when `picture` (if any) is taken.
  void drag(const std::string& from, Kind kind, const QPoint& to, const QString& picture = {}) {
    QWidget* tree = panel->tree()->viewport();
    const QPoint start = rowOf(from, 0.5, kind);
    QTest::mousePress(tree, Qt::LeftButton, Qt::NoModifier, start);
    QTest::mouseMove(tree, (start + to) / 2);
    QTest::mouseMove(tree, to);
    QVERIFY(panel->tree()->isDragging() && story.settle());   // the verdict is there
    if (!picture.isEmpty()) story.save(picture);
    QTest::mouseRelease(tree, Qt::LeftButton, Qt::NoModifier, to);
    QVERIFY(settle());
  }
  QStringList loops() const {
    QStringList names;
    for (const auto& item : desk.committed()->tree)
      if (item.item.kind == session::LoopTreeItem::Kind::loop) names << QString::fromStdString(item.name);
    return names;
  }
  QString trace() const { return QString::fromStdString(desk.current()->trace); }
};

}  // namespace heddle::test
