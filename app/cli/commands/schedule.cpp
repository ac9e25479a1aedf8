// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>

#include "app/cli/context.h"
#include "app/cli/output.h"
#include "app/cli/schedule_output.h"

namespace heddle::cli {
namespace {

struct Options {
  std::string model, group, workload, thing, explained, replayed, saved, name;
  std::vector<std::string> steps, show, compared, targets;
  int state = -1;
  bool isListing = false, isMeasuring = false, isReducing = false, isChosen = false,
       isDefault = false, isTransplanting = false;
  double budget = 0.6;
  uint64_t seed = 1;
};

// What the options ask for, in this order: go to a state, change it, look at it, measure, keep.
class Scheduler {
 public:
  Scheduler(Context& context, const Options& options)
      : m_context(context), m_options(options), m_editor(context.session().schedules()) {
    m_timing.threads = context.common.threads;
    m_timing.budgetSeconds = options.budget;
    m_timing.seed = options.seed;
  }

  Status run(GroupId group) {
    m_group = group;
    HEDDLE_CHECK(goTo());
    HEDDLE_CHECK(look());
    HEDDLE_CHECK(measure());
    HEDDLE_CHECK(keep());
    HEDDLE_TRY(const session::ScheduleHistoryView history, m_editor.history(m_group));
    m_json["history"] = toJson(history);
    const bool isBare = m_text.empty();
    m_text +=
        (isBare ? "" : "\n") + history.groupName + " " + history.shape + "\n" + toText(history);
    if (!isBare) return {};
    const std::string& trace = history.states[static_cast<size_t>(history.current)].trace;
    HEDDLE_TRY(const session::ScheduleProgramView program,
               m_editor.program(m_group, history.current));
    HEDDLE_TRY(const session::SchedulePrediction prediction,
               m_editor.predict(m_group, history.current, m_timing.threads, m_context.job()));
    m_json["program"] = toJson(program);
    m_json["prediction"] = toJson(prediction);
    m_text += "\n" + trace + "\n" + loopTreeText(program) + "\n" + toText(prediction);
    return {};
  }

  void finish() { m_context.print(m_json, m_text); }

 private:
  Result<int> current() {
    HEDDLE_TRY(const session::ScheduleHistoryView history, m_editor.history(m_group));
    return history.current;
  }

  // A number, a name, or a file whose trace becomes a state.
  Result<int> stateOf(const std::string& text) {
    HEDDLE_TRY(const session::ScheduleHistoryView history, m_editor.history(m_group));
    int number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec == std::errc() && read.ptr == text.data() + text.size()) return number;
    for (const session::ScheduleStateView& state : history.states)
      if (state.name == text) return state.id;
    HEDDLE_TRY(const session::ScheduleHistoryView loaded, m_editor.load(m_group, text));
    return loaded.current;
  }

  Status goTo() {
    if (m_options.state >= 0) HEDDLE_CHECK(done(m_editor.select(m_group, m_options.state)));
    if (!m_options.replayed.empty()) HEDDLE_CHECK(done(m_editor.load(m_group, m_options.replayed)));
    for (size_t i = 0; i < m_options.steps.size(); ++i) {
      const auto applied = m_editor.apply(m_group, m_options.steps[i]);
      if (applied.isOk()) continue;
      Diagnostic error = applied.error();
      error.where =
          "--apply " + std::to_string(i + 1) + (error.where.empty() ? "" : ", " + error.where);
      return error;
    }
    if (m_options.name.empty()) return {};
    HEDDLE_TRY(const int state, current());
    return done(m_editor.rename(m_group, state, m_options.name));
  }

  Status look() {
    if (!m_options.explained.empty()) {
      HEDDLE_TRY(const session::SchedulePrimitiveView explained,
                 m_editor.explain(m_group, m_options.explained));
      m_json["explained"] = toJson(explained);
      m_text += toText(explained);
    }
    if (!m_options.thing.empty()) HEDDLE_CHECK(listApplicable());
    for (const std::string& form : m_options.show) HEDDLE_CHECK(show(form));
    return {};
  }

  Status listApplicable() {
    HEDDLE_TRY(const session::ScheduleSelection selection, selected());
    HEDDLE_TRY(const auto options, m_editor.options(m_group, selection));
    json list = json::array();
    for (const session::SchedulePrimitiveView& option : options) {
      list.push_back(toJson(option));
      m_text += toText(option);
    }
    m_json["applicable"] = list;
    return {};
  }

