// What the editor of one group's schedule tells its views: plain values.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/session/schedule_numbers.h"

namespace heddle::session {

// A state of the history: the trace so far. States are never changed, except for name and
// measurement.
struct ScheduleStateView {
  int id = 0;         // position in the list
  int parent = -1;    // -1: the first, which is the unscheduled program
  std::string steps;  // what was added to the parent's trace, one step a line
  std::string trace;
  std::string name;  // "default", or what the user gave
  std::optional<ScheduleSpeed> speed;
  Phrase refusal;  // why the last measurement gave no speed; empty when it did
  bool isMeasuring = false;
  double overParent = 0;       // how many times faster than the parent; 0: one is not measured
  bool isWithinNoise = false;  // of the parent: the difference is none
};

struct ScheduleHistoryView {
  GroupId group;
  std::string groupName, shape;
  std::string workload;                   // hash of the unscheduled program
  std::vector<GroupId> sharedBy;          // all groups that compute the same, this one included
  std::vector<ScheduleStateView> states;  // parents before children
  int current = 0;
  int chosen = -1;  // the state that the model is built with; -1: the default schedule
  bool canUndo = false, canRedo = false;
  double peakGflops = 0, peakGbytesPerSecond = 0;  // of one thread, measured; 0: not yet
};

// Loop tree with the names that steps use.
struct ScheduleTreeItem {
  LoopTreeItem item;
  std::string name;       // "conv.oc_o", "conv"
  int64_t tripCount = 0;  // how often the loop's body (the block) runs in one call
  // Of one run through the loop: bytes of all accesses below over distinct ones, so how often a
  // byte in the cache is used. 0: not known.
  double reuse = 0;
  std::vector<std::pair<std::string, std::string>> annotations;
};

struct ScheduleBufferView {
  BufferId id;
  std::string name, type;  // "f32[512,512]"
  std::string role;        // "input", "constant", "output", "temporary"
  std::string scope;       // "global", "local", "registers"
  int64_t bytes = 0;
};

// A state's program: everything that needs no compilation.
struct ScheduleProgramView {
  int state = -1;  // -1: a preview
  std::vector<ScheduleTreeItem> tree;
  std::vector<ScheduleBufferView> buffers;
  TextView text;  // title "schedule"; its lines are the key of all forms
  std::string trace;
  int64_t l1Bytes = 0, l2Bytes = 0, l3Bytes = 0;
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
  // What breaks it here: two iterations and where they meet ("k = 0 and k = 1 both write c[0, 0]"),
  // else the lines or words at fault.
  Phrase counterExample;
  bool isCounterExampleOfIterations = false;
  // The nearest legal way, one step a line, after taking back so many steps of the trace; empty:
  // none was found, noneNear says what was tried, or options() had no time: ask explain().
  std::string alternative;
  int alternativeTakesBack = 0;
  std::string alternativeTrace;  // the same as a whole trace, for setTrace()
  Phrase noneNear;
  int alternativesTried = 0;
};

// A schedule made step by step, each step explained and measured.
struct LessonStep {
  std::string title;
  Phrase explanation;
  std::string steps;  // what this one adds, one step a line
  std::string trace;  // everything up to here
};
struct LessonRow {
  LessonStep step;
  ScheduleSpeed speed;
  double overPrevious = 1;  // how many times faster than the row before
};
struct LessonView {
  std::string title, introduction, subject;  // a workload: "matmul:512,512,512"
  double peakGflops = 0;
  std::vector<LessonRow> rows;
};
struct LessonRequest {
  std::string text;  // of the lesson; empty: the matmul lesson that ships with Heddle
  int64_t rows = 512, columns = 512, inner = 512;
  int threads = 1;
  double budgetSeconds = 0.6;  // of timed calls for each step
  std::string workload() const {
    return "matmul:" + std::to_string(rows) + "," + std::to_string(columns) + "," +
           std::to_string(inner);
  }
};

}  // namespace heddle::session
