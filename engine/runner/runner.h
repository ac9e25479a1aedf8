// Runs compiled modules in a process of their own.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/build/module.h"

namespace heddle::runner {

struct Limits {
  double seconds = 600;
  int64_t memoryBytes = int64_t{16} << 30;
};

enum class Failure : uint8_t {
  none,
  crash,
  timeout,
  outOfMemory,
  exited,
  protocol,
  cancelled,
  startFailed,
  kernelError,
};

// What one step of one run took.
struct StepEvent {
  uint32_t step = 0;
  uint32_t thread = 0;
  int64_t beginNs = 0, endNs = 0;  // from the start of the run
};

struct RunRequest {
  std::map<std::string, Tensor> inputs;
  int threads = 1;
  int warmup = 0, number = 1, repeat = 1;  // repeat samples of `number` runs each
  bool wantOutputs = true;
  bool wantEvents = false;  // per step and thread, of the last run
  // perf_event_open over one more run as a whole and one step by step, in user mode. With several
  // threads those that wait in vain count too.
  bool wantCounters = false;
  Limits limits;
  CancelToken cancel;
};

struct CounterValue {
  std::string name;  // "cycles", "task-clock", ...
  double value = 0;
  Phrase absent;       // why there is no value; empty when there is
};

struct RunReply {
  std::map<std::string, Tensor> outputs;
  std::vector<double> secondsPerRun;  // one per repeat
  std::vector<StepEvent> events;
  std::vector<CounterValue> counters;                   // whole run
  std::vector<std::vector<CounterValue>> stepCounters;  // per step
};

// Starts heddle-runner (a fork server) on first use and restarts it when it died. One job at a time
// per Runner. Errors: "runner.<failure>" with what happened ("killed by SIGSEGV in step 12,
// conv_add_relu_12").
class Runner {
 public:
  explicit Runner(std::string runnerPath);
  ~Runner();
  Result<RunReply> run(const build::Module& module, const RunRequest& request);
  // Samples of A and B interleaved in ABBA order in one child, `blocks` pairs of blocks.
  struct PairedReply {
    std::vector<double> a, b;  // seconds per run, one per block, paired by index
    // The last so many pairs were taken while something else used the core.
    int disturbedPairs = 0;
    std::vector<StepEvent> eventsA, eventsB;
    std::vector<double> stepSecondsA, stepSecondsB;  // medians per step
  };
  Result<PairedReply> compare(const build::Module& a, const build::Module& b,
                              const RunRequest& request, int blocks);
  static Failure failureOf(const Diagnostic& error);

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace heddle::runner
