// The editor of schedules: every group of the open model has a history of schedules, a tree.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "engine/session/options.h"
#include "engine/session/schedule_views.h"

namespace heddle::session {

// All primitives, with the arguments that each takes; nothing is selected.
std::vector<SchedulePrimitiveView> schedulePrimitives();

// What openWorkload() takes, of a file that save() wrote or that samples/schedules has; empty when
// it names none. Errors: as of load().
Result<std::string> scheduleFileWorkload(const std::string& file);

// Called on the session's thread, as the session is. Groups that compute the same share one
// history: what is done to one is done to all. States are named by their position in the history;
// an error leaves the history as it was. Everything here that does not take a JobControl answers
// within tens of milliseconds. After a new snapshot with other groups, ask by its ids.
class ScheduleEditor {
 public:
  virtual ~ScheduleEditor() = default;

  // Opened on first use: state 0 is the unscheduled program, state 1 the default schedule, unless
  // the workspace has more. Errors: "session.no_group".
  virtual Result<ScheduleHistoryView> history(GroupId group) = 0;
  // A workload without a model, "matmul:512,512,512": an id to use as a group's. `target` is as in
  // CompileOptions, the host's if empty. Errors: "session.workload" with those that there are, and
  // those of codegen::parseTarget().
  virtual Result<GroupId> openWorkload(const std::string& workload,
                                       const std::string& target = {}) = 0;

  // Edits; each answers with the history after it. `steps` are added to the current state, one a
  // line, and become one state; all or none.
  virtual Result<ScheduleHistoryView> apply(GroupId group, const std::string& steps) = 0;
  // The whole trace as text; what it shares with the current state's is kept. Errors: `where` is
  // "line 3" (or "line 3, column 7").
  virtual Result<ScheduleHistoryView> setTrace(GroupId group, const std::string& text) = 0;
  virtual Result<ScheduleHistoryView> undo(GroupId group) = 0;  // to the parent
  virtual Result<ScheduleHistoryView> redo(GroupId group) = 0;  // to the child last seen
  virtual Result<ScheduleHistoryView> select(GroupId group, int state) = 0;
  virtual Result<ScheduleHistoryView> rename(GroupId group, int state, const std::string& name) = 0;
  // What `state` adds to the common ancestor, replayed on the current state; all or none.
  virtual Result<ScheduleHistoryView> merge(GroupId group, int state) = 0;

  // The state that the model is built with; -1: the default schedule. Publishes a snapshot (options
  // hold the choice) whose build is to be made again. Refused where it does not compile.
  virtual Result<ScheduleHistoryView> choose(GroupId group, int state, const JobControl& job) = 0;

  // Forms of a state. The program is there at once; the code is compiled.
  virtual Result<ScheduleProgramView> program(GroupId group, int state) = 0;
  virtual Result<KernelView> code(GroupId group, int state, const JobControl& job) = 0;
  // For the threads that the state was measured with, so that the two can be compared; where it was
  // not, for `threads`.
  virtual Result<SchedulePrediction> predict(GroupId group, int state, int threads,
                                             const JobControl& job) = 0;
  // The program after more steps, without a new state: the preview of a form.
  virtual Result<ScheduleProgramView> preview(GroupId group, const std::string& steps) = 0;

  // "What can I do here?" for the current state: every primitive that takes such a thing, those
  // that apply first.
  virtual Result<std::vector<SchedulePrimitiveView>> options(
      GroupId group, const ScheduleSelection& selection) = 0;
  // One step: whether it applies, and if not why, with counter-example and alternative.
  virtual Result<SchedulePrimitiveView> explain(GroupId group, const std::string& step) = 0;

  // Proven against the reference, then timed; the history keeps the result. Errors are kept as the
  // state's refusal.
  virtual Result<ScheduleSpeed> measure(GroupId group, int state, const ScheduleTiming& timing,
                                        const JobControl& job) = 0;
  // The same in the background. A newer request replaces an older one. A first number is there
  // after a few samples, a better one follows: the callback is called from another thread each
  // time the history has news; ask history() for them.
  virtual void measureSoon(GroupId group, int state, const ScheduleTiming& timing) = 0;
  virtual void onMeasured(std::function<void(GroupId, int state)> callback) = 0;
  virtual Result<ScheduleComparison> compare(GroupId group, int a, int b,
                                             const ScheduleTiming& timing,
                                             const JobControl& job) = 0;

  // A trace that computes wrong results, crashes or does not compile, without the steps that are
  // not needed for that: the shortest that fails in the same way. Errors: "schedule.not_failing".
  virtual Result<std::string> reduce(GroupId group, int state, const ScheduleTiming& timing,
                                     const JobControl& job) = 0;

  // Other groups of the same operators and form, with what the state's trace would do there.
  virtual Result<std::vector<TransplantRow>> transplantTargets(GroupId group, int state,
                                                               const JobControl& job) = 0;
  // Makes it the current state of those where it is legal, measured before and after.
  virtual Result<std::vector<TransplantRow>> transplant(GroupId group, int state,
                                                        const std::vector<GroupId>& targets,
                                                        const ScheduleTiming& timing,
                                                        const JobControl& job) = 0;

  // A file is the trace with a head of comments: version, workload, kind, target.
  virtual Status save(GroupId group, int state, const std::string& file) = 0;
  virtual Result<ScheduleHistoryView> load(GroupId group, const std::string& file) = 0;

  // The steps of a lesson (rows without speeds), to be applied one by one; empty text: the matmul
  // lesson.
  virtual Result<LessonView> lessonSteps(const LessonRequest& request) = 0;
};

}  // namespace heddle::session
