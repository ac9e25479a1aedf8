// The one thread that talks to the session. The GUI thread posts work and never waits.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "views/common/engine_text.h"
#include "views/context/session_api.h"

namespace heddle::views {

struct JobRequest {
  QString tag;     // a newer request of the same tag replaces an older one; empty: never replaced
  QString title;   // for the list of jobs; empty: not listed, and not cancelled with all
  bool isKept = false;  // short, and done even while the program ends: saving of state
};

enum class JobOutcome { done, failed, cancelled, replaced };

// Lives on the GUI thread; so do its signals and every reply.
class EngineThread final : public QObject {
  Q_OBJECT
 public:
  using MakeSession = std::function<std::unique_ptr<SessionApi>()>;
  explicit EngineThread(MakeSession make, QObject* parent = nullptr);
  // Cancels what runs, drops what waits except what is to be kept (JobRequest::isKept), joins.
  ~EngineThread() override;

  // Runs `work` on the engine thread and hands its result to `reply` on the GUI thread, unless
  // `owner` is gone by then or the job was replaced.
  template <class T>
  JobId post(const JobRequest& request, QObject* owner,
             std::function<Result<T>(SessionApi&, const session::JobControl&)> work,
             std::function<void(Result<T>)> reply);
  void cancel(JobId job);
  void cancelAll();
  bool isIdle() const;

 signals:
  void jobQueued(heddle::JobId job, const QString& title);
  void jobStarted(heddle::JobId job);
  void jobProgress(heddle::JobId job, const QString& phase, double fraction, const QString& rate);
  void jobFinished(heddle::JobId job, heddle::views::JobOutcome outcome, const QString& text);

 private:
  struct Done {
    JobOutcome outcome = JobOutcome::done;
    QString text;
    std::function<void()> deliver;
  };
  using Work = std::function<Done(SessionApi&, const session::JobControl&)>;
  struct Item {
    JobId id;
    JobRequest request;
    QPointer<QObject> owner;
    Work work;
    CancelToken cancel;
    bool isReplaced = false;
  };
  JobId postItem(const JobRequest& request, QObject* owner, Work work);
  void loop();
  void runItem(const std::shared_ptr<Item>& item);
  void onGuiThread(std::function<void()> function);
  void replaceOlder(const QString& tag);

  MakeSession m_make;
  std::unique_ptr<SessionApi> m_session;
  mutable std::mutex m_mutex;
  std::condition_variable m_wake;
  std::deque<std::shared_ptr<Item>> m_queue;
  std::shared_ptr<Item> m_running;
  bool m_isStopping = false;
  uint64_t m_lastId = 0;
  std::thread m_thread;
};

template <class T>
JobId EngineThread::post(const JobRequest& request, QObject* owner,
                         std::function<Result<T>(SessionApi&, const session::JobControl&)> work,
                         std::function<void(Result<T>)> reply) {
  return postItem(request, owner,
                  [work = std::move(work), reply = std::move(reply)](
                      SessionApi& api, const session::JobControl& control) -> Done {
    auto result = std::make_shared<Result<T>>(work(api, control));
    Done done;
    if (result->isError()) {
      const bool isCancelled = control.cancel.isCancelled();
      done.outcome = isCancelled ? JobOutcome::cancelled : JobOutcome::failed;
      done.text = lineOf(result->error());
    }
    done.deliver = [result, reply] { reply(std::move(*result)); };
    return done;
  });
}

}  // namespace heddle::views
