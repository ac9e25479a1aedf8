// SPDX-License-Identifier: Apache-2.0
#include <QTemporaryDir>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <thread>

#include "profiler/collect/machine.h"
#include "profiler/collect/perf_counters.h"
#include "profiler/collect/recorder.h"
#include "tests/support/test_main.h"

using namespace heddle::profiler;

namespace {

// Cycles are forbidden, instructions shared a register, branches never ran, the rest do not exist.
struct FakePerf final : PerfSystem {
  int opened = 0, closed = 0;
  Opened open(CounterKind kind, bool) override {
    if (kind == CounterKind::cycles) return {-1, EACCES};
    if (kind > CounterKind::instructions && kind != CounterKind::branches) return {-1, ENOENT};
    ++opened;
    return {kind == CounterKind::instructions ? 10 : 11, 0};
  }
  void close(int) override { ++closed; }
  bool enable(int) override { return true; }
  bool disable(int) override { return true; }
  std::optional<Reading> read(int descriptor) override {
    return descriptor == 10 ? Reading{1000, 200, 100} : Reading{0, 200, 0};
  }
  std::optional<int> paranoidLevel() override { return 4; }
};

const Counter& find(const std::vector<Counter>& counters, const std::string& name) {
  for (const Counter& counter : counters)
    if (counter.name == name) return counter;
  qFatal("no counter %s", name.c_str());
}

}  // namespace

class CollectTest : public QObject {
  Q_OBJECT
 private slots:
  void everyAbsentCounterHasItsReason() {
    FakePerf perf;
    {
      PerfCounters counters(PerfCounters::Scope::thread, perf);
      counters.start();
      const auto values = counters.stop();
      QCOMPARE(values.size(), allCounters().size());
      QCOMPARE(find(values, "instructions").value, 2000.0);  // away half of the time
      QVERIFY(find(values, "cycles").absent.text().find("perf_event_paranoid is 4") != std::string::npos);
      QVERIFY(find(values, "cache-misses").absent.text().find("virtual machines") != std::string::npos);
      QVERIFY(find(values, "branches").absent.text().find("never got a register") != std::string::npos);
      for (const Counter& counter : values) QVERIFY(counter.isPresent() || counter.value == 0);
    }
    QCOMPARE(perf.opened, 2);
    QCOMPARE(perf.closed, 2);
  }
  // Whatever this machine offers: each counter has a plausible value or a reason.
  void countsHereOrSaysWhyNot() {
    PerfCounters counters(PerfCounters::Scope::thread);
    counters.start();
    volatile double sum = 0;
    for (int i = 0; i < 3000000; ++i) sum = sum + i;
    const auto values = counters.stop();
    for (const Counter& counter : values)
      qInfo("%s: %s", counter.name.c_str(),
            counter.isPresent() ? QByteArray::number(counter.value, 'g', 10).constData()
                                : counter.absent.text().c_str());
    const Counter& clock = find(values, "task-clock");
    if (clock.isPresent()) QVERIFY(clock.value > 1e5 && clock.value < 1e10);
    const Counter& instructions = find(values, "instructions");
    if (instructions.isPresent()) QVERIFY(instructions.value > 3e6);
  }
  void recordsWhatThreadsDo() {
    Recorder recorder(2);
    recorder.reserve(100);
    recorder.onRunBegin(2, 1000);
    std::thread other([&] {
      for (uint32_t i = 0; i < 50; ++i) recorder.onStepEnd({i, 1, 1100 + i, 1200 + i});
    });
    for (uint32_t i = 0; i < 50; ++i) recorder.onStepEnd({i, 0, 1100 + i, 1200 + i});
    recorder.onStepEnd({0, 9, 0, 0});
    other.join();
    recorder.onRunEnd(2000);
    Trace trace;
    trace.steps.resize(50);
    recorder.moveInto(trace);
    QCOMPARE(problemOf(trace), std::string());
    QCOMPARE(trace.events.size(), size_t{100});
    QCOMPARE(trace.runs[0].endNs, int64_t{1000});
    QCOMPARE(trace.events[0].beginNs, int64_t{100});
    QCOMPARE(recorder.lostEvents(), size_t{1});
    recorder.moveInto(trace);
    QVERIFY(trace.events.empty() && trace.runs.empty());
  }
  void describesTheMachine() {
    QTemporaryDir root;
    const std::filesystem::path base(root.path().toStdString());
    const auto put = [&](const char* name, const char* text) {
      std::filesystem::create_directories((base / name).parent_path());
      std::ofstream(base / name) << text;
    };
    put("proc/cpuinfo",
        "processor\t: 0\nmodel name\t: Some CPU\nflags\t: fpu hypervisor\nprocessor\t: 1\n");
    put("proc/sys/kernel/osrelease", "6.1.0\n");
    put("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n");
    put("sys/devices/system/cpu/smt/active", "1\n");
    const Machine machine = readMachine(base);
    QCOMPARE(describe(machine), std::string("Some CPU, 2 processors, Linux 6.1.0"));
    QCOMPARE(machine.warnings.size(), size_t{3});
    QCOMPARE(readMachine(base / "nothing").logicalProcessors, 0);
    QVERIFY(readMachine().logicalProcessors > 0);
  }
};
HEDDLE_TEST(CollectTest)

#include "collect_test.moc"
