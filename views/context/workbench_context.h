// Where views meet: the current snapshot, the selection, the jobs, and the verbs of the session.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "views/context/command_log.h"
#include "views/context/engine_thread.h"
#include "views/context/job_list.h"
#include "views/context/provenance.h"
#include "views/context/schedule_desk.h"
#include "views/context/selection.h"

namespace heddle::views {

// GUI thread only. A view takes a reference in its constructor and outlives nothing of it.
class WorkbenchContext final : public QObject {
  Q_OBJECT
 public:
  explicit WorkbenchContext(EngineThread::MakeSession make, QObject* parent = nullptr);

  // Null before the first open.
  const session::SnapshotRef& snapshot() const { return m_snapshot; }
  const Provenance& provenance() const { return *m_provenance; }
  QString file() const;
  // The stage with fused groups; -1 when there is none.
  int fusedStage() const;
  const session::ProfileRow* profileRow(GroupId group) const;

  Selection& selection() { return m_selection; }
  EngineThread& engine() { return m_engine; }
  JobList& jobs() { return m_jobs; }
  CommandLog& commands() { return m_commands; }
  ScheduleDesk& schedule() { return m_schedule; }
  // Of the snapshot, then of jobs that failed since the model was opened.
  std::vector<Diagnostic> problems() const;
  void addProblem(const Diagnostic& problem);

  // The verbs: each is a job; each publishes a snapshot or adds a problem.
  void open(const QString& file);
  void configure(const session::CompileOptions& options);
  void compile();
  // Leaves a graph pass out, or puts it back.
  void setPassOn(const std::string& pass, bool isOn);
  void setFusionOverride(OpId producer, OpId consumer,
                         session::FusionOverrideRequest::Action action);
  // With and without the override of this edge, by turns.
  void measureOverride(OpId producer, OpId consumer);
  // Shows what a run or a comparison has built on the way.
  void syncSnapshot();
  void undo();
  void redo();
  void profile(const session::MeasureOptions& options);
  // Runs `action` at once where every size of the inputs is known; otherwise asks for shapes first,
  // and runs it when they are set.
  void withShapes(std::function<void()> action);
  void setInputShapes(const std::map<std::string, Extents>& shapes);

  // Per-model storage of views' states; replies come on the GUI thread.
  void remember(const QString& key, const QString& value);
  void recall(const QString& key, QObject* owner, std::function<void(QString)> reply);
  void recentFiles(QObject* owner, std::function<void(QStringList)> reply);

  // Asks whoever shows kernels (the main window) to do so.
  void requestKernel(GroupId group) { emit kernelRequested(group); }
  // Asks whoever shows graphs to show the one after this pass beside the one before.
  void requestStage(int stage) { emit stageRequested(stage); }
  void log(const QString& verb, const QStringList& more = {});

 signals:
  void snapshotChanged();
  void modelChanged();        // another file; comes before snapshotChanged
  void problemsChanged();
  void jobFailed();           // problems have grown by the reason
  void openFailed(const QString& file, const heddle::Diagnostic& problem);
  void kernelRequested(heddle::GroupId group);
  void shapesRequested();
  void stageRequested(int stage);

 private:
  using SnapshotWork =
      std::function<Result<session::SnapshotRef>(SessionApi&, const session::JobControl&)>;
  void postSnapshot(const JobRequest& request, SnapshotWork work, std::function<void()> then = {});
  void publish(session::SnapshotRef snapshot);
  void predict();

  EngineThread m_engine;
  Selection m_selection;
  JobList m_jobs;
  CommandLog m_commands;
  ScheduleDesk m_schedule;
  session::SnapshotRef m_snapshot;
  std::unique_ptr<Provenance> m_provenance;
  std::vector<Diagnostic> m_failures;
  std::function<void()> m_afterShapes;   // waits for shapes
};

}  // namespace heddle::views
