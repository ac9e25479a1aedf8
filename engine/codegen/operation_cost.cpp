// SPDX-License-Identifier: Apache-2.0
#include "engine/codegen/operation_cost.h"

#include <algorithm>
#include <cmath>

#include "engine/loops/visit.h"

namespace heddle::codegen {
using namespace loops;

namespace {

constexpr double kScalarLoads = 2;      // a cycle
constexpr double kLibraryCycles = 30;   // of a function of libm, for each lane
constexpr double kDivisionCycles = 10;  // of a full register
constexpr double kIndexDivision = 4;    // instructions, by a constant

double bytesOf(ValueType type) {
  return static_cast<double>(sizeBytes(type.element)) * type.lanes;
}

// Registers that a value fills; a part counts as its share, half a register at least, for narrow
// registers run twice as fast.
double registersOf(ValueType type, const Target& target) {
  const double full = bytesOf(type) / (target.vectorBits / 8.0);
  return full <= 0.5 ? 0.5 : std::ceil(full);
}

Use arithmetic(double operations, ValueType type, const Target& target, const CoreRates& rates) {
  const double each = operations * registersOf(type, target);
  return {each / rates.multiplyAdds, 0, 0, operations * std::max(1.0, registersOf(type, target))};
}

// Instructions of what math.cpp writes out for f32, libm for everything else.
double expansionOf(Intrinsic i) {
  switch (i) {
    case Intrinsic::exp:
      return 16;
    case Intrinsic::log:
      return 24;
    case Intrinsic::tanh:
      return 24;
    case Intrinsic::sigmoid:
      return 28;
    case Intrinsic::erf:
      return 30;
    case Intrinsic::floor:
    case Intrinsic::ceil:
    case Intrinsic::roundEven:
    case Intrinsic::trunc:
      return 2;
    case Intrinsic::sqrt:
      return kDivisionCycles;
    case Intrinsic::abs:
    case Intrinsic::fma:
    case Intrinsic::reinterpret:
    case Intrinsic::isNan:
    case Intrinsic::isInf:
    case Intrinsic::dotU8I8:
      return 1;
    default:
      return 0;
  }
}

Use callUse(const Call& n, const Target& target, const CoreRates& rates) {
  const ValueType type = n.args[0]->type;
  if (n.intrinsic == Intrinsic::prefetch) return {0, 0.5, 0, 1};
  if (n.intrinsic == Intrinsic::reduceAdd || n.intrinsic == Intrinsic::reduceMax)
    return arithmetic(2 * std::log2(std::max(2, type.lanes)), type, target, rates);
  if (n.intrinsic == Intrinsic::dotU8I8)
    return arithmetic(target.hasVnni ? 1 : 8, n.type, target, rates);
  const double expansion = expansionOf(n.intrinsic);
  const bool isWide = type.element == ElementType::f64 && expansion > kDivisionCycles;
  if (expansion > 0 && !isWide) return arithmetic(expansion, type, target, rates);
  return {kLibraryCycles * type.lanes, 0, 0, kLibraryCycles * type.lanes};
}

Use binaryUse(const Binary& n, const Target& target, const CoreRates& rates) {
  const auto isProduct = [](const Expr& e) {
    const auto* b = as<Binary>(e);
    return b && b->op == BinaryOp::mul;
  };
  const bool isReal = isFloat(n.type.element);
  switch (n.op) {
    case BinaryOp::add:
    case BinaryOp::sub:  // the product before it takes it along
      if (isReal && target.hasFma && (isProduct(n.a) || isProduct(n.b))) return {};
      return arithmetic(isReal ? 1 : 0.5, n.type, target, rates);
    case BinaryOp::min:
    case BinaryOp::max:  // and a comparison and a choice for NaN, on more ports
      return arithmetic(isReal ? 1.5 : 1, n.type, target, rates);
    case BinaryOp::div:
    case BinaryOp::mod:
    case BinaryOp::floorDiv:
    case BinaryOp::floorMod:
      if (isReal) return arithmetic(kDivisionCycles, n.type, target, rates);
      return {kDivisionCycles * n.type.lanes, 0, 0, 4.0 * n.type.lanes};
    default:
      return arithmetic(1, n.type, target, rates);
  }
}

// Divisions in an index are what is left of it after folding.
double indexInstructions(const std::vector<Expr>& indices) {
  double count = 0;
  for (const Expr& index : indices)
    walk(index, [&](const Expr& e) {
      const auto* b = as<Binary>(e);
      if (b && (b->op == BinaryOp::floorDiv || b->op == BinaryOp::floorMod))
        count += kIndexDivision;
      return !as<Load>(e);
    });
  return count;
}

enum class Pattern { scalar, dense, strided, scattered };
struct Access {
  Pattern pattern = Pattern::scalar;
  int64_t stride = 1;
};

Access accessOf(const std::vector<Expr>& indices) {
  for (const Expr& index : indices) {
    if (index->type.isScalar() || index->kind == ExprKind::Broadcast) continue;
    const auto* ramp = as<Ramp>(index);
    const auto stride = ramp ? constantInt(ramp->stride) : std::nullopt;
    if (!stride) return {Pattern::scattered, 0};
    if (*stride == 1) return {Pattern::dense, 1};
    return {*stride >= 2 && *stride <= 4 ? Pattern::strided : Pattern::scattered, *stride};
  }
  return {};
}

// Loads where `storeFactor` is 1; stores take it as many times longer.
Use memoryUse(const std::vector<Expr>& indices, ValueType type, const CoreRates& rates,
              double storeFactor) {
  const double bytes = bytesOf(type), divisions = indexInstructions(indices);
  const auto cycles = [&](double b) {
    return storeFactor * std::max(1 / kScalarLoads, b / rates.loadBytes);
  };
  const Access access = accessOf(indices);
  switch (access.pattern) {
    case Pattern::scalar:
      return {0, cycles(bytes / type.lanes), 0, 1 + divisions};
    case Pattern::dense:
      return {0, cycles(bytes), 0, 1 + divisions};
    case Pattern::strided: {
      const auto stride = static_cast<double>(access.stride);
      return {stride, stride * cycles(bytes), 0, 2 * stride + divisions};
    }
    case Pattern::scattered:
      break;
  }
  return {0.5 * type.lanes, type.lanes * cycles(0), 0, 2.0 * type.lanes + divisions};
}

}  // namespace

void Use::add(const Use& other, double times) {
  arithmetic += times * other.arithmetic;
  loads += times * other.loads;
  stores += times * other.stores;
  instructions += times * other.instructions;
}

Use useOf(const Expr& e, const Target& target, const CoreRates& rates) {
  if (const auto* n = as<Load>(e))
    return n->buffer->scope == Scope::registers ? Use() : memoryUse(n->indices, n->type, rates, 1);
  if (const auto* n = as<Binary>(e)) return binaryUse(*n, target, rates);
  if (const auto* n = as<Call>(e)) return callUse(*n, target, rates);
  if (const auto* n = as<Compare>(e)) return arithmetic(1, n->a->type, target, rates);
  if (const auto* n = as<Shuffle>(e)) {
    // One lane in or out is how registers of several scalars are written; they stay apart.
    const bool isOneLane = n->type.isScalar() || n->vectors.back()->type.isScalar();
    // So is a few bytes from memory in all lanes a load.
    const bool isRepeat =
        as<Load>(n->vectors.front()) && n->vectors.front()->type.lanes < n->type.lanes;
    return isOneLane || isRepeat ? Use() : arithmetic(1, e->type, target, rates);
  }
  if (as<Select>(e)) return arithmetic(1, e->type, target, rates);
  if (const auto* n = as<Cast>(e)) {
    const bool isWider = bytesOf(n->value->type) > bytesOf(n->type);
    const bool isHalf = sizeBytes(n->value->type.element) == 2 || sizeBytes(n->type.element) == 2;
    const bool isRounding = isFloat(n->value->type.element) || isFloat(n->type.element);
    return arithmetic(isHalf       ? 4
                      : isRounding ? 1
                                   : 0.5,
                      isWider ? n->value->type : n->type, target, rates);
  }
  if (const auto* n = as<Broadcast>(e);
      n && n->value->kind != ExprKind::Load && n->value->kind != ExprKind::FloatImm)
    return {0.5, 0, 0, 1};
  return {};
}

Use useOf(const Store& store, const Target& target, const CoreRates& rates) {
  (void)target;
  if (store.buffer->scope == Scope::registers) return {};
  Use use = memoryUse(store.indices, store.value->type, rates, 2);
  use.stores = std::exchange(use.loads, 0);
  return use;
}

double latencyOf(const Expr& e) {
  const bool isReal = isFloat(e->type.element);
  if (const auto* n = as<Binary>(e)) {
    if (n->op == BinaryOp::div) return 11;
    if (n->op == BinaryOp::min || n->op == BinaryOp::max) return isReal ? 6 : 1;
    return isReal ? 4 : n->op == BinaryOp::mul ? 4 : 1;
  }
  if (const auto* n = as<Call>(e))
    return n->intrinsic == Intrinsic::fma ? 4 : n->intrinsic == Intrinsic::dotU8I8 ? 4 : 20;
  return as<Select>(e) || as<Compare>(e) || as<Cast>(e) ? 2 : 0;
}

}  // namespace heddle::codegen
