// SPDX-License-Identifier: GPL-3.0-or-later
#include <Qsci/qsciscintilla.h>

#include <QAction>
#include <QPushButton>
#include <QSlider>

#include "tests/gui/stories/editor.h"
#include "views/schedule/action_pane.h"
#include "views/schedule/compare_dialog.h"
#include "views/schedule/factors_field.h"
#include "views/schedule/history_view.h"
#include "views/schedule/lesson_card.h"
#include "views/schedule/option_list.h"
#include "views/schedule/schedule_panel.h"
#include "views/schedule/schedule_tree_model.h"
#include "views/schedule/schedule_tree_view.h"
#include "views/schedule/schedule_view.h"
#include "views/schedule/speed_card.h"
#include "views/schedule/step_form.h"
#include "views/schedule/trace_editor.h"
#include "views/schedule/transplant_dialog.h"

using namespace heddle;
using namespace heddle::test;
using namespace heddle::views;

// A kernel is shaped by hand: by form, by drag, by text, back and forth, and never without a reason.
class ScheduleStory : public QObject {
  Q_OBJECT
 private slots:
  void aSplitThroughItsForm() {
    Editor e;
    QVERIFY(e.open());
    QVERIFY(e.select("matmul.n"));
    e.story.press(Qt::Key_S);
    ActionPane* actions = e.panel->actions();
    QVERIFY(actions->isFormOpen());
    auto* factors = qobject_cast<FactorsField*>(actions->form()->field("factors"));
    QVERIFY(factors && !factors->numbers().empty());
    factors->numbers().back()->setNumber(24);
    QTRY_VERIFY(actions->form()->isLegal() && actions->form()->applyButton()->isEnabled());
    QVERIFY(e.story.settle());
    QVERIFY(e.desk.isPreviewing());   // the tree shows what would be
    QVERIFY(e.desk.program()->tree.size() > e.desk.committed()->tree.size());
    e.story.save("schedule-form");
    e.story.press(Qt::Key_Return);
    QVERIFY(e.settle());
    QVERIFY(!actions->isFormOpen());
    QVERIFY2(e.trace().contains("split(loop=matmul.n, factors=[-1, 24])"), qPrintable(e.trace()));
    QCOMPARE(e.loops().size(), 4);
    QVERIFY(e.story.window().scheduleView()->trace()->text().contains("split"));
  }
  void leavingAFormChangesNothing() {
    Editor e;
    QVERIFY(e.open());
    QVERIFY(e.select("matmul.m"));
    e.story.press(Qt::Key_S);
    QVERIFY(e.panel->actions()->isFormOpen());
    e.story.press(Qt::Key_Escape);
    QVERIFY(e.story.settle());
    QVERIFY(!e.panel->actions()->isFormOpen() && !e.desk.isPreviewing());
    QCOMPARE(e.trace(), QString());
  }
  void aReorderByDrag() {
    Editor e;
    QVERIFY(e.open());
    QCOMPARE(e.loops(), QStringList({"matmul.m", "matmul.n", "matmul.k"}));
    e.drag("matmul.k", Editor::Kind::loop, e.rowOf("matmul.n", 0.05), "schedule-drag");
    QCOMPARE(e.loops(), QStringList({"matmul.m", "matmul.k", "matmul.n"}));
    QVERIFY(e.trace().startsWith("reorder("));
  }
  void aRefusedVectorizeAndItsAlternative() {
    Editor e;
    QVERIFY(e.open());
    QVERIFY(e.select("matmul.k"));
    e.story.press(Qt::Key_V);
    StepForm* form = e.panel->actions()->form();
    QVERIFY(e.story.settle());
    QVERIFY(!form->isLegal() && !form->applyButton()->isEnabled());
    QVERIFY(!form->refusalText().isEmpty());
    e.story.save("schedule-refused");
    QVERIFY(form->alternativeButton()->isVisible());
    const size_t before = e.desk.history()->states.size();
    Story::click(form->alternativeButton());
    QVERIFY(e.settle());
    QVERIFY(e.desk.history()->states.size() > before);
    QVERIFY(!e.trace().isEmpty());
  }
  void undoRedoAndABranch() {
    Editor e;
    QVERIFY(e.open());
    e.desk.apply("parallel(loop=matmul.m)");
    QVERIFY(e.settle());
    const int first = e.desk.history()->current;
    e.story.trigger("undo");
    QVERIFY(e.settle());
    QCOMPARE(e.desk.history()->current, 0);
    e.story.trigger("redo");
    QVERIFY(e.settle());
    QCOMPARE(e.desk.history()->current, first);
    e.story.trigger("undo");
    QVERIFY(e.settle());
    e.desk.apply("unroll(loop=matmul.m)");
    QVERIFY(e.settle());
    QCOMPARE(e.desk.current()->parent, 0);
    const HistoryModel& states = e.story.window().scheduleView()->history()->states();
    QVERIFY(laneCount(states.rows()) >= 2);   // the branch that was left is there
    QVERIFY(e.desk.state(first) != nullptr);
    e.desk.rename(e.desk.history()->current, "unrolled");
    QVERIFY(e.settle());
    QCOMPARE(states.index(states.rowOf(e.desk.history()->current)).data().toString(), QString("unrolled"));
    e.story.save("schedule-branch");
  }
  void textWithAnErrorAtItsLine() {
    Editor e;
    QVERIFY(e.open());
    TraceEditor* text = e.story.window().scheduleView()->trace();
    const QString good = "# two steps\nparallel(loop=matmul.m)\n";
    text->setText(good);
    QTRY_VERIFY(e.trace().contains("parallel"));
    QVERIFY(e.settle());
    QCOMPARE(text->errorLine(), -1);
    QCOMPARE(text->text(), good);   // comments stay
    const int before = e.desk.history()->current;
    const QString bad = good + "vectorize(loop=matmul.nowhere)\n";
    text->setText(bad);
    QTRY_COMPARE(text->errorLine(), 2);
    QVERIFY(text->message().contains("3"));
    QCOMPARE(e.desk.history()->current, before);   // the schedule stays as it was
    QCOMPARE(text->text(), bad);
    e.story.save("schedule-error");
    e.desk.goTo(0);   // something else changes the schedule: the text is put aside
    QVERIFY(e.settle());
    QVERIFY(text->hasDraft());
    text->bringBack();
    QCOMPARE(text->text(), bad);
    text->setText(good + "unroll(loop=matmul.n)\n");
    QTRY_VERIFY(e.trace().contains("unroll"));
    QCOMPARE(text->errorLine(), -1);
  }
  void aSpeedIsProvenFirst() {
    Editor e;
    QVERIFY(e.open("matmul:32,32,32"));
    e.desk.measure();
    QVERIFY(QTest::qWaitFor([&] { return e.desk.current()->speed && !e.desk.current()->isMeasuring; }, 120000));
    const QString card = e.story.window().scheduleView()->speed()->text();
    QVERIFY2(card.contains("Checked against the reference") && card.contains("GF/s"), qPrintable(card));
    QVERIFY(e.story.window().actions().find("schedule_copy")->isEnabled());
  }
  // The schedule of one convolution for the others, and into the build of the whole model.
  void oneScheduleForSimilarGroups() {
    Story story;
    ScheduleDesk& desk = story.context().schedule();
    desk.setMeasuring(false);
    QVERIFY(story.open(Story::digits()));
    story.press(Qt::Key_2, Qt::ControlModifier);
    const auto& groups = story.context().snapshot()->fusion->groups;
    const auto heaviest = std::max_element(groups.begin(), groups.end(),
                                           [](const auto& a, const auto& b) { return a.flops < b.flops; });
    story.context().selection().select(Thing::ofGroup(heaviest->id));
    QVERIFY(story.settle() && desk.history() && desk.group() == heaviest->id);
    QCOMPARE(desk.inBuild(), desk.history()->current);   // the default schedule
    story.trigger("schedule_transplant");
    auto* dialog = story.view<TransplantDialog>();
    QVERIFY(dialog);
    QVERIFY(story.settle());
    QVERIFY(dialog->rowCount() >= 2);
    QVERIFY(dialog->transplantButton()->isEnabled());
    Story::click(dialog->transplantButton());
    QVERIFY(QTest::qWaitFor([&] { return story.settle() && dialog->isDone(); }, 120000));
    Story::save(*dialog, "schedule-transplant");
    dialog->close();
    // A state that is not the default goes into the build; the model is built again with it.
    const std::string block = desk.committed()->tree.back().name;
    desk.apply(QString::fromStdString("annotate(key=\"note\", value=1, block=" + block + ")"));
    QVERIFY(story.settle());
    QVERIFY(desk.inBuild() != desk.history()->current);
    story.trigger("schedule_use");
    QVERIFY(story.settle());
    QCOMPARE(desk.inBuild(), desk.history()->current);
    story.trigger("schedule_default");
    QVERIFY(story.settle());
    QVERIFY(desk.inBuild() != desk.history()->current);
  }
  void twoStatesAreCompared() {
    Editor e;
    QVERIFY(e.open("matmul:32,32,32"));
    e.desk.apply("reorder(loops=[matmul.k, matmul.n])");
    QVERIFY(e.settle());
    e.story.trigger("schedule_compare");
    auto* dialog = e.story.view<StateComparison>();
    QVERIFY(dialog);
    QVERIFY(QTest::qWaitFor([&] { return e.story.settle() && dialog->isDone(); }, 120000));
    QVERIFY(!dialog->verdict().isEmpty());
    Story::save(*dialog, "schedule-compare");
  }
  void theLessonLeadsThroughItsSteps() {
    Editor e;
    session::LessonRequest request;
    request.rows = request.columns = request.inner = 64;
    e.story.window().startLesson(request);
    QVERIFY(e.story.settle());
    LessonCard* lesson = e.story.window().scheduleView()->lesson();
    QVERIFY(lesson->isRunning() && lesson->isVisible());
    e.desk.setMeasuring(false);
    QVERIFY(lesson->stepCount() >= 10);
    QVERIFY(e.settle());
    for (int step = 1; step < lesson->stepCount(); ++step) {
      const std::string before = e.desk.current()->trace;
      Story::click(lesson->nextButton());
      QVERIFY(e.settle());
      QCOMPARE(lesson->step(), step);
      QVERIFY(e.desk.current()->trace != before);
    }
    e.story.save("schedule-lesson");
    Story::click(lesson->nextButton());   // finish
    QVERIFY(e.story.settle());
    QVERIFY(!lesson->isRunning() && e.story.window().isStartPageShown());
  }
};
HEDDLE_TEST(ScheduleStory)

#include "schedule_story.moc"
