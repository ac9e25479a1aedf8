// SPDX-License-Identifier: Apache-2.0
#include "engine/session/schedule_history.h"

#include <algorithm>

#include "engine/support/text.h"

namespace heddle::session {
namespace {

constexpr size_t kMostSteps = 2000;       // of a trace
constexpr size_t kLongestText = 1 << 20;  // of a trace or of steps

std::string joined(const std::vector<std::string>& lines, size_t begin) {
  std::string text;
  for (size_t i = begin; i < lines.size(); ++i) text += lines[i] + "\n";
  return text;
}

bool isStep(const std::string& line) {
  const size_t first = line.find_first_not_of(" \t\r");
  return first != std::string::npos && line[first] != '#';
}

Diagnostic tooMany(const std::string& where) {
  return {"schedule.trace.length",
          "a trace has at most {0} steps: this one is the first that is too many",
          {{"value", 0, std::to_string(kMostSteps)}},
          where};
}

std::string placeOf(size_t line, size_t step) {
  return "line " + std::to_string(line) + ", step " + std::to_string(step);
}

}  // namespace

Status checkTraceSize(const std::string& text) {
  size_t line = 0, steps = 0;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    ++line;
    if (isStep(text.substr(begin, std::min<size_t>(end - begin, 200)))) ++steps;
    if (steps > kMostSteps) return tooMany(placeOf(line, steps));
    if (end > kLongestText)
      return Diagnostic{"schedule.trace.length",
                        "a trace has at most 1 MiB of text: it ends in this line",
                        {},
                        placeOf(line, steps)};
    begin = end + 1;
  }
  return {};
}

Result<std::vector<NumberedStep>> parseSteps(const std::string& text) {
  HEDDLE_CHECK(checkTraceSize(text));
  std::vector<NumberedStep> out;
  const std::vector<std::string> lines = linesOf(text);
  for (size_t i = 0; i < lines.size(); ++i) {
    if (!isStep(lines[i])) continue;
    auto parsed = schedule::parseTrace(lines[i]);
    if (parsed.isError()) {
      Diagnostic error = std::move(parsed).error();
      const size_t column = error.where.find(", column");
      error.where = "line " + std::to_string(i + 1) +
                    (column == std::string::npos ? "" : error.where.substr(column));
      return error;
    }
    out.push_back({parsed.value().steps.front(), static_cast<int>(i + 1)});
  }
  return out;
}

ScheduleHistory::ScheduleHistory(ScheduleSubjectRef subject) : m_subject(std::move(subject)) {
  m_nodes.push_back({-1, {}, "unscheduled", {}, {}});
  m_programs.push_back(nullptr);
  const std::string text = schedule::toText(m_subject->defaultTrace);
  if (text.empty()) return;
  m_nodes.push_back({0, text, "default", {}, {}});
  m_programs.push_back(nullptr);
  m_current = 1;
}

ScheduleHistory::ScheduleHistory(ScheduleSubjectRef subject, std::vector<ScheduleNode> nodes,
                                 int current)
    : ScheduleHistory(std::move(subject)) {
  // The first two are this version's; what was measured of them holds if they are the same.
  std::vector<int> place(nodes.size(), -1);
  for (size_t i = 0; i < nodes.size() && m_nodes.size() < kMostStates; ++i) {
    ScheduleNode& saved = nodes[i];
    const bool isRoot = i == 0 && saved.parent < 0 && saved.steps.empty();
    const bool hasParent = saved.parent >= 0 && saved.parent < static_cast<int>(i) &&
                           place[static_cast<size_t>(saved.parent)] >= 0;
    if (!isRoot && (!hasParent || parseSteps(saved.steps).isError())) continue;
    if (hasParent) saved.parent = place[static_cast<size_t>(saved.parent)];
    int same = isRoot ? 0 : -1;
    if (size() > 1 && saved.parent == 0 && saved.steps == m_nodes[1].steps) same = 1;
    if (same < 0) {
      same = size();
      m_nodes.emplace_back();
      m_programs.push_back(nullptr);
    }
    m_nodes[static_cast<size_t>(same)] = std::move(saved);
    place[i] = same;
  }
  if (current >= 0 && current < static_cast<int>(place.size()) &&
      place[static_cast<size_t>(current)] >= 0)
    m_current = place[static_cast<size_t>(current)];
}

