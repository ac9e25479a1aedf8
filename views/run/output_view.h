// The outputs of a run, each as what it is: largest values, distribution, picture, table.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>
#include <map>

#include "engine/tensor/tensor.h"

class QComboBox;
class QLabel;
class QSpinBox;
class QTabWidget;

namespace heddle::views {

class HistogramChart;
class TensorImage;
class TensorModel;
class TopBars;

class OutputView final : public QWidget {
  Q_OBJECT
 public:
  explicit OutputView(QWidget* parent = nullptr);
  void setOutputs(std::map<std::string, Tensor> outputs);
  void setLabels(QStringList labels);
  const std::map<std::string, Tensor>& outputs() const { return m_outputs; }

 private:
  void showOutput();
  void showSlice(int slice);

  std::map<std::string, Tensor> m_outputs;
  QStringList m_labels;
  QComboBox* m_choice;
  QLabel* m_type;
  QTabWidget* m_tabs;
  TopBars* m_top;
  HistogramChart* m_histogram;
  TensorImage* m_image;
  TensorModel* m_model;
  QSpinBox* m_slice;
  QLabel* m_sliceName;
};

}  // namespace heddle::views
