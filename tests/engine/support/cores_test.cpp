// SPDX-License-Identifier: Apache-2.0
#include "engine/support/cores.h"

#include <sched.h>

#include <thread>

#include "tests/support/test_main.h"

class CoresTest : public QObject {
  Q_OBJECT
 private slots:
  void areAtMostTheProcessors() {
    const int cores = heddle::physicalCores();
    QVERIFY(cores >= 1);
    QVERIFY(cores <= static_cast<int>(std::thread::hardware_concurrency()));
  }
  void oneProcessorIsOneCore() {
    cpu_set_t before, one;
    QCOMPARE(sched_getaffinity(0, sizeof before, &before), 0);
    CPU_ZERO(&one);
    for (int cpu = 0; cpu < CPU_SETSIZE && CPU_COUNT(&one) == 0; ++cpu)
      if (CPU_ISSET(cpu, &before)) CPU_SET(cpu, &one);
    QCOMPARE(sched_setaffinity(0, sizeof one, &one), 0);
    const int cores = heddle::physicalCores();
    sched_setaffinity(0, sizeof before, &before);
    QCOMPARE(cores, 1);
  }
};
HEDDLE_TEST(CoresTest)

#include "cores_test.moc"
