// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/roofline.h"
#include "profiler/analysis/summary.h"
#include "profiler/analysis/waterfall.h"
#include "tests/profiler/sample_trace.h"
#include "tests/support/test_main.h"

using namespace heddle::profiler;
using heddle::test::sampleTrace;

class AnalysisTest : public QObject {
  Q_OBJECT
 private slots:
  void findsWhatIsWrongWithATrace() {
    QCOMPARE(problemOf(sampleTrace()), std::string());
    Trace bad = sampleTrace();
    bad.events[0].step = 9;
    QVERIFY(!problemOf(bad).empty());
    bad = sampleTrace();
    bad.events[0].endNs = -1;
    QVERIFY(!problemOf(bad).empty());
    bad = sampleTrace();
    bad.stepCounters.resize(1);
    QVERIFY(!problemOf(bad).empty());
  }
  void sumsStepsByGroup() {
    const Summary summary = summarise(sampleTrace());
    QCOMPARE(summary.groups.size(), size_t{2});
    const GroupTime& conv = summary.groups[0];
    QCOMPARE(conv.group, 7u);
    QCOMPARE(conv.calls, 2);
    QCOMPARE(conv.nanoseconds.estimate, 6000.0);  // 5000 + 1000 in both runs
    QCOMPARE(conv.gflops, 3e6 / 6000);
    QCOMPARE(conv.gbytesPerSecond, 5e5 / 6000);
    QCOMPARE(summary.groups[1].nanoseconds.estimate, 2000.0);
    QCOMPARE(conv.share, 0.75);
    QCOMPARE(summary.runNanoseconds.estimate, 10500.0);
    QCOMPARE(summary.overheadNanoseconds, 2500.0);
    QVERIFY(conv.imbalance > 0 && conv.imbalance < 0.2);
    QCOMPARE(summary.groups[1].imbalance, 0.0);
  }
  void anEmptyTraceIsAllZero() {
    const Summary summary = summarise({});
    QVERIFY(summary.groups.empty());
    QCOMPARE(summary.runNanoseconds.estimate, 0.0);
  }
  void aWaterfallAddsUp() {
    // B fused conv and relu, which A kept apart, and has a step that A had not.
    const std::vector<WaterfallInput> a = {
        {"conv", {0}, 100}, {"relu", {1}, 30}, {"pool", {2}, 20}};
    const std::vector<WaterfallInput> b = {
        {"conv_relu", {0, 1}, 90}, {"pool", {2}, 25}, {"transpose", {}, 5}};
    const Waterfall w = explainDifference(a, b, 160, 127);
    QCOMPARE(w.rows.size(), size_t{3});
    QCOMPARE(w.rows[0].delta(), -40.0);
    QCOMPARE(w.rows[0].groupsA, (std::vector<size_t>{0, 1}));
    QCOMPARE(w.rows[0].groupsB, (std::vector<size_t>{0}));
    double sum = w.residual;
    for (const WaterfallRow& row : w.rows) sum += row.delta();
    QCOMPARE(sum, w.totalDelta);
    QCOMPARE(w.totalDelta, -33.0);
    QCOMPARE(w.residual, -3.0);
  }
  void aWaterfallFollowsChains() {
    const std::vector<WaterfallInput> a = {{"p", {0, 1}, 1}, {"q", {2, 3}, 2}};
    const std::vector<WaterfallInput> b = {{"r", {1, 2}, 4}, {"s", {0}, 8}, {"t", {3}, 16}};
    const Waterfall w = explainDifference(a, b, 3, 28);
    QCOMPARE(w.rows.size(), size_t{1});
    QCOMPARE(w.rows[0].delta(), 25.0);
    QCOMPARE(w.residual, 0.0);
  }
  void placesOnTheRoofline() {
    const Peaks peaks{100, 10, 1000};
    const RooflinePoint compute = place(2e6, 1e4, 40000, peaks);
    QCOMPARE(compute.bound, Bound::compute);
    QCOMPARE(compute.gflops, 50.0);
    QCOMPARE(compute.shareOfAttainable, 0.5);
    const RooflinePoint memory = place(1e5, 1e5, 20000, peaks);
    QCOMPARE(memory.bound, Bound::memory);
    QCOMPARE(memory.attainableGflops, 10.0);
    QCOMPARE(memory.shareOfPeak, 0.5);
    QCOMPARE(place(0, 1e5, 20000, peaks).bound, Bound::memory);
    QCOMPARE(place(1e5, 1e5, 1500, peaks).bound, Bound::overhead);
    QCOMPARE(place(2e6, 1e4, 200000, peaks).bound, Bound::latency);
    QCOMPARE(place(0, 1e5, 200000, peaks).bound, Bound::latency);
    QCOMPARE(place(0, 0, 100, peaks).bound, Bound::unknown);
    QCOMPARE(place(1, 1, 0, peaks).bound, Bound::unknown);
    QCOMPARE(place(1, 1, 1, {}).bound, Bound::unknown);
  }
};
HEDDLE_TEST(AnalysisTest)

#include "analysis_test.moc"
