// The one selected thing and its history. Views select here and listen here; nobody relays.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <vector>

#include "engine/support/ids.h"

namespace heddle::views {

// `none` is the empty selection. An op is named with the stage it was seen in, because an id may
// mean nothing in another stage; provenance carries it there.
struct Thing {
  enum class Kind { none, op, group, source, fusionEdge, loop, block, buffer, event };
  Kind kind = Kind::none;
  OpId op;
  int stage = 0;            // of `op`: index into Snapshot::stages
  GroupId group;            // of a group, a loop, a block, an event
  uint32_t source = 0;      // index into ModelView::nodes
  OpId consumer;            // of a fusion edge; `op` is its producer
  LoopId loop;
  BlockId block;
  BufferId buffer;
  uint32_t event = 0;       // index into ProfileView::events

  bool operator==(const Thing&) const = default;
  bool isNone() const { return kind == Kind::none; }
  static Thing ofOp(OpId op, int stage);
  static Thing ofGroup(GroupId group);
  static Thing ofSource(uint32_t source);
  static Thing ofFusionEdge(OpId producer, OpId consumer);
  static Thing ofLoop(GroupId group, LoopId loop);
  static Thing ofBlock(GroupId group, BlockId block);
  static Thing ofEvent(GroupId group, uint32_t event);
};

class Selection final : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;

  // The current thing is the last selected; `things` holds it and what Ctrl+click added.
  Thing current() const { return m_things.empty() ? Thing{} : m_things.back(); }
  const std::vector<Thing>& things() const { return m_things; }
  bool contains(const Thing& thing) const;

  void select(const Thing& thing);
  void selectAll(const std::vector<Thing>& things);   // the last is the current one
  void toggle(const Thing& thing);
  void clear();

  bool canGoBack() const { return m_position > 0; }
  bool canGoForward() const { return m_position + 1 < static_cast<int>(m_history.size()); }
  void goBack();
  void goForward();
  // Of another model: nothing of it means anything here.
  void reset();

 signals:
  void changed();

 private:
  void remember();

  std::vector<Thing> m_things;
  std::vector<std::vector<Thing>> m_history;
  int m_position = -1;
};

}  // namespace heddle::views
