// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/graph/scene_loader.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include "views/common/let_go.h"
#include "views/graph/dot_layout.h"

namespace heddle::views {
namespace {

// The last stage is the one before it with groups: places do not depend on them.
std::vector<const void*> stagesOf(const session::SnapshotRef& snapshot) {
  std::vector<const void*> out;
  if (snapshot)
    for (const auto& stage : snapshot->stages) out.push_back(stage.get());
  const bool isFused = snapshot && snapshot->fusion && out.size() > 1;
  if (isFused && snapshot->stages.back()->added == 0) out.pop_back();
  return out;
}

constexpr int kDotBudgetMs = 2000;

// Our own layout wherever dot gives none.
LayoutEngine engineOf(bool isGraphviz, std::shared_ptr<std::atomic<bool>> stop) {
  return [isGraphviz, stop](const LayoutInput& input) {
    if (isGraphviz)
      if (auto layout = dotLayout(input, kDotBudgetMs, *stop)) return std::move(*layout);
    return layeredLayout(input);
  };
}

}  // namespace

SceneLoader::~SceneLoader() {
  if (m_stop) *m_stop = true;
}

void SceneLoader::setGraphvizUsed(bool isUsed) { m_isGraphvizUsed = isUsed; }

void SceneLoader::load(const SceneRequest& wantedBefore, const SceneRequest& wantedAfter) {
  SceneRequest before = wantedBefore, after = wantedAfter;
  if (m_stop) *m_stop = true;
  m_stop = std::make_shared<std::atomic<bool>>(false);
  before.engine = after.engine = engineOf(m_isGraphvizUsed, m_stop);
  const uint64_t generation = ++m_generation;
  m_isLoading = true;
  const SceneRequest& any = after.snapshot ? after : before;
  Kept kept = m_kept;
  if (kept.stages != stagesOf(any.snapshot) || kept.withConstants != any.withConstants ||
      kept.isGraphviz != m_isGraphvizUsed)
    kept = {stagesOf(any.snapshot), any.withConstants, m_isGraphvizUsed, nullptr};
  QPointer<SceneLoader> guard(this);
  QThreadPool::globalInstance()->start([guard, generation, before, after, kept]() mutable {
    Scene first, second;
    if (before.snapshot) first = buildScene(before, kept.aligned);
    if (after.snapshot) second = buildScene(after, kept.aligned);
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [guard, generation, kept = std::move(kept), first = std::move(first), second = std::move(second)]() mutable {
          if (guard) guard->deliver(generation, std::move(kept), std::move(first), std::move(second));
        },
        Qt::QueuedConnection);
  });
}

void SceneLoader::deliver(uint64_t generation, Kept kept, Scene before, Scene after) {
  if (generation != m_generation) {
    letGo(std::move(before));
    letGo(std::move(after));
    return letGo(std::move(kept.aligned));
  }
  letGo(std::exchange(m_kept, std::move(kept)).aligned);
  m_isLoading = false;
  emit loaded(before, after);
}

}  // namespace heddle::views
