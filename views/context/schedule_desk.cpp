// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/context/schedule_desk.h"

#include <algorithm>
#include <mutex>

#include "views/common/engine_text.h"

namespace heddle::views {

using session::JobControl;
using session::KernelView;
using session::ScheduleEditor;
using session::ScheduleHistoryView;
using session::SchedulePrediction;
using session::SchedulePrimitiveView;
using session::ScheduleProgramView;

namespace {

constexpr int kSettleMs = 120;   // a person who goes on editing is not measured

const Diagnostic& unsupported() {
  static const Diagnostic reason{"session.unsupported", "this session edits no schedules"};
  return reason;
}

// `work` on the session's editor.
template <class T, class Work>
auto onEditor(Work work) {
  return [work = std::move(work)](SessionApi& api, const JobControl& job) -> Result<T> {
    ScheduleEditor* editor = api.schedules();
    if (!editor) return unsupported();
    return work(*editor, job);
  };
}

}  // namespace

// Measured numbers come from a thread of the session, at any time.
struct ScheduleDesk::Relay {
  std::mutex mutex;
  ScheduleDesk* desk = nullptr;
};

ScheduleDesk::ScheduleDesk(EngineThread& engine, QObject* parent)
    : QObject(parent), m_engine(engine), m_relay(std::make_shared<Relay>()) {
  m_relay->desk = this;
  m_settle.setSingleShot(true);
  m_settle.setInterval(kSettleMs);
  connect(&m_settle, &QTimer::timeout, this, [this] {
    if (m_isMeasuring) measure();
  });
}

ScheduleDesk::~ScheduleDesk() {
  const std::lock_guard lock(m_relay->mutex);
  m_relay->desk = nullptr;
}

void ScheduleDesk::listen() {
  if (m_isListening) return;
  m_isListening = true;
  m_engine.post<bool>({}, this, onEditor<bool>([relay = m_relay](ScheduleEditor& editor, const JobControl&) {
                        editor.onMeasured([relay](GroupId, int) {
                          const std::lock_guard lock(relay->mutex);
                          if (!relay->desk) return;
                          QMetaObject::invokeMethod(
                              relay->desk, [desk = relay->desk] { desk->askHistory(); }, Qt::QueuedConnection);
                        });
                        return Result<bool>(true);
                      }),
                      [](Result<bool>) {});
}

void ScheduleDesk::setWatched(bool isWatched) {
  m_isWatched = isWatched;
  if (isWatched && m_group.isValid() && !m_isOpen) open(m_group);
}

void ScheduleDesk::setMeasuring(bool isOn) {
  if (m_isMeasuring == isOn) return;
  m_isMeasuring = isOn;
  if (isOn) m_settle.start();
  emit measuringChanged(isOn);
}

void ScheduleDesk::close() {
  m_group = {};
  m_isWorkload = m_isOpen = m_isCodeFresh = false;
  m_shownState = -1;
  m_history.reset();
  m_program.reset();
  m_preview.reset();
  m_code.reset();
  m_prediction.reset();
  m_options.clear();
  m_selection = {};
  m_settle.stop();
  emit historyChanged();
  emit programChanged();
  emit codeChanged();
  emit optionsChanged();
}

void ScheduleDesk::open(GroupId group) {
  if (group != m_group) {
    close();
    m_group = group;
    emit historyChanged();
  }
  if (!m_isWatched || !group.isValid()) return;
  m_isOpen = true;
  listen();
  if (!m_code) emit messageChanged(tr("Generating code…"));
  m_engine.post<ScheduleHistoryView>(
      {QStringLiteral("schedule/open"), {}}, this,
      onEditor<ScheduleHistoryView>([group](ScheduleEditor& e, const JobControl&) { return e.history(group); }),
      [this, group](Result<ScheduleHistoryView> result) {
        if (group != m_group) return;
        if (result.isError()) return askPlainCode();
        setHistory(std::move(result).value());
      });
}

void ScheduleDesk::openWorkload(const QString& workload, std::function<void()> opened) {
  m_engine.post<GroupId>({QStringLiteral("schedule/workload"), tr("Open %1").arg(workload)}, this,
                         onEditor<GroupId>([text = workload.toStdString()](ScheduleEditor& e, const JobControl&) {
                           return e.openWorkload(text);
                         }),
                         [this, opened = std::move(opened)](Result<GroupId> result) {
                           if (result.isError()) {
                             emit refused(result.error(), {});
                             return;
                           }
                           open(result.value());
                           m_isWorkload = true;
                           opened();
                         });
}

const session::ScheduleStateView* ScheduleDesk::state(int id) const {
  if (!m_history || id < 0 || id >= static_cast<int>(m_history->states.size())) return nullptr;
  return &m_history->states[static_cast<size_t>(id)];
}

int ScheduleDesk::inBuild() const {
  if (!m_history || m_isWorkload) return -1;
  if (m_history->chosen >= 0) return m_history->chosen;
  for (const session::ScheduleStateView& state : m_history->states)
    if (state.parent == 0 && state.name == "default") return state.id;
  return -1;
}

const session::ScheduleStateView* ScheduleDesk::current() const {
  return m_history ? state(m_history->current) : nullptr;
}

bool ScheduleDesk::isSettled() const {
  const session::ScheduleStateView* now = current();
  return !m_settle.isActive() && !(now && now->isMeasuring);
}

const ScheduleProgramView* ScheduleDesk::program() const { return m_preview ? m_preview.get() : m_program.get(); }

bool ScheduleDesk::isOf(GroupId group, int state) const {
  return group == m_group && m_history && m_history->current == state;
}

// Edits are never dropped for newer ones: each changes the session.
void ScheduleDesk::edit(const JobRequest& request, Edit work, const QString& steps) {
  if (!m_history) return;
  m_engine.post<History>(request, this, onEditor<History>(std::move(work)),
                         [this, steps, group = m_group](Result<History> result) {
                           if (group == m_group) takeHistory(std::move(result), steps);
                         });
}

void ScheduleDesk::takeHistory(Result<History> result, const QString& steps) {
  if (result.isOk()) return setHistory(std::move(result).value());
  emit refused(result.error(), steps);
}

void ScheduleDesk::setHistory(History history) {
  m_history = std::make_unique<History>(std::move(history));
  const bool isOther = m_history->current != m_shownState;
  m_shownState = m_history->current;
  if (isOther) {
    m_preview.reset();
    m_prediction.reset();
    m_isCodeFresh = false;
    askProgram();
    askCode();
    const session::ScheduleStateView* now = current();
    if (now && !now->speed && !now->isMeasuring && now->refusal.empty()) m_settle.start();
    emit predictionChanged();
  }
  // Number and prediction stand side by side: they are for as many threads.
  const session::ScheduleStateView* now = current();
  if (m_prediction && now && now->speed && now->speed->time.threads != m_prediction->threads) {
    m_prediction.reset();
    askPrediction();
    emit predictionChanged();
  }
  emit historyChanged();
  measureBefore();
}

// A number means little without the one before it.
void ScheduleDesk::measureBefore() {
  const session::ScheduleStateView* now = current();
  if (!m_isMeasuring || !m_isWatched || !now || !now->speed || now->isMeasuring) return;
  const session::ScheduleStateView* before = state(now->parent);
  if (!before || before->parent < 0 || before->speed || before->isMeasuring || !before->refusal.empty()) return;
  measureState(before->id);
}

void ScheduleDesk::askHistory() {
  if (!m_history) return;
  m_engine.post<History>({QStringLiteral("schedule/history"), {}}, this,
                         onEditor<History>([group = m_group](ScheduleEditor& e, const JobControl&) {
                           return e.history(group);
                         }),
                         [this, group = m_group](Result<History> result) {
                           if (group == m_group && result.isOk()) setHistory(std::move(result).value());
                         });
}

void ScheduleDesk::askProgram() {
  const GroupId group = m_group;
  const int state = m_history->current;
  m_engine.post<ScheduleProgramView>(
      {QStringLiteral("schedule/program"), {}}, this,
      onEditor<ScheduleProgramView>([=](ScheduleEditor& e, const JobControl&) { return e.program(group, state); }),
      [this, group, state](Result<ScheduleProgramView> result) {
        if (!isOf(group, state) || result.isError()) return;
        m_program = std::make_unique<ScheduleProgramView>(std::move(result).value());
        keepSelection();
        emit programChanged();
        askOptions();
      });
}

void ScheduleDesk::showCode(Result<KernelView> result) {
  if (result.isError()) {
    emit messageChanged(lineOf(result.error()));
    return;
  }
  m_code = std::make_shared<const KernelView>(std::move(result).value());
  m_isCodeFresh = true;
  emit messageChanged({});
  emit codeChanged();
}

void ScheduleDesk::askCode() {
  const GroupId group = m_group;
  const int state = m_history->current;
  m_engine.post<KernelView>(
      {QStringLiteral("schedule/code"), {}}, this,
      onEditor<KernelView>([=](ScheduleEditor& e, const JobControl& job) { return e.code(group, state, job); }),
      [this, group, state](Result<KernelView> result) {
        if (isOf(group, state)) showCode(std::move(result));
      });
  askPrediction();
}

void ScheduleDesk::askPrediction() {
  const GroupId group = m_group;
  const int state = m_history->current;
  m_engine.post<SchedulePrediction>(
      {QStringLiteral("schedule/predict"), {}}, this,
      onEditor<SchedulePrediction>([=, threads = m_timing.threads](ScheduleEditor& e, const JobControl& job) {
        return e.predict(group, state, threads, job);
      }),
      [this, group, state](Result<SchedulePrediction> result) {
        if (!isOf(group, state) || result.isError()) return;
        m_prediction = std::make_unique<SchedulePrediction>(std::move(result).value());
        emit predictionChanged();
      });
}

// Of a session that edits no schedules, or a group that has none to edit.
void ScheduleDesk::askPlainCode() {
  m_engine.post<KernelView>(
      {QStringLiteral("schedule/code"), {}}, this,
      [group = m_group](SessionApi& api, const JobControl& job) { return api.kernel(group, job); },
      [this, group = m_group](Result<KernelView> result) {
        if (group == m_group) showCode(std::move(result));
      });
}

// A step may rename or remove what was selected: the loop that took its place, or the first, is selected then.
void ScheduleDesk::keepSelection() {
  using Kind = session::ScheduleSelection::Kind;
  const auto isThere = [this](const std::string& name) {
    if (m_selection.kind == Kind::buffer)
      return std::any_of(m_program->buffers.begin(), m_program->buffers.end(),
                         [&](const auto& buffer) { return buffer.name == name; });
    return std::any_of(m_program->tree.begin(), m_program->tree.end(),
                       [&](const auto& item) { return item.name == name; });
  };
  if (!m_selection.name.empty() && isThere(m_selection.name)) return;
  const auto part = std::find_if(m_program->tree.begin(), m_program->tree.end(), [this](const auto& item) {
    return !m_selection.name.empty() && item.name.rfind(m_selection.name + "_", 0) == 0;
  });
  const auto next = part != m_program->tree.end() ? part : m_program->tree.begin();
  if (next == m_program->tree.end()) return;
  m_selection.kind = next->item.kind == session::LoopTreeItem::Kind::loop ? Kind::loop : Kind::block;
  m_selection.name = next->name;
  emit selectionChanged();
}

void ScheduleDesk::select(const session::ScheduleSelection& selection) {
  if (selection.kind == m_selection.kind && selection.name == m_selection.name) return;
  m_selection = selection;
  emit selectionChanged();
  askOptions();
}

void ScheduleDesk::askOptions() {
  if (!m_history || m_selection.name.empty()) return;
  using Options = std::vector<SchedulePrimitiveView>;
  const GroupId group = m_group;
  const int state = m_history->current;
  m_engine.post<Options>({QStringLiteral("schedule/options"), {}}, this,
                         onEditor<Options>([group, selection = m_selection](ScheduleEditor& e, const JobControl&) {
                           return e.options(group, selection);
                         }),
                         [this, group, state](Result<Options> result) {
                           if (!isOf(group, state)) return;
                           m_options = result.isOk() ? std::move(result).value() : Options();
                           emit optionsChanged();
                         });
}

void ScheduleDesk::apply(const QString& steps) {
  edit({}, [group = m_group, text = steps.toStdString()](ScheduleEditor& e, const JobControl&) {
    return e.apply(group, text);
  }, steps);
}

void ScheduleDesk::setTrace(const QString& text) {
  if (!m_history) return;
  m_engine.post<History>({QStringLiteral("schedule/trace"), {}}, this,
                         onEditor<History>([group = m_group, text = text.toStdString()](
                                               ScheduleEditor& e, const JobControl&) { return e.setTrace(group, text); }),
                         [this, group = m_group](Result<History> result) {
                           if (group != m_group) return;
                           if (result.isError()) {
                             emit traceRefused(result.error());
                             return;
                           }
                           emit traceAccepted();
                           setHistory(std::move(result).value());
                         });
}

void ScheduleDesk::goToTrace(const QString& trace) {
  edit({}, [group = m_group, text = trace.toStdString()](ScheduleEditor& e, const JobControl&) {
    return e.setTrace(group, text);
  }, trace);
}

void ScheduleDesk::undo() {
  edit({}, [group = m_group](ScheduleEditor& e, const JobControl&) { return e.undo(group); }, {});
}

void ScheduleDesk::redo() {
  edit({}, [group = m_group](ScheduleEditor& e, const JobControl&) { return e.redo(group); }, {});
}

void ScheduleDesk::goTo(int state) {
  edit({}, [group = m_group, state](ScheduleEditor& e, const JobControl&) { return e.select(group, state); }, {});
}

void ScheduleDesk::rename(int state, const QString& name) {
  edit({}, [group = m_group, state, text = name.toStdString()](ScheduleEditor& e, const JobControl&) {
    return e.rename(group, state, text);
  }, {});
}

void ScheduleDesk::merge(int state) {
  edit({}, [group = m_group, state](ScheduleEditor& e, const JobControl&) { return e.merge(group, state); }, {});
}

void ScheduleDesk::choose(int state) {
  if (!m_history) return;
  m_engine.post<History>({{}, tr("Use the schedule in the build")}, this,
                         onEditor<History>([group = m_group, state](ScheduleEditor& e, const JobControl& job) {
                           return e.choose(group, state, job);
                         }),
                         [this, group = m_group](Result<History> result) {
                           const bool isDone = result.isOk();
                           if (group == m_group) takeHistory(std::move(result), {});
                           if (isDone) emit chosen();
                         });
}

void ScheduleDesk::load(const QString& file) {
  edit({}, [group = m_group, path = file.toStdString()](ScheduleEditor& e, const JobControl&) {
    return e.load(group, path);
  }, {});
}

void ScheduleDesk::save(int state, const QString& file) {
  m_engine.post<bool>({}, this,
                      onEditor<bool>([group = m_group, state, path = file.toStdString()](
                                         ScheduleEditor& e, const JobControl&) -> Result<bool> {
                        HEDDLE_CHECK(e.save(group, state, path));
                        return true;
                      }),
                      [this](Result<bool> result) {
                        if (result.isError()) emit refused(result.error(), {});
                      });
}

void ScheduleDesk::measure() {
  if (m_history && m_isWatched) measureState(m_history->current);
}

void ScheduleDesk::measureState(int state) {
  if (!m_history) return;
  m_engine.post<bool>({QStringLiteral("schedule/measure"), {}}, this,
                      onEditor<bool>([group = m_group, state, timing = m_timing](
                                         ScheduleEditor& e, const JobControl&) {
                        e.measureSoon(group, state, timing);
                        return Result<bool>(true);
                      }),
                      [this](Result<bool>) { askHistory(); });
}

void ScheduleDesk::preview(const QString& steps) {
  const auto drop = [this] {
    if (!m_preview) return;
    m_preview.reset();
    emit programChanged();
  };
  const int asked = ++m_lastPreview;   // an answer to an older question is none
  if (steps.isEmpty() || !m_history) return drop();
  const GroupId group = m_group;
  const int state = m_history->current;
  m_engine.post<ScheduleProgramView>(
      {QStringLiteral("schedule/preview"), {}}, this,
      onEditor<ScheduleProgramView>([group, text = steps.toStdString()](ScheduleEditor& e, const JobControl&) {
        return e.preview(group, text);
      }),
      [this, group, state, asked, drop](Result<ScheduleProgramView> result) {
        if (!isOf(group, state) || asked != m_lastPreview) return;
        if (result.isError()) return drop();
        m_preview = std::make_unique<ScheduleProgramView>(std::move(result).value());
        emit programChanged();
      });
}

void ScheduleDesk::explain(const QString& step, QObject* owner, Reply reply) {
  explainFirst({step}, owner, std::move(reply));
}

void ScheduleDesk::explainFirst(const QStringList& steps, QObject* owner, Reply reply) {
  if (!m_history || steps.isEmpty()) return;
  const GroupId group = m_group;
  const int state = m_history->current;
  m_engine.post<SchedulePrimitiveView>(
      {QStringLiteral("schedule/explain"), {}}, owner,
      onEditor<SchedulePrimitiveView>([group, steps](ScheduleEditor& e, const JobControl&) {
        Result<SchedulePrimitiveView> first = e.explain(group, steps.front().toStdString());
        if (first.isError() || first.value().applies) return first;
        for (qsizetype i = 1; i < steps.size(); ++i) {
          Result<SchedulePrimitiveView> next = e.explain(group, steps[i].toStdString());
          if (next.isOk() && next.value().applies) return next;
        }
        return first;
      }),
      [this, group, state, steps, reply = std::move(reply)](Result<SchedulePrimitiveView> result) {
        if (!isOf(group, state)) return;
        if (result.isOk()) return reply(result.value());
        SchedulePrimitiveView refusal;
        refusal.step = steps.front().toStdString();
        refusal.refusal = result.error();
        reply(refusal);
      });
}

}  // namespace heddle::views
