// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/schedule/schedule_tree_delegate.h"

#include <QApplication>

#include "views/common/numbers.h"
#include "views/common/theme.h"
#include "views/schedule/loop_kinds.h"
#include "views/schedule/row_paint.h"
#include "views/schedule/schedule_tree_model.h"

namespace heddle::views {
namespace {

constexpr int kGlyph = 11, kBarWidth = 27, kBarHeight = 6;

// The size alone: the boxes beside it say which cache it fits.
QString sizeOf(const session::ScheduleTreeItem& item) { return bytesText(item.item.workingSetBytes); }

QColor textColor(const QStyleOptionViewItem& option) {
  return onGround(option.palette.color(QPalette::Text), option);
}

}  // namespace

ScheduleTreeDelegate::ScheduleTreeDelegate(ScheduleTreeModel* model, QObject* parent)
    : QStyledItemDelegate(parent), m_model(model) {}

QSize ScheduleTreeDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  QSize size = QStyledItemDelegate::sizeHint(option, index);
  size.setHeight(std::max(20, option.fontMetrics.height() + 4));
  const session::ScheduleTreeItem* item = m_model->item(index);
  const QString text = index.column() == ScheduleTreeModel::cacheColumn && item && item->item.workingSetBytes >= 0
                           ? sizeOf(*item) : index.data().toString();
  size.setWidth(option.fontMetrics.horizontalAdvance(text) + 2 * kGrid + 2);
  if (index.column() == ScheduleTreeModel::cacheColumn) size.rwidth() += kBarWidth + 2 * kGrid;
  return size;
}

void ScheduleTreeDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  QStyleOptionViewItem bare = option;
  initStyleOption(&bare, index);
  const QString text = paintGround(*painter, bare);
  const Colors& colors = colorsOf(option.palette);
  painter->save();
  if (m_model->isNew(index) && !(option.state & QStyle::State_Selected)) {
    QColor ground = colors.added;
    ground.setAlphaF(colors.isDark ? 0.22f : 0.16f);
    painter->fillRect(option.rect, ground);
  }
  if (index.column() == ScheduleTreeModel::nameColumn) {
    paintName(*painter, bare, index);
  } else if (index.column() == ScheduleTreeModel::cacheColumn && m_model->item(index)) {
    paintCache(*painter, bare, index);
  } else {
    const session::ScheduleTreeItem* item = m_model->item(index);
    const bool isKind = index.column() == ScheduleTreeModel::kindColumn;
    const QColor own = !isKind ? textColor(option)
                       : item && item->item.kind == session::LoopTreeItem::Kind::loop && item->item.loopKind != "serial"
                           ? loopKindColor(colors, item->item.loopKind)
                           : colors.muted;
    painter->setPen(isKind ? onGround(own, option) : own);
    const QRect area = option.rect.adjusted(kGrid, 0, -kGrid, 0);
    painter->drawText(area, static_cast<int>(bare.displayAlignment),
                      option.fontMetrics.elidedText(text, Qt::ElideRight, area.width()));
  }
  painter->restore();
}

void ScheduleTreeDelegate::paintName(QPainter& painter, const QStyleOptionViewItem& option,
                                     const QModelIndex& index) const {
  const Colors& colors = colorsOf(option.palette);
  const session::ScheduleTreeItem* item = m_model->item(index);
  const session::ScheduleBufferView* buffer = m_model->buffer(index);
  QRect area = option.rect.adjusted(2, 0, -kGrid, 0);
  if (item || buffer) {
    const QRectF box(area.x(), area.center().y() - kGlyph / 2.0 + 0.5, kGlyph, kGlyph);
    if (buffer)
      paintBufferGlyph(painter, box, onGround(colors.muted, option));
    else if (item->item.kind == session::LoopTreeItem::Kind::block)
      paintBlockGlyph(painter, box, onGround(colors.accent, option));
    else
      paintLoopGlyph(painter, box, item->item.loopKind, onGround(loopKindColor(colors, item->item.loopKind), option));
    area.setLeft(area.x() + kGlyph + kGrid + 1);
  }
  painter.setFont(option.font);
  painter.setPen(item || buffer ? textColor(option) : onGround(colors.muted, option));
  const QFontMetrics metrics(option.font);
  // "conv.oc_i": the block's name goes first when there is no room.
  QString name = index.data().toString();
  const qsizetype dot = item && item->item.kind == session::LoopTreeItem::Kind::loop ? name.lastIndexOf(QLatin1Char('.')) : -1;
  if (dot > 0 && metrics.horizontalAdvance(name) <= area.width()) {
    const QColor own = painter.pen().color();
    const QString block = name.left(dot + 1);
    painter.setPen(onGround(colors.muted, option));
    painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter, block);
    area.setLeft(area.x() + metrics.horizontalAdvance(block));
    painter.setPen(own);
  }
  if (dot > 0) name = name.mid(dot + 1);
  name = metrics.elidedText(name, Qt::ElideMiddle, area.width());
  painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter, name);
  area.setLeft(area.x() + metrics.horizontalAdvance(name) + 2 * kGrid);
  QString notes;
  if (item)
    for (const auto& [key, value] : item->annotations) notes += QString::fromStdString(key + " " + value + "  ");
  if (buffer) notes = QString::fromStdString(buffer->type);
  if (notes.isEmpty() || area.width() < 6 * kGrid) return;
  painter.setFont(QApplication::font());
  painter.setPen(onGround(colors.muted, option));
  painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter,
                   QFontMetrics(painter.font()).elidedText(notes.trimmed(), Qt::ElideRight, area.width()));
}

void ScheduleTreeDelegate::paintCache(QPainter& painter, const QStyleOptionViewItem& option,
                                      const QModelIndex& index) const {
  const session::ScheduleTreeItem* item = m_model->item(index);
  if (item->item.kind != session::LoopTreeItem::Kind::loop) return;
  const Colors& colors = colorsOf(option.palette);
  const session::ScheduleProgramView& program = m_model->program();
  const QRect area = option.rect.adjusted(kGrid, 0, -kGrid, 0);
  painter.setPen(textColor(option));
  painter.drawText(area, Qt::AlignRight | Qt::AlignVCenter, sizeOf(*item));
  const double fill = cacheFill(item->item.workingSetBytes, program.l1Bytes, program.l2Bytes, program.l3Bytes);
  const QRectF bar(area.x(), area.center().y() - kBarHeight / 2.0 + 0.5, kBarWidth, kBarHeight);
  painter.setPen(Qt::NoPen);
  const bool isSelected = option.state & QStyle::State_Selected;
  QColor ground = isSelected ? option.palette.color(QPalette::HighlightedText) : colors.border;
  if (isSelected) ground.setAlphaF(0.35f);
  // One box for each cache; what overflows the last is in memory.
  for (int level = 0; level < 3; ++level) {
    const QRectF box(bar.x() + level * (kBarWidth / 3.0) + 0.5, bar.y(), kBarWidth / 3.0 - 1, bar.height());
    painter.setBrush(ground);
    painter.drawRect(box);
    const double share = std::clamp(fill * 3 - level, 0.0, 1.0);
    if (share <= 0) continue;
    painter.setBrush(isSelected ? option.palette.color(QPalette::HighlightedText)
                     : fill >= 1 ? colors.worse
                                 : colors.accent);
    painter.drawRect(QRectF(box.x(), box.y(), box.width() * share, box.height()));
  }
}

}  // namespace heddle::views