Status ScheduleHistory::check(int state) const {
  if (state >= 0 && state < size()) return {};
  return Diagnostic{"schedule.no_state",
                    "there is no state {0}",
                    {{"value", 0, std::to_string(state)}, {"value", 0, std::to_string(size() - 1)}},
                    m_subject->name,
                    "states are 0 to {1}"};
}

std::vector<int> ScheduleHistory::lineage(int state) const {
  std::vector<int> out;
  for (int s = state; s >= 0; s = node(s).parent) out.push_back(s);
  std::reverse(out.begin(), out.end());
  return out;
}

std::string ScheduleHistory::traceText(int state) const {
  std::string text;
  for (const int s : lineage(state)) text += node(s).steps;
  return text;
}

std::vector<std::string> ScheduleHistory::stepLines(int state) const {
  return linesOf(traceText(state));
}

Result<schedule::Trace> ScheduleHistory::trace(int state) const {
  HEDDLE_CHECK(check(state));
  return schedule::parseTrace(traceText(state));
}

Result<ScheduleHistory::Program> ScheduleHistory::replayed(Program from,
                                                           const std::string& steps) const {
  HEDDLE_TRY(const std::vector<NumberedStep> list, parseSteps(steps));
  for (const NumberedStep& numbered : list) {
    auto next = schedule::applyStep(*from, numbered.step);
    if (next.isError()) {
      Diagnostic error = std::move(next).error();
      error.where = "line " + std::to_string(numbered.line) + ", " + numbered.step.primitive;
      return error;
    }
    from = std::make_shared<const schedule::State>(std::move(next).value());
  }
  return from;
}

Result<ScheduleHistory::Program> ScheduleHistory::program(int state) const {
  HEDDLE_CHECK(check(state));
  for (const int s : lineage(state)) {
    Program& cached = m_programs[static_cast<size_t>(s)];
    if (cached) continue;
    if (s == 0) {
      cached =
          std::make_shared<const schedule::State>(schedule::initialState(m_subject->group.program));
      continue;
    }
    HEDDLE_TRY(cached, replayed(m_programs[static_cast<size_t>(node(s).parent)], node(s).steps));
  }
  return m_programs[static_cast<size_t>(state)];
}

Result<ScheduleHistory::Program> ScheduleHistory::preview(const std::string& steps) const {
  HEDDLE_TRY(Program from, program(m_current));
  return replayed(std::move(from), steps);
}

Status ScheduleHistory::add(int parent, const std::string& steps, Program program) {
  if (stepLines(parent).size() + linesOf(steps).size() > kMostSteps)
    return tooMany("step " + std::to_string(kMostSteps + 1));
  // The same steps from the same state are the same state.
  for (int s = parent + 1; s < size(); ++s)
    if (node(s).parent == parent && node(s).steps == steps) return select(s);
  if (size() >= kMostStates)
    return Diagnostic{"schedule.history",
                      "the history is full: it has {0} states",
                      {{"value", 0, std::to_string(kMostStates)}}};
  m_nodes.push_back({parent, steps, {}, {}, {}});
  m_programs.push_back(std::move(program));
  return select(size() - 1);
}

Status ScheduleHistory::apply(const std::string& steps) {
  HEDDLE_TRY(const std::vector<NumberedStep> list, parseSteps(steps));
  if (list.empty()) return Diagnostic{"schedule.parse", "there is no step to apply"};
  HEDDLE_TRY(Program next, preview(steps));
  std::string text;
  for (const NumberedStep& numbered : list) text += schedule::toText(numbered.step) + "\n";
  return add(m_current, text, std::move(next));
}

