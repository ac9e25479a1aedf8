// What a hand can do in the schedule editor beyond one form: drop blocks, merge branches, keep and fetch files, and
// reach every primitive by key and by menu.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QContextMenuEvent>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QTableWidget>
#include <set>

#include "tests/gui/stories/editor.h"
#include "views/schedule/action_pane.h"
#include "views/schedule/history_view.h"
#include "views/schedule/primitive_catalog.h"
#include "views/schedule/step_form.h"
#include "views/schedule/transplant_dialog.h"

using namespace heddle;
using namespace heddle::test;
using namespace heddle::views;
using Kind = Editor::Kind;

namespace {

QMenu* openMenu() {
  QMenu* menu = nullptr;
  (void)QTest::qWaitFor([&] { return (menu = qobject_cast<QMenu*>(QApplication::activePopupWidget())); }, 10000);
  return menu;
}

void askForMenu(QWidget* viewport, const QPoint& at, QContextMenuEvent::Reason reason = QContextMenuEvent::Mouse) {
  QContextMenuEvent event(reason, at, viewport->mapToGlobal(at));
  QApplication::sendEvent(viewport, &event);
}

bool clickItem(QMenu* menu, const QString& text) {
  for (QAction* action : menu->actions())
    if (action->isEnabled() && action->text().startsWith(text))
      return QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center()), true;
  return false;
}

}  // namespace

class ScheduleMovesStory : public QObject {
  Q_OBJECT

  static QPoint rowOfState(Editor& e, int state) {
    HistoryView* history = e.story.window().scheduleView()->history();
    return history->visualRect(history->states().index(history->states().rowOf(state))).center();
  }
  static bool fromHistoryMenu(Editor& e, int state, const QString& item, const QString& picture = {}) {
    askForMenu(e.story.window().scheduleView()->history()->viewport(), rowOfState(e, state));
    QMenu* menu = openMenu();
    if (!menu) return false;
    if (!picture.isEmpty()) Story::save(*menu, picture);
    return clickItem(menu, item) && e.settle();
  }

 private slots:
  // What is computed first moves into the loop that reads it ...
  void aBlockDroppedOnItsReader() {
    Editor e;
    QVERIFY(e.open("conv3x3:8,16,16,32"));
    e.drag("conv_pad", Kind::block, e.rowOf("conv.oh"), "schedule-drop-block");
    QCOMPARE(e.trace().trimmed(), QString("compute_at(block=conv_pad, loop=conv.oh)"));
    QVERIFY(!e.panel->actions()->isFormOpen());
  }
  // ... and what reads moves into the loop that computes.
  void aBlockDroppedOnItsWriter() {
    Editor e(ThemeMode::dark);
    QVERIFY(e.open("pointwise:64,128"));
    e.drag("relu", Kind::block, e.rowOf("add.i0"), "schedule-drop-block-dark");
    QCOMPARE(e.trace().trimmed(), QString("reverse_compute_at(block=relu, loop=add.i0)"));
  }
  void aDropThatIsRefusedSaysWhy() {
    Editor e;
    QVERIFY(e.open("matmul:64,48,32"));
    e.desk.apply("cache_write(block=matmul, write_index=0, scope=\"local\")");
    QVERIFY(e.settle());
    const QString before = e.trace();
    e.drag("matmul", Kind::block, e.rowOf("matmul.m"));
    QCOMPARE(e.trace(), before);
    QVERIFY(e.panel->actions()->isFormOpen());
    QVERIFY(!e.panel->actions()->form()->refusalText().isEmpty());
    e.story.save("schedule-drop-refused");
  }
  void escapeLeavesADrag() {
    Editor e;
    QVERIFY(e.open());
    QVERIFY(e.select("matmul.k"));
    QWidget* tree = e.panel->tree()->viewport();
    QTest::mousePress(tree, Qt::LeftButton, Qt::NoModifier, e.rowOf("matmul.k"));
    QTest::mouseMove(tree, e.rowOf("matmul.n"));
    QTest::mouseMove(tree, e.rowOf("matmul.m"));
    QVERIFY(e.panel->tree()->isDragging());
    QTest::keyClick(e.panel->tree(), Qt::Key_Escape);
    QVERIFY(!e.panel->tree()->isDragging());
    QTest::mouseRelease(tree, Qt::LeftButton, Qt::NoModifier, e.rowOf("matmul.m"));
    QVERIFY(e.settle());
    QCOMPARE(e.trace(), QString());
  }

