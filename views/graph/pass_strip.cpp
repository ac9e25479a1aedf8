// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/graph/pass_strip.h"

#include <QFontMetricsF>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QToolTip>

#include "views/common/numbers.h"
#include "views/common/theme.h"

namespace heddle::views {
namespace {

constexpr double kGap = 12;   // between items
constexpr double kEnd = 44;   // for the count of those without room

QString changeText(const session::GraphStageView& stage, bool isFusion, size_t groups) {
  if (isFusion)
    return PassStrip::tr("%1 groups").arg(countText(static_cast<int64_t>(groups)));
  const int delta = stage.added - stage.removed;
  if (delta != 0) return (delta > 0 ? QStringLiteral("+") : QStringLiteral("−")) + countText(std::abs(delta));
  if (stage.changed > 0) return QStringLiteral("~") + countText(stage.changed);
  return {};
}

QString cardText(const session::GraphStageView& stage) {
  return QStringLiteral("<b>%1</b><br>%2<br>%3")
      .arg(QString::fromStdString(stage.pass).toHtmlEscaped(),
           QString::fromStdString(stage.identity).toHtmlEscaped(),
           PassStrip::tr("%1 nodes; %2 added, %3 removed, %4 changed; %5")
               .arg(countText(static_cast<int64_t>(stage.nodes.size())), countText(stage.added),
                    countText(stage.removed), countText(stage.changed),
                    durationText(stage.milliseconds)));
}

}  // namespace

PassStrip::PassStrip(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(tr("Passes"));
  m_player.setInterval(700);
  connect(&m_player, &QTimer::timeout, this, [this] {
    if (m_current + 1 >= count()) return setPlaying(false);
    choose(m_current + 1);
  });
}

void PassStrip::setSnapshot(const session::SnapshotRef& snapshot) {
  m_items.clear();
  m_count = snapshot ? static_cast<int>(snapshot->stages.size()) : 0;
  if (snapshot) {
    const int last = m_count - 1;
    const size_t groups = snapshot->fusion ? snapshot->fusion->groups.size() : 0;
    size_t pass = 0;
    const auto addLeftOut = [&](const std::string& until) {
      for (; pass < snapshot->passes.size() && snapshot->passes[pass].name != until; ++pass)
        if (snapshot->passes[pass].isOff) {
          const QString name = QString::fromStdString(snapshot->passes[pass].name);
          m_items.push_back({name, {}, tr("<b>%1</b><br>left out; the context menu puts it back").arg(name), -1, false, {}});
        }
    };
    for (int i = 0; i < m_count; ++i) {
      const auto& stage = *snapshot->stages[static_cast<size_t>(i)];
      if (i > 0) addLeftOut(i == last ? std::string() : stage.pass);
      const bool isPass = pass < snapshot->passes.size() && snapshot->passes[pass].name == stage.pass;
      m_items.push_back({QString::fromStdString(stage.pass), changeText(stage, i == last && groups > 0, groups),
                         cardText(stage), i, !isPass || snapshot->passes[pass].isRequired, {}});
      pass += isPass;
    }
  }
  m_current = std::min(m_current, count() - 1);
  m_anchor = itemOf(m_current);
  place();
}

void PassStrip::setCurrent(int stage) {
  m_current = stage;
  m_anchor = itemOf(stage);
  place();
}

void PassStrip::choose(int stage) {
  if (stage < 0 || stage >= count() || stage == m_current) return;
  setCurrent(stage);
  emit stageChosen(stage);
}

void PassStrip::setPlaying(bool isPlaying) {
  if (isPlaying == m_player.isActive()) return;
  if (isPlaying && m_current + 1 >= count()) choose(0);
  isPlaying ? m_player.start() : m_player.stop();
  emit playingChanged(isPlaying);
}

double PassStrip::widthOf(const Item& item) const {
  const QString text = item.change.isEmpty() ? item.name : item.name + QLatin1Char(' ') + item.change;
  return QFontMetricsF(font()).horizontalAdvance(text) + 16;
}

int PassStrip::itemOf(int stage) const {
  for (size_t i = 0; i < m_items.size(); ++i)
    if (m_items[i].stage == stage) return static_cast<int>(i);
  return -1;
}

// As many whole items as have room, around the one that must be seen.
void PassStrip::place() {
  const int size = static_cast<int>(m_items.size());
  double total = 0;
  for (Item& item : m_items) {
    item.box = {};
    total += widthOf(item) + kGap;
  }
  m_first = 0;
  m_last = size - 1;
  if (total - kGap > width() && size > 0) {
    m_first = m_last = std::clamp(m_anchor, 0, size - 1);
    double room = width() - 2 * kEnd - widthOf(m_items[static_cast<size_t>(m_first)]);
    for (bool grows = true; grows;) {
      grows = false;
      for (const int next : {m_last + 1, m_first - 1}) {
        if (next < 0 || next >= size) continue;
        const double wanted = widthOf(m_items[static_cast<size_t>(next)]) + kGap;
        if (wanted > room) continue;
        room -= wanted;
        (next < m_first ? m_first : m_last) = next;
        grows = true;
      }
    }
  }
  m_before = m_first > 0 ? QRectF(0, 3, kEnd - kGap, height() - 6) : QRectF();
  double x = m_first > 0 ? kEnd : 0;
  for (int i = m_first; i <= m_last; ++i) {
    Item& item = m_items[static_cast<size_t>(i)];
    item.box = QRectF(x, 3, std::min(widthOf(item), width() - x), height() - 6);
    x += item.box.width() + kGap;
  }
  m_after = m_last + 1 < size ? QRectF(width() - kEnd + kGap, 3, kEnd - kGap, height() - 6) : QRectF();
  update();
}

void PassStrip::turnPage(int direction) {
  const int next = direction < 0 ? m_first - 1 : m_last + 1;
  if (next < 0 || next >= static_cast<int>(m_items.size())) return;
  m_anchor = next;
  place();
}

int PassStrip::itemAt(QPointF position) const {
  for (size_t i = 0; i < m_items.size(); ++i)
    if (!m_items[i].box.isEmpty() && m_items[i].box.adjusted(-6, -4, 6, 4).contains(position)) return static_cast<int>(i);
  return -1;
}

bool PassStrip::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const int item = itemAt(help->pos());
  if (item >= 0)
    QToolTip::showText(help->globalPos(), m_items[static_cast<size_t>(item)].card, this);
  else
    QToolTip::hideText();
  return true;
}

