// A tensor as a table: the last two axes, one slice of the others at a time.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

#include "engine/tensor/tensor.h"

namespace heddle::views {

class TensorModel final : public QAbstractTableModel {
  Q_OBJECT
 public:
  using QAbstractTableModel::QAbstractTableModel;
  void setTensor(const Tensor& tensor);
  int64_t sliceCount() const;
  void setSlice(int64_t slice);
  QString sliceName() const;  // "[0,2,:,:]"

  int rowCount(const QModelIndex& parent = {}) const final;
  int columnCount(const QModelIndex& parent = {}) const final;
  QVariant data(const QModelIndex& index, int role) const final;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const final;

 private:
  int64_t rows() const;
  int64_t columns() const;
  Tensor m_tensor;
  int64_t m_slice = 0;
};

}  // namespace heddle::views
