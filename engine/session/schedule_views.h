// What the editor of one group's schedule tells its views: plain values.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "engine/session/views.h"

namespace heddle::session {

// A speed is only ever given to a kernel that agreed with the reference interpreter on the same
// inputs.
struct ScheduleSpeed {
  Measurement time;  // of one call; noiseFloor from A/A blocks of the same runs
  double gflops = 0, gbytesPerSecond = 0;  // 1e9
  double shareOfPeak = 0;       // of the multiply-add peak measured with the same threads
  double worstOfTolerance = 0;  // of the check against the reference, at most 1
};

// What is known without running: the roofline, and the hottest innermost loop of the machine code
// under LLVM's model of the processor.
struct SchedulePrediction {
  double rooflineMilliseconds = 0;
  std::string boundBy;  // "compute", "memory"
  int instructions = 0, multiplyAdds = 0, loads = 0, stores = 0, spills = 0,
      moves = 0;                  // of the hot loop
  double cyclesPerIteration = 0;  // 0: no model for this processor
  std::string busiestPort;
};

// A state of the history: the trace so far. States are never changed, except for name and
// measurement.
struct ScheduleStateView {
  int id = 0;         // position in the list
  int parent = -1;    // -1: the unscheduled program
  std::string steps;  // what was added to the parent's trace, one step a line
  std::string trace;
  std::string name;  // "default", or what the user gave
  std::optional<ScheduleSpeed> speed;
  std::string refusal;  // why the last measurement gave no speed; empty when it did
};

struct ScheduleHistoryView {
  GroupId group;
  std::string groupName;
  std::vector<ScheduleStateView> states;  // parents before children
  int current = 0;
  bool canUndo = false, canRedo = false;
};

// Loop tree with the names that steps use.
struct ScheduleTreeItem {
  LoopTreeItem item;
  std::string name;  // "conv.oc_o", "conv"
};

struct ScheduleSelection {
  enum class Kind : uint8_t { loop, block, buffer } kind = Kind::loop;
  std::string name;
};

// One field of a form.
struct ScheduleArgumentView {
  std::string name;
  std::string kind;  // "loop", "block", "buffer", "integer", "integers", "loops", "text", ...
  bool isOptional = false;
  std::string value;                 // as it stands in the step, "" when absent
  std::vector<std::string> choices;  // names, divisors or words that make sense here; may be empty
};

// One primitive for the selected thing: what it would do, or why it cannot.
struct SchedulePrimitiveView {
  std::string primitive, tooltip;
  std::vector<ScheduleArgumentView> arguments;
  std::string step;  // the whole step with these arguments
  bool applies = false;
  Diagnostic refusal;  // of `step`, when it does not apply
  std::string
      counterExample;  // "m = 0 and m = 1": two iterations that break it; empty when none is known
  std::string alternative;  // nearest legal steps, one a line; empty when none was found
  int alternativesTried = 0;
};

struct ScheduleComparison {
  int a = 0, b = 0;
  ScheduleSpeed speedA, speedB;
  double ratio = 1, ratioLow = 1, ratioHigh = 1;  // A over B: above 1, B is faster
  bool isDifferent = false;                       // beyond the interval and the noise floor
  std::string verdict;                            // says "within noise" when it is
};

// One group of the model that computes the same kind of thing.
struct TransplantRow {
  GroupId group;
  std::string name, shape;
  bool isLegal = false;
  Diagnostic refusal;                // of the first step that does not apply
  SchedulePrediction before, after;  // of its schedule now, and of the transplanted one
};

// A schedule made step by step, each step explained and measured.
struct LessonStep {
  std::string title, explanation;
  std::string steps;  // what this one adds, one step a line
  std::string trace;  // everything up to here
};
struct LessonRow {
  LessonStep step;
  ScheduleSpeed speed;
  double overPrevious = 1;  // how many times faster than the row before
};
struct LessonView {
  std::string title, introduction, subject;  // "matmul f32 512x512x512"
  double peakGflops = 0;
  std::vector<LessonRow> rows;
};
struct LessonRequest {
  std::string text;  // of the lesson; empty: the matmul lesson that ships with Heddle
  int64_t rows = 512, columns = 512, inner = 512;
  int threads = 1;
  double budgetSeconds = 0.6;  // of timed calls for each step
};

}  // namespace heddle::session
