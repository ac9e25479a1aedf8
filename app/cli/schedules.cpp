// SPDX-License-Identifier: Apache-2.0
#include "app/cli/schedules.h"

#include <algorithm>

namespace heddle::cli {
namespace {

struct Choice {
  std::string group, file;
};

Result<Choice> parseChoice(const std::string& text) {
  const size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
    return Diagnostic{"cli.schedule", "--schedule takes GROUP=FILE, not \"" + text + "\""};
  return Choice{text.substr(0, equals), text.substr(equals + 1)};
}

// Groups that compute the same are built with one schedule.
using Chosen = std::map<std::string, Choice>;  // by the program

Status choose(session::Session& session, const Choice& choice, Chosen& chosen,
              const session::JobControl& job) {
  const auto& groups = session.snapshot()->fusion->groups;
  const auto group = std::ranges::find(groups, choice.group, &session::GroupView::name);
  if (group == groups.end())
    return Diagnostic{"cli.no_group",
                      "there is no group \"" + choice.group + "\"",
                      {},
                      "--schedule",
                      "heddle schedule MODEL lists them"};
  session::ScheduleEditor& editor = session.schedules();
  HEDDLE_TRY(const session::ScheduleHistoryView loaded, editor.load(group->id, choice.file));
  const auto [other, isNew] = chosen.emplace(loaded.workload, choice);
  if (!isNew && other->second.group == choice.group)
    return Diagnostic{"cli.schedule", choice.group + " is given two schedules"};
  if (!isNew && other->second.file != choice.file)
    return Diagnostic{"cli.schedule", choice.group + " computes what " + other->second.group +
                                          " does: they share a kernel, and so its schedule"};
  auto done = editor.choose(group->id, loaded.current, job);
  if (done.isOk()) return {};
  // The file is at fault, whichever part of the compiler says so.
  Diagnostic error = std::move(done).error();
  if (!error.code.starts_with("schedule.")) error.code = "schedule.kernel";
  error.where = choice.file + (error.where.empty() ? "" : ", " + error.where);
  return error;
}

}  // namespace

Status chooseSchedules(session::Session& session, const std::vector<std::string>& given,
                       const session::JobControl& job) {
  if (given.empty()) return {};
  const session::SnapshotRef opened = session.snapshot();
  if (!opened->options.scheduled)
    return Diagnostic{"cli.schedule", "a build without schedules takes none"};
  if (!opened->fusion) return opened->problems.back();
  Chosen chosen;
  session::CompileOptions options = opened->options;
  options.scheduleArguments.clear();
  for (const std::string& text : given) {
    HEDDLE_TRY(const Choice choice, parseChoice(text));
    HEDDLE_CHECK(choose(session, choice, chosen, job));
    options.scheduleArguments.insert(options.scheduleArguments.end(), {"--schedule", text});
  }
  options.schedules = session.snapshot()->options.schedules;
  HEDDLE_TRY(const session::SnapshotRef named, session.configure(options, job));
  (void)named;
  return {};
}

}  // namespace heddle::cli
