// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/schedule/speed_card.h"

#include <QGridLayout>
#include <QLabel>
#include <QPainter>

#include "views/common/copy_command.h"
#include "views/common/engine_text.h"
#include "views/common/numbers.h"
#include "views/common/theme.h"

namespace heddle::views {

using session::ScheduleSpeed;
using session::ScheduleStateView;

namespace {

const QString kDot = QStringLiteral(" · ");

void tint(QLabel* label, const QColor& color) {
  QPalette palette = label->palette();
  palette.setColor(QPalette::WindowText, color);
  label->setPalette(palette);
}

QLabel* line(QWidget* parent) {
  auto* label = new QLabel(parent);
  label->setWordWrap(true);
  label->setTextFormat(Qt::PlainText);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  return label;
}

}  // namespace

PeakBar::PeakBar(QWidget* parent) : QWidget(parent) { setFixedHeight(12); }

void PeakBar::setShares(double measured, double predicted, bool isOld) {
  m_measured = measured;
  m_predicted = predicted;
  m_isOld = isOld;
  update();
}

void PeakBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const Colors& colors = colorsOf(palette());
  const QRectF bar(0.5, 3.5, width() - 1.0, 5);
  painter.fillRect(bar, colors.border);
  if (m_measured >= 0)
    painter.fillRect(QRectF(bar.x(), bar.y(), bar.width() * std::min(1.0, m_measured), bar.height()),
                     m_isOld ? colors.strongBorder : colors.accent);
  if (m_predicted < 0) return;
  const double x = bar.x() + bar.width() * std::min(1.0, m_predicted);
  painter.setPen(QPen(colors.text, 2));
  painter.drawLine(QPointF(x, 0), QPointF(x, height()));
}

