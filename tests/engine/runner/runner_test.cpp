// SPDX-License-Identifier: Apache-2.0
#include "engine/runner/runner.h"

#include <cmath>

#include "engine/runtime/plan.h"
#include "tests/engine/runner/c_module.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;
using runner::Runner;
using runner::RunRequest;

namespace {

RunRequest request() {
  RunRequest out;
  out.inputs = countingInputs();
  out.limits.seconds = 60;
  return out;
}

QString errorText(const Diagnostic& error) {
  return QString::fromStdString(error.code + ": " + toText(error));
}

}  // namespace

class RunnerTest : public QObject {
  Q_OBJECT
 private slots:
  void runsAModuleAndReturnsItsOutputs() {
    Runner runner(runnerPath());
    const build::Module module = makeModule({"scale_k0"}, kScaleCode);
    for (const int threads : {1, 3}) {
      RunRequest wanted = request();
      wanted.threads = threads;
      const auto reply = runner.run(module, wanted);
      QVERIFY2(reply.isOk(), reply.isError() ? qPrintable(errorText(reply.error())) : "");
      const Tensor& y = reply.value().outputs.at("y");
      for (int i = 0; i < 1000; ++i) QCOMPARE(y.values<float>()[i], 3.0f * float(i));
    }
  }
  void outputsStayAfterLaterRunsAndTheRunnersEnd() {
    auto runner = std::make_unique<Runner>(runnerPath());
    const build::Module module = makeModule({"scale_k0"}, kScaleCode);
    const auto first = runner->run(module, request());
    RunRequest other = request();
    other.inputs["x"] = Tensor::allocate(ElementType::f32, {1000}).value();
    QVERIFY(runner->run(module, other).isOk());
    runner.reset();
    QCOMPARE(first.value().outputs.at("y").values<float>()[7], 21.0f);
  }
  void takesSamplesAndEvents() {
    Runner runner(runnerPath());
    const build::Module module = makeModule(
        {"scale_k0", "slow_k0"}, kScaleCode + "HEDDLE_KERNEL(slow_k0) { usleep(2000); return 0; }");
    RunRequest wanted = request();
    wanted.threads = 2;
    wanted.warmup = 1;
    wanted.number = 2;
    wanted.repeat = 5;
    wanted.wantEvents = true;
    wanted.wantOutputs = false;
    const auto reply = runner.run(module, wanted);
    QVERIFY2(reply.isOk(), reply.isError() ? qPrintable(errorText(reply.error())) : "");
    QVERIFY(reply.value().outputs.empty());
    QCOMPARE(reply.value().secondsPerRun.size(), size_t{5});
    for (const double seconds : reply.value().secondsPerRun) QVERIFY(seconds >= 0.002);
    // Of each step one at least, and no more than there are threads.
    QVERIFY(reply.value().events.size() >= 2 && reply.value().events.size() <= 4);
    for (const runner::StepEvent& event : reply.value().events) {
      QVERIFY(event.beginNs >= 0 && event.beginNs <= event.endNs && event.thread < 2);
      if (event.step == 1) QVERIFY(event.endNs - event.beginNs >= 2'000'000);
    }
  }
  void countsTheRunAndEachStep() {
    Runner runner(runnerPath());
    const build::Module module = makeModule(
        {"scale_k0", "busy_k0"},
        kScaleCode +
            "HEDDLE_KERNEL(busy_k0) { for (volatile long i = 0; i < 20000000; ++i) {} return 0; }");
    RunRequest wanted = request();
    wanted.wantCounters = true;
    for (const int threads : {1, 2}) {
      wanted.threads = threads;
      const auto reply = runner.run(module, wanted);
      QVERIFY2(reply.isOk(), reply.isError() ? qPrintable(errorText(reply.error())) : "");
      QVERIFY(reply.value().counters.size() >= 9);
      QCOMPARE(reply.value().stepCounters.size(), size_t{2});
      int present = 0;
      for (size_t i = 0; i < reply.value().counters.size(); ++i) {
        const runner::CounterValue& total = reply.value().counters[i];
        const runner::CounterValue& first = reply.value().stepCounters[0][i];
        const runner::CounterValue& second = reply.value().stepCounters[1][i];
        QCOMPARE(second.name, total.name);
        // Either a value or a reason, never both.
        if (!total.absent.empty()) {
          QCOMPARE(total.value, 0.0);
          QVERIFY(!second.absent.empty());
          continue;
        }
        ++present;
        if (total.name != "task-clock" && total.name != "instructions") continue;
        QVERIFY(second.absent.empty() && total.value > 0);
        // What counting costs is not in it: the short step is next to nothing.
        QVERIFY(first.value < 0.05 * second.value);
        QVERIFY(second.value > 0.3 * total.value && second.value < 3 * total.value);
      }
      qInfo("%d counters of %zu", present, reply.value().counters.size());
    }
  }
  void findsLibmAndTheOpaqueFunctions() {
    Runner runner(runnerPath());
    const build::Module module = makeModule(
        {"e_k0"},
        "int32_t heddle_opaque_top_k(void* const* args, const int64_t* attributes);\n"
        "HEDDLE_KERNEL(e_k0) {\n"
        "  const float* x = args[0]; float* y = args[1];\n"
        "  static const int64_t attributes[] = {0, 1, 5, 1, 1, 1};\n"
        "  float best; int64_t index; void* tensors[] = {(void*)x, &best, &index};\n"
        "  if (heddle_opaque_top_k(tensors, attributes) != 0) return 9;\n"
        "  for (long i = begin * 10; i < end * 10; ++i) y[i] = expf(-x[i]) + best + index;\n"
        "  return 0;\n"
        "}\n");
    const auto reply = runner.run(module, request());
    QVERIFY2(reply.isOk(), reply.isError() ? qPrintable(errorText(reply.error())) : "");
    QCOMPARE(reply.value().outputs.at("y").values<float>()[1], expf(-1.0f) + 8.0f);
  }
  void keepsTheModuleLoaded() {
    Runner runner(runnerPath());
    // The kernel counts its own calls: the count goes on only where the code was not loaded anew.
    const build::Module module = makeModule(
        {"count_k0"},
        "static float calls;\nHEDDLE_KERNEL(count_k0) { *(float*)args[1] = ++calls; return 0; }");
    for (const float expected : {1.0f, 2.0f, 3.0f}) {
      const auto reply = runner.run(module, request());
      QVERIFY(reply.isOk());
      QCOMPARE(reply.value().outputs.at("y").values<float>()[0], expected);
    }
  }
  void comparesInPairs() {
    Runner runner(runnerPath());
    const build::Module fast =
        makeModule({"k_k0"}, "HEDDLE_KERNEL(k_k0) { usleep(500); return 0; }");
    const build::Module slow = makeModule({"k_k0", "l_k0"},
                                          "HEDDLE_KERNEL(k_k0) { usleep(500); return 0; }\n"
                                          "HEDDLE_KERNEL(l_k0) { usleep(2000); return 0; }");
    const auto reply = runner.compare(fast, slow, request(), 6);
    QVERIFY2(reply.isOk(), reply.isError() ? qPrintable(errorText(reply.error())) : "");
    const Runner::PairedReply& r = reply.value();
    QCOMPARE(r.a.size(), size_t{6});
    QCOMPARE(r.b.size(), size_t{6});
    for (size_t i = 0; i < 6; ++i) QVERIFY(r.a[i] >= 0.0005 && r.b[i] >= 0.0025);
    QCOMPARE(r.stepSecondsA.size(), size_t{1});
    QCOMPARE(r.stepSecondsB.size(), size_t{2});
    QVERIFY(r.stepSecondsA[0] >= 0.0005 && r.stepSecondsB[1] >= 0.002);
    QCOMPARE(r.eventsA.size(), size_t{1});
    QCOMPARE(r.eventsB.size(), size_t{2});
  }
  void refusesWrongInputs() {
    Runner runner(runnerPath());
    const build::Module module = makeModule({"scale_k0"}, kScaleCode);
    RunRequest wanted = request();
    wanted.inputs.clear();
    QCOMPARE(errorText(runner.run(module, wanted).error()),
             QString("runner.input: input \"x\" is missing (it is a f32[1000])"));
    wanted.inputs["x"] = Tensor::allocate(ElementType::f32, {999}).value();
    QCOMPARE(errorText(runner.run(module, wanted).error()),
             QString("runner.input: input \"x\" is a f32[1000], not a f32[999]"));
    wanted = request();
    wanted.number = 0;
    QVERIFY(runner.run(module, wanted).isError());
  }
  void saysWhyItCannotStart() {
    const build::Module module = makeModule({"scale_k0"}, kScaleCode);
    Runner missing("/nonexistent/heddle-runner");
    const auto reply = missing.run(module, request());
    QVERIFY(reply.isError());
    QVERIFY(Runner::failureOf(reply.error()) == runner::Failure::startFailed);
    QVERIFY(errorText(reply.error()).contains("No such file"));
    Runner other("/bin/true");
    QVERIFY(Runner::failureOf(other.run(module, request()).error()) ==
            runner::Failure::startFailed);
  }
  void refusesModulesThatCannotBeLinked() {
    Runner runner(runnerPath());
    const build::Module undefined =
        makeModule({"u_k0"}, "int nowhere(void);\nHEDDLE_KERNEL(u_k0) { return nowhere(); }");
    auto reply = runner.run(undefined, request());
    QVERIFY(reply.isError());
    QVERIFY2(errorText(reply.error()).contains("nowhere"), qPrintable(errorText(reply.error())));
    build::Module damaged = makeModule({"scale_k0"}, kScaleCode);
    damaged.objects[0].resize(100);
    reply = runner.run(damaged, request());
    QVERIFY(reply.isError());
    QVERIFY(Runner::failureOf(reply.error()) == runner::Failure::startFailed);
    build::Module foreign = makeModule({"scale_k0"}, kScaleCode);
    foreign.requiredFeatures = "avx1024";
    compileC(foreign, kScaleCode);
    reply = runner.run(foreign, request());
    QVERIFY(errorText(reply.error()).contains("CPU features that this machine lacks: avx1024"));
    QVERIFY(runner.run(makeModule({"scale_k0"}, kScaleCode), request()).isOk());
  }
  void reportsKernelErrors() {
    Runner runner(runnerPath());
    const build::Module module = makeModule({"bad_k0"}, "HEDDLE_KERNEL(bad_k0) { return 5; }");
    const auto reply = runner.run(module, request());
    QCOMPARE(errorText(reply.error()),
             QString("runner.kernel_error: step 0, bad_k0, failed with code 5"));
  }
};
HEDDLE_TEST(RunnerTest)

#include "runner_test.moc"
