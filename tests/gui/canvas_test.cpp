// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/graph/graph_canvas.h"

#include <QAccessible>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "tests/support/cpu_time.h"
#include "tests/support/pictures.h"
#include "tests/support/sample_snapshot.h"
#include "tests/support/test_main.h"
#include "views/graph/graph_export.h"
#include "views/graph/graph_walk.h"
#include "views/graph/pass_strip.h"

using namespace heddle;
using namespace heddle::views;

Q_DECLARE_METATYPE(heddle::views::Thing)

namespace {

std::shared_ptr<const GraphScene> sampleScene(int stage = 4) {
  std::shared_ptr<const AlignedLayout> aligned;
  return buildScene({test::sampleSnapshot(), stage}, aligned);
}

struct Shown {
  GraphCanvas canvas;
  explicit Shown(std::shared_ptr<const GraphScene> scene = sampleScene()) {
    canvas.resize(800, 600);
    canvas.setScene(std::move(scene), false);
    canvas.show();
    canvas.setFocus();
    canvas.openView();
  }
  QPoint centerOf(const Thing& thing) {
    const int node = canvas.scene()->nodeOf(thing);
    return canvas.view().toScreen(canvas.scene()->nodes[size_t(node)].rect).center().toPoint();
  }
  int node(const Thing& thing) { return canvas.scene()->nodeOf(thing); }
};

const Thing kFirst = Thing::ofGroup(GroupId{1}), kPool = Thing::ofGroup(GroupId{2});

}  // namespace

class CanvasTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase() { qRegisterMetaType<Thing>(); }

  // A canvas is often given its size after its scene: what was opened stays in the middle until it is moved.
  void theOpeningViewFollowsTheSize() {
    Shown shown;
    const auto middle = [&] { return shown.canvas.view().toScreen(shown.canvas.scene()->bounds).center().x(); };
    shown.canvas.resize(160, 300);
    shown.canvas.openView();
    shown.canvas.resize(700, 500);
    const double open = shown.canvas.view().scale;
    QCOMPARE(qRound(middle()), 350);
    shown.canvas.zoomBy(0.5);
    shown.canvas.resize(900, 500);
    QCOMPARE(shown.canvas.view().scale, open * 0.5);
    QCOMPARE(qRound(middle()), 350);
  }
  void aClickSelectsAndCtrlClickAdds() {
    Shown shown;
    QSignalSpy clicked(&shown.canvas, &GraphCanvas::nodeClicked);
    QTest::mouseClick(&shown.canvas, Qt::LeftButton, Qt::NoModifier, shown.centerOf(kFirst));
    QTest::mouseClick(&shown.canvas, Qt::LeftButton, Qt::ControlModifier, shown.centerOf(kPool));
    QCOMPARE(clicked.size(), 2);
    QCOMPARE(clicked[0][0].value<Thing>(), kFirst);
    QCOMPARE(clicked[0][1].toBool(), false);
    QCOMPARE(clicked[1][0].value<Thing>(), kPool);
    QCOMPARE(clicked[1][1].toBool(), true);
  }
  void aClickBesideClearsAndADragPans() {
    Shown shown;
    QSignalSpy background(&shown.canvas, &GraphCanvas::backgroundClicked);
    QTest::mouseClick(&shown.canvas, Qt::LeftButton, Qt::NoModifier, QPoint(5, 590));
    QCOMPARE(background.size(), 1);
    const QPointF before = shown.canvas.view().offset;
    QTest::mousePress(&shown.canvas, Qt::LeftButton, Qt::NoModifier, QPoint(20, 400));
    QTest::mouseMove(&shown.canvas, QPoint(60, 420));
    QTest::mouseMove(&shown.canvas, QPoint(120, 450));
    QTest::mouseRelease(&shown.canvas, Qt::LeftButton, Qt::NoModifier, QPoint(120, 450));
    QCOMPARE(shown.canvas.view().offset - before, QPointF(100, 50));
    QCOMPARE(background.size(), 1);   // a drag is no click
  }
  void theWheelZoomsAtTheCursor() {
    Shown shown;
    const QPointF at(300, 200);
    const QPointF world = shown.canvas.view().toWorld(at);
    QWheelEvent wheel(at, shown.canvas.mapToGlobal(at), {}, {0, 240}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&shown.canvas, &wheel);
    QVERIFY(shown.canvas.view().scale > 1);
    QVERIFY((shown.canvas.view().toWorld(at) - world).manhattanLength() < 1e-6);
  }
  void aClickOnAMarkAsksWhy() {
    Shown shown;
    QSignalSpy asked(&shown.canvas, &GraphCanvas::edgeClicked);
    const auto& edges = shown.canvas.scene()->edges;
    const auto it = std::find_if(edges.begin(), edges.end(), [](const SceneEdge& edge) {
      return edge.fusion && edge.fusion->producer == OpId{11};
    });
    QVERIFY(it != edges.end());
    QTest::mouseClick(&shown.canvas, Qt::LeftButton, Qt::NoModifier,
                      shown.canvas.view().toScreen(markCenter(*it)).toPoint());
    QCOMPARE(asked.size(), 1);
    QVERIFY(edgeCard(*it).contains("room for one"));
  }
  void arrowsWalkEdgesAndTabSiblings() {
    Shown shown;
    QSignalSpy clicked(&shown.canvas, &GraphCanvas::nodeClicked);
    connect(&shown.canvas, &GraphCanvas::nodeClicked, this, [&](const Thing& thing) {
      shown.canvas.setSelected({shown.node(thing)}, shown.node(thing));
    });
    QTest::keyClick(&shown.canvas, Qt::Key_Down);   // none yet: the first
    QCOMPARE(shown.canvas.current(), 0);
    QTest::keyClick(&shown.canvas, Qt::Key_Down);
    QCOMPARE(clicked.last()[0].value<Thing>(), kFirst);
    QTest::keyClick(&shown.canvas, Qt::Key_Down);
    QCOMPARE(clicked.last()[0].value<Thing>(), kPool);
    QTest::keyClick(&shown.canvas, Qt::Key_Down);
    const int child = shown.canvas.current();
    const bool isLeft = walkFrom(*shown.canvas.scene(), child, Walk::nextSibling) >= 0;
    QTest::keyClick(&shown.canvas, isLeft ? Qt::Key_Tab : Qt::Key_Backtab,
                    isLeft ? Qt::NoModifier : Qt::ShiftModifier);
    QVERIFY(shown.canvas.current() != child);
    QTest::keyClick(&shown.canvas, isLeft ? Qt::Key_Backtab : Qt::Key_Tab);
    QCOMPARE(shown.canvas.current(), child);
    QTest::keyClick(&shown.canvas, Qt::Key_Up);
    QCOMPARE(clicked.last()[0].value<Thing>(), kPool);
  }
  void siblingsShareAProducer() {
    const auto scene = sampleScene();
    const int pool = scene->nodeOf(kPool);
    std::set<int> children;
    for (int e : scene->outgoing[size_t(pool)]) children.insert(scene->edges[size_t(e)].to);
    QCOMPARE(children.size(), size_t(2));   // the block and its shortcut
    std::set<int> walked;
    for (int child : children) {
      walked.insert(walkFrom(*scene, child, Walk::nextSibling));
      walked.insert(walkFrom(*scene, child, Walk::previousSibling));
    }
    walked.erase(-1);
    QVERIFY(std::includes(walked.begin(), walked.end(), children.begin(), children.end()));
  }
  void plainKeysOpenToggleFitAndSearch() {
    Shown shown;
    const int node = shown.node(Thing::ofGroup(GroupId{3}));
    shown.canvas.setSelected({node}, node);
    QSignalSpy opened(&shown.canvas, &GraphCanvas::nodeOpened);
    QSignalSpy toggled(&shown.canvas, &GraphCanvas::groupToggled);
    QSignalSpy search(&shown.canvas, &GraphCanvas::searchRequested);
    QSignalSpy back(&shown.canvas, &GraphCanvas::backRequested);
    QSignalSpy next(&shown.canvas, &GraphCanvas::nextHitRequested);
    QTest::keyClick(&shown.canvas, Qt::Key_Return);
    QTest::keyClick(&shown.canvas, Qt::Key_Space);
    QTest::keyClick(&shown.canvas, Qt::Key_Slash);
    QTest::keyClick(&shown.canvas, Qt::Key_Backspace);
    QTest::keyClick(&shown.canvas, Qt::Key_N);
    QCOMPARE(opened.size() + toggled.size() + search.size() + back.size() + next.size(), 5);
    QTest::keyClick(&shown.canvas, Qt::Key_F);
    QVERIFY(QRectF(shown.canvas.rect()).contains(shown.canvas.view().toScreen(shown.canvas.scene()->bounds)));
    QTest::keyClick(&shown.canvas, Qt::Key_1);
    QCOMPARE(shown.canvas.view().scale, 1.0);
    const QRectF seen = shown.canvas.view().toScreen(shown.canvas.scene()->nodes[size_t(node)].rect);
    QVERIFY(QRectF(shown.canvas.rect()).contains(seen));
  }
  void searchFindsNamesOperatorsAndAttributes() {
    const auto scene = sampleScene(0);
    const auto count = [&](const char* pattern) {
      return findNodes(*scene, QRegularExpression(pattern)).size();
    };
    QCOMPARE(count("layer1/relu_[26]"), size_t(2));
    QCOMPARE(count("^batch_norm$"), size_t(4));
    QCOMPARE(count("strides=1"), size_t(5));
    QCOMPARE(count("nothing like it"), size_t(0));
    QCOMPARE(count("(unclosed"), size_t(0));
    // A member of a collapsed group is found as its group.
    const auto fused = sampleScene(4);
    QCOMPARE(findNodes(*fused, QRegularExpression("layer1/relu_2")),
             std::vector<int>{fused->nodeOf(Thing::ofGroup(GroupId{3}))});
  }
  // A bound on growth, not on time: a frame shows what fits on the screen, however many nodes there are.
  void aFrameOfAHundredThousandNodesIsNotDear() {
    const auto frames = [](int count) {
      std::shared_ptr<const AlignedLayout> aligned;
      Shown shown(buildScene({test::syntheticSnapshot(count), 0}, aligned));
      const auto frame = [&] {
        shown.canvas.grab();
        return test::cpuMilliseconds([&] {
          shown.canvas.zoomBy(1.0001);
          shown.canvas.grab();
        });
      };
      shown.canvas.fit();
      const double fitted = frame();
      shown.canvas.openView();
      return std::pair(fitted, frame());
    };
    const auto [smallFitted, smallFull] = frames(1000);
    const auto [fitted, full] = frames(100000);
    qInfo("100,000 nodes: %.1f ms a frame fitted (1,000: %.1f), %.1f ms at reading size (%.1f)", fitted, smallFitted,
          full, smallFull);
    QVERIFY2(fitted < 20 * smallFitted + 20, "the whole graph is drawn node by node");
    QVERIFY2(full < 4 * smallFull + 20, "what is outside is drawn");
  }
  void picturesOfTheWholeGraph() {
    Shown shown;
    QTemporaryDir folder;
    QVERIFY(exportCanvas(shown.canvas, folder.filePath("g.svg")));
    QVERIFY(exportCanvas(shown.canvas, folder.filePath("g.png")));
    QFile svg(folder.filePath("g.svg"));
    QVERIFY(svg.open(QIODevice::ReadOnly));
    QVERIFY(svg.readAll().contains("max_pool"));
    QVERIFY(QImage(folder.filePath("g.png")).height() > 600);
    QVERIFY(!exportCanvas(shown.canvas, folder.filePath("no/such/folder.png")));
  }
  void isATreeForScreenReaders() {
    Shown shown;
    QAccessibleInterface* tree = QAccessible::queryAccessibleInterface(&shown.canvas);
    QVERIFY(tree);
    QCOMPARE(tree->role(), QAccessible::Tree);
    QCOMPARE(tree->childCount(), int(shown.canvas.scene()->nodes.size()));
    const int node = shown.node(kPool);
    QAccessibleInterface* child = tree->child(node);
    QVERIFY(child->text(QAccessible::Name).contains("max_pool"));
    QVERIFY(!child->state().selected);
    shown.canvas.setSelected({node}, node);
    QVERIFY(child->state().selected);
    QCOMPARE(tree->indexOfChild(child), node);
  }
  void theStripScrubsThroughPasses() {
    PassStrip strip;
    strip.resize(700, 28);
    strip.setSnapshot(test::sampleSnapshot());
    strip.setCurrent(4);
    strip.show();
    QSignalSpy chosen(&strip, &PassStrip::stageChosen);
    strip.setFocus();
    QTest::keyClick(&strip, Qt::Key_Left);
    QTest::keyClick(&strip, Qt::Key_Home);
    QTest::keyClick(&strip, Qt::Key_Left);   // stays
    QCOMPARE(chosen.size(), 2);
    QCOMPARE(chosen[0][0].toInt(), 3);
    QCOMPARE(strip.current(), 0);
    QTest::mouseClick(&strip, Qt::LeftButton, Qt::NoModifier, QPoint(120, 14));
    QCOMPARE(strip.current(), 1);
  }
  // A narrow strip shows whole passes only, counts the rest at its ends and turns pages there.
  void theStripCutsNoPass() {
    auto snapshot = std::make_shared<session::Snapshot>(*test::sampleSnapshot());
    for (const auto& stage : snapshot->stages) snapshot->passes.push_back({stage->pass, false, false});
    snapshot->passes.insert(snapshot->passes.begin() + 2, {"left_out", false, true});
    PassStrip strip;
    strip.resize(260, 28);
    strip.setSnapshot(snapshot);
    strip.setCurrent(strip.count() / 2);
    strip.show();
    QSignalSpy chosen(&strip, &PassStrip::stageChosen);
    const QImage middle = strip.grab().toImage();
    QVERIFY(middle.save(heddle::test::pictureFile(QStringLiteral("pass-strip"))));
    // Left of the first item and right of the last stand counts; a click there chooses nothing.
    QTest::mouseClick(&strip, Qt::LeftButton, Qt::NoModifier, QPoint(6, 14));
    QVERIFY(strip.grab().toImage() != middle);
    QTest::mouseClick(&strip, Qt::LeftButton, Qt::NoModifier, QPoint(254, 14));
    QCOMPARE(chosen.size(), 0);
    QCOMPARE(strip.current(), strip.count() / 2);
  }
};
HEDDLE_TEST(CanvasTest)

#include "canvas_test.moc"
