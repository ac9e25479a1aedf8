// SPDX-License-Identifier: Apache-2.0
#include "engine/session/schedule_options.h"

#include <algorithm>
#include <chrono>

#include "engine/schedule/advice/applicable.h"
#include "engine/schedule/advice/explain.h"
#include "engine/session/schedule_editor.h"

namespace heddle::session {
namespace {

using schedule::Argument;
using schedule::ArgumentKind;
using schedule::ArgumentSpec;
using schedule::PrimitiveSpec;
using schedule::Step;
using Clock = std::chrono::steady_clock;

constexpr int kTriesAtOnce = 150;   // for each refused primitive of a list
constexpr int kTriesInDepth = 400;  // for one that was asked for

schedule::TargetKind kindOf(ScheduleSelection::Kind kind) {
  switch (kind) {
    case ScheduleSelection::Kind::loop:
      return schedule::TargetKind::loop;
    case ScheduleSelection::Kind::block:
      return schedule::TargetKind::block;
    case ScheduleSelection::Kind::buffer:
      return schedule::TargetKind::buffer;
  }
  return schedule::TargetKind::loop;
}

void describe(const PrimitiveSpec& primitive, const Step& step, SchedulePrimitiveView& view) {
  view.primitive = primitive.name;
  view.tooltip = primitive.tooltip;
  view.step = schedule::toText(step);
  for (const ArgumentSpec& argument : primitive.arguments) {
    ScheduleArgumentView field;
    field.name = argument.name;
    field.kind = schedule::name(argument.kind);
    field.isOptional = argument.isOptional;
    if (const auto it = step.arguments.find(field.name); it != step.arguments.end())
      field.value = schedule::toText(it->second);
    view.arguments.push_back(std::move(field));
  }
}

// The value at hand is one of the choices.
void addChoices(const schedule::State& state, const PrimitiveSpec& primitive, const Step& step,
                SchedulePrimitiveView& view) {
  for (size_t i = 0; i < primitive.arguments.size(); ++i) {
    ScheduleArgumentView& field = view.arguments[i];
    if (!field.value.empty()) field.choices.push_back(field.value);
    for (const Argument& choice : schedule::choicesFor(state, step, primitive.arguments[i]))
      if (std::string text = schedule::toText(choice); text != field.value)
        field.choices.push_back(std::move(text));
  }
}

void addReasons(const ScheduleSituation& situation, const Step& step, const Diagnostic& refusal,
                int mostTries, SchedulePrimitiveView& view) {
  const schedule::Situation there{situation.state, &situation.program, &situation.trace};
  const schedule::Explanation why = schedule::explain(there, step, refusal, mostTries);
  view.refusal = why.refusal;
  view.counterExample = why.counterExample;
  view.isCounterExampleOfIterations = why.hasIterations;
  view.alternativesTried = why.tried;
  view.noneNear = why.noneNear;
  if (!why.alternative) return;
  const size_t length = situation.trace.steps.size();
  const size_t keep = std::min(why.alternative->keep, length);
  view.alternativeTakesBack = static_cast<int>(length - keep);
  schedule::Trace whole;
  whole.steps.assign(situation.trace.steps.begin(),
                     situation.trace.steps.begin() + static_cast<long>(keep));
  for (const Step& instead : why.alternative->steps) {
    view.alternative += schedule::toText(instead) + "\n";
    whole.steps.push_back(instead);
  }
  view.alternativeTrace = schedule::toText(whole);
}

bool isAboutNothing(const PrimitiveSpec& primitive) {
  using schedule::ArgumentKind;
  return std::none_of(primitive.arguments.begin(), primitive.arguments.end(), [](const ArgumentSpec& argument) {
    return argument.kind == ArgumentKind::loop || argument.kind == ArgumentKind::loops ||
           argument.kind == ArgumentKind::block || argument.kind == ArgumentKind::buffer;
  });
}

// A choice between numbers is of no thing in the program: it may be made wherever one stands.
void addChoicesOfNumbers(const ScheduleSituation& situation, std::vector<SchedulePrimitiveView>& out) {
  for (const PrimitiveSpec& primitive : schedule::primitives()) {
    if (!isAboutNothing(primitive)) continue;
    Step step{std::string(primitive.name), {}, {}};
    for (const ArgumentSpec& argument : primitive.arguments)
      if (!argument.isOptional) step.arguments[std::string(argument.name)] = std::vector<int64_t>{4, 8, 16};
    out.push_back(explainStep(situation, step));
  }
}

}  // namespace

std::vector<SchedulePrimitiveView> schedulePrimitives() {
  std::vector<SchedulePrimitiveView> out;
  for (const PrimitiveSpec& primitive : schedule::primitives()) {
    SchedulePrimitiveView view;
    describe(primitive, {std::string(primitive.name), {}, {}}, view);
    view.step.clear();
    out.push_back(std::move(view));
  }
  return out;
}

SchedulePrimitiveView explainStep(const ScheduleSituation& situation, const Step& step) {
  SchedulePrimitiveView view;
  view.primitive = step.primitive;
  view.step = schedule::toText(step);
  if (const PrimitiveSpec* primitive = schedule::findPrimitive(step.primitive)) {
    describe(*primitive, step, view);
    addChoices(situation.state, *primitive, step, view);
  }
  const auto applied = schedule::applyStep(situation.state, step);
  view.applies = applied.isOk();
  if (applied.isError()) addReasons(situation, step, applied.error(), kTriesInDepth, view);
  return view;
}

Result<std::vector<SchedulePrimitiveView>> scheduleOptions(const ScheduleSituation& situation,
                                                           const ScheduleSelection& selection) {
  constexpr std::chrono::milliseconds kPatience{120};  // for all alternatives together
  const schedule::Target target{kindOf(selection.kind), selection.name};
  const std::vector<schedule::Candidate> candidates = schedule::applicable(situation.state, target);
  if (candidates.empty())
    return Diagnostic{"schedule.selection", "nothing here is named \"{0}\"", {{"value", 0, selection.name}}};
  const Clock::time_point deadline = Clock::now() + kPatience;
  std::vector<SchedulePrimitiveView> out;
  for (const schedule::Candidate& candidate : candidates) {
    SchedulePrimitiveView view;
    describe(*candidate.primitive, candidate.step, view);
    addChoices(situation.state, *candidate.primitive, candidate.step, view);
    view.applies = !candidate.refusal;
    if (candidate.refusal)
      addReasons(situation, candidate.step, *candidate.refusal,
                 Clock::now() < deadline ? kTriesAtOnce : 0, view);
    out.push_back(std::move(view));
  }
  addChoicesOfNumbers(situation, out);
  std::stable_sort(out.begin(), out.end(),
                   [](const SchedulePrimitiveView& a, const SchedulePrimitiveView& b) {
                     return a.applies && !b.applies;
                   });
  return out;
}

}  // namespace heddle::session
