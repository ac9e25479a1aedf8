// What a session owns, and the steps that its parts share.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/runner/runner.h"
#include "engine/session/machine.h"
#include "engine/session/model_state.h"
#include "engine/session/override_effect.h"
#include "engine/session/schedule_desk.h"
#include "engine/session/session.h"
#include "engine/session/workspace.h"

namespace heddle::session {

struct Session::State {
  Settings settings;
  std::optional<Workspace> workspace;
  std::unique_ptr<runner::Runner> runner;
  std::optional<MachineFacts> machine;
  std::shared_ptr<const import::ImportedModel> model;
  ModelStateRef current;
  // What undo and redo walk over: how the model is compiled, not what was measured.
  std::vector<CompileOptions> versions;
  size_t cursor = 0;
  SnapshotRef snapshot;
  std::function<void(SnapshotRef)> published;
  std::vector<OverrideEffect> effects;
  uint64_t nextSnapshot = 1;
  std::vector<Diagnostic> startProblems;
  std::unique_ptr<ScheduleDesk> desk;

  // Nobody cancels this one.
  const MachineFacts& machineFacts() {
    if (measureMachine({}).isError()) machine = describeMachine();
    return *machine;
  }
  // Ensures `machine`. Errors: "cancelled".
  Status measureMachine(const JobControl& job);
  runner::Runner& theRunner() {
    if (!runner) runner = std::make_unique<runner::Runner>(settings.runnerPath);
    return *runner;
  }

  SnapshotRef publish(std::shared_ptr<Snapshot> next);
  // A version with what a snapshot shows of it.
  struct Prepared {
    ModelStateRef state;
    std::shared_ptr<const ModelView> model;
    std::shared_ptr<const FusionView> fusion;
  };
  // Runs the passes. `view` is of the model before, and `like` a state of it, or null.
  Result<Prepared> prepareVersion(const CompileOptions& version, std::shared_ptr<const import::ImportedModel> source,
                                  std::shared_ptr<const ModelView> view, const ModelStateRef& like,
                                  const JobControl& job);
  // Makes it the current one. A snapshot of it, with everything that was measured dropped.
  std::shared_ptr<Snapshot> adopt(Prepared prepared);
  std::shared_ptr<Snapshot> freshSnapshot();   // of no version: a model with refused nodes
  // Runs the passes for a version; `current` changes only when they succeed.
  Result<SnapshotRef> change(CompileOptions version, const JobControl& job);
  Result<SnapshotRef> moveTo(size_t position, const JobControl& job);
  void keepOverrides();
  // Schedules are asked for by the workspace that keeps them, where there is one.
  void nameWorkspace(CompileOptions& version) const;
  // Choices that this version of Heddle cannot read are left out, and said.
  std::map<std::string, std::string> keptSchedules(const std::string& modelHash);
  ScheduleHost scheduleHost();
  void noteProblem(const Status& status);
  Status requireModel() const;
  Status requireBuild(const JobControl& job);
  // The groups, predicted for so many threads where this machine is known; 0: for as many as the
  // build feeds.
  Result<std::shared_ptr<const FusionView>> fusionOf(const ModelStateRef& state, const JobControl& job,
                                                     int threads = 0) const;
  // With kernels. A cancel leaves the work behind.
  Result<ModelStateRef> buildOf(const ModelStateRef& state, const JobControl& job) const;
  Result<ModelStateRef> buildUnder(const CompileOptions& options, const JobControl& job) const;
  MeasureOptions withThreads(MeasureOptions options) const;
  // A build with values compiled in computes nonsense for others: it is made again for those given.
  Status matchCompiledIn(const std::map<std::string, Tensor>& inputs, const JobControl& job);
  Result<std::map<std::string, Tensor>> inputsOrRandom(const std::map<std::string, Tensor>& given,
                                                       uint64_t seed) const;
};

}  // namespace heddle::session
