// A lesson: a schedule made step by step, each step explained, applied, proven and measured.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "engine/session/schedule_bench.h"
#include "engine/session/schedule_views.h"

namespace heddle::session {

// A lesson's text is a trace with comments: "#: Title" opens a step, the comments after it explain,
// and the lines that are no comments are what it applies. $lanes, $columns and $rows stand for the
// target's vector and a tile that fits its registers.
struct Lesson {
  std::string title, introduction;
  std::vector<LessonStep> steps;
};

// Errors: "schedule.lesson" with the line.
Result<Lesson> parseLesson(const std::string& text, const Target& target);
// The matmul lesson that ships with Heddle (samples/schedules/lesson_matmul.trace).
const std::string& matmulLessonText();

// Stops at the first step that is refused or wrong, with that error: `where` names the step.
Result<LessonView> runLesson(const Lesson& lesson, const std::string& workload,
                             runner::Runner& runner, const MachineFacts& machine,
                             const std::string& cacheDir, const ScheduleTiming& timing,
                             const JobControl& job,
                             const std::function<void(const LessonRow&)>& onRow = {});

}  // namespace heddle::session
