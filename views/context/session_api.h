// The session's calls as an interface, so that views can be driven by a fake in tests.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/session/preprocess.h"
#include "engine/session/schedule_editor.h"
#include "engine/session/session.h"

namespace heddle::views {

// Mirrors session::Session; contracts are there. All calls come from the engine thread.
class SessionApi {
 public:
  using SnapshotRef = session::SnapshotRef;
  using JobControl = session::JobControl;
  virtual ~SessionApi() = default;

  virtual SnapshotRef snapshot() const = 0;
  virtual Result<SnapshotRef> open(const std::string& file, const JobControl& job) = 0;
  virtual Result<SnapshotRef> predict(const JobControl&) { return snapshot(); }
  virtual Result<SnapshotRef> configure(const session::CompileOptions& options,
                                        const JobControl& job) = 0;
  virtual Result<SnapshotRef> compile(const JobControl& job) = 0;
  virtual Result<SnapshotRef> setFusionOverride(const session::FusionOverrideRequest& request,
                                                const JobControl& job) = 0;
  virtual Result<SnapshotRef> measureOverride(OpId producer, OpId consumer, const session::MeasureOptions& options,
                                              const JobControl& job) = 0;
  virtual Result<SnapshotRef> undo(const JobControl& job) = 0;
  virtual Result<SnapshotRef> redo(const JobControl& job) = 0;
  virtual Result<session::KernelView> kernel(GroupId group, const JobControl& job) = 0;
  virtual Result<session::RunView> run(const std::map<std::string, Tensor>& inputs,
                                       const session::MeasureOptions& options,
                                       const JobControl& job) = 0;
  virtual Result<std::map<std::string, Tensor>> randomInputs(uint64_t seed,
                                                             const std::string& fillMode) const = 0;
  virtual Result<Tensor> imageInput(const std::string& file, const std::string& preset,
                                    const std::string& input) const {
    (void)preset, (void)input;
    return Diagnostic{"session.unsupported", "this session reads no images", {}, file};
  }
  virtual std::vector<session::Preset> presets() const { return {}; }
  virtual Result<session::VerifyView> verify(const session::VerifyOptions& options,
                                             const JobControl& job) = 0;
  virtual Result<SnapshotRef> profile(const session::MeasureOptions& options,
                                      const JobControl& job) = 0;
  virtual Result<session::CompareView> compare(const session::CompileOptions& other,
                                               const session::MeasureOptions& options,
                                               const JobControl& job) = 0;
  virtual Result<session::ExportView> exportModule(const session::Session::ExportRequest& request,
                                                   const JobControl& job) = 0;
  // Null: this session edits no schedules.
  virtual session::ScheduleEditor* schedules() { return nullptr; }
  virtual void remember(const std::string& key, const std::string& value) = 0;
  virtual std::string recall(const std::string& key) const = 0;
  virtual std::vector<std::string> recentFiles() const = 0;
};

// The real one. Its source is a library of its own: only the workbench links the whole engine.
std::unique_ptr<SessionApi> makeEngineSession(const session::Session::Settings& settings);

}  // namespace heddle::views
