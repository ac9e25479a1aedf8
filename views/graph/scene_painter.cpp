// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/graph/scene_painter.h"

#include <QFontMetricsF>

#include "views/common/glyphs.h"
#include "views/common/numbers.h"
#include "views/graph/scene_hulls.h"

namespace heddle::views {
namespace {

size_t at(int i) { return static_cast<size_t>(i); }

QColor faded(QColor color, double alpha) {
  color.setAlphaF(static_cast<float>(color.alphaF() * alpha));
  return color;
}

// From where on the true outline of a group can be told from its box.
constexpr double kOutlineScale = 0.2;

QFont semibold(QFont font) {
  font.setWeight(QFont::DemiBold);
  return font;
}

}  // namespace

void ScenePainter::paint(QPainter& painter, const QRectF& screen, const ScenePaintState& state) {
  m_painter = &painter;
  m_state = &state;
  m_world = state.view.toWorld(screen);
  painter.save();
  painter.setFont(state.font);
  paintHulls();
  paintEdges();
  paintNodes();
  if (state.view.scale >= kTextScale) paintEdgeTexts();
  painter.restore();
}

const ScenePainter::Texts& ScenePainter::textsOf(int node) {
  const auto it = m_texts.constFind(node);
  if (it != m_texts.constEnd()) return *it;
  const GraphScene& scene = *m_state->scene;
  const SceneNode& n = scene.nodes[at(node)];
  const QFontMetricsF plain(m_state->font), bold(semibold(m_state->font));
  Texts t;
  if (n.share >= 0) t.chip = shareText(n.share);
  const double chip = t.chip.isEmpty() ? 0 : plain.horizontalAdvance(t.chip) + 12;
  const double width = n.rect.width() - 4 - 26 - 8;
  const QString title = isLeaf(n.nodeClass) ? scene.nameOf(node) : scene.titleOf(node);
  t.title = bold.elidedText(title, Qt::ElideRight, width - chip);
  const double left = width - chip - bold.horizontalAdvance(t.title) - 8;
  if (!n.group && left > 24) t.detail = plain.elidedText(scene.detailOf(node), Qt::ElideRight, left);
  QString second = scene.nameOf(node);
  if (n.group) {
    const QString count = QStringLiteral("#%1  ").arg(n.group->id.value);
    second = count + (scene.detailOf(node).isEmpty() ? scene.nameOf(node) : scene.detailOf(node));
  }
  t.name = plain.elidedText(second, Qt::ElideMiddle, width);
  return *m_texts.insert(node, t);
}

QColor ScenePainter::colorOf(int node) const {
  const auto& list = m_state->nodeColors->colors;
  if (at(node) < list.size() && list[at(node)].isValid()) return list[at(node)];
  return m_state->colors->border;
}

const QPainterPath& ScenePainter::outlineOf(size_t hull) {
  const auto it = m_outlines.constFind(hull);
  if (it != m_outlines.constEnd()) return *it;
  return *m_outlines.insert(hull, hullOutline(*m_state->scene, m_state->scene->hulls[hull]));
}

// QRectF::intersects is a call for each of a hundred thousand boxes. Flat boxes count too.
bool ScenePainter::isSeen(const QRectF& box) const {
  return box.left() <= m_world.right() && box.right() >= m_world.left() &&
         box.top() <= m_world.bottom() && box.bottom() >= m_world.top();
}

void ScenePainter::paintHulls() {
  const Colors& c = *m_state->colors;
  const double scale = m_state->view.scale;
  if (scale < 0.06) return;
  m_painter->save();
  m_painter->setRenderHint(QPainter::Antialiasing);
  m_painter->translate(m_state->view.offset);
  m_painter->scale(scale, scale);
  for (size_t i = 0; i < m_state->scene->hulls.size(); ++i) {
    const SceneHull& hull = m_state->scene->hulls[i];
    if (!isSeen(hull.bounds)) continue;
    QPen pen(hull.isExpanded ? c.strongBorder : c.muted, 1.2);
    pen.setCosmetic(true);
    pen.setStyle(hull.isExpanded ? Qt::SolidLine : Qt::DashLine);
    pen.setJoinStyle(Qt::RoundJoin);
    m_painter->setPen(pen);
    m_painter->setBrush(faded(c.accentSoft, hull.isExpanded ? 0.45 : 0.25));
    if (scale < kOutlineScale)
      m_painter->drawRect(hull.bounds);
    else
      m_painter->drawPath(outlineOf(i));
  }
  if (m_state->fade < 1) {
    m_painter->setPen(Qt::NoPen);
    m_painter->setBrush(faded(c.removed, 0.35 * (1 - m_state->fade)));
    for (const QRectF& ghost : m_state->scene->ghosts)
      if (ghost.intersects(m_world)) m_painter->drawRoundedRect(ghost, 4, 4);
  }
  m_painter->restore();
}

void ScenePainter::paintNodes() {
  const double scale = m_state->view.scale;
  const bool isTiled = scale < kTextScale;
  m_painter->save();
  m_painter->setRenderHint(QPainter::Antialiasing, !isTiled);
  if (!isTiled) {
    m_painter->translate(m_state->view.offset);
    m_painter->scale(scale, scale);
  }
  if (isTiled) findStrip();
  const auto& nodes = m_state->scene->nodes;
  for (size_t i = 0; i < nodes.size(); ++i) {
    if (!isSeen(nodes[i].rect)) continue;
    const int node = static_cast<int>(i);
    if (isTiled)
      paintTile(node);
    else if (isLeaf(nodes[i].nodeClass) && !nodes[i].group)
      paintPill(node);
    else
      paintBox(node);
  }
  m_painter->restore();
}

// A model so long that it would be a thread is drawn as a strip.
void ScenePainter::findStrip() {
  constexpr double kStrip = 64;
  const double width = m_state->scene->bounds.width() * m_state->view.scale;
  m_stripMiddle = m_state->view.toScreen(m_state->scene->bounds).center().x();
  m_stripFactor = width >= kStrip || width <= 0 ? 1 : kStrip / width;
}

void ScenePainter::paintTile(int node) {
  const SceneNode& n = m_state->scene->nodes[at(node)];
  const ViewTransform& view = m_state->view;
  const double left = n.rect.left() * view.scale + view.offset.x();
  const QRectF r(m_stripMiddle + (left - m_stripMiddle) * m_stripFactor,
                 n.rect.top() * view.scale + view.offset.y(),
                 n.rect.width() * view.scale * m_stripFactor,
                 std::max(1.0, n.rect.height() * view.scale));
  const bool isFading = m_state->fade < 1 && n.change == SceneNode::Change::added;
  m_painter->fillRect(r, isFading ? faded(colorOf(node), m_state->fade) : colorOf(node));
  const bool isSelected = !m_state->isSelected.empty() && m_state->isSelected[at(node)];
  const bool isHit = !m_state->isHit.empty() && m_state->isHit[at(node)];
  if (!isSelected && !isHit && node != m_state->hovered) return;
  const Colors& c = *m_state->colors;
  m_painter->setBrush(Qt::NoBrush);
  m_painter->setPen(QPen(isSelected ? c.accent : isHit ? c.warning : c.text, 2));
  m_painter->drawRect(r.adjusted(-2, -2, 2, 2));
}

QPen ScenePainter::outline(int node) const {
  const Colors& c = *m_state->colors;
  const SceneNode& n = m_state->scene->nodes[at(node)];
  const bool isSelected = !m_state->isSelected.empty() && m_state->isSelected[at(node)];
  const bool isHit = !m_state->isHit.empty() && m_state->isHit[at(node)];
  if (isSelected) return QPen(c.accent, node == m_state->current ? 2.4 : 1.8);
  if (isHit) return QPen(c.warning, 1.8);
  if (n.change == SceneNode::Change::added) return QPen(c.added, 1.6);
  if (n.change == SceneNode::Change::changed) return QPen(c.accent, 1);
  return QPen(node == m_state->hovered ? c.strongBorder : c.border, 1);
}

void ScenePainter::paintPill(int node) {
  const Colors& c = *m_state->colors;
  const QRectF box = m_state->scene->nodes[at(node)].rect;
  const bool isSelected = !m_state->isSelected.empty() && m_state->isSelected[at(node)];
  m_painter->setPen(outline(node));
  m_painter->setBrush(isSelected ? c.accentSoft : c.raised);
  m_painter->drawRoundedRect(box, box.height() / 2, box.height() / 2);
  const QRectF glyph(box.left() + 12, box.center().y() - 4.5, 9, 9);
  m_painter->setPen(Qt::NoPen);
  m_painter->setBrush(colorOf(node));
  m_painter->drawPath(glyphPath(m_state->scene->nodes[at(node)].nodeClass, glyph));
  m_painter->setPen(c.text);
  m_painter->setFont(m_state->font);
  const QFontMetricsF metrics(m_state->font);
  const QString name = metrics.elidedText(m_state->scene->nameOf(node), Qt::ElideMiddle,
                                          box.width() - 44);
  m_painter->drawText(box.adjusted(28, 0, -12, 0), Qt::AlignVCenter | Qt::AlignLeft, name);
}

void ScenePainter::paintBox(int node) {
  const Colors& c = *m_state->colors;
  const SceneNode& n = m_state->scene->nodes[at(node)];
  const bool isSelected = !m_state->isSelected.empty() && m_state->isSelected[at(node)];
  const double fade = n.change == SceneNode::Change::added ? m_state->fade : 1;
  m_painter->setOpacity(fade);
  m_painter->setPen(outline(node));
  m_painter->setBrush(isSelected ? c.accentSoft : c.base);
  m_painter->drawRoundedRect(n.rect, 3, 3);
  const QColor color = colorOf(node);
  m_painter->fillRect(QRectF(n.rect.left() + 1, n.rect.top() + 1.5, 4, n.rect.height() - 3), color);
  const QRectF glyph(n.rect.left() + 12, n.rect.top() + 9, 10, 10);
  m_painter->setPen(Qt::NoPen);
  m_painter->setBrush(c.kinds[static_cast<int>(n.nodeClass)]);
  m_painter->drawPath(glyphPath(n.nodeClass, glyph));
  const double right = paintChip(n.rect, textsOf(node).chip, n.share);
  paintBoxText(node, n.rect, right);
  m_painter->setOpacity(1);
}

void ScenePainter::paintBoxText(int node, const QRectF& box, double right) {
  const Colors& c = *m_state->colors;
  const Texts& t = textsOf(node);
  const QFont bold = semibold(m_state->font);
  const double left = box.left() + 30;
  m_painter->setFont(bold);
  m_painter->setPen(c.text);
  const QRectF line(left, box.top() + 4, right - left, 19);
  m_painter->drawText(line, Qt::AlignVCenter | Qt::AlignLeft, t.title);
  m_painter->setFont(m_state->font);
  if (!t.detail.isEmpty()) {
    const double after = left + QFontMetricsF(bold).horizontalAdvance(t.title) + 8;
    m_painter->drawText(QRectF(after, line.top(), right - after, 19),
                        Qt::AlignVCenter | Qt::AlignLeft, t.detail);
  }
  m_painter->setPen(c.muted);
  m_painter->drawText(QRectF(left, box.top() + 22, box.right() - left - 8, 18),
                      Qt::AlignVCenter | Qt::AlignLeft, t.name);
}

// Returns where the text beside it must end.
double ScenePainter::paintChip(const QRectF& box, const QString& text, double share) {
  if (text.isEmpty()) return box.right() - 8;
  const Colors& c = *m_state->colors;
  const double width = QFontMetricsF(m_state->font).horizontalAdvance(text) + 10;
  const QRectF chip(box.right() - 6 - width, box.top() + 5, width, 17);
  m_painter->setPen(QPen(c.border, 1));
  m_painter->setBrush(sequentialColor(c, std::min(1.0, share * 4)));
  m_painter->drawRoundedRect(chip, 3, 3);
  m_painter->setPen(c.text);
  m_painter->setFont(m_state->font);
  m_painter->drawText(chip, Qt::AlignCenter, text);
  return chip.left() - 6;
}

}  // namespace heddle::views