SpeedCard::SpeedCard(WorkbenchContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_rate(new QLabel(this)),
      m_share(new QLabel(this)),
      m_facts(line(this)),
      m_check(line(this)),
      m_change(line(this)),
      m_predicted(line(this)),
      m_bar(new PeakBar(this)) {
  auto* grid = new QGridLayout(this);
  grid->setContentsMargins(2 * kGrid, kGrid, 2 * kGrid, 2 * kGrid);
  grid->setVerticalSpacing(kGrid);
  m_rate->setFont(headingFont(font()));
  m_rate->setTextFormat(Qt::PlainText);
  grid->addWidget(m_rate, 0, 0);
  grid->addWidget(m_share, 0, 1, Qt::AlignRight | Qt::AlignBottom);
  grid->addWidget(m_bar, 1, 0, 1, 2);
  int row = 2;
  for (QLabel* label : {m_check, m_facts, m_change, m_predicted}) grid->addWidget(label, row++, 0, 1, 2);
  m_bar->setAccessibleName(tr("Share of peak"));
  offerCommand(this, [this] {
    const ScheduleStateView* now = m_context.schedule().current();
    return now && now->speed ? QString::fromStdString(now->speed->time.command) : QString();
  });
  ScheduleDesk& desk = m_context.schedule();
  connect(&desk, &ScheduleDesk::historyChanged, this, &SpeedCard::refresh);
  connect(&desk, &ScheduleDesk::predictionChanged, this, &SpeedCard::refresh);
  connect(&desk, &ScheduleDesk::codeChanged, this, &SpeedCard::refresh);
  refresh();
}

QString SpeedCard::text() const {
  QStringList all;
  for (const QLabel* label : {m_rate, m_share, m_check, m_facts, m_change, m_predicted})
    if (!label->text().isEmpty() && label->isVisibleTo(this)) all << label->text();
  return all.join(QLatin1Char('\n'));
}

void SpeedCard::refresh() {
  const ScheduleStateView* now = m_context.schedule().current();
  setVisible(now != nullptr);
  if (!now) return;
  // Until this state has a number, the one before stays, grey.
  const ScheduleStateView* shown = now;
  while (shown && !shown->speed) shown = m_context.schedule().state(shown->parent);
  showSpeed(*now, shown ? &*shown->speed : nullptr, shown != now);
  const Colors& colors = colorsOf(palette());
  m_check->setText(checkText(*now));
  tint(m_check, !now->refusal.empty() ? colors.error : now->speed ? colors.good : colors.muted);
  const QString predicted = predictionText();
  m_predicted->setText(predicted);
  m_predicted->setVisible(!predicted.isEmpty());
  tint(m_predicted, colors.muted);
}

void SpeedCard::showSpeed(const ScheduleStateView& state, const ScheduleSpeed* speed, bool isOld) {
  const Colors& colors = colorsOf(palette());
  const session::SchedulePrediction* predicted = m_context.schedule().prediction();
  m_bar->setShares(speed ? speed->shareOfPeak : -1, predicted && predicted->gflops > 0 ? predicted->shareOfPeak : -1,
                   isOld);
  tint(m_rate, isOld || !speed ? colors.muted : colors.text);
  tint(m_facts, colors.muted);
  const ScheduleStateView* parent = m_context.schedule().state(state.parent);
  const bool hasChange = state.speed && parent && parent->speed && state.overParent > 0;
  m_facts->setVisible(speed != nullptr);
  m_change->setVisible(hasChange);
  if (!speed) {
    m_rate->setText(state.isMeasuring ? tr("Measuring…") : tr("Not measured"));
    m_share->clear();
    setToolTip({});
    return;
  }
  const session::Measurement& time = speed->time;
  const bool hasRate = speed->gflops > 0;
  m_rate->setText(hasRate ? rateText(speed->gflops, QStringLiteral("GF/s"))
                          : durationWithSpread(time.median, time.low, time.high));
  m_share->setText(isOld ? tr("of the state before") : tr("%1 of peak").arg(shareText(speed->shareOfPeak)));
  QStringList facts;
  if (hasRate) facts << durationWithSpread(time.median, time.low, time.high);
  facts << rateText(speed->gbytesPerSecond, QStringLiteral("GB/s"));
  if (time.noiseFloor > 0) {
    const QChar thin(0x2009);
    facts << tr("noise %1").arg(significant(time.noiseFloor * 100, 2) + thin + QLatin1Char('%'));
  }
  facts << tr("%n thread(s)", nullptr, time.threads);
  m_facts->setText(facts.join(kDot));
  setToolTip(story(*speed));
  if (!hasChange) return;
  if (state.isWithinNoise) {
    m_change->setText(tr("Within noise of the state before, %1").arg(rateText(parent->speed->gflops, QStringLiteral("GF/s"))));
    tint(m_change, colors.muted);
  } else {
    const bool isFaster = state.overParent >= 1;
    const QString factor = significant(isFaster ? state.overParent : 1 / state.overParent) + QStringLiteral("×");
    m_change->setText((isFaster ? tr("%1 faster than the state before, %2") : tr("%1 slower than the state before, %2"))
                          .arg(factor, rateText(parent->speed->gflops, QStringLiteral("GF/s"))));
    tint(m_change, isFaster ? colors.better : colors.worse);
  }
}

QString SpeedCard::checkText(const ScheduleStateView& state) const {
  if (!state.refusal.empty()) return tr("No speed: %1").arg(engineText(state.refusal));
  if (state.speed)
    return QStringLiteral("✓ ") + tr("Checked against the reference: worst error %1 of the tolerance")
                                      .arg(shareText(state.speed->worstOfTolerance));
  return state.isMeasuring ? tr("Checking against the reference, then timing…")
                           : tr("Not yet checked against the reference");
}

QString SpeedCard::predictionText() const {
  const session::SchedulePrediction* p = m_context.schedule().prediction();
  if (!p) return {};
  QStringList parts;
  parts << (p->gflops > 0 ? tr("Predicted %1").arg(rateText(p->gflops, QStringLiteral("GF/s")))
                          : tr("Predicted %1").arg(durationText(p->milliseconds)));
  if (p->boundBy == "compute") parts << tr("bound by compute");
  if (p->boundBy == "memory") parts << tr("bound by memory");
  if (p->instructions > 0) {
    if (p->multiplyAdds > 0) parts << tr("%1 FMA").arg(p->multiplyAdds);
    parts << tr("%n load(s)", nullptr, p->loads)
          << tr("%1 of %2 vector registers").arg(p->liveVectorRegisters).arg(p->vectorRegisters)
          << tr("%n spill(s)", nullptr, p->spills);
  }
  if (!p->busiestPort.empty()) parts << tr("busiest: %1").arg(QString::fromStdString(p->busiestPort));
  QString text = parts.join(kDot);
  if (!p->note.empty()) text += QLatin1Char('\n') + engineText(p->note);
  return text;
}

QString SpeedCard::story(const ScheduleSpeed& speed) const {
  const session::Measurement& time = speed.time;
  QStringList lines = {engineText(time.protocol), QString::fromStdString(time.machine),
                       QString::fromStdString(time.command)};
  lines.removeAll(QString());
  return lines.join(QLatin1Char('\n'));
}

}  // namespace heddle::views
