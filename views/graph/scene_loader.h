// Builds scenes off the GUI thread. The latest request wins; layouts are kept per snapshot.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <atomic>
#include <memory>

#include "views/graph/graph_scene.h"

namespace heddle::views {

class SceneLoader final : public QObject {
  Q_OBJECT
 public:
  using Scene = std::shared_ptr<const GraphScene>;
  explicit SceneLoader(QObject* parent = nullptr) : QObject(parent) {}

  // Answers with `loaded` once, unless a newer request comes before. Any request may be empty
  // (null snapshot); its scene is null then.
  void load(const SceneRequest& before, const SceneRequest& after);
  bool isLoading() const { return m_isLoading; }
  // Graphviz arranges graphs up to a thousand nodes, within two seconds; else our own layout.
  void setGraphvizUsed(bool isUsed);
  bool isGraphvizUsed() const { return m_isGraphvizUsed; }
  ~SceneLoader() override;

 signals:
  void loaded(heddle::views::SceneLoader::Scene before, heddle::views::SceneLoader::Scene after);

 private:
  // Kept for the next stage of the same snapshot.
  struct Kept {
    std::vector<const void*> stages;
    bool withConstants = false, isGraphviz = false;
    std::shared_ptr<const AlignedLayout> aligned;
  };
  void deliver(uint64_t generation, Kept kept, Scene before, Scene after);

  Kept m_kept;
  uint64_t m_generation = 0;
  bool m_isLoading = false, m_isGraphvizUsed = false;
  std::shared_ptr<std::atomic<bool>> m_stop;   // of the request under way
};

}  // namespace heddle::views
