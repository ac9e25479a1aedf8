// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/graph/graph_view.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSplitter>
#include <QToolButton>
#include <algorithm>

#include "views/common/numbers.h"
#include "views/graph/graph_walk.h"
#include "views/graph/legend.h"
#include "views/graph/pass_strip.h"

namespace heddle::views {

GraphView::GraphView(WorkbenchContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_strip(new PassStrip(this)),
      m_before(new GraphCanvas),
      m_after(new GraphCanvas),
      m_beforeTitle(new QLabel),
      m_afterTitle(new QLabel),
      m_hitLabel(new QLabel(this)),
      m_splitter(new QSplitter(Qt::Horizontal, this)),
      m_search(new QLineEdit(this)),
      m_colorBy(new QComboBox(this)) {
  build();
  m_before->setAccessibleName(tr("Graph before the pass"));
  m_after->setAccessibleName(tr("Graph after the pass"));
  connectCanvas(m_before);
  connectCanvas(m_after);
  connect(m_strip, &PassStrip::stageChosen, this, &GraphView::showStage);
  connect(m_strip, &PassStrip::passToggled, this,
          [this](const QString& pass, bool isOn) { m_context.setPassOn(pass.toStdString(), isOn); });
  connect(&m_loader, &SceneLoader::loaded, this, &GraphView::showScenes);
  // A new model is announced first, then its snapshot.
  connect(&m_context, &WorkbenchContext::modelChanged, this, &GraphView::forget);
  connect(&m_context, &WorkbenchContext::snapshotChanged, this, &GraphView::reload);
  connect(&m_context.selection(), &Selection::changed, this,
          [this] { followSelection(!m_isOwnClick); });
  reload();
  updateTitles();
}

void GraphView::connectCanvas(GraphCanvas* canvas) {
  GraphCanvas* other = canvas == m_before ? m_after : m_before;
  connect(canvas, &GraphCanvas::viewChanged, this, [this, other](const ViewTransform& view) {
    if (m_isAligned) other->setView(view);
  });
  connect(canvas, &GraphCanvas::nodeClicked, this, &GraphView::select);
  connect(canvas, &GraphCanvas::nodeOpened, this, &GraphView::open);
  connect(canvas, &GraphCanvas::groupToggled, this, &GraphView::toggleGroup);
  connect(canvas, &GraphCanvas::edgeClicked, this, [this](OpId producer, OpId consumer) {
    select(Thing::ofFusionEdge(producer, consumer), false);
  });
  connect(canvas, &GraphCanvas::backgroundClicked, &m_context.selection(), &Selection::clear);
  connect(canvas, &GraphCanvas::backRequested, &m_context.selection(), &Selection::goBack);
  connect(canvas, &GraphCanvas::searchRequested, this, &GraphView::focusSearch);
  connect(canvas, &GraphCanvas::nextHitRequested, this, &GraphView::nextHit);
  connect(canvas, &GraphCanvas::menuRequested, this,
          [this, canvas](const QPoint& position, int node) { showMenu(canvas, position, node); });
}

void GraphView::forget() {
  m_isFirstShow = true;
  m_exceptions.clear();
  m_stage = -1;
}

QString GraphView::emptyText() const {
  const auto& snapshot = m_context.snapshot();
  if (!snapshot || !snapshot->model) return tr("Open a model to see its graph");
  const auto& nodes = snapshot->model->nodes;
  const auto refused = std::count_if(nodes.begin(), nodes.end(), [](const auto& n) { return !n.problem.empty(); });
  return tr("No graph: %1 of %2 nodes are not supported.\nProblems names each of them with its reason.")
      .arg(countText(refused), countText(static_cast<int64_t>(nodes.size())));
}

void GraphView::reload() {
  const auto& snapshot = m_context.snapshot();
  m_strip->setSnapshot(snapshot);
  m_after->setEmptyText(emptyText());
  if (!snapshot || snapshot->stages.empty()) return showScenes(nullptr, nullptr);
  const int last = static_cast<int>(snapshot->stages.size()) - 1;
  if (m_stage < 0 || m_stage > last) m_stage = last;
  m_strip->setCurrent(m_stage);
  SceneRequest after{snapshot, m_stage, m_withConstants, m_isAligned, m_areGroupsCollapsed,
                     m_exceptions};
  SceneRequest before;
  if (m_isSideBySide && m_stage > 0) {
    before = after;
    before.stage = m_stage - 1;
  }
  m_loader.load(before, after);
}

void GraphView::showScenes(SceneLoader::Scene before, SceneLoader::Scene after) {
  const bool isOtherStage = !m_after->scene() || !after || m_after->scene()->stage != after->stage;
  m_before->parentWidget()->setVisible(before != nullptr);
  m_before->setScene(before, false);
  m_after->setScene(after, isOtherStage && !m_isFirstShow);
  updateTitles();
  updateLegend();
  search();
  followSelection(false);
  if (m_isFirstShow && after) {
    m_isFirstShow = false;
    m_after->openView();
    if (before && !m_isAligned) m_before->openView();
  } else if (m_isAligned) {
    m_before->setView(m_after->view());
  }
  emit scenesShown();
}

void GraphView::showStage(int stage) {
  const auto& snapshot = m_context.snapshot();
  if (!snapshot || stage < 0 || stage >= static_cast<int>(snapshot->stages.size())) return;
  m_stage = stage;
  reload();
}

void GraphView::updateTitles() {
  const auto& snapshot = m_context.snapshot();
  if (!snapshot || m_stage < 0) return m_afterTitle->clear(), m_beforeTitle->clear();
  const auto text = [&](int stage, const QString& side) {
    const auto& view = *snapshot->stages[static_cast<size_t>(stage)];
    return QStringLiteral("<b>%1</b> <span style='color:%3'>%2</span>")
        .arg(side.arg(QString::fromStdString(view.pass)).toHtmlEscaped(),
             stage == m_context.fusedStage()
                 ? tr("%1 nodes in %2 groups").arg(countText(static_cast<int64_t>(view.nodes.size())),
                                                   countText(static_cast<int64_t>(snapshot->fusion->groups.size())))
                 : tr("%1 nodes").arg(countText(static_cast<int64_t>(view.nodes.size()))),
             colorsOf(palette()).muted.name());
  };
  if (m_stage > 0) m_beforeTitle->setText(text(m_stage - 1, tr("before: %1")));
  m_afterTitle->setText(text(m_stage, tr("after: %1")));
}

// Both canvases share one legend.
void GraphView::updateLegend() {
  NodeColors all = m_after->nodeColors();
  if (m_before->scene()) all.entries = m_before->nodeColors().entries;
  for (const auto& entry : m_after->nodeColors().entries)
    if (std::find(all.entries.begin(), all.entries.end(), entry) == all.entries.end())
      all.entries.push_back(entry);
  m_legend->setColors(all);
}

void GraphView::select(const Thing& thing, bool isAdded) {
  m_isOwnClick = true;
  if (isAdded)
    m_context.selection().toggle(thing);
  else
    m_context.selection().select(thing);
  m_isOwnClick = false;
}

void GraphView::followSelection(bool isRevealing) {
  applySelection(m_after, isRevealing);
  applySelection(m_before, isRevealing && !m_isAligned);
}

void GraphView::applySelection(GraphCanvas* canvas, bool isRevealing) {
  const auto& scene = canvas->scene();
  if (!scene) return;
  std::vector<int> nodes;
  int current = -1;
  for (const Thing& thing : m_context.selection().things()) {
    current = scene->nodeOf(thing);
    if (current >= 0 && (thing.kind == Thing::Kind::group || thing.stage == scene->stage)) {
      nodes.push_back(current);
      continue;
    }
    current = -1;
    for (OpId op : m_context.provenance().opsAt(thing, scene->stage)) {
      const int node = scene->nodeOf(Thing::ofOp(op, scene->stage));
      if (node < 0) continue;
      nodes.push_back(node);
      if (current < 0) current = node;
    }
  }
  canvas->setSelected(nodes, current);
  const Thing now = m_context.selection().current();
  const bool isEdge = now.kind == Thing::Kind::fusionEdge;
  canvas->setSelectedEdge(isEdge ? now.op : OpId{}, isEdge ? now.consumer : OpId{});
  if (isRevealing) canvas->reveal(current);
}

GroupId GraphView::groupOf(const Thing& thing) const {
  const std::vector<GroupId> groups = m_context.provenance().groupsOf(thing);
  return groups.empty() ? GroupId{} : groups.front();
}

void GraphView::open(const Thing& thing) {
  const GroupId group = groupOf(thing);
  if (group.isValid()) m_context.requestKernel(group);
}

void GraphView::toggleGroup(GroupId group) {
  if (!m_exceptions.erase(group)) m_exceptions.insert(group);
  reload();
}

void GraphView::setAllGroupsExpanded(bool areExpanded) {
  m_areGroupsCollapsed = !areExpanded;
  m_exceptions.clear();
  reload();
}

void GraphView::setSideBySide(bool isOn) {
  if (isOn == m_isSideBySide) return;
  m_isSideBySide = isOn;
  m_sideButton->setChecked(isOn);
  reload();
}

void GraphView::setAligned(bool isOn) {
  m_isAligned = isOn;
  m_isFirstShow = true;
  reload();
}

void GraphView::setGraphvizUsed(bool isOn) {
  m_loader.setGraphvizUsed(isOn);
  m_isFirstShow = true;
  reload();
}

void GraphView::setConstantsShown(bool isOn) {
  m_withConstants = isOn;
  reload();
}

void GraphView::setColorMode(ColorMode mode) {
  if (m_colorBy->currentIndex() != static_cast<int>(mode))
    return m_colorBy->setCurrentIndex(static_cast<int>(mode));
  m_before->setColorMode(mode);
  m_after->setColorMode(mode);
  updateLegend();
}

void GraphView::setMotionOn(bool isOn) {
  m_before->setMotionOn(isOn);
  m_after->setMotionOn(isOn);
}

void GraphView::togglePlaying() { m_strip->setPlaying(!m_strip->isPlaying()); }

GraphCanvas* GraphView::activeCanvas() const { return m_before->hasFocus() ? m_before : m_after; }

}  // namespace heddle::views
