// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/run/run_panel.h"

#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "engine/tensor/npz.h"
#include "views/common/copy_command.h"
#include "views/common/numbers.h"
#include "views/common/theme.h"
#include "views/run/output_view.h"
#include "views/run/tensor_charts.h"
#include "views/run/verify_model.h"

namespace heddle::views {

using Tensors = std::map<std::string, Tensor>;

RunPanel::RunPanel(WorkbenchContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_summary(new QLabel(this)),
      m_fill(new QComboBox(this)),
      m_seed(new QSpinBox(this)),
      m_preset(new QComboBox(this)),
      m_picture(new TensorImage(this)),
      m_run(new QPushButton(tr("Run"), this)),
      m_verify(new QPushButton(tr("Verify"), this)),
      m_save(new QPushButton(tr("Save outputs…"), this)),
      m_latency(new QLabel(this)),
      m_verdict(new QLabel(this)),
      m_disable(new QPushButton(this)),
      m_tabs(new QTabWidget(this)),
      m_outputs(new OutputView(this)),
      m_table(new QTableView(this)),
      m_model(new VerifyModel(this)) {
  auto* splitter = new QSplitter(this);
  splitter->addWidget(buildInputs());
  splitter->addWidget(buildResults());
  splitter->setStretchFactor(1, 1);
  splitter->setSizes({320, 900});
  splitter->setChildrenCollapsible(false);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, kGrid);
  layout->addWidget(splitter);
  connect(m_run, &QPushButton::clicked, this, &RunPanel::run);
  connect(m_verify, &QPushButton::clicked, this, &RunPanel::verify);
  connect(m_save, &QPushButton::clicked, this, [this] {
    const QString file = QFileDialog::getSaveFileName(this, tr("Save outputs"), QStringLiteral("outputs.npz"), tr("NumPy archives (*.npz)"));
    if (!file.isEmpty()) saveOutputs(file);
  });
  connect(&m_context, &WorkbenchContext::modelChanged, this, &RunPanel::onModel);
  connect(&m_context, &WorkbenchContext::snapshotChanged, this, &RunPanel::onSnapshot);
  onSnapshot();
}

QWidget* RunPanel::buildInputs() {
  auto* side = new QWidget(this);
  auto* layout = new QVBoxLayout(side);
  layout->setContentsMargins(0, 0, 2 * kGrid, 0);
  layout->setSpacing(2 * kGrid);
  m_summary->setWordWrap(true);
  m_summary->setTextFormat(Qt::PlainText);
  m_fill->addItem(tr("random"), QStringLiteral("random"));
  m_fill->addItem(tr("zeros"), QStringLiteral("zeros"));
  m_fill->addItem(tr("ones"), QStringLiteral("ones"));
  m_seed->setRange(0, INT32_MAX);
  m_seed->setValue(1);
  for (const char* preset : {"imagenet", "unit", "raw", "symmetric", "yolox", "yolo", "ultraface", "ppocr", "digits"})
    m_preset->addItem(QString::fromLatin1(preset));
  auto* form = new QFormLayout;
  form->setSpacing(kGrid);
  form->addRow(tr("&Fill"), m_fill);
  form->addRow(tr("S&eed"), m_seed);
  form->addRow(tr("Image &preset"), m_preset);
  auto* npz = new QPushButton(tr("Load .npz…"), side);
  auto* image = new QPushButton(tr("Load image…"), side);
  connect(npz, &QPushButton::clicked, this, [this] {
    const QString file = QFileDialog::getOpenFileName(this, tr("Load inputs"), {}, tr("NumPy archives (*.npz)"));
    if (!file.isEmpty()) loadNpz(file);
  });
  connect(image, &QPushButton::clicked, this, [this] {
    const QString file = QFileDialog::getOpenFileName(this, tr("Load image"), {}, tr("Images (*.png *.jpg *.jpeg *.bmp)"));
    if (!file.isEmpty()) loadImage(file);
  });
  connect(m_preset, &QComboBox::currentTextChanged, this, [this] {
    if (!m_imageFile.isEmpty()) loadImage(m_imageFile);
  });
  auto* files = new QHBoxLayout;
  files->addWidget(npz);
  files->addWidget(image);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(m_run);
  buttons->addWidget(m_verify);
  m_run->setDefault(true);
  m_picture->setMinimumHeight(160);
  m_picture->setAcceptDrops(true);
  m_picture->setPlaceholder(tr("Drop an image or an .npz file here, or load one; until then inputs are filled as chosen above"));
  connect(m_picture, &TensorImage::fileDropped, this, &RunPanel::loadFile);
  layout->addWidget(m_summary);
  layout->addLayout(form);
  layout->addLayout(files);
  layout->addWidget(m_picture, 1);
  layout->addLayout(buttons);
  return side;
}

QWidget* RunPanel::buildResults() {
  auto* run = new QWidget(this);
  auto* runLayout = new QVBoxLayout(run);
  runLayout->setContentsMargins(0, kGrid, 0, 0);
  auto* bar = new QHBoxLayout;
  m_latency->setTextInteractionFlags(Qt::TextSelectableByMouse);
  offerCommand(m_latency, [this] { return QString::fromStdString(m_command); });
  bar->addWidget(m_latency, 1);
  bar->addWidget(m_save);
  runLayout->addLayout(bar);
  runLayout->addWidget(m_outputs, 1);
  auto* check = new QWidget(this);
  auto* checkLayout = new QVBoxLayout(check);
  checkLayout->setContentsMargins(0, kGrid, 0, 0);
  m_verdict->setWordWrap(true);
  m_table->setModel(m_model);
  m_table->setAccessibleName(tr("Verification by layer"));
  m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_table->setShowGrid(false);
  m_table->verticalHeader()->hide();
  m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() + 2 * kGrid);
  connect(m_table, &QTableView::clicked, this, [this](const QModelIndex& index) {
    const session::VerifyRow& row = m_model->row(index.row());
    if (row.group.isValid()) m_context.selection().select(Thing::ofGroup(row.group));
  });
  auto* verdictBar = new QHBoxLayout;
  verdictBar->addWidget(m_verdict, 1);
  verdictBar->addWidget(m_disable, 0, Qt::AlignTop);
  m_disable->hide();
  m_disable->setObjectName(QStringLiteral("disable_pass"));
  connect(m_disable, &QPushButton::clicked, this, &RunPanel::disableCulprit);
  checkLayout->addLayout(verdictBar);
  checkLayout->addWidget(m_table, 1);
  m_tabs->setDocumentMode(true);
  m_tabs->addTab(run, tr("Outputs"));
  m_tabs->addTab(check, tr("Verification"));
  m_latency->setText(tr("Not run yet: Run executes the model once with the inputs on the left."));
  m_verdict->setText(tr("Not verified yet: Verify compares every layer with the reference interpreter."));
  m_save->setEnabled(false);
  return m_tabs;
}

