// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/context/workbench_context.h"

#include <QFileInfo>
#include <algorithm>
#include <utility>

#include "views/common/let_go.h"

namespace heddle::views {

using session::CompileOptions;
using session::JobControl;
using session::SnapshotRef;

namespace {

// One problem a node that the import refuses, so that each can be gone to.
std::vector<Diagnostic> refusedNodes(const session::ModelView& model) {
  std::vector<Diagnostic> all;
  for (size_t i = 0; i < model.nodes.size(); ++i) {
    const session::SourceNodeView& node = model.nodes[i];
    if (node.problem.empty()) continue;
    const std::string place = node.name.empty() ? "node " + std::to_string(i + 1) : node.name;
    all.push_back({"import.unsupported",
                   "{1}: {2}",
                   {{"source", i, place}, {"value", 0, node.opType}, {"phrase", 0, node.problem.format}},
                   place});
    for (const Phrase& argument : node.problem.arguments)
      all.back().subjects.push_back({"fill", 0, argument.text()});
  }
  return all;
}

}  // namespace

WorkbenchContext::WorkbenchContext(EngineThread::MakeSession make, QObject* parent)
    : QObject(parent),
      m_engine(std::move(make)),
      m_jobs(m_engine),
      m_schedule(m_engine),
      m_provenance(std::make_unique<Provenance>()) {
  connect(&m_schedule, &ScheduleDesk::chosen, this, [this] {
    postSnapshot({}, [](SessionApi& api, const JobControl&) { return Result<SnapshotRef>(api.snapshot()); });
  });
}

QString WorkbenchContext::file() const {
  return m_snapshot && m_snapshot->model ? QString::fromStdString(m_snapshot->model->file)
                                         : QString();
}

int WorkbenchContext::fusedStage() const {
  if (!m_snapshot || !m_snapshot->fusion || m_snapshot->fusion->groups.empty()) return -1;
  return static_cast<int>(m_snapshot->stages.size()) - 1;
}

const session::ProfileRow* WorkbenchContext::profileRow(GroupId group) const {
  if (!m_snapshot || !m_snapshot->profile) return nullptr;
  for (const auto& row : m_snapshot->profile->rows)
    if (row.group == group) return &row;
  return nullptr;
}

std::vector<Diagnostic> WorkbenchContext::problems() const {
  std::vector<Diagnostic> all;
  if (m_snapshot) all = m_snapshot->problems;
  if (m_snapshot && m_snapshot->model && !m_snapshot->model->isSupported)
    if (auto refused = refusedNodes(*m_snapshot->model); !refused.empty()) {
      std::erase_if(all, [](const Diagnostic& d) { return d.code == "import.unsupported"; });
      all.insert(all.end(), refused.begin(), refused.end());
    }
  all.insert(all.end(), m_failures.begin(), m_failures.end());
  return all;
}

void WorkbenchContext::addProblem(const Diagnostic& problem) {
  if (isCancellation(problem)) return;
  m_failures.push_back(problem);
  emit problemsChanged();
  emit jobFailed();
}

void WorkbenchContext::publish(SnapshotRef snapshot) {
  if (!snapshot || snapshot == m_snapshot) return;
  const bool isOther = !m_snapshot || !m_snapshot->model || !snapshot->model ||
                       m_snapshot->model->file != snapshot->model->file ||
                       m_snapshot->model->hash != snapshot->model->hash;
  letGo(std::exchange(m_snapshot, std::move(snapshot)));
  letGo(std::exchange(m_provenance, std::make_unique<Provenance>(m_snapshot)));
  if (isOther) {
    m_failures.clear();
    m_afterShapes = nullptr;
    m_selection.reset();
    emit modelChanged();
  }
  emit snapshotChanged();
  emit problemsChanged();
}

void WorkbenchContext::postSnapshot(const JobRequest& request, SnapshotWork work,
                                    std::function<void()> then) {
  m_engine.post<SnapshotRef>(request, this, std::move(work),
                             [this, then = std::move(then)](Result<SnapshotRef> result) {
    if (result.isError()) {
      addProblem(result.error());
      return;
    }
    publish(std::move(result).value());
    if (then) then();
  });
}

void WorkbenchContext::open(const QString& file) {
  const JobRequest request{QStringLiteral("open"), tr("Open %1").arg(QFileInfo(file).fileName())};
  m_engine.post<SnapshotRef>(
      request, this,
      [path = file.toStdString()](SessionApi& api, const JobControl& job) {
        return api.open(path, job);
      },
      [this, file](Result<SnapshotRef> result) {
        if (result.isError()) {
          addProblem(result.error());
          emit openFailed(file, result.error());
          return;
        }
        publish(std::move(result).value());
        log(QStringLiteral("inspect"));
        predict();
      });
}

// After the picture: measuring the machine takes longer than opening a model.
void WorkbenchContext::predict() {
  if (!m_snapshot || !m_snapshot->fusion || m_snapshot->fusion->isPredicted) return;
  postSnapshot({QStringLiteral("predict"), tr("Measure this machine")},
               [](SessionApi& api, const JobControl& job) { return api.predict(job); });
}

void WorkbenchContext::configure(const CompileOptions& options) {
  postSnapshot({QStringLiteral("configure"), tr("Run graph passes at O%1").arg(options.optLevel)},
               [options](SessionApi& api, const JobControl& job) {
                 return api.configure(options, job);
               });
}

void WorkbenchContext::setPassOn(const std::string& pass, bool isOn) {
  if (!m_snapshot) return;
  CompileOptions options = m_snapshot->options;
  std::vector<std::string>& off = options.disabledPasses;
  const auto known = std::find(off.begin(), off.end(), pass);
  if ((known == off.end()) == isOn) return;
  isOn ? static_cast<void>(off.erase(known)) : off.push_back(pass);
  const QString name = QString::fromStdString(pass);
  postSnapshot({QStringLiteral("configure"), isOn ? tr("Put %1 back").arg(name) : tr("Leave %1 out").arg(name)},
               [options](SessionApi& api, const JobControl& job) { return api.configure(options, job); },
               [this] { log(QStringLiteral("inspect")); });
}

void WorkbenchContext::compile() {
  postSnapshot({QStringLiteral("compile"), tr("Compile")},
               [](SessionApi& api, const JobControl& job) { return api.compile(job); });
  log(QStringLiteral("compile"));
}

void WorkbenchContext::withShapes(std::function<void()> action) {
  m_afterShapes = nullptr;
  if (!m_snapshot || m_snapshot->unboundSymbols.empty()) return action();
  m_afterShapes = std::move(action);
  emit shapesRequested();
}

void WorkbenchContext::setInputShapes(const std::map<std::string, Extents>& shapes) {
  if (!m_snapshot) return;
  CompileOptions options = m_snapshot->options;
  for (const auto& [name, extents] : shapes) options.inputShapes[name] = extents;
  postSnapshot({QStringLiteral("configure"), tr("Set input shapes")},
               [options](SessionApi& api, const JobControl& job) { return api.configure(options, job); },
               [this] {
                 log(QStringLiteral("inspect"));
                 if (const auto action = std::exchange(m_afterShapes, nullptr)) action();
               });
}

void WorkbenchContext::setFusionOverride(OpId producer, OpId consumer,
                                         session::FusionOverrideRequest::Action action) {
  const session::FusionOverrideRequest request{producer, consumer, action};
  postSnapshot({{}, tr("Change fusion")},
               [request](SessionApi& api, const JobControl& job) {
                 return api.setFusionOverride(request, job);
               },
               [this] { log(QStringLiteral("explain")); });
}

void WorkbenchContext::measureOverride(OpId producer, OpId consumer) {
  session::MeasureOptions options;
  options.repeat = 30;
  postSnapshot({QStringLiteral("override"), tr("Measure the override")},
               [=](SessionApi& api, const JobControl& job) {
                 return api.measureOverride(producer, consumer, options, job);
               });
}

void WorkbenchContext::syncSnapshot() {
  postSnapshot({QStringLiteral("sync"), {}},
               [](SessionApi& api, const JobControl&) { return Result<SnapshotRef>(api.snapshot()); });
}

void WorkbenchContext::undo() {
  postSnapshot({{}, tr("Undo")},
               [](SessionApi& api, const JobControl& job) { return api.undo(job); });
}

void WorkbenchContext::redo() {
  postSnapshot({{}, tr("Redo")},
               [](SessionApi& api, const JobControl& job) { return api.redo(job); });
}

void WorkbenchContext::profile(const session::MeasureOptions& options) {
  postSnapshot({QStringLiteral("profile"), tr("Measure")},
               [options](SessionApi& api, const JobControl& job) {
                 return api.profile(options, job);
               });
  log(QStringLiteral("profile"));
}

void WorkbenchContext::remember(const QString& key, const QString& value) {
  m_engine.post<bool>({QStringLiteral("remember/") + key, {}, true}, this,
                      [k = key.toStdString(), v = value.toStdString()](
                          SessionApi& api, const JobControl&) -> Result<bool> {
                        api.remember(k, v);
                        return true;
                      },
                      [](Result<bool>) {});
}

void WorkbenchContext::recall(const QString& key, QObject* owner,
                              std::function<void(QString)> reply) {
  m_engine.post<std::string>({}, owner,
                             [k = key.toStdString()](SessionApi& api, const JobControl&) {
                               return Result<std::string>(api.recall(k));
                             },
                             [reply = std::move(reply)](Result<std::string> r) {
                               reply(QString::fromStdString(r.value()));
                             });
}

void WorkbenchContext::recentFiles(QObject* owner, std::function<void(QStringList)> reply) {
  using Files = std::vector<std::string>;
  m_engine.post<Files>({}, owner,
                       [](SessionApi& api, const JobControl&) {
                         return Result<Files>(api.recentFiles());
                       },
                       [reply = std::move(reply)](Result<Files> r) {
                         QStringList list;
                         for (const auto& file : r.value()) list << QString::fromStdString(file);
                         reply(list);
                       });
}

void WorkbenchContext::log(const QString& verb, const QStringList& more) {
  if (!m_snapshot) return;
  m_commands.add(commandLine(verb, file(), m_snapshot->options, more));
}

}  // namespace heddle::views
