// SPDX-License-Identifier: Apache-2.0
#include "engine/session/schedule_lesson.h"

#include <sstream>

#include "engine/session/schedule_workloads.h"

namespace heddle::session {
namespace {

constexpr size_t kLongestText = 1 << 20;

void replaceAll(std::string& text, const std::string& from, const std::string& to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

struct Word {
  const char *name, *gap;
  std::string value;
};

// Two vectors of columns; rows so that accumulators, a row of the right operand and a broadcast fit
// the registers.
std::vector<Word> wordsFor(const Target& target) {
  const int lanes = std::max(1, target.floatLanes());
  return {{"$lanes", "{0}", std::to_string(lanes)},
          {"$columns", "{1}", std::to_string(2 * lanes)},
          {"$rows", "{2}", std::to_string(target.vectorRegisters >= 32 ? 8 : 4)}};
}

std::string trimmed(const std::string& line) {
  const size_t begin = line.find_first_not_of(" \t\r"), end = line.find_last_not_of(" \t\r");
  return begin == std::string::npos ? std::string() : line.substr(begin, end - begin + 1);
}

}  // namespace

Result<Lesson> parseLesson(const std::string& text, const Target& target) {
  if (text.size() > kLongestText)
    return Diagnostic{"schedule.lesson", "the lesson is longer than 1 MiB"};
  Lesson lesson;
  const std::vector<Word> words = wordsFor(target);
  std::istringstream in(text);
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    line = trimmed(line);
    if (line.rfind("#:", 0) == 0) {
      lesson.steps.push_back({trimmed(line.substr(2)), {}, {}, {}});
    } else if (line.rfind('#', 0) == 0) {
      std::string& prose =
          lesson.steps.empty() ? lesson.introduction : lesson.steps.back().explanation.format;
      std::string said = trimmed(line.substr(1));
      for (const Word& word : words) replaceAll(said, word.name, word.gap);
      if (lesson.title.empty() && lesson.steps.empty())
        lesson.title = said;
      else
        prose += (prose.empty() || said.empty() ? "" : " ") + said;
    } else if (!line.empty()) {
      if (lesson.steps.empty())
        return Diagnostic{"schedule.lesson",
                          "a step stands before the first \"#: Title\"",
                          {},
                          "line " + std::to_string(number)};
      for (const Word& word : words) replaceAll(line, word.name, word.value);
      lesson.steps.back().steps += line + "\n";
    }
  }
  if (lesson.steps.empty()) return Diagnostic{"schedule.lesson", "the lesson has no steps"};
  std::string trace;
  for (LessonStep& step : lesson.steps) {
    step.trace = trace += step.steps;
    for (const Word& word : words) step.explanation.arguments.emplace_back(word.value);
  }
  return lesson;
}

Result<LessonView> runLesson(const Lesson& lesson, const std::string& workload,
                             runner::Runner& runner, const MachineFacts& machine,
                             const std::string& cacheDir, const ScheduleTiming& timing,
                             const JobControl& job,
                             const std::function<void(const LessonRow&)>& onRow) {
  HEDDLE_TRY(const Target target, codegen::hostTarget());
  HEDDLE_TRY(const ScheduleSubjectRef subject, workloadSubject(workload, target));
  ScheduleWorkpiece workpiece(subject, cacheDir);
  ScheduleBench bench(workpiece, runner, machine);
  LessonView view;
  view.title = lesson.title;
  view.introduction = lesson.introduction;
  view.subject = workload;
  view.peakGflops = machine.peakGflops(timing.threads);
  for (const LessonStep& step : lesson.steps) {
    if (job.cancel.isCancelled())
      return Diagnostic{"session.cancelled", "the lesson was cancelled"};
    const auto at = [&](Diagnostic error) {
      error.where = "\"" + step.title + "\"" + (error.where.empty() ? "" : ", " + error.where);
      return error;
    };
    auto trace = schedule::parseTrace(step.trace);
    if (trace.isError()) return at(trace.error());
    auto speed = bench.measure(trace.value(), timing, job);
    if (speed.isError()) return at(speed.error());
    LessonRow row{step, std::move(speed).value(), 1};
    if (!view.rows.empty())
      row.overPrevious = view.rows.back().speed.time.median / row.speed.time.median;
    if (onRow) onRow(row);
    view.rows.push_back(std::move(row));
  }
  return view;
}

}  // namespace heddle::session
