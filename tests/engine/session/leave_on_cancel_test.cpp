// A cancel does not wait for work that cannot stop.
// SPDX-License-Identifier: Apache-2.0
#include <latch>
#include <stdexcept>
#include <thread>

#include "engine/session/leave_on_cancel.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::session;

class LeaveOnCancelTest : public QObject {
  Q_OBJECT
 private slots:
  void givesWhatTheWorkGives() {
    std::vector<std::string> phases;
    JobControl job;
    job.onProgress = [&](const Progress& progress) { phases.push_back(progress.phase.text()); };
    const auto caller = std::this_thread::get_id();
    const auto good = leaveOnCancel<int>(job, [caller](const JobControl& control) -> Result<int> {
      control.onProgress({"working", 0.5, {}});
      return std::this_thread::get_id() == caller ? 1 : 42;
    });
    QCOMPARE(good.value(), 42);
    QCOMPARE(phases, std::vector<std::string>{"working"});
    const auto bad = leaveOnCancel<int>({}, [](const JobControl&) -> Result<int> { return Diagnostic{"a.b", "no"}; });
    QCOMPARE(bad.error().code, "a.b");
  }

  // The work ends only after the caller has its answer: with a caller that waits for it, this test would never end.
  void leavesWorkThatDoesNotStop() {
    struct Shared {
      std::latch begun{1}, answered{1}, ended{1};
    };
    auto shared = std::make_shared<Shared>();
    int heard = 0;
    JobControl job;
    job.onProgress = [&heard](const Progress&) { ++heard; };
    std::jthread user([cancel = job.cancel, shared] {
      shared->begun.wait();
      cancel.cancel();
    });
    const std::weak_ptr<Shared> held = shared;
    const auto answer = leaveOnCancel<int>(job, [shared](const JobControl& control) -> Result<int> {
      shared->begun.count_down();
      shared->answered.wait();
      control.onProgress({"too late", 1, {}});
      return control.cancel.isCancelled() ? 1 : 0;
    });
    QVERIFY(answer.isError());
    QCOMPARE(answer.error().code, "cancelled");
    user.join();
    QVERIFY(!waitForLeftWork(std::chrono::milliseconds(1)));
    shared->answered.count_down();
    QVERIFY(waitForLeftWork());
    QCOMPARE(heard, 0);            // what was left reports to nobody
    shared.reset();
    user = {};
    QVERIFY(held.expired());       // and has freed what it held
  }

  void throwsWhatTheWorkThrows() {
    QVERIFY_EXCEPTION_THROWN(
        (void)leaveOnCancel<int>({}, [](const JobControl&) -> Result<int> { throw std::bad_alloc(); }), std::bad_alloc);
  }

  void freesElsewhere() {
    std::thread::id freedOn;
    int thing = 0;
    letGo(std::shared_ptr<const void>(&thing, [&](const void*) { freedOn = std::this_thread::get_id(); }));
    letGo(nullptr);
    QVERIFY(waitForLeftWork());
    QVERIFY(freedOn != std::thread::id() && freedOn != std::this_thread::get_id());
  }
};
HEDDLE_TEST(LeaveOnCancelTest)

#include "leave_on_cancel_test.moc"
