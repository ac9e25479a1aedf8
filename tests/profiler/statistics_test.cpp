// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/statistics.h"

#include <cmath>
#include <random>
#include <vector>

#include "tests/support/test_main.h"

using namespace heddle::profiler;

namespace {

// Timings as they look on a shared machine, all autocorrelated: `walk`, a slow random walk under
// independent noise; `humps`, a machine that is 45 % slower for about 20 samples at a time; `tail`,
// every tenth sample up to three times as long.
enum class Noise { walk, humps, tail };

struct Machine {
  Noise noise;
  std::mt19937_64 random;
  double drift = 0;
  bool isSlow = false;

  double sample(double seconds) {
    std::normal_distribution<double> normal;
    std::uniform_real_distribution<double> uniform;
    const double memory = noise == Noise::walk ? 0.8 : 0.95;
    drift = memory * drift + 0.015 * normal(random);
    double factor = std::exp(drift + 0.02 * normal(random));
    if (noise == Noise::humps && uniform(random) < 0.05) isSlow = !isSlow;
    if (isSlow) factor *= 1.45;
    if (noise == Noise::tail && uniform(random) < 0.1) factor *= 1 + 2 * uniform(random);
    return seconds * factor;
  }
};

// The percentage of experiments that claim a difference; pairs are taken A B, B A, A B, ...
double percentDifferent(Noise noise, double secondsB, int pairs) {
  constexpr int kExperiments = 600;
  int count = 0;
  for (int e = 0; e < kExperiments; ++e) {
    Machine machine{noise, std::mt19937_64(static_cast<uint64_t>(e) + 1000)};
    std::vector<double> a, b;
    for (int i = 0; i < pairs; ++i) {
      if (i % 2 == 0) a.push_back(machine.sample(1));
      b.push_back(machine.sample(secondsB));
      if (i % 2 == 1) a.push_back(machine.sample(1));
    }
    count += comparePaired(a, b, 0, static_cast<uint64_t>(e) + 1).isDifferent ? 1 : 0;
  }
  return 100.0 * count / kExperiments;
}

}  // namespace

class StatisticsTest : public QObject {
  Q_OBJECT
 private slots:
  void mediansAndQuantiles() {
    QCOMPARE(median(std::vector<double>{3, 1, 2}), 2.0);
    QCOMPARE(median(std::vector<double>{4, 1, 2, 3}), 2.5);
    QCOMPARE(median({}), 0.0);
    QCOMPARE(quantile(std::vector<double>{0, 10}, 0.25), 2.5);
  }
  void intervalHoldsTheMedian() {
    const std::vector<double> samples = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    const Interval interval = medianInterval(samples);
    QVERIFY(interval.low <= 5 && 5 <= interval.high && interval.low < interval.high);
    QCOMPARE(medianInterval(samples, 0.95, 7).low, medianInterval(samples, 0.95, 7).low);
  }
  void aDurationIsNotBelowZero() {
    const std::vector<double> samples = {1, 1, 9, 9, 1, 9}, zeros = {0, 0, 9, 0, 9};
    QVERIFY(medianInterval(samples).low < 0);
    const Interval interval = durationInterval(samples);
    QVERIFY(interval.low > 0 && interval.low <= interval.estimate);
    QVERIFY(interval.high >= interval.estimate);
    QCOMPARE(interval.estimate, 5.0);
    QVERIFY(durationInterval(zeros).low >= 0);
    std::vector<double> inOtherUnits = samples;
    for (double& s : inOtherUnits) s *= 1e-3;
    QVERIFY(std::fabs(durationInterval(inOtherUnits).low - interval.low * 1e-3) < 1e-9);
  }
  void claimsAreCalibrated_data() {
    QTest::addColumn<int>("noise");
    QTest::addColumn<int>("pairs");
    for (const int pairs : {20, 40})
      for (const Noise noise : {Noise::walk, Noise::humps, Noise::tail})
        QTest::addRow("noise %d, %d pairs", static_cast<int>(noise), pairs)
            << static_cast<int>(noise) << pairs;
  }
  void claimsAreCalibrated() {
    QFETCH(int, noise);
    QFETCH(int, pairs);
    const double falsely = percentDifferent(static_cast<Noise>(noise), 1.0, pairs);
    const double rightly = percentDifferent(static_cast<Noise>(noise), 1.1, pairs);
    QVERIFY2(falsely <= 7, qPrintable(QString("%1 % of A/A").arg(falsely)));
    QVERIFY2(rightly >= 95, qPrintable(QString("%1 % of 10 %").arg(rightly)));
  }
  void noiseFloorIsTheReachOfAnAaInterval() {
    Machine machine{Noise::walk, std::mt19937_64(5)};
    std::vector<double> a, again;
    for (int i = 0; i < 40; ++i) {
      a.push_back(machine.sample(1));
      again.push_back(machine.sample(1));
    }
    const double floor = noiseFloor(a, again);
    QVERIFY(floor > 0.001 && floor < 0.05);
    QVERIFY(!comparePaired(a, again, floor).isDifferent);
    QCOMPARE(noiseFloor({}, {}), 1.0);
  }
  void fewPairsCarryNoClaim() {
    const std::vector<double> a = {2, 2, 2}, b = {1, 1, 1};
    QVERIFY(!comparePaired(a, b).isDifferent);
    QVERIFY(verdict(comparePaired(a, b), "A", "B").text().find("no difference shown") == 0);
  }
  void saysWhyNoDifferenceIsShown() {
    const std::vector<double> even = {2.0, 2.1, 1.9, 2.05, 1.95, 2.0, 2.1, 1.9}, same = {2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0};
    const std::vector<double> slow(20, 2.0), fast(20, 1.0), none;
    const auto said = [](const PairedComparison& c) { return QString::fromStdString(verdict(c, "A", "B").text()); };
    QVERIFY(said(comparePaired(even, same)).contains("which includes 1"));
    QVERIFY(said(comparePaired(slow, fast, 1.5)).contains("within the noise of 150.0 %"));
    QVERIFY(said(comparePaired({slow.data(), 3}, {fast.data(), 3})).contains("3 paired blocks are too few"));
    QVERIFY(said(comparePaired(none, none)).contains("no pair of blocks"));
  }
  // Noise above 100 % hides neither direction of what is beyond it.
  void aNoiseFloorCutsBothWaysAlike() {
    const std::vector<double> slow(20, 18.0), fast(20, 1.0);
    QVERIFY(comparePaired(slow, fast, 3.0).isDifferent);
    QVERIFY(comparePaired(fast, slow, 3.0).isDifferent);
    QVERIFY(!comparePaired(slow, fast, 20.0).isDifferent);
    QVERIFY(!comparePaired(fast, slow, 20.0).isDifferent);
  }
  void namesTheFasterOne() {
    const std::vector<double> slow(20, 2.0), fast(20, 1.0);
    QVERIFY(verdict(comparePaired(slow, fast), "A", "B").text().find("B is 2.00x faster") == 0);
    QVERIFY(verdict(comparePaired(fast, slow), "A", "B").text().find("A is 2.00x faster") == 0);
  }
};
HEDDLE_TEST(StatisticsTest)

#include "statistics_test.moc"
