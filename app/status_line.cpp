// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/status_line.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

#include "views/common/copy_command.h"
#include "views/common/engine_text.h"
#include "views/common/icons.h"
#include "views/common/numbers.h"

namespace heddle::app {

using namespace heddle::views;

StatusLine::StatusLine(WorkbenchContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_model(new QLabel(this)),
      m_speed(new QLabel(this)),
      m_job(new QLabel(this)),
      m_noise(new QLabel(this)),
      m_progress(new QProgressBar(this)),
      m_cancel(new QToolButton(this)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(8, 0, 8, 0);
  row->setSpacing(16);
  m_progress->setFixedSize(120, 12);
  m_progress->setTextVisible(false);
  m_progress->setRange(0, 1000);
  m_cancel->setIcon(lineIcon(QStringLiteral("cancel")));
  m_cancel->setAutoRaise(true);
  m_cancel->setIconSize({12, 12});
  m_cancel->setToolTip(tr("Cancel the running job"));
  m_cancel->setAccessibleName(m_cancel->toolTip());
  connect(m_cancel, &QToolButton::clicked, this, [this] {
    if (const Job* job = m_context.jobs().running()) m_context.engine().cancel(job->id);
  });
  m_speed->setTextInteractionFlags(Qt::TextSelectableByMouse);
  offerCommand(m_speed, [this] {
    const auto& s = m_context.snapshot();
    return s && s->profile ? QString::fromStdString(s->profile->total.command) : QString();
  });
  row->addWidget(m_model);
  row->addWidget(m_speed);
  row->addStretch(1);
  row->addWidget(m_job);
  row->addWidget(m_progress);
  row->addWidget(m_cancel);
  row->addWidget(m_noise);
  connect(&m_context, &WorkbenchContext::snapshotChanged, this, &StatusLine::refresh);
  connect(&m_context.jobs(), &JobList::runningChanged, this, &StatusLine::refreshJob);
  refresh();
  refreshJob();
}

QString StatusLine::modelText() const {
  const auto& s = m_context.snapshot();
  if (!s) return tr("No model");
  if (!s->fusion) return QFileInfo(m_context.file()).fileName();
  const qsizetype groups = s->fusion ? static_cast<qsizetype>(s->fusion->groups.size()) : 0;
  return QStringLiteral("%1   #%2   O%3   %4")
      .arg(QFileInfo(m_context.file()).fileName())
      .arg(s->id.value)
      .arg(s->options.optLevel)
      .arg(tr("%n group(s)", nullptr, static_cast<int>(groups)));
}

QString StatusLine::speedText() const {
  const auto& s = m_context.snapshot();
  if (!s) return {};
  if (!s->fusion) return tr("cannot be compiled");
  if (!s->profile) return s->isCompiled ? tr("not measured") : tr("not compiled");
  const session::Measurement& total = s->profile->total;
  QString text = durationWithSpread(total.median, total.low, total.high);
  if (s->profile->shareOfPeak > 0)
    text = tr("%1, %2 of peak").arg(text, shareText(s->profile->shareOfPeak));
  if (s->profiledOn != s->id)
    text += QStringLiteral("  ") + tr("measured on #%1, changed since").arg(s->profiledOn.value);
  return text;
}

void StatusLine::refresh() {
  m_model->setText(modelText());
  m_speed->setText(speedText());
  const auto& s = m_context.snapshot();
  const bool isMeasured = s && s->profile;
  m_noise->setVisible(isMeasured);
  if (!isMeasured) return m_speed->setToolTip({});
  const session::Measurement& total = s->profile->total;
  QString noise = tr("%n thread(s)", nullptr, total.threads);
  if (total.noiseFloor > 0)
    noise = tr("noise %1").arg(significant(total.noiseFloor * 100, 2) + QChar(0x2009) +
                               QLatin1Char('%')) + QStringLiteral("   ") + noise;
  m_noise->setText(noise);
  m_speed->setToolTip(QStringLiteral("%1\n%2\n%3").arg(views::engineText(total.protocol),
                                                       QString::fromStdString(total.machine),
                                                       QString::fromStdString(total.command)));
}

void StatusLine::refreshJob() {
  const Job* job = m_context.jobs().running();
  for (QWidget* widget : {static_cast<QWidget*>(m_job), static_cast<QWidget*>(m_progress),
                          static_cast<QWidget*>(m_cancel)})
    widget->setVisible(job != nullptr);
  if (!job) return;
  m_progress->setValue(static_cast<int>(job->fraction * 1000));
  QString text = job->title;
  if (!job->phase.isEmpty()) text += QStringLiteral(": ") + job->phase;
  if (!job->rate.isEmpty()) text += QStringLiteral(", ") + job->rate;
  m_job->setText(elidedMiddle(text, 60));
}

}  // namespace heddle::app
