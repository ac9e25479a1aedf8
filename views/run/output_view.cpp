// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/run/output_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "views/common/theme.h"
#include "views/run/tensor_charts.h"
#include "views/run/tensor_model.h"

namespace heddle::views {

OutputView::OutputView(QWidget* parent)
    : QWidget(parent),
      m_choice(new QComboBox(this)),
      m_type(new QLabel(this)),
      m_tabs(new QTabWidget(this)),
      m_top(new TopBars(this)),
      m_histogram(new HistogramChart(this)),
      m_image(new TensorImage(this)),
      m_model(new TensorModel(this)),
      m_slice(new QSpinBox(this)),
      m_sliceName(new QLabel(this)) {
  m_choice->setAccessibleName(tr("Output"));
  m_choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  auto* bar = new QHBoxLayout;
  bar->addWidget(m_choice);
  bar->addWidget(m_type);
  bar->addStretch(1);
  auto* tablePage = new QWidget(this);
  auto* tableLayout = new QVBoxLayout(tablePage);
  tableLayout->setContentsMargins(0, kGrid, 0, 0);
  auto* sliceBar = new QHBoxLayout;
  sliceBar->addWidget(new QLabel(tr("Slice"), tablePage));
  sliceBar->addWidget(m_slice);
  sliceBar->addWidget(m_sliceName);
  sliceBar->addStretch(1);
  auto* table = new QTableView(tablePage);
  table->setModel(m_model);
  table->setTabKeyNavigation(false);
  table->setAccessibleName(tr("Values of the output"));
  table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + kGrid);
  tableLayout->addLayout(sliceBar);
  tableLayout->addWidget(table, 1);
  m_tabs->setDocumentMode(true);
  m_tabs->addTab(m_top, tr("Largest"));
  m_tabs->addTab(m_histogram, tr("Distribution"));
  m_tabs->addTab(m_image, tr("Picture"));
  m_tabs->addTab(tablePage, tr("Table"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(kGrid);
  layout->addLayout(bar);
  layout->addWidget(m_tabs, 1);
  layout->addStretch(0);
  m_choice->hide();
  m_tabs->hide();
  connect(m_choice, &QComboBox::currentIndexChanged, this, &OutputView::showOutput);
  connect(m_slice, &QSpinBox::valueChanged, this, &OutputView::showSlice);
}

void OutputView::setOutputs(std::map<std::string, Tensor> outputs) {
  const QString before = m_choice->currentText();
  m_outputs = std::move(outputs);
  {
    const QSignalBlocker quiet(m_choice);
    m_choice->clear();
    for (const auto& [name, tensor] : m_outputs) m_choice->addItem(QString::fromStdString(name));
    m_choice->setCurrentIndex(std::max(0, m_choice->findText(before)));
  }
  showOutput();
}

void OutputView::setLabels(QStringList labels) {
  m_labels = std::move(labels);
  showOutput();
}

void OutputView::showOutput() {
  const auto it = m_outputs.find(m_choice->currentText().toStdString());
  m_choice->setVisible(!m_outputs.empty());
  m_tabs->setVisible(!m_outputs.empty());
  if (it == m_outputs.end()) return;
  const Tensor& tensor = it->second;
  m_type->setText(QString::fromStdString(text(tensor.type())));
  m_top->setTensor(tensor, m_labels);
  m_histogram->setTensor(tensor);
  m_image->setTensor(tensor);
  m_model->setTensor(tensor);
  const QSignalBlocker quiet(m_slice);
  m_slice->setRange(0, static_cast<int>(std::max<int64_t>(0, m_model->sliceCount() - 1)));
  m_slice->setEnabled(m_model->sliceCount() > 1);
  showSlice(0);
}

void OutputView::showSlice(int slice) {
  m_model->setSlice(slice);
  m_sliceName->setText(m_model->sliceName());
}

}  // namespace heddle::views
