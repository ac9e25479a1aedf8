// What callers of the session may ask for, and how they hear of its progress.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/support/cancel_token.h"
#include "engine/support/result.h"
#include "engine/tensor/tensor.h"

namespace heddle::session {

struct Progress {
  Phrase phase;         // "importing", "compiling", "measuring"
  double fraction = 0;  // of the phase, 0 to 1
  Phrase rate;          // "41 kernels/s", may be empty
};

// Passed to everything that may take over 100 ms.
struct JobControl {
  CancelToken cancel;
  std::function<void(const Progress&)> onProgress;
};

// Asked for on one edge, by the names of its nodes in the fused graph.
struct FusionOverride {
  std::string producer, consumer;
  bool force = false;  // else forbid
  bool operator==(const FusionOverride&) const = default;
};

// "producer:consumer"; a colon or backslash inside a name stands after a backslash.
inline std::string edgeText(const FusionOverride& fusion) {
  std::string out;
  for (const std::string* name : {&fusion.producer, &fusion.consumer}) {
    if (name == &fusion.consumer) out += ':';
    for (const char c : *name) {
      if (c == ':' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out;
}
// Errors: "cli.edge".
Result<FusionOverride> parseEdge(const std::string& text, bool force);

struct CompileOptions {
  int optLevel = 3;
  std::string target;                          // "llvm -mcpu=...", empty: host
  std::map<std::string, Extents> inputShapes;  // by input name
  // Values of inputs that decide shapes; the build is good for these values only. Others are
  // ignored.
  std::map<std::string, Tensor> inputValues;
  bool fusion = true;
  bool scheduled = true;
  std::vector<std::string> disabledPasses;
  std::vector<FusionOverride> fusionOverrides;  // open() adds those of the workspace
  // Traces chosen by hand, by the program they are for (ScheduleHistoryView::workload).
  std::map<std::string, std::string> schedules;
  // How a command line asks for them: {"--schedule", "GROUP=FILE"}, or the workspace's file.
  std::vector<std::string> scheduleArguments;
  int threads = 0;  // the schedule feeds and runs use; 0: all physical cores
};

// `scheduleArguments` where there are schedules.
inline std::vector<std::string> scheduleArgumentsOf(const CompileOptions& options) {
  return options.schedules.empty() ? std::vector<std::string>() : options.scheduleArguments;
}

// What the graph passes make is the same: the two differ at most in fusion and in schedules.
bool havePassesAlike(const CompileOptions& a, const CompileOptions& b);
// Every option is the same.
bool makeTheSameBuild(const CompileOptions& a, const CompileOptions& b);

struct MeasureOptions {
  int threads = 0;  // 0: as many as the build feeds
  int warmup = 3, number = 1, repeat = 10;
  uint64_t seed = 1;
};

struct VerifyOptions {
  std::map<std::string, Tensor> inputs;    // empty: random with seed
  std::map<std::string, Tensor> expected;  // may be empty
  // Of the model's outputs, where the rounding of every layer adds up; a kernel alone gets a tenth
  // of atol.
  double rtol = 1e-3, atol = 1e-4;
  bool bisect = false;
  uint64_t seed = 1;
};

}  // namespace heddle::session
