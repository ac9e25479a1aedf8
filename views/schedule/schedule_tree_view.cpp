// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/schedule/schedule_tree_view.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>

#include "views/common/theme.h"
#include "views/schedule/primitive_catalog.h"
#include "views/schedule/schedule_tree_delegate.h"
#include "views/schedule/schedule_tree_model.h"

namespace heddle::views {

ScheduleTreeView::ScheduleTreeView(ScheduleTreeModel* model, QWidget* parent)
    : QTreeView(parent), m_model(model), m_verdict(new QLabel(this)) {
  setModel(model);
  setItemDelegate(new ScheduleTreeDelegate(model, this));
  setUniformRowHeights(true);
  setIndentation(10);
  setMouseTracking(false);
  setEditTriggers(NoEditTriggers);
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setContextMenuPolicy(Qt::DefaultContextMenu);
  header()->setStretchLastSection(false);
  header()->setMinimumSectionSize(6 * kGrid);
  header()->setSectionResizeMode(QHeaderView::ResizeToContents);
  header()->setSectionResizeMode(ScheduleTreeModel::nameColumn, QHeaderView::Stretch);
  m_verdict->setWordWrap(true);
  m_verdict->setMargin(kGrid);
  m_verdict->setAutoFillBackground(true);
  m_verdict->setFrameShape(QFrame::Box);
  m_verdict->setAttribute(Qt::WA_TransparentForMouseEvents);
  m_verdict->setTextFormat(Qt::PlainText);
  m_verdict->hide();
}

void ScheduleTreeView::mousePressEvent(QMouseEvent* event) {
  QTreeView::mousePressEvent(event);
  m_pressed = event->pos();
  m_dragged = event->button() == Qt::LeftButton ? m_model->position(indexAt(event->pos())) : -1;
}

void ScheduleTreeView::mouseMoveEvent(QMouseEvent* event) {
  const bool isFar = (event->pos() - m_pressed).manhattanLength() >= QApplication::startDragDistance();
  if (m_dragged < 0 || !(event->buttons() & Qt::LeftButton) || (!m_isDragging && !isFar)) return;
  if (!m_isDragging) {
    m_isDragging = true;
    setCursor(Qt::ClosedHandCursor);
  }
  drag(event->pos());
}

// The upper and the lower quarter of a row stand for the gap beside it.
void ScheduleTreeView::drag(const QPoint& place) {
  m_pointer = place;
  const QModelIndex under = indexAt(place);
  m_target = m_model->position(under);
  m_place = DropPlace::onto;
  if (m_target >= 0) {
    const QRect row = visualRect(under);
    const int quarter = row.height() / 4;
    if (place.y() < row.top() + quarter) m_place = DropPlace::above;
    if (place.y() > row.bottom() - quarter) m_place = DropPlace::below;
  }
  const QStringList steps =
      m_target < 0 ? QStringList() : stepsForDrop(m_model->program().tree, m_dragged, m_target, m_place);
  if (steps != m_steps) {
    m_steps = steps;
    m_isLegal = false;
    if (steps.isEmpty()) m_verdict->hide();
    else setDropVerdict(steps.front(), false);
    emit dragMoved(steps);
  }
  placeVerdict();
  viewport()->update();
}

void ScheduleTreeView::setDropVerdict(const QString& text, bool isLegal) {
  if (!m_isDragging || m_steps.isEmpty()) return;
  m_isLegal = isLegal;
  m_verdict->setText(text);
  placeVerdict();
  m_verdict->show();
  m_verdict->raise();
  viewport()->update();
}

void ScheduleTreeView::placeVerdict() {
  m_verdict->setFixedWidth(std::min(320, width() - 4 * kGrid));
  m_verdict->adjustSize();
  const QPoint corner = viewport()->mapToParent(m_pointer) + QPoint(3 * kGrid, 4 * kGrid);
  const int x = std::clamp(corner.x(), kGrid, std::max(kGrid, width() - m_verdict->width() - 2 * kGrid));
  const bool isBelow = corner.y() + m_verdict->height() < height();
  m_verdict->move(x, isBelow ? corner.y() : std::max(0, corner.y() - m_verdict->height() - 8 * kGrid));
}

void ScheduleTreeView::mouseReleaseEvent(QMouseEvent* event) {
  QTreeView::mouseReleaseEvent(event);
  const bool wasDragging = m_isDragging;
  const QStringList steps = m_steps;
  endDrag();
  if (!wasDragging) return;
  emit dragEnded();
  if (!steps.isEmpty()) emit dropped(steps);
}

void ScheduleTreeView::endDrag() {
  m_isDragging = false;
  m_dragged = m_target = -1;
  m_steps.clear();
  m_verdict->hide();
  unsetCursor();
  viewport()->update();
}

void ScheduleTreeView::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape && m_isDragging) {
    endDrag();
    emit dragEnded();
    return;
  }
  if (const QString primitive = primitiveOfKey(*event); !primitive.isEmpty()) {
    emit primitiveRequested(primitive);
    return;
  }
  QTreeView::keyPressEvent(event);
}

void ScheduleTreeView::contextMenuEvent(QContextMenuEvent* event) {
  const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
  const QModelIndex index = isByKey ? currentIndex() : indexAt(event->pos());
  if (!index.isValid()) return;
  setCurrentIndex(index);
  emit menuRequested(isByKey ? viewport()->mapToGlobal(visualRect(index).bottomLeft()) : event->globalPos());
}

void ScheduleTreeView::paintEvent(QPaintEvent* event) {
  QTreeView::paintEvent(event);
  if (!m_isDragging || m_target < 0 || m_steps.isEmpty()) return;
  QPainter painter(viewport());
  const Colors& colors = colorsOf(palette());
  const QRect row = visualRect(m_model->indexOfPosition(m_target));
  painter.setPen(QPen(m_isLegal ? colors.good : colors.warning, 2));
  if (m_place == DropPlace::onto) {
    painter.drawRect(row.adjusted(0, 0, viewport()->width() - row.right() - 2, -1));
  } else {
    const int y = m_place == DropPlace::above ? row.top() : row.bottom();
    painter.drawLine(row.left(), y, viewport()->width() - 2, y);
  }
}

}  // namespace heddle::views
