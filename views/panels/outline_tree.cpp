// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/outline_tree.h"

#include <QHash>
#include <algorithm>
#include <unordered_map>

#include "views/common/numbers.h"

namespace heddle::views {
namespace {

class Builder {
 public:
  OutlineTree tree;

  int add(int parent, OutlineItem item) {
    const int index = static_cast<int>(tree.items.size());
    auto& siblings = parent < 0 ? tree.roots : tree.items[static_cast<size_t>(parent)].children;
    item.parent = parent;
    item.row = static_cast<int>(siblings.size());
    siblings.push_back(index);
    tree.items.push_back(std::move(item));
    return index;
  }

  // The item of a scope path such as "layer1/block0", made when missing.
  int scope(const QString& path) {
    if (path.isEmpty()) return -1;
    const auto it = m_scopes.constFind(path);
    if (it != m_scopes.constEnd()) return *it;
    const qsizetype cut = path.lastIndexOf(QLatin1Char('/'));
    const int parent = cut < 0 ? -1 : scope(path.left(cut));
    OutlineItem item;
    item.text = path.mid(cut + 1);
    const int index = add(parent, std::move(item));
    m_scopes.insert(path, index);
    return index;
  }

 private:
  QHash<QString, int> m_scopes;
};

// "/a/b" and "a//b" mean "a/b"; scopes deeper than this are kept as one name.
QString tidyPath(QString name) {
  constexpr qsizetype kDeepest = 24;
  QStringList parts = name.split(QLatin1Char('/'), Qt::SkipEmptyParts);
  if (parts.size() > kDeepest) parts = parts.mid(parts.size() - kDeepest);
  return parts.join(QLatin1Char('/'));
}

OutlineTree byScope(const session::GraphStageView& stage, const QString& filter) {
  Builder builder;
  for (const auto& node : stage.nodes) {
    if (node.nodeClass == session::NodeClass::constant) continue;
    const QString name = tidyPath(QString::fromStdString(node.name));
    const QString op = QString::fromStdString(node.op);
    if (!filter.isEmpty() && !name.contains(filter, Qt::CaseInsensitive) &&
        !op.contains(filter, Qt::CaseInsensitive))
      continue;
    const qsizetype cut = name.lastIndexOf(QLatin1Char('/'));
    OutlineItem item;
    item.text = name.isEmpty() ? op : name.mid(cut + 1);
    item.detail = op;
    item.thing = Thing::ofOp(node.id, 0);
    item.nodeClass = static_cast<int>(node.nodeClass);
    builder.add(cut < 0 ? -1 : builder.scope(name.left(cut)), std::move(item));
  }
  return std::move(builder.tree);
}

// Of a model that was refused: the nodes of the file as they stand.
OutlineTree bySource(const session::ModelView& model, const QString& filter) {
  Builder builder;
  for (uint32_t i = 0; i < model.nodes.size(); ++i) {
    const session::SourceNodeView& node = model.nodes[i];
    OutlineItem item;
    item.detail = QString::fromStdString(node.opType);
    item.text = node.name.empty() ? item.detail : QString::fromStdString(node.name);
    item.isRefused = !node.problem.empty();
    if (!filter.isEmpty() && !item.text.contains(filter, Qt::CaseInsensitive) &&
        !item.detail.contains(filter, Qt::CaseInsensitive))
      continue;
    item.thing = Thing::ofSource(i);
    builder.add(-1, std::move(item));
  }
  return std::move(builder.tree);
}

OutlineTree byTime(const session::Snapshot& snapshot, const QString& filter) {
  Builder builder;
  if (!snapshot.fusion) return {};
  std::vector<std::pair<double, const session::GroupView*>> groups;
  std::unordered_map<GroupId, double> measured;
  if (snapshot.profile)
    for (const auto& row : snapshot.profile->rows) measured[row.group] = row.milliseconds;
  for (const auto& group : snapshot.fusion->groups) {
    const auto it = measured.find(group.id);
    groups.push_back({it == measured.end() ? group.predictedMilliseconds : it->second, &group});
  }
  std::stable_sort(groups.begin(), groups.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  for (const auto& [time, group] : groups) {
    OutlineItem item;
    item.text = QStringLiteral("#%1 %2").arg(group->id.value).arg(QString::fromStdString(group->name));
    if (!filter.isEmpty() && !item.text.contains(filter, Qt::CaseInsensitive)) continue;
    if (snapshot.profile || snapshot.fusion->isPredicted)
      item.detail = (snapshot.profile ? QString() : QStringLiteral("~")) + durationText(time);
    item.thing = Thing::ofGroup(group->id);
    item.nodeClass = static_cast<int>(group->pattern);
    builder.add(-1, std::move(item));
  }
  return std::move(builder.tree);
}

}  // namespace

OutlineTree buildOutline(const session::SnapshotRef& snapshot, OutlineKind kind,
                         const QString& filter) {
  if (!snapshot) return {};
  if (snapshot->stages.empty())
    return snapshot->model && kind == OutlineKind::scopes ? bySource(*snapshot->model, filter) : OutlineTree();
  return kind == OutlineKind::scopes ? byScope(*snapshot->stages.front(), filter)
                                     : byTime(*snapshot, filter);
}

}  // namespace heddle::views
