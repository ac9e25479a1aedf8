// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/run/tensor_model.h"

#include <algorithm>

#include "views/common/numbers.h"

namespace heddle::views {

void TensorModel::setTensor(const Tensor& tensor) {
  beginResetModel();
  m_tensor = tensor;
  m_slice = 0;
  endResetModel();
}

int64_t TensorModel::columns() const { return m_tensor.rank() == 0 ? m_tensor.elementCount() : m_tensor.extents().back(); }

int64_t TensorModel::rows() const {
  if (m_tensor.elementCount() == 0) return 0;
  return m_tensor.rank() < 2 ? 1 : m_tensor.extents()[m_tensor.rank() - 2];
}

int64_t TensorModel::sliceCount() const {
  const int64_t size = rows() * columns();
  return size > 0 ? m_tensor.elementCount() / size : 0;
}

void TensorModel::setSlice(int64_t slice) {
  beginResetModel();
  m_slice = std::clamp<int64_t>(slice, 0, std::max<int64_t>(0, sliceCount() - 1));
  endResetModel();
}

QString TensorModel::sliceName() const {
  QStringList parts;
  int64_t rest = m_slice;
  for (size_t axis = m_tensor.rank(); axis-- > 0;) {
    if (axis + 2 >= m_tensor.rank()) {
      parts.prepend(QStringLiteral(":"));
      continue;
    }
    parts.prepend(QString::number(rest % m_tensor.extents()[axis]));
    rest /= m_tensor.extents()[axis];
  }
  return QLatin1Char('[') + parts.join(QLatin1Char(',')) + QLatin1Char(']');
}

int TensorModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(std::min<int64_t>(rows(), INT32_MAX));
}

int TensorModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() || rows() == 0 ? 0 : static_cast<int>(std::min<int64_t>(columns(), INT32_MAX));
}

QVariant TensorModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  if (role == Qt::TextAlignmentRole) return int(Qt::AlignRight | Qt::AlignVCenter);
  if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
  const double value = m_tensor.valueAsDouble((m_slice * rows() + index.row()) * columns() + index.column());
  return role == Qt::ToolTipRole ? QString::number(value, 'g', 17)
         : isFloat(m_tensor.element()) ? significant(value, 5)
                                       : QString::number(static_cast<qlonglong>(value));
}

QVariant TensorModel::headerData(int section, Qt::Orientation, int role) const {
  return role == Qt::DisplayRole ? QVariant(section) : QVariant();
}

}  // namespace heddle::views
