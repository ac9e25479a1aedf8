// The parts of the schedule editor that need no session.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QKeyEvent>
#include <QListWidget>
#include <QSignalSpy>
#include <QSlider>

#include "tests/support/test_main.h"
#include "views/schedule/argument_field.h"
#include "views/schedule/factors_field.h"
#include "views/schedule/history_lanes.h"
#include "views/schedule/loop_kinds.h"
#include "views/schedule/loop_moves.h"
#include "views/schedule/option_list.h"
#include "views/schedule/order_field.h"
#include "views/schedule/primitive_catalog.h"
#include "views/schedule/schedule_tree_model.h"
#include "views/schedule/step_text.h"
#include "views/schedule/trace_editor.h"

using namespace heddle;
using namespace heddle::views;
using session::LoopTreeItem;
using session::ScheduleArgumentView;

namespace {

session::ScheduleTreeItem loop(const std::string& name, int depth, int64_t extent = 16) {
  session::ScheduleTreeItem item;
  item.item.kind = LoopTreeItem::Kind::loop;
  item.item.name = item.name = name;
  item.item.depth = depth;
  item.item.extent = extent;
  item.item.loopKind = "serial";
  return item;
}

session::ScheduleTreeItem block(const std::string& name, int depth) {
  session::ScheduleTreeItem item = loop(name, depth);
  item.item.kind = LoopTreeItem::Kind::block;
  return item;
}

// m { n { init, k { matmul } } }, copy_m { copy }
ScheduleTree matmulTree() {
  return {loop("m", 0), loop("n", 1), block("init", 2), loop("k", 2), block("matmul", 3), loop("copy_m", 0), block("copy", 1)};
}

session::ScheduleHistoryView history(const std::vector<int>& parents, int current) {
  session::ScheduleHistoryView view;
  for (size_t i = 0; i < parents.size(); ++i) {
    session::ScheduleStateView state;
    state.id = static_cast<int>(i);
    state.parent = parents[i];
    view.states.push_back(state);
  }
  view.current = current;
  return view;
}

}  // namespace

