// SPDX-License-Identifier: Apache-2.0
#include "engine/spaces/facts.h"

#include <algorithm>

#include "engine/loops/linear.h"
#include "engine/loops/visit.h"

namespace heddle::spaces {

using namespace loops;

namespace {

std::string textAnnotation(const Block& block, std::string_view key) {
  const auto it = block.f.annotations.find(key);
  if (it == block.f.annotations.end()) return {};
  const auto* text = std::get_if<std::string>(&it->second);
  return text ? *text : std::string();
}

}  // namespace

std::string opOf(const Block& block) {
  return textAnnotation(block, "op");
}
std::string formOf(const Block& block) {
  return textAnnotation(block, "form");
}

bool isReduction(const Block& block) {
  return block.f.init && std::any_of(block.f.iters.begin(), block.f.iters.end(),
                                     [](const BlockIter& i) { return i.kind == IterKind::reduce; });
}

bool hasOpaqueIterators(const Block& block) {
  return !block.f.opaqueFunction.empty() ||
         std::any_of(block.f.iters.begin(), block.f.iters.end(),
                     [](const BlockIter& i) { return i.kind == IterKind::opaque; });
}

bool isPointwise(const Block& block) {
  return !block.f.init && singleStore(block) &&
         std::all_of(block.f.iters.begin(), block.f.iters.end(),
                     [](const BlockIter& i) { return i.kind == IterKind::spatial; });
}

const Store* singleStore(const Block& block) {
  return as<Store>(block.f.body);
}

bool hasSelect(const Store& store) {
  bool found = false;
  walk(store.value, [&](const Expr& e) { return found = found || as<Select>(e), !found; });
  return found;
}

namespace {

bool mentions(const Expr& e, VarId iterator) {
  bool found = false;
  walk(e, [&](const Expr& x) {
    const auto* var = as<Var>(x);
    found = found || (var && var->id == iterator);
    return !found;
  });
  return found;
}

// Of a sum whose other terms may be anything: a reshape reads at quotients and remainders of other iterators.
std::optional<int64_t> coefficientOf(const Expr& index, VarId iterator) {
  if (const auto form = affineForm(index)) return form->coefficient(iterator);
  if (index->type != ValueType{}) return {};
  const LinearSum sum = linearSum(index);
  if (!sum.isValid) return {};
  int64_t coefficient = 0;
  for (const auto& [atom, factor] : sum.terms) {
    const auto* var = as<Var>(atom);
    if (var && var->id == iterator)
      coefficient += factor;
    else if (mentions(atom, iterator))
      return {};
  }
  return coefficient;
}

}  // namespace

std::optional<int64_t> strideOf(const Buffer& buffer, const std::vector<Expr>& indices,
                                VarId iterator) {
  int64_t stride = 0, rowStride = 1;
  for (size_t d = indices.size(); d-- > 0;) {
    const auto step = coefficientOf(indices[d], iterator);
    if (!step) return {};
    stride += *step * rowStride;
    const auto extent = constantInt(buffer->shape[d]);
    if (!extent) return {};
    rowStride *= *extent;
  }
  return stride;
}

bool isParameter(const Program& program, BufferId buffer, ParamRole role) {
  return std::any_of(program.params.begin(), program.params.end(),
                     [&](const Param& p) { return p.buffer->id == buffer && p.role == role; });
}

bool isOutput(const Program& program, BufferId buffer) {
  return isParameter(program, buffer, ParamRole::output);
}

int64_t workOf(const Block& block, Work work) {
  int64_t count = 1;
  for (const BlockIter& iter : block.f.iters) {
    if (work == Work::outputs && iter.kind == IterKind::reduce) continue;
    count *= constantInt(iter.extent).value_or(1);
  }
  return count;
}

std::string lanesMap(const std::string& channels, size_t windowRank, int64_t lanes) {
  std::string old = channels, window;
  for (size_t d = 0; d < windowRank; ++d) {
    old += ", k" + std::to_string(d);
    window += "k" + std::to_string(d) + ", ";
  }
  const std::string step = std::to_string(lanes);
  return old + " -> " + window + "i // " + step + ", o, i % " + step;
}

}  // namespace heddle::spaces
