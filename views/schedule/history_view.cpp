// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/schedule/history_view.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QInputDialog>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>

#include "views/common/engine_text.h"
#include "views/common/numbers.h"
#include "views/common/theme.h"
#include "views/schedule/row_paint.h"
#include "views/schedule/step_text.h"

namespace heddle::views {

using session::ScheduleStateView;

namespace {

constexpr int kLane = 12, kRadius = 4;

}  // namespace

QString stateName(const ScheduleStateView& state) {
  if (state.name == "default") return HistoryModel::tr("default");
  if (state.name == "unscheduled") return HistoryModel::tr("unscheduled");
  if (!state.name.empty()) return QString::fromStdString(state.name);
  const QStringList steps = QString::fromStdString(state.steps).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
  if (steps.isEmpty()) return state.parent < 0 ? HistoryModel::tr("as written") : QStringLiteral("#%1").arg(state.id);
  const QString first = shortStep(steps.front());
  return steps.size() == 1 ? first : first + QStringLiteral(" +%1").arg(steps.size() - 1);
}

QString speedText(const ScheduleStateView& state) {
  if (state.speed)
    return state.speed->gflops > 0 ? rateText(state.speed->gflops, QStringLiteral("GF/s"))
                                   : durationText(state.speed->time.median);
  if (!state.refusal.empty()) return HistoryModel::tr("no speed");
  return state.isMeasuring ? QStringLiteral("…") : QString();
}

void HistoryModel::setHistory(const session::ScheduleHistoryView* history, int inBuild) {
  beginResetModel();
  m_inBuild = inBuild;
  m_history = history ? *history : session::ScheduleHistoryView();
  m_rows = layOutHistory(m_history);
  endResetModel();
}

const ScheduleStateView& HistoryModel::state(int row) const {
  return m_history.states[static_cast<size_t>(m_rows[static_cast<size_t>(row)].state)];
}

int HistoryModel::rowOf(int state) const { return static_cast<int>(m_rows.size()) - 1 - state; }

int HistoryModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const ScheduleStateView& thing = state(index.row());
  if (role == Qt::DisplayRole) return stateName(thing);
  if (role == Qt::AccessibleDescriptionRole) return speedText(thing);
  if (role != Qt::ToolTipRole) return {};
  QStringList lines = {QString::fromStdString(thing.steps).trimmed()};
  if (thing.speed)
    lines << tr("%1, %2 of peak").arg(durationWithSpread(thing.speed->time.median, thing.speed->time.low,
                                                         thing.speed->time.high),
                                      shareText(thing.speed->shareOfPeak))
          << QString::fromStdString(thing.speed->time.command);
  lines << engineText(thing.refusal);
  if (thing.id == m_inBuild) lines << tr("The model is built with this state");
  lines.removeAll(QString());
  return lines.join(QLatin1Char('\n'));
}

HistoryDelegate::HistoryDelegate(HistoryModel* model, QObject* parent) : QStyledItemDelegate(parent), m_model(model) {}

QSize HistoryDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
  return {120, std::max(20, option.fontMetrics.height() + 5)};
}

// Lines of every branch that passes this row, then the state's own circle.
void HistoryDelegate::paintLanes(QPainter& painter, const QRect& area, int row,
                                 const QStyleOptionViewItem& option) const {
  const std::vector<HistoryRow>& rows = m_model->rows();
  const Colors& colors = colorsOf(option.palette);
  const bool isSelected = option.state & QStyle::State_Selected;
  const QColor strong = isSelected ? option.palette.color(QPalette::HighlightedText) : colors.accent;
  const QColor weak = isSelected ? strong : colors.strongBorder;
  const auto x = [&](int lane) { return area.x() + lane * kLane + kLane / 2.0; };
  const double top = area.top(), bottom = area.bottom() + 1, middle = (top + bottom) / 2;
  painter.setRenderHint(QPainter::Antialiasing);
  for (int child = 0; child < static_cast<int>(rows.size()); ++child) {
    const HistoryRow& r = rows[static_cast<size_t>(child)];
    if (r.parentRow < 0 || row < child || row > r.parentRow) continue;
    painter.setPen(QPen(r.isOnPath ? strong : weak, r.isOnPath ? 2 : 1.2));
    const double from = row == child ? middle : top, to = row == r.parentRow ? middle : bottom;
    if (row < r.parentRow) {
      painter.drawLine(QPointF(x(r.lane), from), QPointF(x(r.lane), to));
    } else if (r.lane == r.parentLane) {
      painter.drawLine(QPointF(x(r.lane), from), QPointF(x(r.lane), to));
    } else {
      QPainterPath bend(QPointF(x(r.lane), top));
      bend.quadTo(QPointF(x(r.lane), middle), QPointF(x(r.parentLane), middle));
      painter.drawPath(bend);
    }
  }
  const HistoryRow& own = rows[static_cast<size_t>(row)];
  const bool isCurrent = own.state == m_model->history().current;
  const bool isChosen = own.state == m_model->inBuild();
  painter.setPen(QPen(own.isOnPath ? strong : weak, isCurrent ? 2 : 1.2));
  painter.setBrush(isCurrent ? strong : isSelected ? colors.accent : colors.base);
  painter.drawEllipse(QPointF(x(own.lane), middle), kRadius, kRadius);
  if (!isChosen) return;
  painter.setBrush(Qt::NoBrush);
  painter.drawEllipse(QPointF(x(own.lane), middle), kRadius + 2.5, kRadius + 2.5);
}

void HistoryDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  QStyleOptionViewItem bare = option;
  initStyleOption(&bare, index);
  const QString text = paintGround(*painter, bare);
  const Colors& colors = colorsOf(option.palette);
  const ScheduleStateView& state = m_model->state(index.row());
  painter->save();
  paintLanes(*painter, option.rect, index.row(), option);
  QRect area = option.rect.adjusted(laneCount(m_model->rows()) * kLane + kGrid, 0, -2 * kGrid, 0);
  const QString speed = speedText(state);
  painter->setPen(onGround(!state.refusal.empty() && !state.speed ? colors.error : colors.text, option));
  painter->drawText(area, Qt::AlignRight | Qt::AlignVCenter, speed);
  const int speedWidth = option.fontMetrics.horizontalAdvance(QStringLiteral("0000 GF/s"));
  area.setRight(area.right() - std::max(speedWidth, option.fontMetrics.horizontalAdvance(speed)) - kGrid);
  if (state.overParent > 0) {
    const QString factor = state.isWithinNoise ? HistoryModel::tr("noise") : significant(state.overParent, 2) + QStringLiteral("×");
    const QColor verdict = state.overParent >= 1 ? colors.better : colors.worse;
    painter->setPen(onGround(state.isWithinNoise ? colors.muted : verdict, option));
    painter->drawText(area, Qt::AlignRight | Qt::AlignVCenter, factor);
    area.setRight(area.right() - option.fontMetrics.horizontalAdvance(factor) - 2 * kGrid);
  }
  const bool isNamed = !state.name.empty() || state.parent < 0;
  QFont font = isNamed ? option.font : codeFont();
  font.setBold(state.id == m_model->history().current);
  painter->setFont(font);
  painter->setPen(onGround(colors.text, option));
  painter->drawText(area, Qt::AlignLeft | Qt::AlignVCenter,
                    QFontMetrics(font).elidedText(text, Qt::ElideRight, area.width()));
  painter->restore();
}

HistoryView::HistoryView(WorkbenchContext& context, QWidget* parent)
    : QListView(parent), m_context(context), m_model(new HistoryModel(this)) {
  setModel(m_model);
  setItemDelegate(new HistoryDelegate(m_model, this));
  setUniformItemSizes(true);
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setAccessibleName(tr("History of the schedule"));
  connect(&m_context.schedule(), &ScheduleDesk::historyChanged, this, &HistoryView::refresh);
  connect(this, &QListView::activated, this,
          [this](const QModelIndex& index) { m_context.schedule().goTo(m_model->state(index.row()).id); });
  connect(this, &QListView::clicked, this,
          [this](const QModelIndex& index) { m_context.schedule().goTo(m_model->state(index.row()).id); });
  refresh();
}

void HistoryView::refresh() {
  m_model->setHistory(m_context.schedule().history(), m_context.schedule().inBuild());
  if (m_model->rowCount() > 0) setCurrentIndex(m_model->index(m_model->rowOf(m_model->history().current)));
}

void HistoryView::rename(int state) {
  const ScheduleStateView* thing = m_context.schedule().state(state);
  if (!thing) return;
  auto* dialog = new QInputDialog(this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(tr("Name the state"));
  dialog->setLabelText(tr("Name, empty to take it away"));
  dialog->setTextValue(QString::fromStdString(thing->name));
  connect(dialog, &QInputDialog::textValueSelected, this,
          [this, state](const QString& name) { m_context.schedule().rename(state, name.trimmed()); });
  dialog->open();
}

void HistoryView::contextMenuEvent(QContextMenuEvent* event) {
  const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
  const QModelIndex index = isByKey ? currentIndex() : indexAt(event->pos());
  if (!index.isValid()) return;
  const int id = m_model->state(index.row()).id, current = m_model->history().current;
  const ScheduleStateView* thing = m_context.schedule().state(id);
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  ScheduleDesk& desk = m_context.schedule();
  menu->addAction(tr("Go to this state"), this, [&desk, id] { desk.goTo(id); })->setEnabled(id != current);
  menu->addAction(tr("Compare with the current state"), this, [this, id, current] { emit compareRequested(id, current); })
      ->setEnabled(id != current);
  menu->addAction(tr("Merge into the current state"), this, [&desk, id] { desk.merge(id); })->setEnabled(id != current);
  menu->addAction(tr("Use in the build"), this, [&desk, id] { desk.choose(id); })
      ->setEnabled(!desk.isWorkload() && m_model->inBuild() != id);
  menu->addAction(tr("Measure again"), this, [&desk, id] { desk.measureState(id); });
  menu->addSeparator();
  menu->addAction(tr("Name…"), this, [this, id] { rename(id); });
  menu->addAction(tr("Copy the trace"), this, [trace = QString::fromStdString(thing->trace)] {
    QApplication::clipboard()->setText(trace);
  });
  if (thing->speed && !thing->speed->time.command.empty())
    menu->addAction(tr("Copy the command"), this, [command = QString::fromStdString(thing->speed->time.command)] {
      QApplication::clipboard()->setText(command);
    });
  menu->popup(isByKey ? viewport()->mapToGlobal(visualRect(index).bottomLeft()) : event->globalPos());
}

void HistoryView::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_F2 && currentIndex().isValid()) return rename(m_model->state(currentIndex().row()).id);
  QListView::keyPressEvent(event);
}

}  // namespace heddle::views