  // "loop:NAME", "block:NAME", "buffer:NAME", or the name alone.
  Result<session::ScheduleSelection> selected() {
    using Kind = session::ScheduleSelection::Kind;
    const std::string& thing = m_options.thing;
    for (const auto& [prefix, kind] :
         {std::pair{"loop:", Kind::loop}, {"block:", Kind::block}, {"buffer:", Kind::buffer}})
      if (thing.rfind(prefix, 0) == 0)
        return session::ScheduleSelection{kind, thing.substr(thing.find(':') + 1)};
    HEDDLE_TRY(const int state, current());
    HEDDLE_TRY(const session::ScheduleProgramView program, m_editor.program(m_group, state));
    std::string known;
    for (const session::ScheduleTreeItem& row : program.tree) {
      const bool isLoop = row.item.kind == session::LoopTreeItem::Kind::loop;
      if (row.name == thing)
        return session::ScheduleSelection{isLoop ? Kind::loop : Kind::block, thing};
      known += (known.empty() ? "" : ", ") + row.name;
    }
    for (const session::ScheduleBufferView& buffer : program.buffers) {
      if (buffer.name == thing) return session::ScheduleSelection{Kind::buffer, thing};
      known += (known.empty() ? "" : ", ") + buffer.name;
    }
    return Diagnostic{
        "schedule.selection", "nothing is named \"" + thing + "\"", {}, "", "there are " + known};
  }

  Status show(const std::string& form) {
    HEDDLE_TRY(const int state, current());
    if (form == "tree" || form == "program" || form == "trace") {
      HEDDLE_TRY(const session::ScheduleProgramView program, m_editor.program(m_group, state));
      m_json["program"] = toJson(program);
      m_text += form == "tree"    ? loopTreeText(program)
                : form == "trace" ? program.trace
                                  : program.text.text;
      return {};
    }
    HEDDLE_TRY(const session::KernelView code, m_editor.code(m_group, state, m_context.job()));
    const std::string title = form == "llvm" ? "llvm optimised" : form;
    for (const session::TextView& text : code.texts)
      if (text.title == title) {
        m_json[form] = text.text;
        m_text += text.text;
      }
    return {};
  }

  Status measure() {
    if (m_options.isMeasuring) {
      HEDDLE_TRY(const int state, current());
      HEDDLE_TRY(const session::ScheduleSpeed speed,
                 m_editor.measure(m_group, state, m_timing, m_context.job()));
      HEDDLE_TRY(const session::SchedulePrediction prediction,
                 m_editor.predict(m_group, state, m_timing.threads, m_context.job()));
      m_json["measured"] = toJson(speed);
      m_json["prediction"] = toJson(prediction);
      m_text += toText(speed) + toText(prediction);
    }
    if (m_options.compared.size() == 2) {
      HEDDLE_TRY(const int a, stateOf(m_options.compared[0]));
      HEDDLE_TRY(const int b, stateOf(m_options.compared[1]));
      HEDDLE_TRY(const session::ScheduleComparison compared,
                 m_editor.compare(m_group, a, b, m_timing, m_context.job()));
      m_json["comparison"] = toJson(compared);
      m_text += toText(compared);
    }
    if (m_options.isReducing) {
      HEDDLE_TRY(const int state, current());
      HEDDLE_TRY(const std::string trace,
                 m_editor.reduce(m_group, state, m_timing, m_context.job()));
      m_json["reduced"] = trace;
      m_text += trace;
    }
    return {};
  }

  Status keep() {
    HEDDLE_TRY(const int state, current());
    if (!m_options.saved.empty()) {
      HEDDLE_CHECK(m_editor.save(m_group, state, m_options.saved));
      m_json["saved"] = m_options.saved;
      m_text += "saved " + m_options.saved + "\n";
    }
    if (m_options.isTransplanting) HEDDLE_CHECK(transplant(state));
    if (m_options.isChosen || m_options.isDefault)
      return done(m_editor.choose(m_group, m_options.isDefault ? -1 : state, m_context.job()));
    return {};
  }

  // Where it is legal, or where it was asked for.
  Status transplant(int state) {
    HEDDLE_TRY(std::vector<session::TransplantRow> rows,
               m_editor.transplantTargets(m_group, state, m_context.job()));
    if (m_options.isMeasuring) {
      std::vector<GroupId> targets;
      for (const session::TransplantRow& row : rows) targets.push_back(row.group);
      HEDDLE_TRY(rows, m_editor.transplant(m_group, state, targets, m_timing, m_context.job()));
    }
    json list = json::array();
    for (const session::TransplantRow& row : rows) list.push_back(toJson(row));
    m_json["transplant"] = list;
    m_text += toText(rows);
    return {};
  }

  static Status done(const Result<session::ScheduleHistoryView>& edited) {
    return edited.isError() ? Status(edited.error()) : Status();
  }

