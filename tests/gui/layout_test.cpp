// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/graph/layered_layout.h"

#include <QRandomGenerator>

#include "tests/support/cpu_time.h"
#include "tests/support/sample_snapshot.h"
#include "tests/support/test_main.h"
#include "views/graph/graph_scene.h"

using namespace heddle;
using namespace heddle::views;

namespace {

LayoutInput randomDag(int nodes, int edges, quint32 seed) {
  QRandomGenerator random(seed);
  LayoutInput input;
  for (int i = 0; i < nodes; ++i)
    input.sizes.push_back(QSizeF(40 + random.bounded(160), 20 + random.bounded(40)));
  for (int e = 0; e < edges; ++e) {
    const int a = random.bounded(nodes), b = random.bounded(nodes);
    if (a != b) input.edges.push_back({std::min(a, b), std::max(a, b)});
  }
  return input;
}

QString overlapOf(const GraphLayout& layout) {
  for (size_t i = 0; i < layout.nodes.size(); ++i)
    for (size_t j = i + 1; j < layout.nodes.size(); ++j)
      if (layout.nodes[i].adjusted(0.01, 0.01, -0.01, -0.01).intersects(layout.nodes[j]))
        return QStringLiteral("%1 and %2").arg(i).arg(j);
  return {};
}

}  // namespace

class LayoutTest : public QObject {
  Q_OBJECT
 private slots:
  void boxesDoNotOverlapAndEdgesGoDown() {
    for (quint32 seed = 1; seed <= 40; ++seed) {
      const LayoutInput input = randomDag(60, 110, seed);
      const GraphLayout layout = layeredLayout(input);
      QVERIFY2(overlapOf(layout).isEmpty(), qPrintable(QString::number(seed) + overlapOf(layout)));
      for (size_t e = 0; e < input.edges.size(); ++e) {
        const auto [from, to] = input.edges[e];
        QVERIFY(layout.nodes[size_t(from)].bottom() < layout.nodes[size_t(to)].top());
        const auto& route = layout.routes[e];
        QVERIFY(route.size() >= 2);
        for (size_t p = 1; p < route.size(); ++p) QVERIFY(route[p - 1].y() <= route[p].y());
      }
    }
  }
  void routesPassBesideOtherBoxes() {
    const LayoutInput input = randomDag(40, 70, 7);
    const GraphLayout layout = layeredLayout(input);
    for (size_t e = 0; e < input.edges.size(); ++e) {
      const auto& route = layout.routes[e];
      // Bends come in pairs: at the top and the bottom of each row passed.
      for (size_t p = 1; p + 1 < route.size(); p += 2)
        for (const QRectF& box : layout.nodes)
          QVERIFY(!QRectF(route[p], route[p + 1]).adjusted(-1, 0, 1, 0).intersects(box));
    }
  }
  void chainsAreStraight() {
    LayoutInput input;
    input.sizes.assign(12, QSizeF(100, 30));
    for (int i = 0; i + 1 < 10; ++i) input.edges.push_back({i, i + 1});
    input.edges.push_back({2, 10});   // a side branch
    input.edges.push_back({10, 11});
    const GraphLayout layout = layeredLayout(input);
    for (size_t i = 4; i < 10; ++i)
      QCOMPARE(layout.nodes[i].center().x(), layout.nodes[3].center().x());
    QCOMPARE(layout.nodes[11].center().x(), layout.nodes[10].center().x());
    QCOMPARE(layout.nodes[1].center().x(), layout.nodes[0].center().x());
  }
  void survivesCyclesLoopsAndNothing() {
    LayoutInput input;
    QVERIFY(layeredLayout(input).nodes.empty());
    input.sizes.assign(4, QSizeF(50, 20));
    input.edges = {{0, 1}, {1, 2}, {2, 0}, {3, 3}, {0, 1}};
    const GraphLayout layout = layeredLayout(input);
    QVERIFY(overlapOf(layout).isEmpty());
    QVERIFY(layout.routes[3].empty());
  }
  void isDeterministic() {
    const LayoutInput input = randomDag(200, 400, 3);
    const GraphLayout a = layeredLayout(input), b = layeredLayout(input);
    QVERIFY(a.nodes == b.nodes);
    QVERIFY(a.routes == b.routes);
  }
  // A bound on growth, not on time: ten times the nodes may not cost much more than ten times.
  void growsAboutLinearly() {
    const auto milliseconds = [](int count) {
      const auto snapshot = test::syntheticSnapshot(count);
      return test::cpuMilliseconds([&] {
        const AlignedLayout aligned = alignStages(snapshot->stages, false, [](const LayoutInput& in) { return layeredLayout(in); });
        Q_ASSERT(aligned.layout.nodes.size() == size_t(count));
      });
    };
    milliseconds(1000);
    const double small = milliseconds(10000), large = milliseconds(100000);
    qInfo("10,000 nodes %.1f ms, 100,000 nodes %.1f ms", small, large);
    QVERIFY2(large < small * 40 + 50, qPrintable(QString::number(large / small)));
  }
  void unchangedNodesKeepTheirPlaceAcrossStages() {
    const auto snapshot = test::sampleSnapshot();
    std::shared_ptr<const AlignedLayout> aligned;
    std::map<OpId, QPointF> places;
    for (int stage = 0; stage < 4; ++stage) {
      const auto scene = buildScene({snapshot, stage}, aligned);
      for (const SceneNode& node : scene->nodes) {
        const auto [it, isNew] = places.emplace(node.op->id, node.rect.topLeft());
        QCOMPARE(node.rect.topLeft(), it->second);
      }
      GraphLayout boxes;
      for (const SceneNode& node : scene->nodes) boxes.nodes.push_back(node.rect);
      QVERIFY(overlapOf(boxes).isEmpty());
    }
  }
  void theSlotOfAFoldedNodeIsInherited() {
    const auto snapshot = test::sampleSnapshot();
    const AlignedLayout aligned = alignStages(snapshot->stages, false, [](const LayoutInput& i) { return layeredLayout(i); });
    QCOMPARE(aligned.slotOf.at(OpId{114}), aligned.slotOf.at(OpId{14}));
  }
  void groupsCollapseAndExpand() {
    const auto snapshot = test::sampleSnapshot();
    std::shared_ptr<const AlignedLayout> aligned;
    const auto collapsed = buildScene({snapshot, 4}, aligned);
    QCOMPARE(collapsed->nodes.size(), size_t(9 + 2));
    SceneRequest request{snapshot, 4};
    request.exceptions = {GroupId{3}};
    const auto expanded = buildScene(request, aligned);
    QCOMPARE(expanded->nodes.size(), size_t(9 + 2 - 1 + 3));
    QCOMPARE(expanded->nodeOf(Thing::ofGroup(GroupId{3})), -1);
    QVERIFY(expanded->nodeOf(Thing::ofOp(OpId{114}, 4)) >= 0);
    QVERIFY(collapsed->nodeOf(Thing::ofOp(OpId{114}, 4)) ==
            collapsed->nodeOf(Thing::ofGroup(GroupId{3})));
  }
};
HEDDLE_TEST(LayoutTest)

#include "layout_test.moc"
