// Type rules of operators that rearrange elements.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/graph/type_rule.h"

namespace heddle::graph {
namespace {

// What -1 of a reshape stands for: the quotient of the products, after equal factors cancel.
Result<Dim> inferredExtent(const RuleInput& in, Shape from, Shape to) {
  for (auto it = to.begin(); it != to.end();) {
    const auto same = it->isConstant() ? from.end() : std::find(from.begin(), from.end(), *it);
    if (same == from.end()) {
      ++it;
      continue;
    }
    from.erase(same);
    it = to.erase(it);
  }
  Dim constant = 1, symbols = 1;
  for (const Dim& dim : from)
    (dim.isConstant() ? constant : symbols) = (dim.isConstant() ? constant : symbols) * dim;
  const Dim divisor = product(to);
  if (!divisor.isConstant() || !constant.isConstant())
    return Dim::floorDiv(constant * symbols, divisor);
  if (divisor.constant() == 0) return in.error("-1 cannot be inferred beside an extent of 0");
  if (constant.constant() % divisor.constant() == 0)
    return Dim(constant.constant() / divisor.constant()) * symbols;
  if (symbols.isConstant())
    return in.error(constant.text() + " elements do not divide into groups of " + divisor.text());
  return Dim::floorDiv(constant * symbols, divisor);
}

Result<Shape> reshaped(const RuleInput& in, const std::vector<int64_t>& wanted) {
  const Shape& from = in.shape(0);
  const bool zeroIsZero = in.node().intAttribute("allowzero") != 0;
  Shape to;
  std::optional<size_t> inferred;
  for (size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] < -1) return in.error("the shape holds " + std::to_string(wanted[i]));
    if (wanted[i] == -1 && inferred) return in.error("the shape holds -1 twice");
    if (wanted[i] == 0 && !zeroIsZero && i >= from.size())
      return in.error("0 at position " + std::to_string(i) + " copies an axis that x lacks");
    if (wanted[i] == -1) inferred = i;
    to.push_back(wanted[i] == 0 && !zeroIsZero ? from[i] : Dim(wanted[i]));
  }
  if (inferred) {
    Shape rest = to;
    rest.erase(rest.begin() + static_cast<ptrdiff_t>(*inferred));
    HEDDLE_TRY(to[*inferred], inferredExtent(in, from, std::move(rest)));
  } else if (!mayBeEqual(product(from), product(to))) {
    return in.error("x has " + product(from).text() + " elements, the shape " + product(to).text());
  }
  return to;
}

// The axes of input 1; nothing when their value is unknown.
Result<std::optional<std::vector<size_t>>> knownAxes(const RuleInput& in, size_t rank) {
  if (!in.value(1)) return std::optional<std::vector<size_t>>();
  HEDDLE_TRY(const std::vector<int64_t> raw, in.integers(1));
  HEDDLE_TRY(std::vector<size_t> axes, in.axes(raw, rank));
  return std::optional(std::move(axes));
}

bool holds(const std::vector<size_t>& axes, size_t axis) {
  return std::find(axes.begin(), axes.end(), axis) != axes.end();
}

Result<Types> blocksToSpace(const RuleInput& in, bool isDepthToSpace) {
  HEDDLE_CHECK(in.requireRank(0, 4, 4));
  const int64_t block = in.node().intAttribute("blocksize");
  if (block < 1 || block > (1 << 15)) return in.error("blocksize is " + std::to_string(block));
  Shape shape = in.shape(0);
  const auto divide = [&](Dim& dim, int64_t by) -> Status {
    if (dim.isConstant() && dim.constant() % by != 0)
      return in.error(dim.text() + " is not a multiple of " + std::to_string(by));
    dim = Dim::floorDiv(dim, by);
    return {};
  };
  if (isDepthToSpace) {
    HEDDLE_CHECK(divide(shape[1], block * block));
    shape[2] = shape[2] * Dim(block);
    shape[3] = shape[3] * Dim(block);
  } else {
    shape[1] = shape[1] * Dim(block * block);
    HEDDLE_CHECK(divide(shape[2], block));
    HEDDLE_CHECK(divide(shape[3], block));
  }
  return oneType(in.type(0).element, std::move(shape));
}

}  // namespace

