// What running, measuring, verifying and exporting found: plain values.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/support/ids.h"
#include "engine/support/phrase.h"
#include "engine/tensor/tensor.h"

namespace heddle::session {

// Every reported figure.
struct Measurement {
  std::vector<double> samples;             // in `unit`
  std::string unit;                        // "ms"
  double median = 0, low = 0, high = 0;    // 95 % bootstrap interval of the median
  double noiseFloor = 0;                   // relative, from an A/A measurement; 0: not taken
  std::string machine;
  int threads = 1;
  Phrase protocol;                         // "10 warm-up, 20 samples of 5 runs"
  std::string command;                     // the heddle line that gives it again
};

struct ProfileRow {
  GroupId group;
  std::string name, shape;
  double milliseconds = 0, low = 0, high = 0;
  double share = 0;                        // of the sum of rows
  double gflops = 0, gbytesPerSecond = 0;  // 1e9; operations by build/group_cost.h
  double shareOfPeak = 0;
  int calls = 0;
  std::string boundBy;  // "compute", "memory", "overhead", "latency", "unknown"
  std::vector<std::pair<std::string, double>> counters;  // NaN where absent
};

struct TimelineEvent {
  uint32_t step = 0;
  GroupId group;
  uint32_t thread = 0;
  int64_t beginNs = 0, endNs = 0;
};

struct MemoryBufferView {
  std::string name;
  GroupId owner;
  int64_t offsetBytes = 0, sizeBytes = 0;
  int firstStep = 0, lastStep = 0;
  bool isAtPeak = false;
};

struct ProfileView {
  Measurement total;
  std::vector<ProfileRow> rows;
  std::vector<TimelineEvent> events;       // one run
  std::vector<MemoryBufferView> memory;
  int64_t arenaBytes = 0, sumBytes = 0;
  int steps = 0;
  double peakGflops = 0, peakGbytesPerSecond = 0;   // measured on this machine with these threads
  int64_t flops = 0;                                // of all groups in one run: build/group_cost.h
  double shareOfPeak = 0;                           // of `total`: session/predict.h
  std::vector<std::pair<std::string, Phrase>> absentCounters;  // name, reason
};

struct CompareRow {
  std::string name;
  GroupId groupA, groupB;
  double millisecondsA = 0, millisecondsB = 0;      // 0 where absent
  double delta = 0;                                  // B - A
};

struct CompareView {
  Phrase nameA, nameB;
  Measurement a, b;
  double ratio = 1, ratioLow = 1, ratioHigh = 1;     // A over B: above 1, B is faster
  bool isDifferent = false;                          // the interval excludes 1
  Phrase verdict;                                    // one sentence
  std::vector<CompareRow> rows;
  double residualMilliseconds = 0;                   // end to end minus the sum of rows
  int blocks = 0;
};

struct VerifyRow {
  Phrase name;                                       // value or node
  OpId op;
  GroupId group;
  double maxAbsError = 0, maxRelError = 0;
  double worstOfTolerance = 0;                       // above 1: fails
  bool passed = true;
  int64_t elements = 0;
  // Elements that are right only with a rounding on the other side of its border (rounding.h).
  int64_t atBorder = 0;
  // Of outputs: against the reference when it rounds on its own; 0 where no rounding differs.
  double freeMaxAbsError = 0;
};

struct VerifyView {
  std::vector<VerifyRow> rows;                       // worst first
  bool passed = true;
  // All elements made by quantize_linear nodes, and how many are one step off, at a border.
  int64_t quantised = 0, atBorder = 0;
  std::string reference;                             // "interpreter" or "plain build"
  std::string culpritPass;                           // of a bisection; empty when none
  std::string culpritKernel;                         // the group whose code is wrong, where no pass is
  Phrase culpritReason;
};

struct RunView {
  std::map<std::string, Tensor> outputs;
  Measurement latency;
};

struct ExportView {
  std::vector<std::string> files;
  int64_t totalBytes = 0;
  std::string requiredFeatures;
  bool isRehearsed = false;
  Phrase rehearsal;                                  // what the clean process said
};

}  // namespace heddle::session
