// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/layout_state.h"

#include <cstring>

namespace heddle::graph_passes {
namespace {

using graph::Node;
using graph::OpKind;
using graph::ValueRef;

Extents permutedExtents(const Extents& extents, const Permutation& perm) {
  Extents result;
  for (const int64_t axis : perm) result.push_back(extents[static_cast<size_t>(axis)]);
  return result;
}

Tensor permutedTensor(const Tensor& tensor, const Permutation& perm) {
  const Extents extents = permutedExtents(tensor.extents(), perm);
  Tensor result = Tensor::allocate(tensor.element(), extents).value();
  const size_t rank = perm.size(), size = sizeBytes(tensor.element());
  Extents strides(rank, 1), index(rank, 0);
  for (size_t i = rank; i-- > 1;) strides[i - 1] = strides[i] * tensor.extents()[i];
  int64_t source = 0;
  for (int64_t at = 0; at < tensor.elementCount(); ++at) {
    std::memcpy(result.mutableBytes().data() + static_cast<size_t>(at) * size,
                tensor.bytes().data() + static_cast<size_t>(source) * size, size);
    for (size_t i = rank; i-- > 0;) {
      const int64_t stride = strides[static_cast<size_t>(perm[i])];
      source += stride;
      if (++index[i] < extents[i]) break;
      source -= stride * extents[i];
      index[i] = 0;
    }
  }
  return result;
}

// Whether only axes of one entry move, so that the elements keep their order.
bool keepsOrder(const TensorType& type, const Permutation& perm) {
  int64_t last = -1;
  for (const int64_t axis : perm) {
    const Dim& dim = type.shape[static_cast<size_t>(axis)];
    if (dim.isConstant() && dim.constant() == 1) continue;
    if (axis < last) return false;
    last = axis;
  }
  return true;
}

}  // namespace

Permutation identityPermutation(size_t rank) {
  Permutation perm(rank);
  for (size_t i = 0; i < rank; ++i) perm[i] = static_cast<int64_t>(i);
  return perm;
}

Permutation channelsLastPermutation(size_t rank) {
  Permutation perm = identityPermutation(rank);
  perm.erase(perm.begin() + 1);
  perm.push_back(1);
  return perm;
}

bool isIdentity(const Permutation& perm) {
  return perm == identityPermutation(perm.size());
}

Permutation positionsOf(const Permutation& perm) {
  Permutation positions(perm.size());
  for (size_t i = 0; i < perm.size(); ++i)
    positions[static_cast<size_t>(perm[i])] = static_cast<int64_t>(i);
  return positions;
}

const Laid* LayoutState::find(ValueRef original) const {
  const auto it = m_laid.find(original);
  return it == m_laid.end() ? nullptr : &it->second;
}

bool LayoutState::isPermuted(ValueRef original) const {
  const Laid* laid = find(original);
  return laid && !isIdentity(laid->perm);
}

ValueRef LayoutState::plain(ValueRef original) {
  const Laid* laid = find(original);
  return laid ? permuted(original, identityPermutation(laid->perm.size())) : original;
}

ValueRef LayoutState::permuted(ValueRef original, const Permutation& perm) {
  const Laid* laid = find(original);
  const Permutation from = laid ? laid->perm : identityPermutation(perm.size());
  const ValueRef ref = laid ? laid->ref : original;
  if (from == perm) return ref;
  const auto [it, isNew] = m_made.try_emplace({original, perm});
  if (!isNew) return it->second;
  const Permutation positions = positionsOf(from);
  Permutation relative;
  for (const int64_t axis : perm) relative.push_back(positions[static_cast<size_t>(axis)]);
  return it->second = transposed(ref, relative);
}

ValueRef LayoutState::transposed(ValueRef from, const Permutation& perm) {
  const Node source = m_rewriter.node(from.op);
  if (const auto tensor = m_rewriter.constant(from))
    return m_rewriter.addConstant(permutedTensor(*tensor, perm), source.name,
                                  "transpose:" + source.name);
  const auto& type = m_rewriter.type(from);
  Node like = source;
  like.name = source.name + ".layout";
  if (type && type->isStatic() && keepsOrder(*type, perm)) {
    const Extents extents = permutedExtents(type->extents(), perm);
    bool hasZero = false;
    for (const int64_t extent : extents) hasZero = hasZero || extent == 0;
    const ValueRef shape = m_rewriter.addIntegers(extents, like.name + ".shape");
    if (!hasZero) return m_rewriter.add(OpKind::reshape, {from, shape}, {}, like);
  }
  return m_rewriter.add(OpKind::transpose, {from}, {{"perm", perm}}, like);
}

std::optional<ValueRef> LayoutState::operand(ValueRef original, const Permutation& perm) {
  const Laid* laid = find(original);
  const auto& type = m_rewriter.type(laid ? laid->ref : original);
  if (!type || type->rank() > perm.size()) return std::nullopt;
  if (type->rank() == perm.size()) return permuted(original, perm);
  const ValueRef value = plain(original);
  if (type->rank() == 0) return value;
  if (!type->isStatic()) return std::nullopt;
  Extents extents = m_rewriter.type(value)->extents();
  extents.insert(extents.begin(), perm.size() - extents.size(), 1);
  if (const auto tensor = m_rewriter.constant(value)) {
    const std::string name = m_rewriter.node(value.op).name;
    return m_rewriter.addConstant(permutedTensor(tensor->reshaped(extents), perm), name,
                                  "transpose:" + name);
  }
  for (const int64_t extent : extents)
    if (extent == 0) return std::nullopt;
  const Node like = m_rewriter.node(value.op);
  const ValueRef shape = m_rewriter.addIntegers(extents, like.name + ".shape");
  return transposed(m_rewriter.add(OpKind::reshape, {value, shape}, {}, like), perm);
}

}  // namespace heddle::graph_passes
