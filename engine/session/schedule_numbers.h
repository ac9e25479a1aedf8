// What the editor of schedules predicts, measures and compares: plain values.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "engine/session/views.h"

namespace heddle::session {

// How long and how often. The number of calls in a sample follows from the first call's time.
struct ScheduleTiming {
  int threads = 1;
  double budgetSeconds = 0.6;  // of timed calls, about
  int mostPairs = 15;          // of A/A blocks, at least three are taken
  uint64_t seed = 1;           // of the inputs
};

// A speed is only ever given to a kernel that agreed with the reference interpreter on the same
// inputs.
struct ScheduleSpeed {
  Measurement time;  // of one call; noiseFloor from A/A blocks of the same runs
  double gflops = 0, gbytesPerSecond = 0;  // 1e9; operations by build/group_cost.h
  double shareOfPeak = 0;       // of the multiply-add peak measured with the same threads
  double worstOfTolerance = 0;  // of the check against the reference, at most 1
};

// What is known without running: the roofline, the cost of all operations of the lowered program,
// and the hottest innermost loop of the machine code under LLVM's model of the processor.
struct SchedulePrediction {
  int threads = 1;                     // that it is for, and the peak of shareOfPeak
  double milliseconds = 0;             // of these operations, see predict.h
  double rooflineMilliseconds = 0;     // of any schedule
  double portMilliseconds = 0;         // of the hot loop under the model; 0: not known
  double gflops = 0, shareOfPeak = 0;  // of `milliseconds`
  std::string boundBy;                 // "compute", "memory"
  int instructions = 0, multiplyAdds = 0, loads = 0, stores = 0, spills = 0,
      moves = 0;                  // of the hot loop
  int liveVectorRegisters = 0, vectorRegisters = 0;  // alive at once at most; that the target has
  double cyclesPerIteration = 0;  // 0: no model for this processor
  std::string busiestPort;
  Phrase note;  // what the target or lowering could not do as the trace says; empty: all of it
};

// A line of two texts side by side.
struct ScheduleDiffLine {
  enum class Side : uint8_t { both, onlyA, onlyB } side = Side::both;
  std::string text;
};

struct ScheduleComparison {
  int a = 0, b = 0;
  std::vector<ScheduleDiffLine> trace, program;
  SchedulePrediction predictedA, predictedB;
  // Per call; NaN where the machine has no such counter, with the reason in absentCounters.
  struct Counter {
    std::string name;
    double a = 0, b = 0;
  };
  std::vector<Counter> counters;
  std::vector<std::pair<std::string, Phrase>> absentCounters;
  ScheduleSpeed speedA, speedB;
  double ratio = 1, ratioLow = 1, ratioHigh = 1;  // A over B: above 1, B is faster
  bool isDifferent = false;                       // beyond the interval and the noise floor
  Phrase verdict;                                 // says "within noise" when it is
};

// One group of the model that computes the same kind of thing; it stands for all that share its
// history.
struct TransplantRow {
  GroupId group;
  int groups = 1;
  std::string name, shape;
  bool isLegal = false;
  Diagnostic refusal;                // of the first step that does not apply
  SchedulePrediction before, after;  // of its schedule now, and of the transplanted one
  std::optional<ScheduleSpeed> speedBefore, speedAfter;  // once transplanted
  Phrase verdict;                                        // of the two; "within noise" when it is
  bool isChosen = false;  // faster beyond noise, so the model is built with it
};

}  // namespace heddle::session