Result<Types> inferReshape(const RuleInput& in) {
  if (!in.value(1)) {
    const auto length = in.staticLength(1);
    if (!length) return Types{std::nullopt};
    return oneType(in.type(0).element, in.freshShape(*length));
  }
  HEDDLE_TRY(const std::vector<int64_t> wanted, in.integers(1));
  if (wanted.size() > kLargestRank) return in.error("the shape has too many axes");
  HEDDLE_TRY(Shape shape, reshaped(in, wanted));
  return oneType(in.type(0).element, std::move(shape));
}

Result<Types> inferSqueeze(const RuleInput& in) {
  const Shape& from = in.shape(0);
  Shape shape;
  if (!in.has(1)) {
    for (const Dim& dim : from) {
      if (!dim.isConstant()) return Types{std::nullopt};
      if (dim.constant() != 1) shape.push_back(dim);
    }
    return oneType(in.type(0).element, std::move(shape));
  }
  HEDDLE_TRY(const auto axes, knownAxes(in, from.size()));
  if (!axes) {
    const auto length = in.staticLength(1);
    if (!length || *length > from.size()) return Types{std::nullopt};
    return oneType(in.type(0).element, in.freshShape(from.size() - *length));
  }
  for (size_t i = 0; i < from.size(); ++i) {
    if (!holds(*axes, i))
      shape.push_back(from[i]);
    else if (!mayBeEqual(from[i], 1))
      return in.error("axis " + std::to_string(i) + " has " + from[i].text() + " entries, not 1");
  }
  return oneType(in.type(0).element, std::move(shape));
}

Result<Types> inferUnsqueeze(const RuleInput& in) {
  size_t added = 0;
  if (in.value(1)) {
    HEDDLE_TRY(const std::vector<int64_t> raw, in.integers(1));
    added = raw.size();
  } else if (const auto length = in.staticLength(1)) {
    added = *length;
  } else {
    return Types{std::nullopt};
  }
  const size_t rank = in.rank(0) + added;
  if (rank > kLargestRank) return in.error("the result has too many axes");
  HEDDLE_TRY(const auto axes, knownAxes(in, rank));
  if (!axes) return oneType(in.type(0).element, in.freshShape(rank));
  Shape shape;
  for (size_t i = 0, next = 0; i < rank; ++i)
    shape.push_back(holds(*axes, i) ? Dim(1) : in.shape(0)[next++]);
  return oneType(in.type(0).element, std::move(shape));
}

Result<Types> inferFlatten(const RuleInput& in) {
  const auto rank = static_cast<int64_t>(in.rank(0));
  int64_t axis = in.node().intAttribute("axis");
  if (axis < -rank || axis > rank)
    return in.error("axis " + std::to_string(axis) + " is outside x");
  if (axis < 0) axis += rank;
  const std::span<const Dim> dims(in.shape(0));
  return oneType(in.type(0).element, {product(dims.first(static_cast<size_t>(axis))),
                                      product(dims.subspan(static_cast<size_t>(axis)))});
}

Result<Types> inferTranspose(const RuleInput& in) {
  const std::vector<int64_t> perm = in.node().intsAttribute("perm");
  if (perm.size() != in.rank(0))
    return in.error("perm has " + std::to_string(perm.size()) + " entries for a tensor of rank " +
                    std::to_string(in.rank(0)));
  HEDDLE_TRY(const std::vector<size_t> axes, in.axes(perm, in.rank(0)));
  Shape shape;
  for (const size_t axis : axes) shape.push_back(in.shape(0)[axis]);
  return oneType(in.type(0).element, std::move(shape));
}

