// A session for tests of views: answers from sample snapshots, can be made slow or to fail.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <thread>

#include "tests/support/sample_snapshot.h"
#include "views/context/session_api.h"

namespace heddle::test {

// Shared between the test and the fake, which lives on the engine thread.
struct FakeControl {
  std::atomic<int> slowMs{0};            // every job takes this long, watching for cancel
  std::atomic<bool> isFailing{false};
  std::atomic<int> calls{0};
  std::map<std::string, std::string> store;   // the workspace; outlives the session
};

class FakeSession final : public views::SessionApi {
 public:
  explicit FakeSession(std::shared_ptr<FakeControl> control) : m_control(std::move(control)) {}

  SnapshotRef snapshot() const override { return m_snapshot; }
  Result<SnapshotRef> open(const std::string& file, const JobControl& job) override {
    if (file.find("synthetic_") != std::string::npos) {
      const int count = std::stoi(file.substr(file.find("synthetic_") + 10));
      return publish(*syntheticSnapshot(count), job);
    }
    if (file.find("dynamic_") != std::string::npos) return publish(dynamicSnapshot(), job);
    return publish(*sampleSnapshot(false), job);
  }
  Result<SnapshotRef> configure(const session::CompileOptions& options,
                                const JobControl& job) override {
    session::Snapshot next = *m_snapshot;
    next.options = options;
    if (!options.inputShapes.empty()) next.unboundSymbols.clear();
    return publish(next, job);
  }
  Result<SnapshotRef> compile(const JobControl& job) override {
    session::Snapshot next = *m_snapshot;
    if (!next.unboundSymbols.empty()) return refusal();
    next.isCompiled = true;
    return publish(next, job);
  }
  Result<SnapshotRef> setFusionOverride(const session::FusionOverrideRequest& request,
                                        const JobControl& job) override {
    session::Snapshot next = *m_snapshot;
    auto fusion = std::make_shared<session::FusionView>(*next.fusion);
    for (auto& edge : fusion->edges)
      if (edge.producer == request.producer && edge.consumer == request.consumer)
        edge.isOverridden = request.action != session::FusionOverrideRequest::Action::clear;
    next.fusion = fusion;
    next.canUndo = true;
    return publish(next, job);
  }
  Result<SnapshotRef> measureOverride(OpId producer, OpId consumer, const session::MeasureOptions&,
                                      const JobControl& job) override {
    session::Snapshot next = *m_snapshot;
    next.measuredEffects = {{producer, consumer, 2.0, 1.5, 10.0, 9.5, 1.05, 1.04, 1.06, true, "faster"}};
    return publish(next, job);
  }
  Result<SnapshotRef> undo(const JobControl& job) override {
    session::Snapshot next = *m_snapshot;
    next.fusion = sampleSnapshot()->fusion;
    next.canUndo = false;
    next.canRedo = true;
    return publish(next, job);
  }
  Result<SnapshotRef> redo(const JobControl& job) override { return publish(*m_snapshot, job); }
  Result<session::KernelView> kernel(GroupId, const JobControl&) override { return refusal(); }
  Result<session::RunView> run(const std::map<std::string, Tensor>&, const session::MeasureOptions&,
                               const JobControl&) override {
    return refusal();
  }
  Result<std::map<std::string, Tensor>> randomInputs(uint64_t, const std::string&) const override {
    return refusal();
  }
  Result<session::VerifyView> verify(const session::VerifyOptions&, const JobControl&) override {
    return refusal();
  }
  Result<SnapshotRef> profile(const session::MeasureOptions&, const JobControl& job) override {
    session::Snapshot next = *sampleSnapshot(true);
    return publish(next, job);
  }
  Result<session::CompareView> compare(const session::CompileOptions&,
                                       const session::MeasureOptions&, const JobControl&) override {
    return refusal();
  }
  Result<session::ExportView> exportModule(const session::Session::ExportRequest&,
                                           const JobControl&) override {
    return refusal();
  }
  void remember(const std::string& key, const std::string& value) override { m_control->store[key] = value; }
  std::string recall(const std::string& key) const override {
    const auto it = m_control->store.find(key);
    return it == m_control->store.end() ? std::string() : it->second;
  }
  std::vector<std::string> recentFiles() const override {
    return {"/models/resnet_small.onnx", "/models/gone.onnx"};
  }

 private:
  // Height and width of the first input are open.
  static session::Snapshot dynamicSnapshot() {
    session::Snapshot next = *sampleSnapshot(false);
    auto model = std::make_shared<session::ModelView>(*next.model);
    model->file = "/models/dynamic_detector.onnx";
    model->symbols = {"height", "width"};
    model->inputs = {{"x", "f32[1,3,height,width]", true, {"1", "3", "height", "width"}}};
    next.model = model;
    next.unboundSymbols = model->symbols;
    return next;
  }
  static Diagnostic refusal() { return {"fake.refused", "the fake session cannot do this"}; }

  Result<SnapshotRef> publish(session::Snapshot next, const JobControl& job) {
    ++m_control->calls;
    const int slow = m_control->slowMs;
    for (int spent = 0; spent < slow; spent += 5) {
      if (job.cancel.isCancelled()) return Diagnostic{"cancelled", "cancelled"};
      job.onProgress({"working", double(spent) / slow, "41 nodes/s"});
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    if (m_control->isFailing) return Diagnostic{"fake.failed", "the fake session was told to fail"};
    next.id = SnapshotId{++m_lastId};
    m_snapshot = std::make_shared<session::Snapshot>(std::move(next));
    return m_snapshot;
  }

  std::shared_ptr<FakeControl> m_control;
  SnapshotRef m_snapshot;
  uint64_t m_lastId = 0;
};

}  // namespace heddle::test
