// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/context/job_list.h"

#include "views/common/numbers.h"

namespace heddle::views {

constexpr int kKeptJobs = 200;

JobList::JobList(EngineThread& engine, QObject* parent) : QAbstractTableModel(parent) {
  connect(&engine, &EngineThread::jobQueued, this, [this](JobId id, const QString& title) {
    if (rowCount() >= kKeptJobs) {
      beginRemoveRows({}, rowCount() - 1, rowCount() - 1);
      m_jobs.pop_back();
      endRemoveRows();
    }
    beginInsertRows({}, 0, 0);
    Job job;
    job.id = id;
    job.title = title;
    job.start = QDateTime::currentDateTime();
    m_jobs.push_front(job);
    endInsertRows();
    emit runningChanged();
  });
  connect(&engine, &EngineThread::jobStarted, this, [this](JobId id) {
    update(id, [](Job& job) {
      job.state = Job::State::running;
      job.start = QDateTime::currentDateTime();
    });
  });
  connect(&engine, &EngineThread::jobProgress, this,
          [this](JobId id, const QString& phase, double fraction, const QString& rate) {
            update(id, [&](Job& job) {
              job.phase = phase;
              job.fraction = fraction;
              job.rate = rate;
            });
          });
  connect(&engine, &EngineThread::jobFinished, this, &JobList::onFinished);
}

void JobList::onFinished(JobId id, JobOutcome outcome, const QString& text) {
  update(id, [&](Job& job) {
    static constexpr Job::State kStates[] = {Job::State::done, Job::State::failed,
                                             Job::State::cancelled, Job::State::replaced};
    job.state = kStates[static_cast<int>(outcome)];
    job.end = QDateTime::currentDateTime();
    job.result = text.isEmpty() ? jobStateText(job.state) : text;
    job.fraction = 1;
  });
}

void JobList::update(JobId id, const std::function<void(Job&)>& change) {
  for (size_t i = 0; i < m_jobs.size(); ++i) {
    if (m_jobs[i].id != id) continue;
    change(m_jobs[i]);
    const int row = static_cast<int>(i);
    emit dataChanged(index(row, 0), index(row, columnCount_ - 1));
    emit runningChanged();
    return;
  }
}

int JobList::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_jobs.size());
}

int JobList::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : columnCount_;
}

QString JobList::timeText(const Job& job) const {
  if (job.state == Job::State::waiting) return {};
  const QDateTime end = job.end.isValid() ? job.end : QDateTime::currentDateTime();
  return durationText(static_cast<double>(job.start.msecsTo(end)));
}

QVariant JobList::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Job& job = this->job(index.row());
  if (role == FractionRole)
    return job.state == Job::State::running ? QVariant(job.fraction) : QVariant();
  if (role == Qt::TextAlignmentRole && index.column() == timeColumn)
    return QVariant(Qt::AlignRight | Qt::AlignVCenter);
  if (role == Qt::ToolTipRole && index.column() == resultColumn) return job.result;
  if (role != Qt::DisplayRole) return {};
  switch (index.column()) {
    case titleColumn: return job.title;
    case progressColumn: return job.state == Job::State::running ? job.phase : jobStateText(job.state);
    case rateColumn: return job.rate;
    case timeColumn: return timeText(job);
    default: return job.state == Job::State::failed ? job.result : QString();
  }
}

QVariant JobList::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  switch (section) {
    case titleColumn: return tr("Job");
    case progressColumn: return tr("Progress");
    case rateColumn: return tr("Rate");
    case timeColumn: return tr("Time");
    case resultColumn: return tr("Result");
    default: return {};
  }
}

const Job* JobList::running() const {
  for (const Job& job : m_jobs)
    if (job.state == Job::State::running) return &job;
  return nullptr;
}

int JobList::unfinishedCount() const {
  int count = 0;
  for (const Job& job : m_jobs)
    count += job.state == Job::State::running || job.state == Job::State::waiting;
  return count;
}

QString jobStateText(Job::State state) {
  switch (state) {
    case Job::State::waiting: return JobList::tr("Waiting");
    case Job::State::running: return JobList::tr("Running");
    case Job::State::done: return JobList::tr("Done");
    case Job::State::failed: return JobList::tr("Failed");
    case Job::State::cancelled: return JobList::tr("Cancelled");
    case Job::State::replaced: return JobList::tr("Replaced");
  }
  return {};
}

}  // namespace heddle::views
