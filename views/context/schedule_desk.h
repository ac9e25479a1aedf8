// The schedule being edited: its history, the program of the current state, what can be done to the selected thing.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <memory>

#include "views/context/engine_thread.h"

namespace heddle::views {

// GUI thread only. Every verb is a request to the session; the answer comes as a signal. While nobody looks (see
// setWatched) a group is remembered, not opened.
class ScheduleDesk final : public QObject {
  Q_OBJECT
 public:
  using Reply = std::function<void(const session::SchedulePrimitiveView&)>;
  explicit ScheduleDesk(EngineThread& engine, QObject* parent = nullptr);
  ~ScheduleDesk() override;

  void setWatched(bool isWatched);
  // Measures by itself when an edit has settled.
  void setMeasuring(bool isOn);
  bool isMeasuring() const { return m_isMeasuring; }
  session::ScheduleTiming timing() const { return m_timing; }
  void setThreads(int threads) { m_timing.threads = threads; }

  void open(GroupId group);
  // A workload without a model: "matmul:512,512,512". `opened` hears that it is the group now.
  void openWorkload(const QString& workload, std::function<void()> opened);
  void close();
  GroupId group() const { return m_group; }
  bool isWorkload() const { return m_isWorkload; }

  // Null until the answer is there, and where the session edits no schedules.
  const session::ScheduleHistoryView* history() const { return m_history.get(); }
  const session::ScheduleStateView* current() const;
  const session::ScheduleStateView* state(int id) const;
  // The state that the model is built with; -1: none of these.
  int inBuild() const;
  // Of the current state; while a form is open, of the state that it would make.
  const session::ScheduleProgramView* program() const;
  const session::ScheduleProgramView* committed() const { return m_program.get(); }
  // No edit waits to be measured and nothing is being measured.
  bool isSettled() const;
  bool isPreviewing() const { return m_preview != nullptr; }
  // The code of the current state; of the state before until it is compiled (isCodeFresh is false).
  std::shared_ptr<const session::KernelView> code() const { return m_code; }
  bool isCodeFresh() const { return m_isCodeFresh; }
  const session::SchedulePrediction* prediction() const { return m_prediction.get(); }

  session::ScheduleSelection selection() const { return m_selection; }
  void select(const session::ScheduleSelection& selection);
  const std::vector<session::SchedulePrimitiveView>& options() const { return m_options; }

  void apply(const QString& steps);
  // Of the text editor: answered by traceAccepted or traceRefused. A newer text replaces an older one.
  void setTrace(const QString& text);
  // The same for anybody else: answered as other edits are.
  void goToTrace(const QString& trace);
  void undo();
  void redo();
  void goTo(int state);
  void rename(int state, const QString& name);
  void merge(int state);
  void choose(int state);  // -1: the default schedule
  void save(int state, const QString& file);
  void load(const QString& file);
  void measure();
  void measureState(int state);
  // The program after `steps`; empty ends the preview.
  void preview(const QString& steps);
  void explain(const QString& step, QObject* owner, Reply reply);
  // The first step that applies; when none does, the first of all.
  void explainFirst(const QStringList& steps, QObject* owner, Reply reply);

 signals:
  void historyChanged();     // a state more, another current state, a number, a name
  void programChanged();     // of the current state or the preview
  void codeChanged();
  void predictionChanged();
  void selectionChanged();
  void optionsChanged();
  void measuringChanged(bool isOn);
  void refused(const heddle::Diagnostic& reason, const QString& steps);
  void traceAccepted();      // before the historyChanged that it causes
  void traceRefused(const heddle::Diagnostic& reason);
  void chosen();             // the session has a new snapshot
  void messageChanged(const QString& text);  // what stands instead of code; empty: nothing

 private:
  using History = session::ScheduleHistoryView;
  using Edit = std::function<Result<History>(session::ScheduleEditor&, const session::JobControl&)>;
  struct Relay;
  void edit(const JobRequest& request, Edit work, const QString& steps);
  void takeHistory(Result<History> result, const QString& steps);
  void setHistory(History history);
  void askHistory();
  void measureBefore();
  void askProgram();
  void askCode();
  void askPrediction();
  void askPlainCode();
  void showCode(Result<session::KernelView> result);
  void askOptions();
  void listen();
  void keepSelection();
  bool isOf(GroupId group, int state) const;

  EngineThread& m_engine;
  std::shared_ptr<Relay> m_relay;
  QTimer m_settle;
  session::ScheduleTiming m_timing;
  GroupId m_group;
  bool m_isWorkload = false, m_isWatched = false, m_isMeasuring = true, m_isCodeFresh = false, m_isListening = false;
  bool m_isOpen = false;  // asked for since it was watched
  int m_shownState = -1, m_lastPreview = 0;
  std::unique_ptr<History> m_history;
  std::unique_ptr<session::ScheduleProgramView> m_program, m_preview;
  std::shared_ptr<const session::KernelView> m_code;
  std::unique_ptr<session::SchedulePrediction> m_prediction;
  session::ScheduleSelection m_selection;
  std::vector<session::SchedulePrimitiveView> m_options;
};

}  // namespace heddle::views
