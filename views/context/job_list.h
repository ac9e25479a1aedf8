// Every job of the engine thread that was given a title: what runs, how far, how it ended.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QDateTime>
#include <deque>

#include "views/context/engine_thread.h"

namespace heddle::views {

struct Job {
  enum class State { waiting, running, done, failed, cancelled, replaced };
  JobId id;
  QString title, phase, rate, result;
  double fraction = 0;
  State state = State::waiting;
  QDateTime start, end;
};

class JobList final : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { titleColumn, progressColumn, rateColumn, timeColumn, resultColumn, columnCount_ };
  static constexpr int FractionRole = Qt::UserRole + 1;  // double, or invalid when not running
  explicit JobList(EngineThread& engine, QObject* parent = nullptr);

  int rowCount(const QModelIndex& parent = {}) const final;
  int columnCount(const QModelIndex& parent = {}) const final;
  QVariant data(const QModelIndex& index, int role) const final;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const final;

  const Job& job(int row) const { return m_jobs[static_cast<size_t>(row)]; }
  // The job that runs, or null.
  const Job* running() const;
  int unfinishedCount() const;

 signals:
  void runningChanged();

 private:
  void onFinished(JobId id, JobOutcome outcome, const QString& text);
  void update(JobId id, const std::function<void(Job&)>& change);
  QString timeText(const Job& job) const;

  std::deque<Job> m_jobs;  // newest first
};

QString jobStateText(Job::State state);

}  // namespace heddle::views
