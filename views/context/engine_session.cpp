// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/context/session_api.h"

namespace heddle::views {
namespace {

using namespace session;

class EngineSession final : public SessionApi {
 public:
  explicit EngineSession(const Session::Settings& settings) : m_session(settings) {}

  SnapshotRef snapshot() const override { return m_session.snapshot(); }
  Result<SnapshotRef> open(const std::string& file, const JobControl& job) override {
    return m_session.open(file, job);
  }
  Result<SnapshotRef> predict(const JobControl& job) override { return m_session.predict(job); }
  Result<SnapshotRef> configure(const CompileOptions& options, const JobControl& job) override {
    return m_session.configure(options, job);
  }
  Result<SnapshotRef> compile(const JobControl& job) override { return m_session.compile(job); }
  Result<SnapshotRef> setFusionOverride(const FusionOverrideRequest& request,
                                        const JobControl& job) override {
    return m_session.setFusionOverride(request, job);
  }
  Result<SnapshotRef> measureOverride(OpId producer, OpId consumer, const MeasureOptions& options,
                                      const JobControl& job) override {
    return m_session.measureOverride(producer, consumer, options, job);
  }
  Result<SnapshotRef> undo(const JobControl& job) override { return m_session.undo(job); }
  Result<SnapshotRef> redo(const JobControl& job) override { return m_session.redo(job); }
  Result<KernelView> kernel(GroupId group, const JobControl& job) override {
    return m_session.kernel(group, job);
  }
  Result<RunView> run(const std::map<std::string, Tensor>& inputs, const MeasureOptions& options,
                      const JobControl& job) override {
    return m_session.run(inputs, options, job);
  }
  Result<std::map<std::string, Tensor>> randomInputs(uint64_t seed,
                                                     const std::string& fillMode) const override {
    return m_session.randomInputs(seed, fillMode);
  }
  Result<Tensor> imageInput(const std::string& file, const std::string& preset,
                            const std::string& input) const override {
    return m_session.imageInput(file, preset, input);
  }
  std::vector<Preset> presets() const override { return session::presets(); }
  Result<VerifyView> verify(const VerifyOptions& options, const JobControl& job) override {
    return m_session.verify(options, job);
  }
  Result<SnapshotRef> profile(const MeasureOptions& options, const JobControl& job) override {
    return m_session.profile(options, job);
  }
  Result<CompareView> compare(const CompileOptions& other, const MeasureOptions& options,
                              const JobControl& job) override {
    return m_session.compare(other, options, job);
  }
  Result<ExportView> exportModule(const Session::ExportRequest& request,
                                  const JobControl& job) override {
    return m_session.exportModule(request, job);
  }
  ScheduleEditor* schedules() override { return &m_session.schedules(); }
  void remember(const std::string& key, const std::string& value) override {
    m_session.remember(key, value);
  }
  std::string recall(const std::string& key) const override { return m_session.recall(key); }
  std::vector<std::string> recentFiles() const override { return m_session.recentFiles(); }

 private:
  Session m_session;
};

}  // namespace

std::unique_ptr<SessionApi> makeEngineSession(const Session::Settings& settings) {
  return std::make_unique<EngineSession>(settings);
}

}  // namespace heddle::views