class SchedulePartsTest : public QObject {
  Q_OBJECT
 private slots:
  void stepsAreWritten() {
    const std::vector<ScheduleArgumentView> arguments = {{"loop", "loop", false, "conv.oc", {}},
                                                         {"factors", "integers", false, "[-1, 16]", {}},
                                                         {"name", "text", true, "", {}}};
    QCOMPARE(stepText("split", arguments), QString("split(loop=conv.oc, factors=[-1, 16])"));
    QCOMPARE(listItems("[a,  b ,c]"), QStringList({"a", "b", "c"}));
    QCOMPARE(listItems("[]"), QStringList());
    QCOMPARE(listText({"a", "b"}), QString("[a, b]"));
    for (const QString text : {"local", "a \"b\"", "back\\slash", ""}) QCOMPARE(unquotedText(quotedText(text)), text);
    QCOMPARE(shortStep("n_o, n_i = split(loop=matmul.n, factors=[-1, 16])"), QString("split matmul.n"));
    QCOMPARE(shortStep("reorder(loops=[a, b])"), QString("reorder a, b"));
  }
  void divisors() {
    QCOMPARE(divisorsOf(12), (QList<qint64>{1, 2, 3, 4, 6, 12}));
    QCOMPARE(divisorsOf(1), QList<qint64>{1});
    QCOMPARE(divisorsOf(16), (QList<qint64>{1, 2, 4, 8, 16}));
    QCOMPARE(divisorsOf(1000003).size(), qsizetype(2));
  }
  void dragsBecomeSteps() {
    const ScheduleTree tree = matmulTree();
    using enum DropPlace;
    QCOMPARE(stepsForDrop(tree, 3, 1, above), QStringList("reorder(loops=[k, n])"));
    QCOMPARE(stepsForDrop(tree, 3, 0, onto), QStringList("reorder(loops=[k, m, n])"));
    QCOMPARE(stepsForDrop(tree, 0, 3, below), QStringList("reorder(loops=[n, k, m])"));
    QCOMPARE(stepsForDrop(tree, 0, 3, above), QStringList("reorder(loops=[n, m, k])"));
    QCOMPARE(stepsForDrop(tree, 3, 1, below), QStringList());    // where it is
    QCOMPARE(stepsForDrop(tree, 3, 5, onto), QStringList());     // another nest
    QCOMPARE(stepsForDrop(tree, 3, 3, onto), QStringList());
    QCOMPARE(stepsForDrop(tree, 3, 4, onto), QStringList());     // not onto a block
    QCOMPARE(stepsForDrop(tree, 4, 5, onto),
             QStringList({"compute_at(block=matmul, loop=copy_m)", "reverse_compute_at(block=matmul, loop=copy_m)"}));
    QCOMPARE(stepsForDrop(tree, -1, 99, onto), QStringList());
  }
  void branchesGetLanes() {
    // 0 - 1 - 2 - 3, a branch 4 - 5 from 1, which is current
    const auto rows = layOutHistory(history({-1, 0, 1, 2, 1, 4}, 5));
    QCOMPARE(rows.size(), size_t(6));
    QCOMPARE(rows.front().state, 5);
    const auto lane = [&](int state) { return rows[static_cast<size_t>(5 - state)].lane; };
    for (const int state : {0, 1, 4, 5}) QCOMPARE(lane(state), 0);
    QCOMPARE(lane(2), 1);
    QCOMPARE(lane(3), 1);
    QCOMPARE(laneCount(rows), 2);
    QVERIFY(rows[0].isOnPath && !rows[2].isOnPath);
    QCOMPARE(rows[0].parentRow, 1);
    QVERIFY(layOutHistory(history({}, 0)).empty());
  }
  void everyPrimitiveHasAKeyOfItsOwn() {
    const QStringList names = {
#define HEDDLE_PRIMITIVE(name, ...) #name,
#include "engine/schedule/primitives.def"
#undef HEDDLE_PRIMITIVE
    };
    QStringList keys;
    for (const QString& name : names) {
      QVERIFY2(primitiveEntry(name), qPrintable(name));
      const QString key = primitiveKey(name);
      QVERIFY2(!keys.contains(key), qPrintable(key));
      keys << key;
      const PrimitiveEntry* entry = primitiveEntry(name);
      const QKeyEvent press(QEvent::KeyPress, entry->letter, entry->hasShift ? Qt::ShiftModifier : Qt::NoModifier);
      QCOMPARE(primitiveOfKey(press), name);
    }
    QCOMPARE(primitiveOfKey(QKeyEvent(QEvent::KeyPress, Qt::Key_S, Qt::ControlModifier)), QString());
  }
  void cachesFillInThirds() {
    QCOMPARE(cacheFill(32768, 32768, 1 << 20, 32 << 20), 1 / 3.0);
    QCOMPARE(cacheFill(1 << 20, 32768, 1 << 20, 32 << 20), 2 / 3.0);
    QCOMPARE(cacheFill(64 << 20, 32768, 1 << 20, 32 << 20), 1.0);
    QVERIFY(cacheFill(40000, 32768, 1 << 20, 32 << 20) > 1 / 3.0);
    QCOMPARE(cacheFill(0, 32768, 1 << 20, 32 << 20), 0.0);
  }
  void modelsKeepTheContract() {
    using Mode = QAbstractItemModelTester::FailureReportingMode;
    ScheduleTreeModel tree;
    OptionModel options;
    QAbstractItemModelTester t1(&tree, Mode::QtTest), t2(&options, Mode::QtTest);
    session::ScheduleProgramView program;
    program.tree = matmulTree();
    program.buffers.resize(2);
    program.buffers[1].name = "c";
    tree.setProgram(program);
    QCOMPARE(tree.rowCount(), 3);   // two nests and the buffers
    const QModelIndex buffer = tree.indexOf({session::ScheduleSelection::Kind::buffer, "c"});
    QCOMPARE(tree.selectionOf(buffer).name, std::string("c"));
    QCOMPARE(buffer.parent().data().toString(), QString("Buffers"));
    const QModelIndex k = tree.indexOf({session::ScheduleSelection::Kind::loop, "k"});
    QCOMPARE(tree.position(k), 3);
    QCOMPARE(tree.position(k.parent()), 1);
    std::vector<session::SchedulePrimitiveView> views(3);
    views[0].primitive = "vectorize";
    views[0].refusal.message = "the loop is not innermost";
    views[1].primitive = "split";
    views[1].applies = true;
    views[2].primitive = "not_known_here";
    views[2].applies = true;
    options.setOptions(views);
    QCOMPARE(options.rowCount(), 6);   // three headings
    QCOMPARE(options.indexOf("vectorize").data(OptionModel::ReasonRole).toString(), QString("the loop is not innermost"));
    QVERIFY(!(options.flags(options.index(0)) & Qt::ItemIsSelectable));
    tree.setProgram({});
    options.setOptions({});
    QCOMPARE(tree.rowCount(), 0);
  }
  void whatIsNewIsMarked() {
    session::ScheduleProgramView before, after;
    before.tree = {loop("n", 0, 512), block("b", 1)};
    after.tree = {loop("n_o", 0, 32), loop("n_i", 1, 16), block("b", 2)};
    ScheduleTreeModel model;
    model.setProgram(after);
    model.setBaseline(&before);
    QVERIFY(model.isNew(model.indexOfPosition(0)));
    model.setProgram(before);
    model.setBaseline(&before);
    QVERIFY(!model.isNew(model.indexOfPosition(0)));
  }
  void factorsMoveOverDivisors() {
    FactorsField field("[-1, 16]", 512, nullptr);
    QCOMPARE(field.value(), QString("[-1, 16]"));
    QSignalSpy changed(&field, &ArgumentField::changed);
    QCOMPARE(field.numbers().size(), size_t(1));
    QSlider* slider = field.numbers().front()->slider();
    QCOMPARE(slider->maximum(), 9);   // 1 to 512
    slider->setValue(5);
    QCOMPARE(field.value(), QString("[-1, 32]"));
    QVERIFY(changed.count() > 0);
    field.setLevels(3);
    QCOMPARE(field.value(), QString("[-1, 32, 2]"));
    field.setLevels(1);
    QCOMPARE(field.value(), QString("[-1, 32]"));   // never fewer than two
  }
  void loopsAreOrderedByKey() {
    OrderField field({"loops", "loops", false, "[m, n]", {"m", "n", "k"}}, nullptr);
    QCOMPARE(field.value(), QString("[m, n]"));
    field.list()->item(2)->setCheckState(Qt::Checked);
    QCOMPARE(field.value(), QString("[m, n, k]"));
    field.list()->setCurrentRow(2);
    QTest::keyClick(field.list(), Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(field.value(), QString("[m, k, n]"));
  }
  void errorsKnowTheirLine() {
    QCOMPARE(lineOfError("line 3"), 2);
    QCOMPARE(lineOfError("conv_relu_3, line 12, column 7"), 11);
    QCOMPARE(lineOfError("step 3"), -1);
  }
};
HEDDLE_TEST(SchedulePartsTest)

#include "schedule_parts_test.moc"
