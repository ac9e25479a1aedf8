// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/run/run_panel.h"

#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QTabWidget>
#include <QVBoxLayout>

#include "engine/tensor/npz.h"
#include "views/common/copy_command.h"
#include "views/common/engine_text.h"
#include "views/common/icons.h"
#include "views/common/numbers.h"
#include "views/common/theme.h"
#include "views/run/inputs_form.h"
#include "views/run/output_view.h"
#include "views/run/verify_page.h"

namespace heddle::views {

using Tensors = std::map<std::string, Tensor>;

RunPanel::RunPanel(WorkbenchContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_inputs(new InputsForm(context, this)),
      m_run(new QPushButton(lineIcon(QStringLiteral("run")), tr("&Run"), this)),
      m_verify(new QPushButton(lineIcon(QStringLiteral("verify")), tr("&Verify"), this)),
      m_save(new QPushButton(tr("&Save outputs…"), this)),
      m_labels(new QPushButton(tr("La&bels…"), this)),
      m_latency(new QLabel(this)),
      m_tabs(new QTabWidget(this)),
      m_outputs(new OutputView(this)),
      m_verification(new VerifyPage(context, this)) {
  auto* splitter = new QSplitter(this);
  splitter->addWidget(buildLeft());
  m_tabs->setDocumentMode(true);
  m_tabs->addTab(buildOutputs(), tr("Outputs"));
  m_tabs->addTab(m_verification, tr("Verification"));
  splitter->addWidget(m_tabs);
  splitter->setStretchFactor(1, 1);
  splitter->setSizes({320, 900});
  splitter->setChildrenCollapsible(false);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, kGrid);
  layout->addWidget(splitter);
  connect(m_run, &QPushButton::clicked, this, &RunPanel::run);
  connect(m_verify, &QPushButton::clicked, this, &RunPanel::verify);
  connect(m_verification, &VerifyPage::againRequested, this, &RunPanel::verify);
  connect(m_verification, &VerifyPage::verified, this, [this] { m_tabs->setCurrentIndex(1); });
  connect(m_labels, &QPushButton::clicked, this, &RunPanel::chooseLabels);
  connect(m_save, &QPushButton::clicked, this, [this] {
    const QString file = QFileDialog::getSaveFileName(this, tr("Save outputs"), QStringLiteral("outputs.npz"), tr("NumPy archives (*.npz)"));
    if (!file.isEmpty()) saveOutputs(file);
  });
  connect(&m_context, &WorkbenchContext::modelChanged, this, &RunPanel::onModel);
  connect(&m_context, &WorkbenchContext::snapshotChanged, this, &RunPanel::onSnapshot);
  onModel();
  onSnapshot();
}

QWidget* RunPanel::buildLeft() {
  auto* side = new QWidget(this);
  auto* layout = new QVBoxLayout(side);
  layout->setContentsMargins(0, 0, 2 * kGrid, 0);
  layout->setSpacing(2 * kGrid);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(m_run, 1);
  buttons->addWidget(m_verify, 1);
  m_run->setDefault(true);
  layout->addWidget(m_inputs, 1);
  layout->addLayout(buttons);
  return side;
}

QWidget* RunPanel::buildOutputs() {
  auto* page = new QWidget(this);
  auto* layout = new QVBoxLayout(page);
  layout->setContentsMargins(0, kGrid, 0, 0);
  auto* bar = new QHBoxLayout;
  m_latency->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_latency->setWordWrap(true);
  offerCommand(m_latency, [this] { return QString::fromStdString(m_command); });
  m_labels->setToolTip(tr("A text file with a class name a line; labels.txt beside the model is read by itself"));
  bar->addWidget(m_latency, 1);
  bar->addWidget(m_labels);
  bar->addWidget(m_save);
  layout->addLayout(bar);
  layout->addWidget(m_outputs, 1);
  return page;
}

void RunPanel::onModel() {
  m_outputs->setOutputs({});
  m_outputs->setLabels({});
  m_save->setEnabled(false);
  m_command.clear();
  m_latency->setText(tr("Not run yet: Run executes the model once with the inputs on the left."));
  const QString beside = QFileInfo(m_context.file()).absolutePath() + QStringLiteral("/labels.txt");
  if (m_context.snapshot() && QFileInfo::exists(beside)) loadLabels(beside);
}

void RunPanel::onSnapshot() {
  const session::SnapshotRef& snapshot = m_context.snapshot();
  const bool canRun = snapshot && snapshot->fusion;
  m_run->setEnabled(canRun);
  m_verify->setEnabled(canRun);
  m_labels->setEnabled(canRun);
}

void RunPanel::chooseLabels() {
  const QString file = QFileDialog::getOpenFileName(this, tr("Load labels"), QFileInfo(m_context.file()).absolutePath(),
                                                    tr("Text files (*.txt);;All files (*)"));
  if (!file.isEmpty()) loadLabels(file);
}

void RunPanel::loadLabels(const QString& name) {
  constexpr qint64 kLargest = 16 << 20;
  QFile file(name);
  if (!file.open(QIODevice::ReadOnly))
    return m_context.addProblem({"file.read", "the labels could not be read: {0}",
                                 {{"value", 0, file.errorString().toStdString()}}, name.toStdString()});
  QStringList labels;
  for (const QString& line : QString::fromUtf8(file.read(kLargest)).split(QLatin1Char('\n'))) labels << line.trimmed();
  m_outputs->setLabels(labels);
}

void RunPanel::run() {
  if (m_run->isEnabled()) m_context.withShapes([this] { startRun(); });
}

void RunPanel::startRun() {
  m_context.log(QStringLiteral("run"), m_inputs->arguments());
  session::MeasureOptions options;
  options.warmup = 1;
  options.repeat = 5;
  m_context.engine().post<session::RunView>(
      {QStringLiteral("run"), tr("Run")}, this,
      [make = m_inputs->maker(), options](SessionApi& session, const session::JobControl& job) -> Result<session::RunView> {
        HEDDLE_TRY(const Tensors inputs, make(session));
        return session.run(inputs, options, job);
      },
      [this](Result<session::RunView> result) {
        if (result.isError()) return m_context.addProblem(result.error());
        showRun(result.value());
      });
}

void RunPanel::showRun(const session::RunView& result) {
  const session::Measurement& m = result.latency;
  m_latency->setText(tr("%1, %2, %n thread(s)", nullptr, m.threads)
                         .arg(durationWithSpread(m.median, m.low, m.high), engineText(m.protocol)));
  m_command = m.command;
  m_latency->setToolTip(QString::fromStdString(m.machine + "\n" + m.command));
  m_outputs->setOutputs(result.outputs);
  m_save->setEnabled(true);
  m_context.syncSnapshot();
  m_tabs->setCurrentIndex(0);
  emit ran();
}

void RunPanel::verify() {
  if (m_verify->isEnabled())
    m_context.withShapes([this] { m_verification->verify(m_inputs->maker(), m_inputs->arguments()); });
}

void RunPanel::saveOutputs(const QString& file) {
  const Status status = writeNpz(file.toStdString(), m_outputs->outputs());
  if (status.isError()) m_context.addProblem(status.error());
}

}  // namespace heddle::views
