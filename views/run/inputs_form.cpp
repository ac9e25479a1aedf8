// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/run/inputs_form.h"

#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "engine/tensor/npz.h"
#include "views/common/icons.h"
#include "views/common/theme.h"
#include "views/run/tensor_charts.h"

namespace heddle::views {
namespace {

constexpr int kMostRows = 6;

QString str(const std::string& text) { return QString::fromStdString(text); }

}  // namespace

InputsForm::InputsForm(WorkbenchContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_inputs(new QTreeWidget(this)),
      m_fill(new QComboBox(this)),
      m_preset(new QComboBox(this)),
      m_seed(new QSpinBox(this)),
      m_chain(new QLabel(this)),
      m_picture(new TensorImage(this)),
      m_load(new QPushButton(lineIcon(QStringLiteral("open")), tr("&Load a file…"), this)),
      m_forget(new QPushButton(tr("For&get files"), this)) {
  build();
  connect(m_load, &QPushButton::clicked, this, &InputsForm::chooseFile);
  connect(m_forget, &QPushButton::clicked, this, &InputsForm::forgetFiles);
  connect(m_picture, &TensorImage::fileDropped, this, &InputsForm::loadFile);
  connect(m_preset, &QComboBox::currentIndexChanged, this, &InputsForm::onPreset);
  connect(m_inputs, &QTreeWidget::itemSelectionChanged, this, &InputsForm::showPicture);
  connect(&m_context, &WorkbenchContext::modelChanged, this, &InputsForm::onModel);
  using Presets = std::vector<session::Preset>;
  m_context.engine().post<Presets>(
      {}, this, [](SessionApi& api, const session::JobControl&) { return Result<Presets>(api.presets()); },
      [this](Result<Presets> result) {
        m_presets = std::move(result).value();
        const QSignalBlocker quiet(m_preset);
        for (const session::Preset& preset : m_presets) m_preset->addItem(str(preset.name));
        onModel();
      });
  onModel();
}

void InputsForm::build() {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2 * kGrid);
  m_inputs->setHeaderLabels({tr("Input"), tr("Type"), tr("From")});
  m_inputs->setRootIsDecorated(false);
  m_inputs->setUniformRowHeights(true);
  m_inputs->setAccessibleName(tr("Inputs of the model"));
  // A long type gives way to where the values come from.
  m_inputs->setTextElideMode(Qt::ElideMiddle);
  m_inputs->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_inputs->header()->setStretchLastSection(false);
  m_inputs->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
  m_inputs->header()->setSectionResizeMode(1, QHeaderView::Stretch);
  m_fill->addItem(tr("random"), QStringLiteral("random"));
  m_fill->addItem(tr("zeros"), QStringLiteral("zeros"));
  m_fill->addItem(tr("ones"), QStringLiteral("ones"));
  m_seed->setRange(0, INT32_MAX);
  m_seed->setValue(1);
  connect(m_fill, &QComboBox::currentIndexChanged, this, &InputsForm::refresh);
  connect(m_seed, &QSpinBox::valueChanged, this, &InputsForm::refresh);
  m_chain->setWordWrap(true);
  m_chain->setForegroundRole(QPalette::PlaceholderText);
  auto* form = new QFormLayout;
  form->setHorizontalSpacing(2 * kGrid);
  form->setVerticalSpacing(kGrid);
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  auto* fill = new QHBoxLayout;
  fill->setSpacing(2 * kGrid);
  auto* seed = new QLabel(tr("S&eed"), this);
  seed->setBuddy(m_seed);
  fill->addWidget(m_fill, 1);
  fill->addWidget(seed);
  fill->addWidget(m_seed, 1);
  auto* label = new QLabel(tr("&Fill"), this);
  label->setBuddy(m_fill);
  form->addRow(label, fill);
  form->addRow(tr("Image &preset"), m_preset);
  form->addRow(QString(), m_chain);
  layout->addWidget(m_inputs);
  layout->addLayout(form);
  layout->addWidget(buildFiles());
  m_picture->setMinimumHeight(120);
  m_picture->setAcceptDrops(true);
  m_picture->setPlaceholder(tr("Drop an image, .npz or .npy file here, or load one; until then inputs are filled as chosen above"));
  layout->addWidget(m_picture, 1);
}

QWidget* InputsForm::buildFiles() {
  auto* box = new QWidget(this);
  auto* row = new QHBoxLayout(box);
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(m_load, 1);
  row->addWidget(m_forget, 1);
  m_load->setToolTip(tr("An image or a .npy array for the selected input, a .npz archive for those it names"));
  m_forget->setToolTip(tr("Fill all inputs again"));
  return box;
}

void InputsForm::chooseFile() {
  const QString file = QFileDialog::getOpenFileName(
      this, tr("Load inputs"), QFileInfo(m_context.file()).absolutePath(),
      tr("Inputs (*.npz *.npy *.png *.jpg *.jpeg *.bmp)"));
  if (!file.isEmpty()) loadFile(file);
}

void InputsForm::loadFile(const QString& file) {
  const QString ending = QFileInfo(file).suffix().toLower();
  if (ending == QLatin1String("npz")) return loadArchive(file);
  if (ending == QLatin1String("npy")) return loadArray(file);
  loadImage(file, selectedInput());
}

void InputsForm::loadArchive(const QString& file) {
  auto arrays = readNpz(file.toStdString());
  if (arrays.isError()) return m_context.addProblem(arrays.error());
  m_given.clear();
  for (auto& [name, tensor] : arrays.value()) m_given[name] = {tensor, file, false};
  refresh();
}

void InputsForm::loadArray(const QString& file) {
  auto array = readNpy(file.toStdString());
  if (array.isError()) return m_context.addProblem(array.error());
  take(selectedInput(), {std::move(array).value(), file, false});
}

void InputsForm::loadImage(const QString& file, const std::string& input) {
  if (input.empty()) return;
  m_context.engine().post<Tensor>(
      {QStringLiteral("image/") + str(input), {}}, this,
      [file = file.toStdString(), preset = m_preset->currentText().toStdString(), input](
          SessionApi& session, const session::JobControl&) { return session.imageInput(file, preset, input); },
      [this, file, input](Result<Tensor> result) {
        if (result.isError()) return m_context.addProblem(result.error());
        take(input, {std::move(result).value(), file, true});
      });
}

void InputsForm::take(const std::string& input, Given given) {
  if (input.empty()) return;
  m_given[input] = std::move(given);
  refresh();
}

void InputsForm::forgetFiles() {
  m_given.clear();
  refresh();
}

void InputsForm::setPreset(const QString& name) { m_preset->setCurrentText(name); }

void InputsForm::onModel() {
  m_given.clear();
  refresh();
  showChain();
  m_context.recall(QStringLiteral("preset"), this, [this](const QString& name) {
    if (!name.isEmpty()) setPreset(name);
  });
}

void InputsForm::showChain() {
  const auto index = static_cast<size_t>(std::max(0, m_preset->currentIndex()));
  m_chain->setText(index < m_presets.size() ? presetChain(m_presets[index]) : QString());
}

void InputsForm::onPreset() {
  showChain();
  if (m_context.snapshot()) m_context.remember(QStringLiteral("preset"), m_preset->currentText());
  for (const auto& [input, given] : m_given)
    if (given.isImage) loadImage(given.file, input);
}

void InputsForm::refresh() {
  const std::string selected = selectedInput();
  m_inputs->clear();
  m_forget->setEnabled(!m_given.empty());
  const session::SnapshotRef& snapshot = m_context.snapshot();
  const bool isOpen = snapshot && snapshot->model;
  m_load->setEnabled(isOpen);
  if (!isOpen) return;
  for (const session::PortView& port : snapshot->model->inputs) {
    const auto it = m_given.find(port.name);
    const QString fill = m_fill->currentIndex() == 0 ? tr("random, seed %1").arg(m_seed->value()) : m_fill->currentText();
    const QString from = it == m_given.end() ? fill : QFileInfo(it->second.file).fileName();
    auto* item = new QTreeWidgetItem(m_inputs, {str(port.name), str(port.type), from});
    for (int column = 0; column < 3; ++column) item->setToolTip(column, item->text(column));
    if (it != m_given.end()) item->setToolTip(2, it->second.file);
    if (port.name == selected) m_inputs->setCurrentItem(item);
  }
  if (!m_inputs->currentItem() && m_inputs->topLevelItemCount() > 0) m_inputs->setCurrentItem(m_inputs->topLevelItem(0));
  const int rows = std::clamp(m_inputs->topLevelItemCount(), 1, kMostRows);
  m_inputs->setFixedHeight(m_inputs->header()->sizeHint().height() + rows * std::max(m_inputs->sizeHintForRow(0), 1) + 2 * kGrid);
  showPicture();
}

void InputsForm::showPicture() {
  const auto it = m_given.find(selectedInput());
  it == m_given.end() ? m_picture->clear() : m_picture->setTensor(it->second.tensor);
}

std::string InputsForm::selectedInput() const {
  const QTreeWidgetItem* item = m_inputs->currentItem();
  if (item) return item->text(0).toStdString();
  const session::SnapshotRef& snapshot = m_context.snapshot();
  return snapshot && snapshot->model && !snapshot->model->inputs.empty() ? snapshot->model->inputs.front().name : std::string();
}

std::function<Result<InputsForm::Tensors>(SessionApi&)> InputsForm::maker() const {
  Tensors given;
  for (const auto& [name, from] : m_given) given[name] = from.tensor;
  return [fill = m_fill->currentData().toString().toStdString(), seed = static_cast<uint64_t>(m_seed->value()),
          given](SessionApi& session) -> Result<Tensors> {
    HEDDLE_TRY(Tensors all, session.randomInputs(seed, fill));
    for (const auto& [name, tensor] : given) {
      const auto it = all.find(name);
      if (it == all.end()) return Diagnostic{"npz.name", "the model has no input \"{0}\"", {{"value", 0, name}}};
      if (it->second.extents() != tensor.extents() || it->second.element() != tensor.element())
        return Diagnostic{"npz.type", "input \"{0}\" must be {1}, not {2}",
                          {{"value", 0, name}, {"value", 0, text(it->second.type())}, {"value", 0, text(tensor.type())}}};
      it->second = tensor;
    }
    return all;
  };
}

QStringList InputsForm::arguments() const {
  for (const auto& [name, given] : m_given) {
    if (given.isImage)
      return {QStringLiteral("--image"), given.file, QStringLiteral("--preset"), m_preset->currentText()};
    return {QStringLiteral("--inputs"), given.file};
  }
  return {QStringLiteral("--fill-mode"), m_fill->currentData().toString(), QStringLiteral("--seed"), QString::number(m_seed->value())};
}

void InputsForm::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::FontChange) refresh();
}

}  // namespace heddle::views