Result<Types> inferExpand(const RuleInput& in) {
  if (!in.value(1)) {
    const auto length = in.staticLength(1);
    if (!length) return Types{std::nullopt};
    return oneType(in.type(0).element, in.freshShape(std::max(*length, in.rank(0))));
  }
  HEDDLE_TRY(const std::vector<int64_t> wanted, in.integers(1));
  if (wanted.size() > kLargestRank) return in.error("the shape has too many axes");
  for (const int64_t extent : wanted)
    if (extent < 0) return in.error("the shape holds " + std::to_string(extent));
  HEDDLE_TRY(Shape shape, broadcastShapes(in, in.shape(0), toShape(wanted)));
  return oneType(in.type(0).element, std::move(shape));
}

Result<Types> inferTile(const RuleInput& in) {
  if (!in.value(1)) return oneType(in.type(0).element, in.freshShape(in.rank(0)));
  HEDDLE_TRY(const std::vector<int64_t> repeats, in.integers(1));
  if (repeats.size() != in.rank(0)) return in.error("repeats needs one entry per axis of x");
  Shape shape = in.shape(0);
  for (size_t i = 0; i < shape.size(); ++i) {
    if (repeats[i] < 0) return in.error("repeats holds " + std::to_string(repeats[i]));
    shape[i] = shape[i] * Dim(repeats[i]);
  }
  return oneType(in.type(0).element, std::move(shape));
}

Result<Types> inferConcat(const RuleInput& in) {
  HEDDLE_TRY(const size_t axis, in.axis(in.node().intAttribute("axis"), in.rank(0)));
  Shape shape = in.shape(0);
  for (size_t i = 1; i < in.inputCount(); ++i) {
    HEDDLE_CHECK(in.requireSameElement(0, i));
    HEDDLE_CHECK(in.requireRank(i, shape.size(), shape.size()));
    for (size_t d = 0; d < shape.size(); ++d) {
      if (d == axis) {
        shape[d] = shape[d] + in.shape(i)[d];
        continue;
      }
      if (!mayBeEqual(shape[d], in.shape(i)[d]))
        return in.error("inputs 0 and " + std::to_string(i) + " differ on axis " +
                        std::to_string(d) + ": " + shape[d].text() + " and " +
                        in.shape(i)[d].text());
      shape[d] = better(shape[d], in.shape(i)[d]);
    }
  }
  return oneType(in.type(0).element, std::move(shape));
}

Result<Types> inferSplit(const RuleInput& in) {
  HEDDLE_TRY(const size_t axis, in.axis(in.node().intAttribute("axis"), in.rank(0)));
  const size_t parts = in.node().outputCount;
  if (parts == 0) return in.error("a split needs an output");
  if (in.node().hasAttribute("num_outputs") &&
      in.node().intAttribute("num_outputs") != static_cast<int64_t>(parts))
    return in.error("num_outputs does not match the number of outputs");
  const Dim total = in.shape(0)[axis];
  std::vector<Dim> sizes(parts);
  if (in.has(1) && !in.value(1)) {
    for (Dim& size : sizes) size = in.fresh();
  } else if (in.has(1)) {
    HEDDLE_TRY(const std::vector<int64_t> given, in.integers(1));
    if (given.size() != parts) return in.error("sizes does not match the number of outputs");
    Dim sum = 0;
    for (size_t i = 0; i < parts; ++i) {
      if (given[i] < 0) return in.error("sizes holds " + std::to_string(given[i]));
      sizes[i] = given[i];
      sum = sum + sizes[i];
    }
    if (!mayBeEqual(sum, total))
      return in.error("sizes adds up to " + sum.text() + ", not " + total.text());
  } else {
    const Dim chunk = Dim::ceilDiv(total, Dim(static_cast<int64_t>(parts)));
    std::fill(sizes.begin(), sizes.end(), chunk);
    if (total.isConstant() && parts > 1)
      sizes.back() = total - chunk * Dim(static_cast<int64_t>(parts - 1));
  }
  Types types;
  for (const Dim& size : sizes) {
    TensorType type = in.type(0);
    type.shape[axis] = size;
    types.push_back(std::move(type));
  }
  return types;
}

Result<Types> inferDepthToSpace(const RuleInput& in) {
  return blocksToSpace(in, true);
}
Result<Types> inferSpaceToDepth(const RuleInput& in) {
  return blocksToSpace(in, false);
}

}  // namespace heddle::graph
