// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/graph/graph_scene.h"

namespace heddle::views {

int GraphScene::nodeOf(const Thing& thing) const {
  if (thing.kind == Thing::Kind::group) {
    const auto it = m_byGroup.find(thing.group.value);
    return it == m_byGroup.end() ? -1 : it->second;
  }
  const auto it = m_byOp.find(thing.op.value);
  return it == m_byOp.end() ? -1 : it->second;
}

QString GraphScene::titleOf(int node) const {
  const SceneNode& n = nodes[static_cast<size_t>(node)];
  return QString::fromStdString(n.group ? n.group->name : n.op->op);
}

QString GraphScene::detailOf(int node) const {
  const SceneNode& n = nodes[static_cast<size_t>(node)];
  return QString::fromStdString(n.op->essentials);
}

QString GraphScene::nameOf(int node) const {
  const SceneNode& n = nodes[static_cast<size_t>(node)];
  return QString::fromStdString(n.op->name);
}

QString GraphScene::copyNameOf(int node) const {
  return nodes[static_cast<size_t>(node)].group ? titleOf(node) : nameOf(node);
}

}  // namespace heddle::views
