// The graph by scope ("layer1/conv" under "layer1") or the groups by time, as a plain tree.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <memory>
#include <vector>

#include "engine/session/session.h"
#include "views/context/selection.h"

namespace heddle::views {

struct OutlineItem {
  QString text, detail;          // detail: operator, or time
  Thing thing;                   // none for a scope
  int nodeClass = -1;            // session::NodeClass, -1 for a scope
  bool isRefused = false;        // of a model with nodes that are not supported
  int parent = -1, row = 0;      // row among the parent's children
  std::vector<int> children;
};

struct OutlineTree {
  std::vector<OutlineItem> items;
  std::vector<int> roots;
};

enum class OutlineKind { scopes, groupsByTime };

// `filter`: case-insensitive part of name or operator; empty: all. Safe on any thread.
OutlineTree buildOutline(const session::SnapshotRef& snapshot, OutlineKind kind,
                         const QString& filter);

}  // namespace heddle::views
