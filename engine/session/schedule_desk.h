// The editor of schedules over the open model.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/session/model_state.h"
#include "engine/session/schedule_editor.h"
#include "engine/session/schedule_history.h"
#include "engine/session/schedule_meter.h"
#include "engine/session/workspace.h"

namespace heddle::session {

// What the desk needs of its session.
struct ScheduleHost {
  std::string runnerPath, cacheDir;
  std::function<ModelStateRef()> model;  // null: none is open
  std::function<const MachineFacts&()> machine;
  std::function<runner::Runner&()> runner;
  std::function<Workspace*()> workspace;  // may be null
  std::function<void(const Status&)> noteProblem;
  // CompileOptions::schedules of a new version of the model.
  std::function<Status(std::map<std::string, std::string>, const JobControl&)> setSchedules;
};

class ScheduleDesk final : public ScheduleEditor {
 public:
  explicit ScheduleDesk(ScheduleHost host) : m_host(std::move(host)) {}

  Result<ScheduleHistoryView> history(GroupId group) override;
  Result<GroupId> openWorkload(const std::string& workload, const std::string& target) override;
  Result<ScheduleHistoryView> apply(GroupId group, const std::string& steps) override;
  Result<ScheduleHistoryView> setTrace(GroupId group, const std::string& text) override;
  Result<ScheduleHistoryView> undo(GroupId group) override;
  Result<ScheduleHistoryView> redo(GroupId group) override;
  Result<ScheduleHistoryView> select(GroupId group, int state) override;
  Result<ScheduleHistoryView> rename(GroupId group, int state, const std::string& name) override;
  Result<ScheduleHistoryView> merge(GroupId group, int state) override;
  Result<ScheduleHistoryView> choose(GroupId group, int state, const JobControl& job) override;
  Result<ScheduleProgramView> program(GroupId group, int state) override;
  Result<KernelView> code(GroupId group, int state, const JobControl& job) override;
  Result<SchedulePrediction> predict(GroupId group, int state, int threads,
                                     const JobControl& job) override;
  Result<ScheduleProgramView> preview(GroupId group, const std::string& steps) override;
  Result<std::vector<SchedulePrimitiveView>> options(GroupId group,
                                                     const ScheduleSelection& selection) override;
  Result<SchedulePrimitiveView> explain(GroupId group, const std::string& step) override;
  Result<ScheduleSpeed> measure(GroupId group, int state, const ScheduleTiming& timing,
                                const JobControl& job) override;
  void measureSoon(GroupId group, int state, const ScheduleTiming& timing) override;
  void onMeasured(std::function<void(GroupId, int)> callback) override;
  Result<ScheduleComparison> compare(GroupId group, int a, int b, const ScheduleTiming& timing,
                                     const JobControl& job) override;
  Result<std::string> reduce(GroupId group, int state, const ScheduleTiming& timing,
                             const JobControl& job) override;
  Result<std::vector<TransplantRow>> transplantTargets(GroupId group, int state,
                                                       const JobControl& job) override;
  Result<std::vector<TransplantRow>> transplant(GroupId group, int state,
                                                const std::vector<GroupId>& targets,
                                                const ScheduleTiming& timing,
                                                const JobControl& job) override;
  Status save(GroupId group, int state, const std::string& file) override;
  Result<ScheduleHistoryView> load(GroupId group, const std::string& file) override;
  Result<LessonView> lessonSteps(const LessonRequest& request) override;

 private:
  // All schedules of one program of one model.
  struct Sheet {
    std::string key, modelHash;
    std::shared_ptr<ScheduleWorkpiece> workpiece;
    ScheduleHistory history;
    int saved = 0;  // states that the workspace has as they are; 0: none
  };
  struct GroupFacts {
    std::string workload, kind;
  };
  Result<Sheet*> sheet(GroupId group);
  Sheet& keepSheet(const std::string& modelHash, ScheduleSubjectRef subject);
  Status indexGroups();
  const graph_passes::Group* find(GroupId group) const;
  Result<ScheduleHistoryView> edited(GroupId group, Sheet& sheet, const Status& status);
  ScheduleHistoryView view(GroupId group, const Sheet& sheet) const;
  static Status setFromFile(Sheet& sheet, const std::string& text);
  void persist(Sheet& sheet, int changed = -1);
  void takeNews();
  // By hand; nothing: the default schedule.
  std::optional<std::string> chosenTrace(const std::string& workload) const;
  std::string command(const Sheet& sheet, int state, const ScheduleTiming& timing) const;
  ScheduleMeter& meter();
  Result<TransplantRow> transplantRow(Sheet& from, int state, const graph_passes::Group& group,
                                      int threads, const JobControl& job);

  ScheduleHost m_host;
  ModelStateRef m_indexed;  // what m_groups is of
  std::map<GroupId, GroupFacts> m_groups;
  std::map<std::string, std::unique_ptr<Sheet>> m_sheets;  // by key
  std::map<GroupId, std::string> m_workloads;              // opened without a model: keys
  std::unique_ptr<ScheduleMeter> m_meter;
  std::function<void(GroupId, int)> m_onMeasured;
};

}  // namespace heddle::session
