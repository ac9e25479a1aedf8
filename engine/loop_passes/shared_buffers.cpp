// Two iterations of a parallel loop meet in a buffer when the boxes that they touch intersect.
// 1. If in some dimension, or in the flat buffer, every index is c * p + an interval no wider than
//    c, they never do.
// 2. Otherwise the box of every iteration is computed with the variable as a number, and the boxes
//    are sorted along the dimension that tells most of them apart and swept.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/loop_passes/buffer_accesses.h"
#include "engine/loops/visit.h"
#include "engine/tensor/tensor_type.h"

namespace heddle::loop_passes {
using namespace loops;
namespace {

constexpr int64_t largestCount = 1 << 16;       // of boxes times accesses
constexpr int64_t largestComparisons = 1 << 24;
constexpr int64_t largestBuffer = int64_t{1} << 40;  // elements, so that flat indices do not overflow

using Box = std::vector<Interval>;

// The variables of the loops around an access; `bounds` may know some already.
bool addLoops(const Access& access, Bounds& bounds) {
  for (const For* loop : access.loops) {
    if (bounds.count(loop->var->id)) continue;
    const auto first = intervalOf(loop->min, bounds), trips = intervalOf(loop->extent, bounds);
    if (!first || !trips) return false;
    bounds[loop->var->id] = {first->min, first->max + std::max<int64_t>(trips->max, 1) - 1};
  }
  return true;
}

void include(Interval& into, const Interval& i) {
  into = {std::min(into.min, i.min), std::max(into.max, i.max)};
}

// x // c * (k * c) + x % c * k  ==>  x * k
LinearForm rejoined(LinearForm form) {
  for (size_t i = 0; i < form.terms.size(); ++i) {
    const auto* mod = as<Binary>(form.terms[i].atom);
    const auto c = mod && mod->op == BinaryOp::floorMod ? constantInt(mod->b) : std::nullopt;
    if (!c) continue;
    const int64_t k = form.terms[i].coefficient;
    const Expr x = mod->a, whole = simplify(floorDiv(x, mod->b));
    const auto isPartner = [&](const LinearForm::Term& t) {
      return t.coefficient / k == *c && t.coefficient % k == 0 && structurallyEqual(t.atom, whole);
    };
    const auto partner = std::find_if(form.terms.begin(), form.terms.end(), isPartner);
    if (partner == form.terms.end()) continue;
    form.add(partner->atom, -partner->coefficient);
    form.add(Binary::make(BinaryOp::floorMod, x, constant(*c)), -k);
    form.add(linearForm(x), k);
    return rejoined(std::move(form));
  }
  return form;
}

// Where in the flat buffer; nothing when it has no constant shape or too many elements.
std::optional<LinearForm> flatIndex(const Buffer& buffer, const Access& access) {
  Extents extents;
  for (const Expr& e : buffer->shape) extents.push_back(constantInt(e).value_or(-1));
  const auto count = elementCount(extents);
  if (!count || *count > largestBuffer || access.indices.size() != extents.size()) return {};
  LinearForm flat;
  for (size_t d = 0; d < extents.size(); ++d) {
    LinearForm next = linearForm(access.indices[d]);
    next.add(flat, extents[d]);
    flat = std::move(next);
  }
  return rejoined(std::move(flat));
}

// Whether every access's form (its index in some dimension, say) is c * p + an interval, all
// intervals together no wider than c.
bool areSlabs(const For& parallel, const std::vector<Access>& accesses,
              const std::function<std::optional<LinearForm>(const Access&)>& formOf) {
  std::optional<int64_t> step;
  std::optional<Interval> inner;
  for (const Access& access : accesses) {
    Bounds bounds;
    const auto form = formOf(access);
    if (!form || !addLoops(access, bounds)) return false;
    const auto split =
        splitForm(*form, [&](VarId id) { return id != parallel.var->id; }, bounds);
    if (!split || split->outer.terms.size() != 1) return false;
    const auto* var = as<Var>(split->outer.terms[0].atom);
    const int64_t coefficient = split->outer.terms[0].coefficient;
    if (!var || (step && *step != coefficient)) return false;
    step = coefficient;
    if (inner)
      include(*inner, split->inner);
    else
      inner = split->inner;
  }
  return step && inner->max - inner->min < std::abs(*step);
}

// Nothing when an index has no known bounds.
std::optional<Box> boxOf(const For& parallel, int64_t at, size_t rank,
                         const std::vector<Access>& accesses) {
  std::optional<Box> box;
  for (const Access& access : accesses) {
    Bounds bounds = {{parallel.var->id, {at, at}}};
    if (access.indices.size() != rank || !addLoops(access, bounds)) return {};
    Box own;
    for (const Expr& index : access.indices) {
      const auto range = intervalOf(index, bounds);
      if (!range) return {};
      own.push_back(*range);
    }
    if (!box) box = own;
    for (size_t d = 0; d < rank; ++d) include((*box)[d], own[d]);
  }
  return box;
}

bool intersect(const Box& a, const Box& b) {
  for (size_t d = 0; d < a.size(); ++d)
    if (a[d].max < b[d].min || b[d].max < a[d].min) return false;
  return true;
}

size_t mostTelling(const std::vector<Box>& boxes) {
  size_t best = 0, most = 0;
  for (size_t d = 0; d < boxes[0].size(); ++d) {
    std::set<int64_t> begins;
    for (const Box& box : boxes) begins.insert(box[d].min);
    if (begins.size() > most) best = d, most = begins.size();
  }
  return best;
}

bool anyIntersect(std::vector<Box> boxes) {
  if (boxes.size() < 2) return false;
  if (boxes[0].empty()) return true;
  const size_t d = mostTelling(boxes);
  std::sort(boxes.begin(), boxes.end(),
            [&](const Box& a, const Box& b) { return a[d].min < b[d].min; });
  int64_t comparisons = 0;
  for (size_t i = 0; i < boxes.size(); ++i)
    for (size_t j = i + 1; j < boxes.size() && boxes[j][d].min <= boxes[i][d].max; ++j)
      if (++comparisons > largestComparisons || intersect(boxes[i], boxes[j])) return true;
  return false;
}

// Of the accesses inside a loop; none when nothing there writes.
std::vector<Access> within(const For* loop, const std::vector<Access>& accesses) {
  std::vector<Access> out;
  bool isWritten = false;
  for (const Access& access : accesses) {
    if (access.loops.empty() || access.loops[0] != loop) continue;
    isWritten |= access.isStore;
    out.push_back(access);
  }
  if (!isWritten) out.clear();
  return out;
}

}  // namespace

bool mayIterationsMeet(const For& parallel, const Buffer& buffer,
                       const std::vector<Access>& accesses) {
  const auto range = constantRange(parallel);
  if (!range) return true;
  if (range->min == range->max || accesses.empty()) return false;
  const size_t rank = buffer->shape.size();
  for (size_t d = 0; d < rank; ++d)
    if (areSlabs(parallel, accesses, [d](const Access& a) {
          return d < a.indices.size() ? std::optional(linearForm(a.indices[d])) : std::nullopt;
        }))
      return false;
  if (areSlabs(parallel, accesses, [&](const Access& a) { return flatIndex(buffer, a); }))
    return false;
  const int64_t count = range->max - range->min + 1;
  if (count > largestCount / static_cast<int64_t>(accesses.size())) return true;
  std::vector<Box> boxes;
  for (int64_t at = range->min; at <= range->max; ++at) {
    auto box = boxOf(parallel, at, rank, accesses);
    if (!box) return true;
    boxes.push_back(std::move(*box));
  }
  return anyIntersect(std::move(boxes));
}

Diagnostic sharedBuffer(const For& parallel, const Buffer& buffer) {
  return {"lower.compact_buffers.shared_buffer",
          "iterations of the parallel loop {0} may write the same elements of {1}",
          {{"loop", parallel.id.value, parallel.var->name},
           {"buffer", buffer->id.value, buffer->name}},
          "",
          "compute the buffer outside the parallel loop, or at a loop further in"};
}

Status checkSharedBuffers(const Program& program) {
  const Accesses all = collectAccesses(program.body);
  const auto* seq = as<Seq>(program.body);
  const std::vector<Stmt> tops = seq ? seq->stmts : std::vector<Stmt>{program.body};
  for (const Stmt& top : tops) {
    const auto* loop = as<For>(top);
    if (!loop || loop->forKind != ForKind::parallel || !constantInt(loop->extent)) continue;
    for (const Buffer& buffer : program.allocs) {
      const auto found = all.find(buffer->id);
      if (buffer->scope != Scope::global || found == all.end()) continue;
      if (!mayIterationsMeet(*loop, buffer, within(loop, found->second))) continue;
      return sharedBuffer(*loop, buffer);
    }
  }
  return {};
}

}  // namespace heddle::loop_passes
