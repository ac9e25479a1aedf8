// The façade over the engine. Only the session owns mutable state; what it hands out is immutable.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/session/options.h"
#include "engine/session/schedule_editor.h"

namespace heddle::session {

struct FusionOverrideRequest {
  OpId producer, consumer;
  enum class Action : uint8_t { force, forbid, clear } action;
};

// One immutable version of everything known. Cheap to copy by pointer.
struct Snapshot {
  SnapshotId id;
  std::shared_ptr<const ModelView> model;
  std::vector<std::shared_ptr<const GraphStageView>> stages;   // import first; the last has groups
  std::vector<PassView> passes;                                // without import and fusion
  std::shared_ptr<const FusionView> fusion;
  CompileOptions options;
  bool isCompiled = false;
  int64_t arenaBytes = 0;
  double compileSeconds = 0;
  std::shared_ptr<const ProfileView> profile;                  // null until measured
  SnapshotId profiledOn;                                       // older than id: stale
  std::vector<OverrideEffectView> measuredEffects;             // of overrides, by measureOverride()
  std::vector<std::string> unboundSymbols;                     // of input shapes, to be given before compiling
  std::vector<Diagnostic> problems;
  bool canUndo = false, canRedo = false;
};
using SnapshotRef = std::shared_ptr<const Snapshot>;

// Not thread-safe: one thread (the engine thread, or main of the command line) calls it.
class Session {
 public:
  struct Settings {
    std::string workspaceFile;   // empty: nothing is kept
    std::string cacheDir;        // empty: no cache
    std::string runnerPath;      // empty: beside the running program
    std::string runtimeDir;      // libheddle_runtime; empty: beside the running program, ../lib
    // Opening a model predicts times from this machine's limits, which are measured once (0.5 s). Without,
    // predictions hold the cost of launches only.
    bool predicts = true;
  };
  explicit Session(Settings settings);
  ~Session();

  // The current version; null before the first open.
  SnapshotRef snapshot() const;
  // Called on the session's thread whenever a new snapshot is published.
  void onPublished(std::function<void(SnapshotRef)> callback);

  // Reads, infers and runs the graph passes; kernels are not compiled yet. A model with refused nodes opens
  // too: its snapshot has no stages and its problems say why.
  Result<SnapshotRef> open(const std::string& file, const JobControl& job) {
    return open(file, CompileOptions(), job);
  }
  Result<SnapshotRef> open(const std::string& file, const CompileOptions& options,
                           const JobControl& job);
  // Graph passes and fusion under other options; drops the build.
  // Adds predicted times to a snapshot that has none, by measuring the machine when that was not done of late.
  Result<SnapshotRef> predict(const JobControl& job);
  Result<SnapshotRef> configure(const CompileOptions& options, const JobControl& job);
  Result<SnapshotRef> compile(const JobControl& job);
  Result<SnapshotRef> setFusionOverride(const FusionOverrideRequest& request, const JobControl& job);
  Result<SnapshotRef> undo(const JobControl& job);
  Result<SnapshotRef> redo(const JobControl& job);

  // Any form of one group; compiles nothing but that group, and not even that without machine code:
  // then LLVM IR, assembly and what follows from them are left out.
  Result<KernelView> kernel(GroupId group, const JobControl& job, bool withMachineCode = true);
  Result<RunView> run(const std::map<std::string, Tensor>& inputs, const MeasureOptions& options,
                      const JobControl& job);
  Result<std::map<std::string, Tensor>> randomInputs(uint64_t seed, const std::string& fillMode) const;
  // The image as a value for the input, under a preset of preprocess.h.
  Result<Tensor> imageInput(const std::string& file, const std::string& preset,
                            const std::string& input) const;
  Result<VerifyView> verify(const VerifyOptions& options, const JobControl& job);
  Result<SnapshotRef> profile(const MeasureOptions& options, const JobControl& job);
  // The current build against the same model under other options.
  Result<CompareView> compare(const CompileOptions& other, const MeasureOptions& options,
                              const JobControl& job);
  // The current build against one without the override of this edge, by turns: adds to the snapshot's
  // measuredEffects. Errors: "session.no_override".
  Result<SnapshotRef> measureOverride(OpId producer, OpId consumer, const MeasureOptions& options,
                                      const JobControl& job);
  // Two builds of models with the same inputs.
  Result<CompareView> compareWith(const Session& other, const MeasureOptions& options,
                                  const JobControl& job);
  // The graph after a pass ("import" first, "fuse" last) as text that parses back.
  Result<std::string> graphText(const std::string& pass) const;
  // Objects, constants, plan.json. Requires compile().
  Status writeModule(const std::string& directory) const;
  struct ExportRequest {
    std::string directory;
    std::vector<std::string> formats = {"so"};
    bool separateParams = false;
  };
  Result<ExportView> exportModule(const ExportRequest& request, const JobControl& job);

  // Schedules by hand; lives as long as the session.
  ScheduleEditor& schedules();
  // The matmul lesson, or one of the caller's own, on this machine. Needs no open model.
  Result<LessonView> lesson(const LessonRequest& request, const JobControl& job);
  static const std::string& lessonText();

  // Key-value storage for views (layouts, selection), per model hash, in the workspace.
  void remember(const std::string& key, const std::string& value);
  std::string recall(const std::string& key) const;
  std::vector<std::string> recentFiles() const;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace heddle::session