void RunPanel::onModel() {
  m_given.clear();
  m_givenFile.clear();
  m_imageFile.clear();
  m_outputs->setOutputs({});
  m_picture->clear();
  m_save->setEnabled(false);
  m_disable->hide();
  m_culprit.clear();
  m_isVerified = false;
  m_model->setResult({});
  m_latency->setText(tr("Not run yet: Run executes the model once with the inputs on the left."));
  m_verdict->setText(tr("Not verified yet: Verify compares every layer with the reference interpreter."));
  refreshInputs();
}

void RunPanel::onSnapshot() {
  const session::SnapshotRef& snapshot = m_context.snapshot();
  const bool canRun = snapshot && snapshot->fusion;
  m_run->setEnabled(canRun);
  m_verify->setEnabled(canRun);
  refreshInputs();
}

void RunPanel::refreshInputs() {
  const session::SnapshotRef& snapshot = m_context.snapshot();
  if (!snapshot || !snapshot->model) return m_summary->setText(tr("Open a model to run it."));
  QString text;
  for (const session::PortView& port : snapshot->model->inputs) {
    const QString name = QString::fromStdString(port.name);
    const bool isGiven = m_given.count(port.name) != 0;
    text += tr("%1  %2  from %3\n").arg(name, QString::fromStdString(port.type),
                                         isGiven ? (m_imageFile.isEmpty() ? m_givenFile : m_imageFile) : tr("fill"));
  }
  m_summary->setText(text.trimmed());
}

std::function<Result<Tensors>(SessionApi&)> RunPanel::inputMaker() const {
  return [fill = m_fill->currentData().toString().toStdString(), seed = static_cast<uint64_t>(m_seed->value()),
          given = m_given](SessionApi& session) -> Result<Tensors> {
    HEDDLE_TRY(Tensors all, session.randomInputs(seed, fill));
    for (const auto& [name, tensor] : given) {
      const auto it = all.find(name);
      if (it == all.end()) return Diagnostic{"npz.name", "the model has no input \"" + name + "\""};
      if (it->second.extents() != tensor.extents() || it->second.element() != tensor.element())
        return Diagnostic{"npz.type", "input \"" + name + "\" must be " + text(it->second.type()) + ", not " + text(tensor.type())};
      it->second = tensor;
    }
    return all;
  };
}

QStringList RunPanel::inputArguments() const {
  if (!m_imageFile.isEmpty())
    return {QStringLiteral("--image"), m_imageFile, QStringLiteral("--preset"), m_preset->currentText()};
  if (!m_givenFile.isEmpty()) return {QStringLiteral("--inputs"), m_givenFile};
  return {QStringLiteral("--fill-mode"), m_fill->currentData().toString(), QStringLiteral("--seed"), QString::number(m_seed->value())};
}

void RunPanel::run() {
  if (m_run->isEnabled()) m_context.withShapes([this] { startRun(); });
}

