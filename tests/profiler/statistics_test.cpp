// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/statistics.h"

#include <cmath>
#include <random>
#include <vector>

#include "tests/support/test_main.h"

using namespace heddle::profiler;

namespace {

// Timings as they look on a shared machine: a slow random walk and independent noise, both of 2 %.
struct Machine {
  std::mt19937_64 random;
  double drift = 0;
  double sample(double seconds) {
    std::normal_distribution<double> normal;
    drift = 0.8 * drift + 0.02 * 0.6 * normal(random);
    return seconds * std::exp(drift + 0.02 * normal(random));
  }
};

int timesDifferent(double secondsB, int experiments) {
  int count = 0;
  for (int e = 0; e < experiments; ++e) {
    Machine machine{std::mt19937_64(static_cast<uint64_t>(e) + 1000)};
    std::vector<double> a, b;
    for (int i = 0; i < 40; ++i) {
      a.push_back(machine.sample(1));
      b.push_back(machine.sample(secondsB));
    }
    count += comparePaired(a, b, 0, static_cast<uint64_t>(e) + 1).isDifferent ? 1 : 0;
  }
  return count;
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
  void seldomSeesADifferenceThatIsNotThere() { QVERIFY(timesDifferent(1.0, 200) <= 20); }
  void seesTenPercent() { QVERIFY(timesDifferent(1.1, 100) >= 95); }
  void fewPairsCarryNoClaim() {
    const std::vector<double> a = {2, 2, 2}, b = {1, 1, 1};
    QVERIFY(!comparePaired(a, b).isDifferent);
    QVERIFY(verdict(comparePaired(a, b), "A", "B").find("no difference shown") == 0);
  }
  void namesTheFasterOne() {
    const std::vector<double> slow(20, 2.0), fast(20, 1.0);
    QVERIFY(verdict(comparePaired(slow, fast), "A", "B").find("B is 2.00x faster") == 0);
    QVERIFY(verdict(comparePaired(fast, slow), "A", "B").find("A is 2.00x faster") == 0);
  }
};
HEDDLE_TEST(StatisticsTest)

#include "statistics_test.moc"
