// SPDX-License-Identifier: Apache-2.0
#include "engine/runtime/thread_pool.h"

#include <chrono>
#include <thread>
#include <vector>

#include "tests/support/test_main.h"

using heddle::runtime::ThreadPool;

class ThreadPoolTest : public QObject {
  Q_OBJECT
 private slots:
  void callsEachPartOnce() {
    ThreadPool pool;
    QVERIFY(pool.start(4));
    QCOMPARE(pool.threads(), 4u);
    struct Counts {
      std::atomic<int> calls[4] = {};
    } counts;
    for (uint32_t round = 0; round < 4000; ++round)
      pool.run(
          1 + round % 4, [](void* c, uint32_t t) { ++static_cast<Counts*>(c)->calls[t]; }, &counts);
    QCOMPARE(counts.calls[0].load(), 4000);
    QCOMPARE(counts.calls[1].load(), 3000);
    QCOMPARE(counts.calls[2].load(), 2000);
    QCOMPARE(counts.calls[3].load(), 1000);
  }
  void wakesThreadsThatSleep() {
    ThreadPool pool;
    QVERIFY(pool.start(3));
    std::atomic<int> calls{0};
    for (int round = 0; round < 20; ++round) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
      pool.run(
          3, [](void* c, uint32_t) { ++*static_cast<std::atomic<int>*>(c); }, &calls);
    }
    QCOMPARE(calls.load(), 60);
  }
  void callerSleepsUntilASlowPartIsDone() {
    ThreadPool pool;
    QVERIFY(pool.start(2));
    std::atomic<int> done{0};
    for (int round = 0; round < 10; ++round)
      pool.run(
          2,
          [](void* c, uint32_t thread) {
            if (thread == 1) std::this_thread::sleep_for(std::chrono::milliseconds(3));
            ++*static_cast<std::atomic<int>*>(c);
          },
          &done);
    QCOMPARE(done.load(), 20);
  }
  void oneThreadRunsInline() {
    ThreadPool pool;
    QVERIFY(pool.start(1));
    std::thread::id id;
    pool.run(
        1,
        [](void* c, uint32_t) { *static_cast<std::thread::id*>(c) = std::this_thread::get_id(); },
        &id);
    QVERIFY(id == std::this_thread::get_id());
  }
  void startsAndStopsRepeatedly() {
    for (int round = 0; round < 50; ++round) {
      ThreadPool pool;
      QVERIFY(pool.start(1 + round % 5));
    }
    ThreadPool pool;
    QVERIFY(!pool.start(ThreadPool::kMaxThreads + 1));
  }
};
HEDDLE_TEST(ThreadPoolTest)

#include "thread_pool_test.moc"
