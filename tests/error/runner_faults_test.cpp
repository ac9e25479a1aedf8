// Kernels that misbehave in every way that we can think of: each ends as a named result within its
// limit, nothing is left behind, and the next job runs.
// SPDX-License-Identifier: Apache-2.0
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <chrono>
#include <filesystem>
#include <thread>

#include "engine/runner/runner.h"
#include "tests/engine/runner/c_module.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;
using runner::Failure;
using runner::Runner;
using runner::RunRequest;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kLimitsMemory = false;
#else
constexpr bool kLimitsMemory = true;
#endif

struct Ended {
  Failure failure = Failure::none;
  QString text;
  double seconds = 0;
};

}  // namespace

class RunnerFaultsTest : public QObject {
  Q_OBJECT
 private:
  std::unique_ptr<Runner> m_runner;

  static RunRequest request() {
    RunRequest out;
    out.inputs = countingInputs();
    out.limits.seconds = 30;
    return out;
  }
  // The second step of three misbehaves; afterwards a good module runs in the same Runner.
  static build::Module moduleOf(const std::string& body) {
    return makeModule({"scale_k0", "fault_k0", "scale_k0"},
                      kScaleCode + "HEDDLE_KERNEL(fault_k0) {\n" + body + "\n  return 0;\n}\n");
  }
  Ended endOf(const std::string& body, const RunRequest& wanted = request()) {
    return endOf(moduleOf(body), wanted);
  }
  // Kills one of the runner's processes, oldest first, once the kernel has said that it runs.
  Ended endOfKilled(bool child) {
    const QTemporaryDir directory;
    const std::string mark = directory.filePath("mark").toStdString();
    const build::Module module = moduleOf("symlink(\"running\", \"" + mark + "\");\n  for (;;) pause();");
    std::thread killer([&] {
      const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
      while (!std::filesystem::is_symlink(mark) && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
      const std::vector<int> pids = descendants();
      if (!pids.empty()) kill(child ? pids.back() : pids.front(), SIGKILL);
    });
    const Ended end = endOf(module, request());
    killer.join();
    return end;
  }
  Ended endOf(const build::Module& module, const RunRequest& wanted) {
    const auto begin = std::chrono::steady_clock::now();
    const auto reply = m_runner->run(module, wanted);
    Ended out;
    out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (reply.isError()) {
      out.failure = Runner::failureOf(reply.error());
      out.text = QString::fromStdString(messageText(reply.error()));
    }
    return out;
  }
  void checkNextJobRuns() {
    const auto reply = m_runner->run(makeModule({"scale_k0"}, kScaleCode), request());
    QVERIFY2(reply.isOk(), reply.isError() ? toText(reply.error()).c_str() : "");
    QCOMPARE(reply.value().outputs.at("y").values<float>()[10], 30.0f);
  }

 private slots:
  void init() { m_runner = std::make_unique<Runner>(runnerPath()); }
  void cleanup() {
    checkNextJobRuns();
    // The server and the child that waits for more.
    QVERIFY(descendants().size() <= 2);
    m_runner.reset();
    QCOMPARE(descendants(), std::vector<int>());
  }

  void segmentationFault() {
    const Ended end = endOf("*(volatile int*)8 = 1;");
    QVERIFY(end.failure == Failure::crash);
    QCOMPARE(end.text, QString("killed by SIGSEGV in step 1, fault_k0"));
  }
  void segmentationFaultOnAnotherThread() {
    RunRequest wanted = request();
    wanted.threads = 4;
    const Ended end = endOf("if (begin > 0) *(volatile int*)8 = 1;", wanted);
    QVERIFY(end.failure == Failure::crash);
    QVERIFY2(end.text.startsWith("killed by SIGSEGV in step"), qPrintable(end.text));
  }
  void stackOverflow() {
    const Ended end = endOf("volatile char* block = __builtin_alloca(1 << 30); block[0] = 1;");
    QVERIFY(end.failure == Failure::crash);
    QCOMPARE(end.text, QString("killed by SIGSEGV in step 1, fault_k0"));
  }
  void illegalInstruction() {
    const Ended end = endOf("__builtin_trap();");
    QVERIFY(end.failure == Failure::crash);
    QCOMPARE(end.text, QString("killed by SIGILL in step 1, fault_k0"));
  }
  void abortCall() {
    const Ended end = endOf("abort();");
    QVERIFY(end.failure == Failure::crash);
    QCOMPARE(end.text, QString("killed by SIGABRT in step 1, fault_k0"));
  }
  void endlessLoop() {
    RunRequest wanted = request();
    wanted.limits.seconds = 0.7;
    const Ended end = endOf("for (volatile int i = 0;; ++i) {}", wanted);
    QVERIFY(end.failure == Failure::timeout);
    QCOMPARE(end.text, QString("no result after 0.7 s in step 1, fault_k0"));
    QVERIFY(end.seconds < 60);
  }
  void endlessSleep() {
    RunRequest wanted = request();
    wanted.limits.seconds = 0.5;
    const Ended end = endOf("for (;;) pause();", wanted);
    QVERIFY(end.failure == Failure::timeout);
    QVERIFY(end.seconds < 60);
  }
  void unboundedMemory() {
    if (!kLimitsMemory) QSKIP("built with a sanitizer, which needs all addresses: no limit can be set");
    RunRequest wanted = request();
    wanted.limits.memoryBytes = int64_t{1} << 30;
    const Ended end =
        endOf("for (;;) { char* block = malloc(16 << 20); memset(block, 1, 16 << 20); }", wanted);
    QVERIFY2(end.failure == Failure::outOfMemory, qPrintable(end.text));
    QCOMPARE(
        end.text,
        QString(
            "ran out of memory in step 1, fault_k0 (killed by SIGSEGV); the limit is 1024 MiB"));
  }
  void anArenaLargerThanTheLimit() {
    if (!kLimitsMemory) QSKIP("built with a sanitizer, which needs all addresses: no limit can be set");
    build::Module module = makeModule({"scale_k0"}, kScaleCode);
    module.memory.arenaBytes = int64_t{8} << 30;
    compileC(module, kScaleCode);
    RunRequest wanted = request();
    wanted.limits.memoryBytes = int64_t{1} << 30;
    const Ended end = endOf(module, wanted);
    QVERIFY2(end.failure == Failure::outOfMemory, qPrintable(end.text));
  }
  void earlyExit() {
    const Ended end = endOf("exit(0);");
    QVERIFY(end.failure == Failure::exited);
    QCOMPARE(end.text, QString("exited with status 0 in step 1, fault_k0"));
  }
  void garbageOnTheSockets() {
    const Ended end = endOf(
        "for (int fd = 3; fd < 256; ++fd) send(fd, \"nonsense\", 8, MSG_NOSIGNAL | MSG_DONTWAIT);\n"
        "  for (;;) pause();");
    QVERIFY(end.failure == Failure::protocol);
    QVERIFY2(end.text.startsWith("the process sent something that is no message"),
             qPrintable(end.text));
  }
  void closedSockets() {
    const Ended end = endOf("for (int fd = 3; fd < 256; ++fd) close(fd);\n  for (;;) pause();");
    QVERIFY(end.failure == Failure::protocol);
    QVERIFY(end.seconds < 60);
  }
  void scribblesOverSharedMemory() {
    // Inputs and outputs lie in mappings like the ring's: everything writable nearby is
    // overwritten.
    const Ended end =
        endOf("char* y = args[1]; for (long i = 4096; i > -(1 << 20); --i) y[i] = -1;");
    QVERIFY(end.failure == Failure::none || end.failure == Failure::crash ||
            end.failure == Failure::protocol || end.failure == Failure::kernelError);
  }
  void leftoverProcesses() {
    RunRequest wanted = request();
    wanted.limits.seconds = 0.7;
    const Ended end = endOf("if (fork() == 0) for (;;) pause();\n  for (;;) pause();", wanted);
    QVERIFY(end.failure == Failure::timeout);
  }
  void childKilledFromOutside() {
    const Ended end = endOfKilled(true);
    QVERIFY2(end.failure == Failure::crash, qPrintable(end.text));
    QCOMPARE(end.text, QString("killed by SIGKILL in step 1, fault_k0"));
  }
  void serverKilledFromOutside() {
    const Ended end = endOfKilled(false);
    QVERIFY2(end.failure == Failure::crash, qPrintable(end.text));
    QCOMPARE(end.text, QString("heddle-runner itself was killed by SIGKILL in step 1, fault_k0"));
  }
  void killedBetweenJobs() {
    checkNextJobRuns();
    const std::vector<int> pids = descendants();
    QCOMPARE(pids.size(), size_t{2});
    kill(pids.back(), SIGKILL);
    checkNextJobRuns();
    kill(descendants().front(), SIGKILL);
    checkNextJobRuns();
    for (const int pid : descendants()) kill(pid, SIGKILL);
  }
  void theEngineDies() {
    // Orphans become children of this process, where they can be seen.
    QCOMPARE(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
    m_runner.reset();
    const build::Module module =
        makeModule({"hang_k0"}, "HEDDLE_KERNEL(hang_k0) { for (;;) pause(); }");
    const pid_t engine = fork();
    if (engine == 0) {
      Runner runner(runnerPath());
      static_cast<void>(runner.run(module, request()));
      _exit(0);
    }
    const auto waitFor = [](size_t count) {
      for (int i = 0; i < 500 && descendants().size() != count; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        if (count == 0) waitpid(-1, nullptr, WNOHANG);
      }
      return descendants().size() == count;
    };
    QVERIFY(waitFor(3));  // engine, server, child
    kill(engine, SIGKILL);
    QVERIFY(waitFor(0));
    prctl(PR_SET_CHILD_SUBREAPER, 0);
    m_runner = std::make_unique<Runner>(runnerPath());
  }
  void cancelled() {
    RunRequest wanted = request();
    std::chrono::steady_clock::time_point asked;
    std::thread canceller([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(400));
      asked = std::chrono::steady_clock::now();
      wanted.cancel.cancel();
    });
    const Ended end = endOf("for (;;) {}", wanted);
    const auto took = std::chrono::steady_clock::now() - asked;
    canceller.join();
    QVERIFY(end.failure == Failure::cancelled);
    QVERIFY(took < std::chrono::seconds(2));
  }
  void failsWhileLoading() {
    build::Module module = makeModule({"scale_k0"}, kScaleCode);
    for (std::byte& byte : module.objects[1]) byte = std::byte{0x5a};
    const Ended end = endOf(module, request());
    QVERIFY(end.failure == Failure::startFailed);
  }
};
HEDDLE_TEST(RunnerFaultsTest)

#include "runner_faults_test.moc"
