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
      std::atomic<int> calls[16] = {};
      std::atomic<int> strangers = 0;
    } counts;
    for (uint32_t round = 0; round < 16000; ++round)
      pool.run(
          1 + round % 16,
          [](void* c, uint32_t thread, ThreadPool::Parts& parts) {
            auto& to = *static_cast<Counts*>(c);
            if (thread >= 4) ++to.strangers;
            for (uint32_t part; parts.take(part);) ++to.calls[part];
          },
          &counts);
    for (int part = 0; part < 16; ++part) QCOMPARE(counts.calls[part].load(), 16000 - 1000 * part);
    QCOMPARE(counts.strangers.load(), 0);
  }
  // What one part wrote is seen by the caller, whoever ran it.
  void resultsAreVisible() {
    ThreadPool pool;
    QVERIFY(pool.start(3));
    std::vector<int> values(64);
    for (int round = 1; round < 3000; ++round) {
      struct Job {
        std::vector<int>* values;
        int round;
      } job{&values, round};
      pool.run(
          64,
          [](void* c, uint32_t, ThreadPool::Parts& parts) {
            auto& to = *static_cast<Job*>(c);
            for (uint32_t part; parts.take(part);) (*to.values)[part] += to.round;
          },
          &job);
      const int expected = round * (round + 1) / 2;
      for (const int value : values) QCOMPARE(value, expected);
    }
  }
  void wakesThreadsThatSleep() {
    ThreadPool pool;
    QVERIFY(pool.start(3));
    std::atomic<int> calls{0};
    for (int round = 0; round < 20; ++round) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
      pool.run(
          3,
          [](void* c, uint32_t, ThreadPool::Parts& parts) {
            for (uint32_t part; parts.take(part);) ++*static_cast<std::atomic<int>*>(c);
          },
          &calls);
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
          [](void* c, uint32_t thread, ThreadPool::Parts& parts) {
            for (uint32_t part; parts.take(part);) {
              if (thread == 1) std::this_thread::sleep_for(std::chrono::milliseconds(3));
              ++*static_cast<std::atomic<int>*>(c);
            }
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
        [](void* c, uint32_t, ThreadPool::Parts&) {
          *static_cast<std::thread::id*>(c) = std::this_thread::get_id();
        },
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
