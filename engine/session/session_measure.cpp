// The session's runs: outputs, verification, profiles, comparisons.
// SPDX-License-Identifier: Apache-2.0
#include "engine/session/measure.h"
#include "engine/session/preprocess.h"
#include "engine/session/session_state.h"
#include "engine/session/shapes.h"
#include "engine/session/verify.h"

namespace heddle::session {

Result<RunView> Session::run(const std::map<std::string, Tensor>& inputs,
                             const MeasureOptions& options, const JobControl& job) {
  HEDDLE_CHECK(m_state->requireModel());
  HEDDLE_CHECK(m_state->matchCompiledIn(inputs, job));
  HEDDLE_CHECK(m_state->requireBuild(job));
  HEDDLE_TRY(const auto chosen, m_state->inputsOrRandom(inputs, options.seed));
  return measureRun(m_state->theRunner(), *m_state->current, chosen, m_state->withThreads(options),
                    describeMachine(), job);
}

Result<std::map<std::string, Tensor>> Session::randomInputs(uint64_t seed,
                                                            const std::string& fillMode) const {
  HEDDLE_CHECK(m_state->requireModel());
  return fillInputs(*m_state->current, seed, fillMode);
}

Result<Tensor> Session::imageInput(const std::string& file, const std::string& preset,
                                   const std::string& input) const {
  HEDDLE_CHECK(m_state->requireModel());
  const graph::Graph& graph = m_state->current->fused.graph;
  for (const OpId id : graph.inputs())
    if (const auto& type = graph.type({id, 0}); type && graph.node(id).name == input)
      return imageToTensor(file, preset, *type);
  return Diagnostic{"session.no_input", "the model has no input \"{0}\"", {{"value", 0, input}}};
}

Result<VerifyView> Session::verify(const VerifyOptions& options, const JobControl& job) {
  HEDDLE_CHECK(m_state->requireModel());
  HEDDLE_CHECK(m_state->matchCompiledIn(options.inputs, job));
  HEDDLE_TRY(const auto inputs, m_state->inputsOrRandom(options.inputs, options.seed));
  return verifyBuild(m_state->theRunner(), m_state->current, inputs, options,
                     m_state->settings.cacheDir, job);
}

Result<SnapshotRef> Session::profile(const MeasureOptions& options, const JobControl& job) {
  HEDDLE_CHECK(m_state->requireBuild(job));
  HEDDLE_CHECK(m_state->measureMachine(job));
  HEDDLE_TRY(const auto inputs, fillInputs(*m_state->current, options.seed, "random"));
  HEDDLE_TRY(ProfileView profile,
             measureProfile(m_state->theRunner(), *m_state->current, inputs,
                            m_state->withThreads(options), m_state->machineFacts(), job));
  auto next = std::make_shared<Snapshot>(*m_state->snapshot);
  HEDDLE_TRY(next->fusion, m_state->fusionOf(m_state->current, job, profile.total.threads));
  next->profile = std::make_shared<const ProfileView>(std::move(profile));
  next->profiledOn = SnapshotId{m_state->nextSnapshot};
  return m_state->publish(std::move(next));
}

Result<CompareView> Session::compare(const CompileOptions& other, const MeasureOptions& options,
                                     const JobControl& job) {
  HEDDLE_CHECK(m_state->requireBuild(job));
  HEDDLE_CHECK(m_state->measureMachine(job));
  const ModelStateRef a = m_state->current;
  HEDDLE_TRY(const ModelStateRef b, m_state->buildUnder(other, job));
  HEDDLE_TRY(const auto inputs, fillInputs(*a, options.seed, "random"));
  return measureComparison(m_state->theRunner(), *a, *b, inputs, m_state->withThreads(options),
                           m_state->machineFacts(), job);
}

Result<SnapshotRef> Session::measureOverride(OpId producer, OpId consumer,
                                             const MeasureOptions& options, const JobControl& job) {
  State& state = *m_state;
  HEDDLE_CHECK(state.requireModel());
  const std::optional<FusionOverride> fusion = overrideOf(*state.current, producer, consumer);
  if (!fusion) return Diagnostic{"session.no_override", "fusion of this edge is left to the rules"};
  HEDDLE_CHECK(state.requireBuild(job));
  HEDDLE_CHECK(state.measureMachine(job));
  CompileOptions without = state.current->options;
  std::erase(without.fusionOverrides, *fusion);
  HEDDLE_TRY(const ModelStateRef before, state.buildUnder(without, job));
  HEDDLE_TRY(const auto inputs, fillInputs(*state.current, options.seed, "random"));
  HEDDLE_TRY(const CompareView measured,
             measureComparison(state.theRunner(), *before, *state.current, inputs,
                               state.withThreads(options), state.machineFacts(), job));
  keepEffect(effectOf(*before, *state.current, *fusion, measured), state.effects);
  auto next = std::make_shared<Snapshot>(*state.snapshot);
  next->measuredEffects = effectViews(state.effects, *state.current);
  return state.publish(std::move(next));
}

Result<CompareView> Session::compareWith(const Session& other, const MeasureOptions& options,
                                         const JobControl& job) {
  const ModelStateRef a = m_state->current, b = other.m_state->current;
  if (!a || !a->build || !b || !b->build)
    return Diagnostic{"session.not_compiled",
                      "both sides must be compiled before they are compared"};
  HEDDLE_TRY(const auto inputs, fillInputs(*a, options.seed, "random"));
  return measureComparison(m_state->theRunner(), *a, *b, inputs, m_state->withThreads(options),
                           m_state->machineFacts(), job);
}

}  // namespace heddle::session
