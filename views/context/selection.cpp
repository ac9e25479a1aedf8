// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/context/selection.h"

#include <algorithm>

namespace heddle::views {

Thing Thing::ofOp(OpId op, int stage) { return {.kind = Kind::op, .op = op, .stage = stage}; }
Thing Thing::ofGroup(GroupId group) { return {.kind = Kind::group, .group = group}; }
Thing Thing::ofSource(uint32_t source) { return {.kind = Kind::source, .source = source}; }
Thing Thing::ofFusionEdge(OpId producer, OpId consumer) {
  return {.kind = Kind::fusionEdge, .op = producer, .consumer = consumer};
}
Thing Thing::ofLoop(GroupId group, LoopId loop) {
  return {.kind = Kind::loop, .group = group, .loop = loop};
}
Thing Thing::ofBlock(GroupId group, BlockId block) {
  return {.kind = Kind::block, .group = group, .block = block};
}
Thing Thing::ofEvent(GroupId group, uint32_t event) {
  return {.kind = Kind::event, .group = group, .event = event};
}

bool Selection::contains(const Thing& thing) const {
  return std::find(m_things.begin(), m_things.end(), thing) != m_things.end();
}

void Selection::select(const Thing& thing) {
  if (m_things.size() == 1 && m_things.front() == thing) return;
  m_things.clear();
  if (!thing.isNone()) m_things.push_back(thing);
  remember();
  emit changed();
}

void Selection::selectAll(const std::vector<Thing>& things) {
  if (things == m_things) return;
  m_things = things;
  remember();
  emit changed();
}

void Selection::toggle(const Thing& thing) {
  const auto it = std::find(m_things.begin(), m_things.end(), thing);
  if (it != m_things.end())
    m_things.erase(it);
  else
    m_things.push_back(thing);
  remember();
  emit changed();
}

void Selection::clear() { select({}); }

void Selection::remember() {
  constexpr size_t kLimit = 200;
  if (m_things.empty()) return;
  m_history.resize(static_cast<size_t>(m_position + 1));
  m_history.push_back(m_things);
  if (m_history.size() > kLimit) m_history.erase(m_history.begin());
  m_position = static_cast<int>(m_history.size()) - 1;
}

void Selection::goBack() {
  if (!canGoBack()) return;
  m_things = m_history[static_cast<size_t>(--m_position)];
  emit changed();
}

void Selection::goForward() {
  if (!canGoForward()) return;
  m_things = m_history[static_cast<size_t>(++m_position)];
  emit changed();
}

void Selection::reset() {
  m_things.clear();
  m_history.clear();
  m_position = -1;
  emit changed();
}

}  // namespace heddle::views
