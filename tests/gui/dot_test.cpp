// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/graph/dot_layout.h"

#include <QElapsedTimer>
#include <QStandardPaths>

#include "tests/support/test_main.h"

using namespace heddle::views;

class DotTest : public QObject {
  Q_OBJECT
  static LayoutInput chain(int count) {
    LayoutInput input;
    input.sizes.assign(size_t(count), QSizeF(208, 44));
    for (int i = 0; i + 1 < count; ++i) input.edges.push_back({i, i + 1});
    return input;
  }
 private slots:
  void readsPlacesAndRefusesNonsense() {
    const LayoutInput input = chain(2);
    const QByteArray plain =
        "graph 1 3 4\nnode n0 1.5 3.5 2.9 0.6 l s b c f\nnode n1 1.5 0.5 2.9 0.6 l s b c f\n"
        "edge n0 n1 4 1.5 3.2 1.5 2.5 1.5 1.5 1.5 0.8 solid black\nstop\n";
    const auto layout = parseDotPlain(plain, input);
    QVERIFY(layout.has_value());
    QVERIFY(layout->nodes[0].bottom() < layout->nodes[1].top());
    QVERIFY(layout->routes[0].size() >= 2);
    QVERIFY(!parseDotPlain("node n7 1 1 1 1 a b c d", input));
    QVERIFY(!parseDotPlain("node x 1 1 1 1 a b c d", input));
    QVERIFY(!parseDotPlain("", input));
  }
  void runsStopsAndRefusesLargeGraphs() {
    std::atomic<bool> isStopped = false;
    QVERIFY(!dotLayout(chain(kDotMostNodes + 1), 2000, isStopped));
    QVERIFY2(!QStandardPaths::findExecutable("dot").isEmpty(),
             "graphviz is missing: scripts/setup installs it");
    const auto layout = dotLayout(chain(20), 10000, isStopped);
    QVERIFY(layout && layout->nodes.size() == 20);
    isStopped = true;
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!dotLayout(chain(900), 10000, isStopped));
    QVERIFY2(timer.elapsed() < 8000, "a stop takes too long");
  }
};
HEDDLE_TEST(DotTest)

#include "dot_test.moc"