  Context& m_context;
  const Options& m_options;
  session::ScheduleEditor& m_editor;
  session::ScheduleTiming m_timing;
  GroupId m_group;
  json m_json = json::object();
  std::string m_text;
};

int listPrimitives(Context& context) {
  json list = json::array();
  Table table({"primitive", "arguments", "what it does"});
  for (const session::SchedulePrimitiveView& p : session::schedulePrimitives()) {
    std::string arguments;
    for (const session::ScheduleArgumentView& a : p.arguments)
      arguments +=
          (arguments.empty() ? "" : ", ") + a.name + ": " + a.kind + (a.isOptional ? "?" : "");
    table.add({p.primitive, arguments, p.tooltip});
    list.push_back(toJson(p));
  }
  context.print({{"primitives", list}}, table.text());
  return 0;
}

int listGroups(Context& context, const session::Snapshot& snapshot) {
  json list = json::array();
  Table table({"group", "shape", "steps", "states", "", "shared by"}, {2, 3, 5});
  for (const session::GroupView& group : snapshot.fusion->groups) {
    const auto history = context.session().schedules().history(group.id);
    if (history.isError()) {
      table.add({group.name, group.shape, "", "", messageText(history.error()), ""});
      list.push_back({{"group", group.name}, {"error", toJson(history.error())}});
      continue;
    }
    const session::ScheduleHistoryView& view = history.value();
    const std::string& trace = view.states[static_cast<size_t>(view.current)].trace;
    table.add({group.name, group.shape,
               std::to_string(std::count(trace.begin(), trace.end(), '\n')),
               std::to_string(view.states.size()), view.chosen >= 0 ? "by hand" : "default",
               std::to_string(view.sharedBy.size())});
    list.push_back(toJson(view));
  }
  context.print({{"groups", list}}, table.text());
  return 0;
}

int schedule(Context& context, const Options& options) {
  if (options.isListing) return listPrimitives(context);
  std::string workload = options.workload;
  if (options.model.empty() && workload.empty() && !options.replayed.empty()) {
    const auto named = session::scheduleFileWorkload(options.replayed);
    if (named.isError()) return context.fail(named.error());
    workload = named.value();
  }
  if (options.model.empty() == workload.empty())
    return context.fail({"cli.usage", "give a model, or a workload with --workload"});
  Scheduler scheduler(context, options);
  GroupId group;
  if (!workload.empty()) {
    const auto opened = context.session().schedules().openWorkload(workload, context.common.target);
    if (opened.isError()) return context.fail(opened.error());
    group = opened.value();
  } else {
    context.common.model = options.model;
    const auto opened = context.openModel();
    if (opened.isError()) return context.fail(opened.error());
    const session::SnapshotRef snapshot = opened.value();
    if (!snapshot->fusion) return context.fail(snapshot->problems.back());
    if (options.group.empty()) return listGroups(context, *snapshot);
    for (const session::GroupView& candidate : snapshot->fusion->groups)
      if (candidate.name == options.group) group = candidate.id;
    if (!group.isValid())
      return context.fail({"cli.no_group",
                           "there is no group \"" + options.group + "\"",
                           {},
                           "",
                           "heddle schedule MODEL lists them"});
  }
  if (const Status done = scheduler.run(group); done.isError()) return context.fail(done.error());
  scheduler.finish();
  return 0;
}

}  // namespace

Command addSchedule(CLI::App& app, CommonOptions& common) {
  CLI::App* command =
      app.add_subcommand("schedule", "a kernel's schedule: shown, changed, explained, measured");
  auto options = std::make_shared<Options>();
  command->add_option("MODEL", options->model, "the model, an ONNX file");
  addBuildOptions(*command, common, DefaultThreads::one);
  command->add_option("--group", options->group, "the group; without it groups are listed");
  command->add_option("--workload", options->workload,
                      "instead of a model: matmul:512,512,512 (others: ask for \"?\")");
  command->add_flag("--primitives", options->isListing, "list all primitives");
  command->add_option("--state", options->state, "start at this state of the history")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--replay", options->replayed, "start at the schedule in this file");
  command->add_option("--apply", options->steps, "a step to apply (repeatable)")
      ->allow_extra_args(false);
  command->add_option("--name", options->name, "name the state");
  command->add_option("--applicable", options->thing,
                      "what can be done with a loop, block or buffer, and what not");
  command->add_option("--explain", options->explained, "whether this step applies, and why not");
  command->add_option("--show", options->show, "tree, program, trace, lowered, llvm, asm")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember({"tree", "program", "trace", "lowered", "llvm", "asm"}));
  command->add_flag("--measure", options->isMeasuring, "check against the reference, then time");
  command->add_option("--diff", options->compared, "compare two states: numbers, names or files")
      ->expected(2);
  command->add_flag("--reduce", options->isReducing,
                    "the shortest trace that fails as this one does");
  command->add_flag("--transplant", options->isTransplanting,
                    "to the similar groups: what it would do; with --measure also done");
  command->add_option("--save", options->saved, "write the schedule to this file");
  command->add_flag("--choose", options->isChosen,
                    "build the model with it from now on (kept in the workspace)");
  command->add_flag("--default", options->isDefault,
                    "build the model with the default schedule again");
  command->add_option("--budget", options->budget, "seconds of timed calls")
      ->check(CLI::Range(0.0, 600.0));
  command->add_option("--seed", options->seed, "of the inputs");
  return {command, [options](Context& context) { return schedule(context, *options); }};
}

}  // namespace heddle::cli
