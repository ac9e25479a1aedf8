// Search, pictures and the menu of the graph view.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>

#include "views/graph/graph_export.h"
#include "views/graph/graph_view.h"
#include "views/graph/graph_walk.h"

namespace heddle::views {

void GraphView::focusSearch() {
  m_search->setFocus(Qt::ShortcutFocusReason);
  m_search->selectAll();
}

void GraphView::search() {
  m_hits.clear();
  m_hit = -1;
  const QString text = m_search->text();
  const QRegularExpression pattern(text, QRegularExpression::CaseInsensitiveOption);
  const bool isBad = !text.isEmpty() && !pattern.isValid();
  if (m_after->scene() && !isBad) m_hits = findNodes(*m_after->scene(), pattern);
  m_after->setHits(m_hits);
  if (m_before->scene() && !isBad) m_before->setHits(findNodes(*m_before->scene(), pattern));
  m_hitLabel->setText(text.isEmpty() ? QString()
                      : isBad        ? pattern.errorString()
                                     : tr("%n hit(s)", nullptr, static_cast<int>(m_hits.size())));
}

void GraphView::nextHit(bool isForward) {
  if (m_hits.empty()) return;
  const int count = static_cast<int>(m_hits.size());
  m_hit = m_hit < 0 ? (isForward ? 0 : count - 1) : (m_hit + (isForward ? 1 : count - 1)) % count;
  const int node = m_hits[static_cast<size_t>(m_hit)];
  select(m_after->scene()->nodes[static_cast<size_t>(node)].thing, false);
  m_after->reveal(node);
  m_hitLabel->setText(tr("%1 of %2").arg(m_hit + 1).arg(count));
}

bool GraphView::exportPicture(const QString& file) const {
  return exportCanvas(*activeCanvas(), file);
}

void GraphView::copySelectedName() const {
  const auto& scene = activeCanvas()->scene();
  const int node = activeCanvas()->current();
  if (scene && node >= 0) QGuiApplication::clipboard()->setText(scene->copyNameOf(node));
}

void GraphView::showMenu(GraphCanvas* canvas, const QPoint& position, int node) {
  QMenu menu(this);
  if (node >= 0) {
    const SceneNode& n = canvas->scene()->nodes[static_cast<size_t>(node)];
    const Thing thing = n.thing;
    select(thing, false);
    const GroupId group = n.ofGroup;
    const QString name = canvas->scene()->copyNameOf(node);
    menu.addAction(tr("Open kernel"), this, [this, thing] { open(thing); })
        ->setEnabled(groupOf(thing).isValid());
    menu.addAction(n.group ? tr("Expand group") : tr("Collapse group"), this,
                   [this, group] { toggleGroup(group); })
        ->setEnabled(group.isValid() && canvas->scene()->hasGroups);
    menu.addAction(tr("Copy name"), this,
                   [name] { QGuiApplication::clipboard()->setText(name); });
    menu.addSeparator();
  }
  menu.addAction(tr("Fit graph"), canvas, &GraphCanvas::fit);
  menu.addAction(tr("Actual size"), canvas, &GraphCanvas::zoomToFull);
  menu.addAction(tr("Expand all groups"), this, [this] { setAllGroupsExpanded(true); });
  menu.addAction(tr("Collapse all groups"), this, [this] { setAllGroupsExpanded(false); });
  menu.exec(position);
}

}  // namespace heddle::views