// 1. The state whose trace is the longest beginning of the wanted one is the parent.
// 2. What is left becomes one state.
Status ScheduleHistory::setTrace(const std::string& text) {
  HEDDLE_TRY(const std::vector<NumberedStep> list, parseSteps(text));
  std::vector<std::string> wanted;
  for (const NumberedStep& numbered : list) wanted.push_back(schedule::toText(numbered.step));
  int parent = 0;
  size_t shared = 0;
  for (int s = 0; s < size(); ++s) {
    const std::vector<std::string> lines = stepLines(s);
    const bool isBeginning =
        lines.size() <= wanted.size() && std::equal(lines.begin(), lines.end(), wanted.begin());
    if (!isBeginning || lines.size() < shared || program(s).isError()) continue;
    // Of equal traces, the one at hand.
    if (lines.size() == shared && s != m_current && s != 0) continue;
    parent = s;
    shared = lines.size();
  }
  if (shared == wanted.size()) return select(parent);
  HEDDLE_TRY(Program from, program(parent));
  for (size_t i = shared; i < list.size(); ++i) {
    auto next = schedule::applyStep(*from, list[i].step);
    if (next.isError()) {
      Diagnostic error = std::move(next).error();
      error.where = "line " + std::to_string(list[i].line) + ", " + list[i].step.primitive;
      return error;
    }
    from = std::make_shared<const schedule::State>(std::move(next).value());
  }
  return add(parent, joined(wanted, shared), std::move(from));
}

int ScheduleHistory::nextOf(int state) const {
  const auto seen = m_lastChild.find(state);
  if (seen != m_lastChild.end()) return seen->second;
  for (int s = size() - 1; s > state; --s)
    if (node(s).parent == state) return s;
  return -1;
}

Status ScheduleHistory::undo() {
  if (!canUndo()) return Diagnostic{"schedule.nothing_to_undo", "there is nothing to undo"};
  return select(node(m_current).parent);
}

Status ScheduleHistory::redo() {
  if (!canRedo()) return Diagnostic{"schedule.nothing_to_redo", "there is nothing to redo"};
  return select(nextOf(m_current));
}

Status ScheduleHistory::select(int state) {
  HEDDLE_CHECK(check(state));
  if (const auto there = program(state); there.isError()) return there.error();
  m_current = state;
  for (int s = state; node(s).parent >= 0; s = node(s).parent) m_lastChild[node(s).parent] = s;
  return {};
}

Status ScheduleHistory::merge(int state) {
  HEDDLE_CHECK(check(state));
  const std::vector<int> here = lineage(m_current), there = lineage(state);
  size_t common = 0;
  while (common < here.size() && common < there.size() && here[common] == there[common]) ++common;
  if (common == there.size())
    return Diagnostic{"schedule.merge",
                      "state {0} has nothing that the current one has not",
                      {{"value", 0, std::to_string(state)}}};
  std::string steps;
  for (size_t i = common; i < there.size(); ++i) steps += node(there[i]).steps;
  auto merged = preview(steps);
  if (merged.isError()) {
    Diagnostic error = std::move(merged).error();
    error.where = "state " + std::to_string(state) + ", " + error.where;
    return error;
  }
  HEDDLE_CHECK(add(m_current, steps, std::move(merged).value()));
  return {};
}

Status ScheduleHistory::rename(int state, const std::string& name) {
  HEDDLE_CHECK(check(state));
  constexpr size_t kLongestName = 200;
  if (name.size() > kLongestName)
    return Diagnostic{"schedule.name", "the name is longer than 200 bytes"};
  m_nodes[static_cast<size_t>(state)].name = name;
  return {};
}

void ScheduleHistory::setSpeed(int state, const ScheduleSpeed& speed) {
  m_nodes[static_cast<size_t>(state)].speed = speed;
  m_nodes[static_cast<size_t>(state)].refusal = {};
}

void ScheduleHistory::setRefusal(int state, const Phrase& refusal) {
  m_nodes[static_cast<size_t>(state)].speed.reset();
  m_nodes[static_cast<size_t>(state)].refusal = refusal;
}

int ScheduleHistory::findTrace(const std::string& text) const {
  for (int s = 0; s < size(); ++s)
    if (traceText(s) == text) return s;
  return -1;
}

}  // namespace heddle::session