void PassStrip::paintItem(QPainter& painter, const Item& item) const {
  const Colors& colors = colorsOf(palette());
  const bool isCurrent = item.stage >= 0 && item.stage == m_current;
  if (isCurrent) {
    painter.setPen(QPen(colors.accent, hasFocus() ? 1.8 : 1));
    painter.setBrush(colors.accentSoft);
    painter.drawRoundedRect(item.box, 3, 3);
  }
  QFont own = font();
  own.setStrikeOut(item.stage < 0);
  painter.setFont(own);
  painter.setPen(item.stage < 0 ? colors.muted : colors.text);
  const QRectF text = item.box.adjusted(8, 0, -8, 0);
  painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft, item.name);
  painter.setFont(font());
  painter.setPen(isCurrent ? colors.text : colors.muted);
  painter.drawText(text, Qt::AlignVCenter | Qt::AlignRight, item.change);
}

void PassStrip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const Colors& colors = colorsOf(palette());
  for (int i = m_first; i <= m_last; ++i) {
    const Item& item = m_items[static_cast<size_t>(i)];
    if (i > 0) {
      painter.setPen(QPen(colors.strongBorder, 1));
      const double y = item.box.center().y();
      painter.drawLine(QPointF(item.box.left() - 10, y), QPointF(item.box.left() - 2, y));
    }
    paintItem(painter, item);
  }
  painter.setPen(colors.muted);
  painter.setBrush(Qt::NoBrush);
  const int after = static_cast<int>(m_items.size()) - 1 - m_last;
  if (!m_before.isEmpty())
    painter.drawText(m_before, Qt::AlignCenter, QStringLiteral("\u2190 ") + QString::number(m_first));
  if (!m_after.isEmpty())
    painter.drawText(m_after, Qt::AlignCenter, QString::number(after) + QStringLiteral(" \u2192"));
}

void PassStrip::mousePressEvent(QMouseEvent* event) {
  setFocus(Qt::MouseFocusReason);
  if (event->button() != Qt::LeftButton) return;
  setPlaying(false);
  if (m_before.contains(event->position())) return turnPage(-1);
  if (m_after.contains(event->position())) return turnPage(1);
  if (const int item = itemAt(event->position()); item >= 0) choose(m_items[static_cast<size_t>(item)].stage);
}

void PassStrip::mouseMoveEvent(QMouseEvent* event) {
  if (!(event->buttons() & Qt::LeftButton)) return;
  if (const int item = itemAt(event->position()); item >= 0) choose(m_items[static_cast<size_t>(item)].stage);
}

void PassStrip::wheelEvent(QWheelEvent* event) {
  const QPoint delta = event->angleDelta();
  if (const int turn = delta.y() + delta.x(); turn != 0) turnPage(turn > 0 ? -1 : 1);
  event->accept();
}

void PassStrip::contextMenuEvent(QContextMenuEvent* event) {
  const bool isKey = event->reason() == QContextMenuEvent::Keyboard;
  const int index = isKey ? itemOf(m_current) : itemAt(event->pos());
  if (index < 0) return;
  const Item item = m_items[static_cast<size_t>(index)];
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  const bool isOff = item.stage < 0;
  QAction* action = menu->addAction(isOff ? tr("Put %1 back").arg(item.name) : tr("Leave %1 out").arg(item.name));
  action->setEnabled(isOff || !item.isRequired);
  if (!action->isEnabled()) action->setText(tr("%1 cannot be left out").arg(item.name));
  connect(action, &QAction::triggered, this, [this, item, isOff] { emit passToggled(item.name, isOff); });
  menu->popup(isKey ? mapToGlobal(item.box.bottomLeft().toPoint()) : event->globalPos());
}

void PassStrip::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Left: return choose(m_current - 1);
    case Qt::Key_Right: return choose(m_current + 1);
    case Qt::Key_Home: return choose(0);
    case Qt::Key_End: return choose(count() - 1);
    case Qt::Key_Space: return setPlaying(!isPlaying());
    default: QWidget::keyPressEvent(event);
  }
}

void PassStrip::resizeEvent(QResizeEvent*) { place(); }

}  // namespace heddle::views
