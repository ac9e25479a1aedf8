// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/context/engine_thread.h"

#include <chrono>

#include "views/common/engine_text.h"

namespace heddle::views {

EngineThread::EngineThread(MakeSession make, QObject* parent)
    : QObject(parent), m_make(std::move(make)), m_thread([this] { loop(); }) {}

EngineThread::~EngineThread() {
  {
    std::lock_guard lock(m_mutex);
    m_isStopping = true;
    std::erase_if(m_queue, [](const auto& item) { return !item->request.isKept; });
    if (m_running) m_running->cancel.cancel();
  }
  m_wake.notify_all();
  m_thread.join();
}

JobId EngineThread::postItem(const JobRequest& request, QObject* owner, Work work) {
  auto item = std::make_shared<Item>();
  item->request = request;
  item->owner = owner;
  item->work = std::move(work);
  item->id = JobId{++m_lastId};
  if (!request.tag.isEmpty()) replaceOlder(request.tag);
  if (!request.title.isEmpty()) emit jobQueued(item->id, request.title);
  {
    std::lock_guard lock(m_mutex);
    m_queue.push_back(item);
  }
  m_wake.notify_one();
  return item->id;
}

void EngineThread::replaceOlder(const QString& tag) {
  std::vector<std::shared_ptr<Item>> dropped;
  {
    std::lock_guard lock(m_mutex);
    for (auto it = m_queue.begin(); it != m_queue.end();) {
      const bool isOlder = (*it)->request.tag == tag;
      if (isOlder) dropped.push_back(*it);
      it = isOlder ? m_queue.erase(it) : std::next(it);
    }
    if (m_running && m_running->request.tag == tag) {
      m_running->isReplaced = true;
      m_running->cancel.cancel();
    }
  }
  for (const auto& item : dropped)
    emit jobFinished(item->id, JobOutcome::replaced, tr("Replaced by a newer request"));
}

void EngineThread::cancel(JobId job) {
  std::shared_ptr<Item> dropped;
  {
    std::lock_guard lock(m_mutex);
    if (m_running && m_running->id == job) m_running->cancel.cancel();
    for (auto it = m_queue.begin(); it != m_queue.end(); ++it) {
      if ((*it)->id != job) continue;
      dropped = *it;
      m_queue.erase(it);
      break;
    }
  }
  if (dropped) emit jobFinished(job, JobOutcome::cancelled, tr("Cancelled before it started"));
}

void EngineThread::cancelAll() {
  std::vector<JobId> ids;
  {
    std::lock_guard lock(m_mutex);
    if (m_running && !m_running->request.title.isEmpty()) ids.push_back(m_running->id);
    for (const auto& item : m_queue)
      if (!item->request.title.isEmpty()) ids.push_back(item->id);
  }
  for (JobId id : ids) cancel(id);
}

bool EngineThread::isIdle() const {
  std::lock_guard lock(m_mutex);
  return !m_running && m_queue.empty();
}

void EngineThread::loop() {
  m_session = m_make();
  while (true) {
    std::shared_ptr<Item> item;
    {
      std::unique_lock lock(m_mutex);
      m_running.reset();
      m_wake.wait(lock, [this] { return m_isStopping || !m_queue.empty(); });
      if (m_queue.empty()) break;
      item = m_queue.front();
      m_queue.pop_front();
      m_running = item;
    }
    runItem(item);
  }
  m_session.reset();
}

void EngineThread::runItem(const std::shared_ptr<Item>& item) {
  const bool isListed = !item->request.title.isEmpty();
  const JobId id = item->id;
  if (isListed) onGuiThread([this, id] { emit jobStarted(id); });
  session::JobControl control;
  control.cancel = item->cancel;
  if (isListed) {
    // At most twenty reports a second: the GUI thread has other work.
    auto last = std::make_shared<std::chrono::steady_clock::time_point>();
    control.onProgress = [this, id, last](const session::Progress& p) {
      const auto now = std::chrono::steady_clock::now();
      if (p.fraction < 1 && now - *last < std::chrono::milliseconds(50)) return;
      *last = now;
      onGuiThread([this, id, p] {
        emit jobProgress(id, engineText(p.phase), p.fraction,
                         engineText(p.rate));
      });
    };
  } else {
    control.onProgress = [](const session::Progress&) {};
  }
  Done done = item->work(*m_session, control);
  onGuiThread([this, item, done = std::move(done)]() mutable {
    if (item->isReplaced) done.outcome = JobOutcome::replaced;
    if (!item->request.title.isEmpty()) emit jobFinished(item->id, done.outcome, done.text);
    if (item->owner && !item->isReplaced) done.deliver();
  });
}

void EngineThread::onGuiThread(std::function<void()> function) {
  QMetaObject::invokeMethod(this, std::move(function), Qt::QueuedConnection);
}

}  // namespace heddle::views
