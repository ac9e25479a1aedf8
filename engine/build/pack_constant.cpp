// The map is evaluated once per value of each axis where every new index depends on one old axis, which is what
// tiling gives; only a map that mixes axes is evaluated per element.
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/pack_constant.h"

#include <algorithm>
#include <cstring>

#include "engine/loops/simplify.h"
#include "engine/loops/text.h"
#include "engine/loops/visit.h"

namespace heddle::build {
namespace {

using schedule::State;

Extents rowMajorStrides(const Extents& extents) {
  Extents strides(extents.size(), 1);
  for (size_t i = extents.size(); i-- > 1;) strides[i - 1] = strides[i] * extents[i];
  return strides;
}

std::optional<int64_t> evaluateAt(const loops::Expr& e, const State::LayoutRewrite& rewrite,
                                  const Extents& index) {
  loops::Substitution values;
  for (size_t axis = 0; axis < index.size(); ++axis)
    values[rewrite.oldVars[axis]->id] = loops::constant(index[axis]);
  return loops::constantInt(loops::simplify(loops::substitute(e, values)));
}

// The only old axis that the expression depends on; -1 for none, -2 for several.
int soleAxis(const loops::Expr& e, const State::LayoutRewrite& rewrite) {
  int axis = -1;
  loops::walk(e, [&](const loops::Expr& node) {
    if (const auto* var = loops::as<loops::Var>(node))
      for (size_t i = 0; i < rewrite.oldVars.size(); ++i)
        if (rewrite.oldVars[i]->id == var->id)
          axis = axis == -1 || axis == static_cast<int>(i) ? static_cast<int>(i) : -2;
    return true;
  });
  return axis;
}

Diagnostic outside(size_t newAxis) {
  return {"build.pack", "the layout's index " + std::to_string(newAxis) +
                            " leaves the extents of the packed constant"};
}

// offsets[axis][value]: what the old axis contributes to the new linear offset.
using OffsetTables = std::vector<std::vector<int64_t>>;

Result<OffsetTables> separableOffsets(const Extents& old, const State::LayoutRewrite& rewrite,
                                      const Extents& newStrides) {
  OffsetTables tables;
  for (const int64_t extent : old) tables.emplace_back(static_cast<size_t>(extent), 0);
  for (size_t i = 0; i < rewrite.newIndices.size(); ++i) {
    const int axis = soleAxis(rewrite.newIndices[i], rewrite);
    Extents index(old.size(), 0);
    const int64_t count = axis < 0 ? 1 : old[static_cast<size_t>(axis)];
    for (int64_t value = 0; value < count; ++value) {
      if (axis >= 0) index[static_cast<size_t>(axis)] = value;
      const auto at = evaluateAt(rewrite.newIndices[i], rewrite, index);
      if (!at || *at < 0 || *at >= rewrite.newExtents[i]) return outside(i);
      // A constant index adds the same offset to every element: charge it to axis 0.
      if (axis >= 0)
        tables[static_cast<size_t>(axis)][static_cast<size_t>(value)] += *at * newStrides[i];
      else if (!tables.empty())
        for (int64_t& offset : tables[0]) offset += *at * newStrides[i];
    }
  }
  return tables;
}

Status copySeparable(const Tensor& from, Tensor& to, const OffsetTables& tables) {
  const size_t width = sizeBytes(from.element());
  const Extents& old = from.extents();
  Extents index(old.size(), 0);
  const std::byte* source = from.bytes().data();
  std::byte* target = to.mutableBytes().data();
  const size_t last = old.size() - 1;
  for (int64_t element = 0; element < from.elementCount(); element += old[last]) {
    int64_t base = 0;
    for (size_t axis = 0; axis < last; ++axis)
      base += tables[axis][static_cast<size_t>(index[axis])];
    for (int64_t i = 0; i < old[last]; ++i)
      std::memcpy(target + static_cast<size_t>(base + tables[last][static_cast<size_t>(i)]) * width,
                  source + static_cast<size_t>(element + i) * width, width);
    for (size_t axis = last; axis-- > 0;) {
      if (++index[axis] < old[axis]) break;
      index[axis] = 0;
    }
  }
  return {};
}

Status copyGeneral(const Tensor& from, Tensor& to, const State::LayoutRewrite& rewrite,
                   const Extents& newStrides) {
  const size_t width = sizeBytes(from.element());
  Extents index(from.rank(), 0);
  for (int64_t element = 0; element < from.elementCount(); ++element) {
    int64_t offset = 0;
    for (size_t i = 0; i < rewrite.newIndices.size(); ++i) {
      const auto at = evaluateAt(rewrite.newIndices[i], rewrite, index);
      if (!at || *at < 0 || *at >= rewrite.newExtents[i]) return outside(i);
      offset += *at * newStrides[i];
    }
    std::memcpy(to.mutableBytes().data() + static_cast<size_t>(offset) * width,
                from.bytes().data() + static_cast<size_t>(element) * width, width);
    for (size_t axis = from.rank(); axis-- > 0;) {
      if (++index[axis] < from.extents()[axis]) break;
      index[axis] = 0;
    }
  }
  return {};
}

}  // namespace

Result<Tensor> packConstant(const Tensor& tensor, const State::LayoutRewrite& rewrite) {
  if (rewrite.oldVars.size() != tensor.rank())
    return Diagnostic{"build.pack", "the layout maps " + std::to_string(rewrite.oldVars.size()) +
                                        " axes, the constant has " + std::to_string(tensor.rank())};
  HEDDLE_TRY(Tensor out, Tensor::allocate(tensor.element(), rewrite.newExtents));
  if (tensor.elementCount() == 0) return out;
  const Extents newStrides = rowMajorStrides(rewrite.newExtents);
  const bool isSeparable =
      tensor.rank() > 0 &&
      std::all_of(rewrite.newIndices.begin(), rewrite.newIndices.end(),
                  [&](const loops::Expr& e) { return soleAxis(e, rewrite) != -2; });
  if (!isSeparable) {
    HEDDLE_CHECK(copyGeneral(tensor, out, rewrite, newStrides));
    return out;
  }
  HEDDLE_TRY(OffsetTables tables, separableOffsets(tensor.extents(), rewrite, newStrides));
  HEDDLE_CHECK(copySeparable(tensor, out, tables));
  return out;
}

std::string packRecipe(ConstantId source, const State::LayoutRewrite& rewrite) {
  std::string recipe = "pack:" + std::to_string(source.value) + ":(";
  for (const loops::VarRef& var : rewrite.oldVars) recipe += var->name + ",";
  recipe += ")->(";
  for (const loops::Expr& index : rewrite.newIndices) recipe += loops::toText(index) + ",";
  return recipe + ")" + text(rewrite.newExtents);
}

}  // namespace heddle::build
