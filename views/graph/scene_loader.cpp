// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/graph/scene_loader.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

namespace heddle::views {
namespace {

std::vector<const void*> stagesOf(const session::SnapshotRef& snapshot) {
  std::vector<const void*> out;
  if (snapshot)
    for (const auto& stage : snapshot->stages) out.push_back(stage.get());
  return out;
}

}  // namespace

void SceneLoader::load(const SceneRequest& before, const SceneRequest& after) {
  const uint64_t generation = ++m_generation;
  m_isLoading = true;
  const SceneRequest& any = after.snapshot ? after : before;
  Kept kept = m_kept;
  if (kept.stages != stagesOf(any.snapshot) || kept.withConstants != any.withConstants)
    kept = {stagesOf(any.snapshot), any.withConstants, nullptr};
  QPointer<SceneLoader> guard(this);
  QThreadPool::globalInstance()->start([guard, generation, before, after, kept]() mutable {
    Scene first, second;
    if (before.snapshot) first = buildScene(before, kept.aligned);
    if (after.snapshot) second = buildScene(after, kept.aligned);
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [guard, generation, kept, first, second] {
          if (guard) guard->deliver(generation, kept, first, second);
        },
        Qt::QueuedConnection);
  });
}

void SceneLoader::deliver(uint64_t generation, Kept kept, Scene before, Scene after) {
  m_kept = std::move(kept);
  if (generation != m_generation) return;
  m_isLoading = false;
  emit loaded(before, after);
}

}  // namespace heddle::views
