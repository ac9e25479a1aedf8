// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/schedule/loop_moves.h"

#include <algorithm>

#include "views/schedule/step_text.h"

namespace heddle::views {
namespace {

using session::LoopTreeItem;

bool isLoop(const ScheduleTree& tree, int position) {
  return tree[static_cast<size_t>(position)].item.kind == LoopTreeItem::Kind::loop;
}

QString nameOf(const ScheduleTree& tree, int position) {
  return QString::fromStdString(tree[static_cast<size_t>(position)].name);
}

QStringList reorderStep(const ScheduleTree& tree, int dragged, int target, DropPlace place) {
  const bool isInward = target > dragged;
  std::vector<int> nest = loopsAround(tree, isInward ? target : dragged);
  nest.push_back(isInward ? target : dragged);
  const auto outer = std::find(nest.begin(), nest.end(), isInward ? dragged : target);
  if (outer == nest.end()) return {};
  std::vector<int> order(outer, nest.end());
  const std::vector<int> before = order;
  std::erase(order, dragged);
  auto at = std::find(order.begin(), order.end(), target);
  // Let go on a loop, the dragged one takes its place: outside when it comes from within.
  const bool isOutside = place == DropPlace::above || (place == DropPlace::onto && !isInward);
  order.insert(isOutside ? at : std::next(at), dragged);
  if (order == before) return {};
  QStringList names;
  for (const int position : order) names << nameOf(tree, position);
  return {QStringLiteral("reorder(loops=%1)").arg(listText(names))};
}

}  // namespace

std::vector<int> loopsAround(const ScheduleTree& tree, int position) {
  std::vector<int> around;
  int depth = tree[static_cast<size_t>(position)].item.depth;
  for (int i = position - 1; i >= 0 && depth > 0; --i) {
    const LoopTreeItem& item = tree[static_cast<size_t>(i)].item;
    if (item.depth >= depth) continue;
    depth = item.depth;
    if (item.kind == LoopTreeItem::Kind::loop) around.insert(around.begin(), i);
  }
  return around;
}

QStringList stepsForDrop(const ScheduleTree& tree, int dragged, int target, DropPlace place) {
  const int count = static_cast<int>(tree.size());
  if (dragged < 0 || target < 0 || dragged >= count || target >= count || dragged == target) return {};
  if (!isLoop(tree, target)) return {};
  if (isLoop(tree, dragged)) return reorderStep(tree, dragged, target, place);
  const QString arguments =
      QStringLiteral("(block=%1, loop=%2)").arg(nameOf(tree, dragged), nameOf(tree, target));
  return {QStringLiteral("compute_at") + arguments, QStringLiteral("reverse_compute_at") + arguments};
}

}  // namespace heddle::views