  void aBranchIsMergedByReplay() {
    Editor e;
    QVERIFY(e.open());
    e.desk.apply("parallel(loop=matmul.m)");
    QVERIFY(e.settle());
    const int branch = e.desk.history()->current;
    e.desk.goTo(0);
    QVERIFY(e.settle());
    e.desk.apply("vectorize(loop=matmul.n)");
    QVERIFY(e.settle());
    const int here = e.desk.history()->current;
    QVERIFY(fromHistoryMenu(e, branch, "Merge into the current state", "schedule-history-menu"));
    QCOMPARE(e.desk.current()->parent, here);
    QVERIFY2(e.trace().contains("vectorize(loop=matmul.n)") && e.trace().contains("parallel(loop=matmul.m)"),
             qPrintable(e.trace()));
    e.story.save("schedule-merged");
  }
  // What the branch adds does not fit here: all or none, and the reason.
  void aMergeThatDoesNotReplay() {
    Editor e;
    QVERIFY(e.open());
    e.desk.apply("parallel(loop=matmul.m)");
    QVERIFY(e.settle());
    const int branch = e.desk.history()->current;
    e.desk.goTo(0);
    QVERIFY(e.settle());
    e.desk.apply("fuse(loops=[matmul.m, matmul.n])");
    QVERIFY(e.settle());
    const int here = e.desk.history()->current;
    QVERIFY(fromHistoryMenu(e, branch, "Merge into the current state"));
    QCOMPARE(e.desk.history()->current, here);
    QVERIFY(e.panel->actions()->isFormOpen());
    QVERIFY2(e.panel->actions()->form()->refusalText().contains("matmul.m"),
             qPrintable(e.panel->actions()->form()->refusalText()));
    e.story.save("schedule-merge-refused");
  }

  void aScheduleGoesToAFileAndComesBack() {
    Editor e;
    QVERIFY(e.open());
    e.desk.apply("n_o, n_i = split(loop=matmul.n, factors=[-1, 16])\nvectorize(loop=n_i)");
    QVERIFY(e.settle());
    const QString trace = e.trace(), file = e.story.path("mine.trace");
    Story::answerFileDialog(file);
    e.story.trigger("schedule_save");
    QVERIFY(e.settle() && QFile::exists(file));
    e.desk.goTo(0);
    QVERIFY(e.settle());
    QCOMPARE(e.trace(), QString());
    Story::answerFileDialog(file);
    e.story.trigger("schedule_load");
    QVERIFY(e.settle());
    QCOMPARE(e.trace(), trace);
  }
  void aFileThatDoesNotFitChangesNothing() {
    Editor e;
    QVERIFY(e.open());
    const QString file = e.story.path("broken.trace");
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write("# heddle schedule 1\nparallel(loop=nobody)\n");
    out.close();
    const size_t before = e.desk.history()->states.size();
    Story::answerFileDialog(file);
    e.story.trigger("schedule_load");
    QVERIFY(e.settle());
    QCOMPARE(e.desk.history()->states.size(), before);
    QVERIFY(e.panel->actions()->isFormOpen());
    QVERIFY2(e.panel->actions()->form()->refusalText().contains("nobody"),
             qPrintable(e.panel->actions()->form()->refusalText()));
    e.story.save("schedule-load-refused");
  }