void RunPanel::startRun() {
  m_context.log(QStringLiteral("run"), inputArguments());
  session::MeasureOptions options;
  options.warmup = 1;
  options.repeat = 5;
  options.threads = std::max(1, m_context.snapshot()->options.threads);
  m_context.engine().post<session::RunView>(
      {QStringLiteral("run"), tr("Run")}, this,
      [make = inputMaker(), options](SessionApi& session, const session::JobControl& job) -> Result<session::RunView> {
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
                         .arg(durationWithSpread(m.median, m.low, m.high), QString::fromStdString(m.protocol)));
  m_command = m.command;
  m_latency->setToolTip(QString::fromStdString(m.machine + "\n" + m.command));
  m_outputs->setOutputs(result.outputs);
  m_save->setEnabled(true);
  m_tabs->setCurrentIndex(0);
  emit ran();
}

void RunPanel::verify() {
  if (m_verify->isEnabled()) m_context.withShapes([this] { startVerify(); });
}

void RunPanel::startVerify() {
  m_context.log(QStringLiteral("verify"), inputArguments() << QStringLiteral("--bisect"));
  m_context.engine().post<session::VerifyView>(
      {QStringLiteral("verify"), tr("Verify")}, this,
      [make = inputMaker()](SessionApi& session, const session::JobControl& job) -> Result<session::VerifyView> {
        session::VerifyOptions options;
        options.bisect = true;
        HEDDLE_TRY(options.inputs, make(session));
        return session.verify(options, job);
      },
      [this](Result<session::VerifyView> result) {
        if (result.isError()) return m_context.addProblem(result.error());
        showVerification(std::move(result).value());
      });
}

void RunPanel::showVerification(session::VerifyView result) {
  const auto wrong = std::count_if(result.rows.begin(), result.rows.end(), [](const auto& row) { return !row.passed; });
  QString text = result.passed ? tr("All %1 values agree with the %2.").arg(result.rows.size()).arg(QString::fromStdString(result.reference))
                               : tr("%1 of %2 values are wrong.").arg(wrong).arg(result.rows.size());
  if (!result.culpritPass.empty())
    text += QLatin1Char(' ') + tr("Introduced by %1: %2.").arg(QString::fromStdString(result.culpritPass), QString::fromStdString(result.culpritReason));
  m_verdict->setText(text);
  m_culprit = isPass(result.culpritPass) ? result.culpritPass : std::string();
  m_disable->setVisible(!m_culprit.empty());
  m_disable->setText(tr("Disable %1 and verify again").arg(QString::fromStdString(m_culprit)));
  const bool passed = result.passed;
  m_isVerified = true;
  m_model->setResult(std::move(result));
  m_table->resizeColumnsToContents();
  m_tabs->setCurrentIndex(1);
  emit verified(passed);
}

// Of the current snapshot; the first stage is the import, which nobody can leave out.
bool RunPanel::isPass(const std::string& name) const {
  const auto& stages = m_context.snapshot()->stages;
  return std::any_of(stages.begin() + (stages.empty() ? 0 : 1), stages.end(),
                     [&](const auto& stage) { return stage->pass == name; });
}

void RunPanel::disableCulprit() {
  if (m_culprit.empty() || !m_context.snapshot()) return;
  session::CompileOptions options = m_context.snapshot()->options;
  options.disabledPasses.push_back(m_culprit);
  m_context.configure(options);
  verify();
}

void RunPanel::loadFile(const QString& file) {
  const QString ending = QFileInfo(file).suffix().toLower();
  ending == QLatin1String("npz") || ending == QLatin1String("npy") ? loadNpz(file) : loadImage(file);
}

void RunPanel::loadNpz(const QString& file) {
  auto arrays = readNpz(file.toStdString());
  if (arrays.isError()) return m_context.addProblem(arrays.error());
  m_given = std::move(arrays).value();
  m_givenFile = file;
  m_imageFile.clear();
  if (m_given.size() == 1) m_picture->setTensor(m_given.begin()->second);
  refreshInputs();
}

void RunPanel::loadImage(const QString& file) {
  if (!m_context.snapshot() || m_context.snapshot()->model->inputs.empty()) return;
  const std::string input = m_context.snapshot()->model->inputs.front().name;
  m_context.engine().post<Tensor>(
      {QStringLiteral("image"), {}}, this,
      [file = file.toStdString(), preset = m_preset->currentText().toStdString(), input](
          SessionApi& session, const session::JobControl&) { return session.imageInput(file, preset, input); },
      [this, file, input](Result<Tensor> result) {
        if (result.isError()) return m_context.addProblem(result.error());
        m_picture->setTensor(result.value());
        m_given = {{input, std::move(result).value()}};
        m_imageFile = file;
        m_givenFile.clear();
        refreshInputs();
      });
}

void RunPanel::saveOutputs(const QString& file) {
  const Status status = writeNpz(file.toStdString(), m_outputs->outputs());
  if (status.isError()) m_context.addProblem(status.error());
}

}  // namespace heddle::views
