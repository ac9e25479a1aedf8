// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/compare/compare_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "views/common/copy_command.h"
#include "views/common/engine_text.h"
#include "views/common/numbers.h"
#include "views/common/theme.h"
#include "views/compare/dot_strip.h"
#include "views/compare/waterfall.h"

namespace heddle::views {

ComparePanel::ComparePanel(WorkbenchContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_current(new QLabel(this)),
      m_choice(new QComboBox(this)),
      m_start(new QPushButton(tr("Compare"), this)),
      m_verdict(new QLabel(this)),
      m_details(new QLabel(this)),
      m_stack(new QStackedWidget(this)),
      m_message(new QLabel(this)),
      m_waterfall(new Waterfall(context, this)),
      m_strip(new DotStrip(this)) {
  auto* bar = new QHBoxLayout;
  bar->setSpacing(2 * kGrid);
  auto* label = new QLabel(tr("&B:"), this);
  label->setBuddy(m_choice);
  bar->addWidget(m_current);
  bar->addWidget(label);
  bar->addWidget(m_choice);
  bar->addWidget(m_start);
  bar->addStretch(1);

  m_verdict->setFont(headingFont(font()));
  m_verdict->setWordWrap(true);
  m_verdict->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_details->setWordWrap(true);
  m_details->setTextInteractionFlags(Qt::TextSelectableByMouse);
  for (QLabel* label : {m_verdict, m_details})
    offerCommand(label, [this] { return m_result ? QString::fromStdString(m_result->a.command) : QString(); });
  m_message->setAlignment(Qt::AlignCenter);
  m_message->setWordWrap(true);

  auto* result = new QWidget(this);
  auto* column = new QVBoxLayout(result);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(2 * kGrid);
  column->addWidget(m_verdict);
  column->addWidget(m_details);
  column->addWidget(m_strip);
  auto* scroll = new QScrollArea(result);
  scroll->setWidgetResizable(true);
  scroll->setWidget(m_waterfall);
  column->addWidget(scroll, 1);
  m_stack->addWidget(m_message);
  m_stack->addWidget(result);

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, kGrid);
  layout->setSpacing(2 * kGrid);
  layout->addLayout(bar);
  layout->addWidget(m_stack, 1);
  fillChoices();
  connect(m_start, &QPushButton::clicked, this, &ComparePanel::compare);
  connect(&m_context, &WorkbenchContext::snapshotChanged, this, &ComparePanel::onSnapshot);
  onSnapshot();
}

void ComparePanel::fillChoices() {
  m_choice->addItem(tr("fusion off"), QStringLiteral("no-fusion"));
  m_choice->addItem(tr("plain schedules"), QStringLiteral("no-schedule"));
  for (int level = 0; level <= 3; ++level)
    m_choice->addItem(tr("optimisation level O%1").arg(level), QStringLiteral("O%1").arg(level));
  m_choice->addItem(tr("the same again (shows the noise)"), QStringLiteral("same"));
}

session::CompileOptions ComparePanel::chosenOptions() const {
  session::CompileOptions options = m_context.snapshot()->options;
  const QString key = m_choice->currentData().toString();
  if (key == QLatin1String("no-fusion")) options.fusion = false;
  if (key == QLatin1String("no-schedule")) options.scheduled = false;
  if (key.startsWith(QLatin1Char('O'))) options.optLevel = key.mid(1).toInt();
  return options;
}

QStringList ComparePanel::chosenArguments() const {
  const QString key = m_choice->currentData().toString();
  return {key == QLatin1String("same") ? m_context.file() : QLatin1Char(':') + key};
}

void ComparePanel::onSnapshot() {
  const session::SnapshotRef& snapshot = m_context.snapshot();
  const bool canCompare = snapshot && snapshot->fusion;
  m_start->setEnabled(canCompare);
  m_choice->setEnabled(canCompare);
  m_current->setText(canCompare ? tr("A: current build, O%1").arg(snapshot->options.optLevel) : tr("A: none"));
  if (m_result) return showDetails();
  m_message->setText(canCompare ? tr("Choose a second build and press Compare: both are measured interleaved, "
                                     "so that drift of the machine hits both alike.")
                                : tr("Open a model to compare two builds of it."));
  m_stack->setCurrentIndex(0);
}

void ComparePanel::compare() {
  if (m_context.snapshot() && m_context.snapshot()->fusion)
    m_context.withShapes([this] { startComparison(); });
}

void ComparePanel::startComparison() {
  const session::CompileOptions other = chosenOptions();
  session::MeasureOptions options;
  options.repeat = 30;
  m_context.log(QStringLiteral("compare"), chosenArguments());
  m_start->setEnabled(false);
  const session::SnapshotRef on = m_context.snapshot();
  m_context.engine().post<session::CompareView>(
      {QStringLiteral("compare"), tr("Compare with %1").arg(m_choice->currentText())}, this,
      [other, options](SessionApi& session, const session::JobControl& job) {
        return session.compare(other, options, job);
      },
      [this, on](Result<session::CompareView> result) {
        m_start->setEnabled(true);
        if (result.isError()) return m_context.addProblem(result.error());
        m_comparedOn = on;
        show(std::move(result).value());
      });
}

void ComparePanel::show(session::CompareView result) {
  m_result = std::make_shared<const session::CompareView>(std::move(result));
  QString verdict = engineText(m_result->verdict);
  if (!verdict.isEmpty()) verdict[0] = verdict[0].toUpper();
  m_verdict->setText(verdict);
  showDetails();
  m_waterfall->setComparison(m_result);
  m_strip->setComparison(m_result);
  m_stack->setCurrentIndex(1);
  m_context.syncSnapshot();
  emit compared();
}

// Compiling and measuring make new snapshots of the same build: its graph and its schedules tell.
bool ComparePanel::isStale() const {
  const session::SnapshotRef& now = m_context.snapshot();
  if (!now || !m_comparedOn || now->stages.empty() || m_comparedOn->stages.empty()) return true;
  return now->stages.back() != m_comparedOn->stages.back() || now->options.schedules != m_comparedOn->options.schedules ||
         now->options.scheduled != m_comparedOn->options.scheduled || now->options.threads != m_comparedOn->options.threads;
}

void ComparePanel::showDetails() {
  const bool isOld = isStale();
  m_verdict->setForegroundRole(m_result->isDifferent && !isOld ? QPalette::WindowText : QPalette::PlaceholderText);
  QString text = tr("A %1, B %2. %3, %4. Measured on #%5.")
                     .arg(durationWithSpread(m_result->a.median, m_result->a.low, m_result->a.high),
                          durationWithSpread(m_result->b.median, m_result->b.low, m_result->b.high),
                          engineText(m_result->a.protocol),
                          QString::fromStdString(m_result->a.machine) + QStringLiteral(", ") +
                              tr("%n thread(s)", nullptr, m_result->a.threads))
                     .arg(m_comparedOn->id.value);
  if (isOld) text += QLatin1Char(' ') + tr("The build has changed since: compare again.");
  m_details->setText(text);
}

}  // namespace heddle::views
