// The schedules that were tried for one program: a tree in which nothing is lost.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <optional>

#include "engine/session/schedule_subject.h"
#include "engine/session/schedule_views.h"

namespace heddle::session {

struct ScheduleNode {
  int parent = -1;
  std::string steps;  // added to the parent's trace, in the form of schedule::toText
  std::string name;
  std::optional<ScheduleSpeed> speed;
  Phrase refusal;  // why there is no speed
};

// Every error leaves the history as it was. Not thread-safe.
class ScheduleHistory {
 public:
  static constexpr int kMostStates = 10000;

  // The unscheduled program and, current, the default schedule.
  explicit ScheduleHistory(ScheduleSubjectRef subject);
  // What an earlier session kept. States that are not as they should be are dropped with their
  // descendants.
  ScheduleHistory(ScheduleSubjectRef subject, std::vector<ScheduleNode> nodes, int current);

  const ScheduleSubject& subject() const { return *m_subject; }
  const ScheduleSubjectRef& subjectRef() const { return m_subject; }
  int size() const { return static_cast<int>(m_nodes.size()); }
  int current() const { return m_current; }
  const ScheduleNode& node(int state) const { return m_nodes[static_cast<size_t>(state)]; }

  // Errors: "schedule.no_state".
  Status check(int state) const;
  std::string traceText(int state) const;
  Result<schedule::Trace> trace(int state) const;
  // The program under the trace; replayed when first asked for. Errors: the step in `where`; a
  // state from another version of Heddle may no longer apply.
  Result<std::shared_ptr<const schedule::State>> program(int state) const;
  // The program of the current state under more steps. Errors: "line 2" in `where`.
  Result<std::shared_ptr<const schedule::State>> preview(const std::string& steps) const;

  // Edits; the current state is the new one afterwards. See ScheduleEditor.
  Status apply(const std::string& steps);
  Status setTrace(const std::string& text);
  Status undo();
  Status redo();
  Status select(int state);
  Status merge(int state);

  bool canUndo() const { return node(m_current).parent >= 0; }
  bool canRedo() const { return nextOf(m_current) >= 0; }
  Status rename(int state, const std::string& name);
  void setSpeed(int state, const ScheduleSpeed& speed);
  void setRefusal(int state, const Phrase& refusal);
  // -1 when no state has it.
  int findTrace(const std::string& text) const;

 private:
  using Program = std::shared_ptr<const schedule::State>;
  Result<Program> replayed(Program from, const std::string& steps) const;
  Status add(int parent, const std::string& steps, Program program);
  int nextOf(int state) const;
  std::vector<int> lineage(int state) const;  // from the root
  std::vector<std::string> stepLines(int state) const;

  ScheduleSubjectRef m_subject;
  std::vector<ScheduleNode> m_nodes;
  mutable std::deque<Program> m_programs;  // null: not replayed yet
  std::map<int, int> m_lastChild;          // where redo goes
  int m_current = 0;
};

// At most 2000 steps and 1 MiB. Errors: "schedule.trace.length", `where` is the first step beyond.
Status checkTraceSize(const std::string& text);

// The steps of a text with the lines that they stand on. Errors: `where` is "line 3, column 7".
struct NumberedStep {
  schedule::Step step;
  int line = 1;
};
Result<std::vector<NumberedStep>> parseSteps(const std::string& text);

}  // namespace heddle::session