  // Loops, blocks and buffers together offer all of them.
  void everyPrimitiveIsAKeyAway() {
    Editor e;
    QVERIFY(e.open("conv3x3:8,16,16,32"));
    std::set<std::string> reached;
    const std::pair<Kind, std::string> things[] = {{Kind::loop, "conv.oh"}, {Kind::block, "conv"}, {Kind::buffer, ""}};
    for (auto [kind, name] : things) {
      if (kind == Kind::buffer) name = e.desk.committed()->buffers.front().name;
      QVERIFY2(e.select(name, kind), name.c_str());
      for (const PrimitiveEntry& entry : primitiveEntries()) {
        const auto& options = e.desk.options();
        if (std::none_of(options.begin(), options.end(), [&](const auto& o) { return o.primitive == entry.name; })) continue;
        QTest::keyClick(e.panel->tree(), static_cast<Qt::Key>(entry.letter),
                        entry.hasShift ? Qt::ShiftModifier : Qt::NoModifier);
        QVERIFY2(e.panel->actions()->isFormOpen(), entry.name);
        QCOMPARE(e.panel->actions()->form()->primitive(), std::string(entry.name));
        reached.insert(entry.name);
        QTest::keyClick(e.panel->actions()->form(), Qt::Key_Escape);
        QVERIFY(!e.panel->actions()->isFormOpen());
        QVERIFY(e.panel->tree()->hasFocus());
      }
    }
    for (const PrimitiveEntry& entry : primitiveEntries()) QVERIFY2(reached.contains(entry.name), entry.name);
    QVERIFY(e.settle());
    QCOMPARE(e.trace(), QString());
  }

  void theMenuOfALoop() {
    Editor e;
    QVERIFY(e.open());
    for (const auto reason : {QContextMenuEvent::Mouse, QContextMenuEvent::Keyboard}) {
      QVERIFY(e.select("matmul.m"));
      askForMenu(e.panel->tree()->viewport(), e.rowOf(reason == QContextMenuEvent::Mouse ? "matmul.k" : "matmul.m"), reason);
      QMenu* menu = openMenu();
      QVERIFY(menu);
      QCOMPARE(e.desk.selection().name, std::string(reason == QContextMenuEvent::Mouse ? "matmul.k" : "matmul.m"));
      Story::save(*menu, "schedule-loop-menu");
      QVERIFY(clickItem(menu, "split\t"));
      QTRY_VERIFY(e.panel->actions()->isFormOpen());
      QCOMPARE(e.panel->actions()->form()->primitive(), std::string("split"));
      e.story.press(Qt::Key_Escape);
      QVERIFY(e.settle());
    }
  }

  // Only to the groups that are ticked.
  void transplantToSome() {
    Story story;
    ScheduleDesk& desk = story.context().schedule();
    desk.setMeasuring(false);
    QVERIFY(story.open(Story::digits()));
    story.press(Qt::Key_2, Qt::ControlModifier);
    const auto& groups = story.context().snapshot()->fusion->groups;
    const auto heaviest = std::max_element(groups.begin(), groups.end(),
                                           [](const auto& a, const auto& b) { return a.flops < b.flops; });
    story.context().selection().select(Thing::ofGroup(heaviest->id));
    QVERIFY(story.settle());
    story.trigger("schedule_transplant");
    auto* dialog = story.view<TransplantDialog>();
    QVERIFY(dialog && story.settle());
    auto* table = dialog->findChild<QTableWidget*>();
    QVERIFY(table && table->rowCount() >= 2);
    table->setFocus();
    for (int row = 0; row < table->rowCount(); ++row) {   // untick with the space bar
      table->setCurrentCell(row, 0);
      if (table->item(row, 0)->checkState() == Qt::Checked) QTest::keyClick(table, Qt::Key_Space);
      QVERIFY(table->item(row, 0)->checkState() == Qt::Unchecked);
    }
    QVERIFY(!dialog->transplantButton()->isEnabled());
    for (int row = 0; row < table->rowCount(); ++row)
      if (table->item(row, 0)->flags() & Qt::ItemIsUserCheckable && !dialog->transplantButton()->isEnabled()) {
        table->setCurrentCell(row, 0);
        QTest::keyClick(table, Qt::Key_Space);
      }
    QVERIFY(dialog->transplantButton()->text().contains('1'));
    Story::save(*dialog, "schedule-transplant-some");
  }
};
HEDDLE_TEST(ScheduleMovesStory)

#include "schedule_moves_story.moc"
