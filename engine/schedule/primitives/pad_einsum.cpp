// The iterators of a sum of products are rounded up to multiples; padded copies make it right.
//
//   for i in range(6):             for a0 in range(8):
//     for k in range(5):             for a1 in range(8):
//       block b(i: 6 = i,              block x_pad_copy(...):
//           reduce k: 5 = k):            x_pad[a0, a1] = x[a0, a1] if a0 < 6 and a1 < 5 else 0.0
//         y[i] = y[i]              for i in range(8):
//           + x[i, k] * w[k]         for k in range(8):
//                                      block b(i: 8 = i, reduce k: 8 = k):
//                                        y_pad[i] = y_pad[i] + x_pad[i, k] * w_pad[k]
//                                  for a0 in range(6):
//                                    block y_pad_copy(a0: 6 = a0):
//                                      y[a0] = y_pad[a0]
//
// Padding is zero, so that the steps added to a reduction add nothing; what is computed beyond the
// result is not copied out.
//
// Requirements:
// 1. block: the block exists.
// 2. complete: it is not opaque, the order of its iterators is free, and it has no own buffers.
// 3. plain: each iterator has a loop of its own over all its values, and there is no predicate.
// 4. alone: these ordinary loops stand around nothing else.
// 5. einsum: it adds products of elements to a sum that starts at a constant; the elements stand at
// distinct plain iterators over whole buffers.
// 6. padding: one multiple from 1 to 4096 for each iterator, and one of them changes something.
// 7. neutral: every factor moves with each reduce iterator that is padded.
// 8. producer, whole: what it reads is complete before the nest.
// 9. writer: it alone writes the result.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/loops/visit.h"
#include "engine/schedule/analysis/blocks.h"
#include "engine/schedule/analysis/edit.h"
#include "engine/schedule/analysis/move.h"
#include "engine/schedule/analysis/plain_nest.h"

namespace heddle::schedule::primitives_impl {

using namespace loops;

namespace {

// y[...] = y[...] + product of loads
struct Einsum {
  const Store* store = nullptr;
  std::vector<const Load*> factors;
};

bool addFactors(const Expr& e, std::vector<const Load*>& out) {
  if (const auto* load = as<Load>(e)) return out.push_back(load), !load->predicate;
  if (const auto* cast = as<Cast>(e)) return addFactors(cast->value, out);
  const auto* b = as<Binary>(e);
  return b && b->op == BinaryOp::mul && addFactors(b->a, out) && addFactors(b->b, out);
}

bool isWholeBuffer(const Block& block, const Buffer& buffer, const std::vector<Expr>& indices) {
  const auto plain = plainIterators(buffer, indices);
  if (!plain || !buffer->strides.empty()) return false;
  for (size_t d = 0; d < plain->size(); ++d) {
    const auto iter = std::find_if(
        block.f.iters.begin(), block.f.iters.end(),
        [&](const BlockIter& i) { return (*plain)[d] && i.var->id == (*plain)[d]->id; });
    const bool isUnit = !(*plain)[d];
    if (isUnit) continue;
    if (iter == block.f.iters.end() || !structurallyEqual(iter->extent, buffer->shape[d]))
      return false;
  }
  return true;
}

std::optional<Einsum> einsumOf(const Block& block) {
  Einsum out;
  out.store = as<Store>(block.f.body);
  const auto* start = as<Store>(block.f.init);
  if (!out.store || out.store->predicate ||
      (start && !as<FloatImm>(start->value) && !as<IntImm>(start->value)))
    return {};
  if (!start) return {};
  const auto* sum = as<Binary>(out.store->value);
  if (!sum || sum->op != BinaryOp::add) return {};
  for (const auto& [old, product] : {std::pair{sum->a, sum->b}, std::pair{sum->b, sum->a}}) {
    const auto* load = as<Load>(old);
    if (!load || load->buffer->id != out.store->buffer->id) continue;
    out.factors.clear();
    bool isGood = addFactors(product, out.factors) &&
                  isWholeBuffer(block, out.store->buffer, out.store->indices);
    for (size_t d = 0; d < load->indices.size(); ++d)
      isGood = isGood && structurallyEqual(load->indices[d], out.store->indices[d]);
    for (const Load* f : out.factors) {
      isGood = isGood && f->buffer->id != out.store->buffer->id &&
               isWholeBuffer(block, f->buffer, f->indices);
    }
    if (isGood) return out;
  }
  return {};
}

Expr zero(ElementType element) {
  return isFloat(element) ? FloatImm::make(0, element) : IntImm::make(0, element);
}

class Padder {
 public:
  Padder(State& state, const Block& block, const std::vector<int64_t>& extents)
      : m_state(state), m_block(block), m_extents(extents) {}

  // The buffer with the extents of the padded iterators; the same where nothing changes.
  Buffer padded(const Buffer& buffer, const std::vector<Expr>& indices) {
    if (const auto it = m_made.find(buffer->id); it != m_made.end()) return it->second;
    BufferNode node = *buffer;
    bool isChanged = false;
    for (size_t d = 0; d < indices.size(); ++d) {
      for (size_t i = 0; i < m_block.f.iters.size(); ++i) {
        const auto* var = as<Var>(indices[d]);
        if (!var || m_block.f.iters[i].var->id != var->id) continue;
        isChanged |= m_extents[i] != constantInt(node.shape[d]);
        node.shape[d] = constant(m_extents[i]);
      }
    }
    if (!isChanged) return m_made[buffer->id] = buffer;
    node.id = m_state.program.freshId<BufferId>();
    node.name = unusedBufferName(m_state, buffer->name + "_pad");
    node.scope = Scope::global;
    const Buffer made = makeBuffer(std::move(node));
    m_state.buffers[made->name] = made->id;
    m_state.program.allocs.push_back(made);
    return m_made[buffer->id] = made;
  }

  // A nest over `shape` that copies; beyond the source's shape it stores zero.
  Stmt copy(const Buffer& from, const Buffer& to, const Buffer& shape) {
    const std::string name =
        unusedBlockName(m_state, (shape->id == to->id ? to : from)->name + "_copy");
    std::vector<NewLoop> list;
    for (size_t d = 0; d < shape->shape.size(); ++d)
      list.push_back({"a" + std::to_string(d), constant(0), shape->shape[d]});
    const Nest nest = makeNest(m_state, name, list);
    Block::Fields f{m_state.program.freshId<BlockId>(), name};
    std::vector<Expr> indices;
    Expr inside;
    for (size_t d = 0; d < list.size(); ++d) {
      const VarRef var = Var::make(m_state.program.freshId<VarId>(), list[d].name);
      f.iters.push_back({var, list[d].extent, IterKind::spatial, nest.bindings[d]});
      indices.push_back(var);
      if (constantInt(from->shape[d]).value_or(0) < constantInt(list[d].extent).value_or(0))
        inside = logicalAnd(inside, lessThan(var, from->shape[d]));
    }
    Expr value = Load::make(from, indices);
    if (inside) value = Select::make(inside, value, zero(from->element));
    f.body = Store::make(to, indices, value);
    recomputeRegions(m_state.program, f);
    m_state.blocks[name] = f.id;
    return wrap(nest, Block::make(std::move(f)), 0);
  }

 private:
  State& m_state;
  const Block& m_block;
  const std::vector<int64_t>& m_extents;
  std::map<BufferId, Buffer> m_made;
};

// The iterators' extents, rounded up.
Result<std::vector<int64_t>> paddedExtents(const Step& step, const Block& block,
                                           const Einsum& einsum) {
  const auto& padding = argument<std::vector<int64_t>>(step, "padding");
  const bool isGood =
      padding.size() == block.f.iters.size() &&
      std::all_of(padding.begin(), padding.end(), [](int64_t p) { return p >= 1 && p <= 4096; });
  std::vector<int64_t> out;
  bool isChanged = false;
  for (size_t i = 0; isGood && i < padding.size(); ++i) {
    const BlockIter& iter = block.f.iters[i];
    const int64_t extent = constantInt(iter.extent).value_or(1);
    out.push_back((extent + padding[i] - 1) / padding[i] * padding[i]);
    isChanged |= out[i] != extent;
    if (out[i] == extent || iter.kind != IterKind::reduce) continue;
    for (const Load* f : einsum.factors) {
      const bool moves = std::any_of(f->indices.begin(), f->indices.end(),
                                     [&](const Expr& e) { return mentions(e, iter.var->id); });
      if (moves) continue;
      return refuse(step, {"neutral",
                           "{1} does not move with the reduction over {2} of block {0}; times a "
                           "padded zero it may be no number",
                           {subjectOf(block), subjectOf(f->buffer), {"value", 0, iter.var->name}},
                           "pad the other iterators only"});
    }
  }
  if (isGood && isChanged) return out;
  return refuse(step, {"padding",
                       "block {0} has {1} iterators; each needs a multiple from 1 to 4096, and one "
                       "must change its extent",
                       {subjectOf(block), {"value", 0, std::to_string(block.f.iters.size())}},
                       "1 leaves an iterator as it is"});
}

Stmt withExtents(const Stmt& s, const std::map<LoopId, int64_t>& extents, const Stmt& block) {
  const auto* loop = as<For>(s);
  if (!loop) return block;
  For::Fields f = loop->fields();
  f.extent = constant(extents.at(loop->id));
  f.body = withExtents(loop->body, extents, block);
  return withSpan(For::make(std::move(f)), s->span);
}

}  // namespace

Result<State> pad_einsum(const State& state, const Step& step) {
  HEDDLE_TRY(const Place place, findBlock(state, step, argument<BlockName>(step, "block")));
  const Block& block = *place.block;
  HEDDLE_TRY(const auto loops, plainNest(step, place));
  const auto einsum = einsumOf(block);
  if (!einsum) {
    return refuse(step, {"einsum",
                         "block {0} is no sum of products at plain iterators over whole buffers",
                         {subjectOf(block)},
                         "reindex brings operands into this form"});
  }
  HEDDLE_TRY(const auto extents, paddedExtents(step, block, *einsum));
  for (const Load* f : einsum->factors) HEDDLE_CHECK(checkStageable(state, step, place, f->buffer));
  if (writersOf(blocksIn(state.program.body), einsum->store->buffer->id).size() != 1) {
    return refuse(step, {"writer",
                         "{0} is written by several blocks",
                         {subjectOf(einsum->store->buffer)},
                         "pad_einsum before decompose_reduction"});
  }
  State next = state;
  Padder padder(next, block, extents);
  Block::Fields f = block.f;
  std::map<LoopId, int64_t> loopExtents;
  for (size_t i = 0; i < f.iters.size(); ++i) {
    f.iters[i].extent = constant(extents[i]);
    if (loops[i]) {
      loopExtents[loops[i]->id] = extents[i];
    } else if (extents[i] != 1) {  // an iterator without a loop gets one
      return refuse(step, {"plain",
                           "iterator {1} of block {0} has no loop",
                           {subjectOf(block), {"value", 0, f.iters[i].var->name}},
                           "1 leaves the iterator as it is"});
    }
  }
  std::map<BufferId, Buffer> replaced;
  std::vector<Stmt> before;
  for (const Load* load : einsum->factors) {
    const bool isNew = !replaced.count(load->buffer->id);
    const Buffer made = padder.padded(load->buffer, load->indices);
    if (isNew && made != load->buffer) before.push_back(padder.copy(load->buffer, made, made));
    replaced[load->buffer->id] = made;
  }
  const Buffer result = einsum->store->buffer;
  const Buffer made = padder.padded(result, einsum->store->indices);
  replaced[result->id] = made;
  f.init = replaceBuffers(f.init, replaced), f.body = replaceBuffers(f.body, replaced);
  recomputeRegions(next.program, f);
  const size_t rootDepth = as<Seq>(place.path[0]) ? 1 : 0;
  const Stmt nest = withExtents(place.path[rootDepth], loopExtents,
                                withSpan(Block::make(std::move(f)), block.span));
  before.push_back(nest);
  if (made != result) before.push_back(padder.copy(made, result, result));
  next.program.body =
      withReplaced({place.path.begin(), place.path.begin() + static_cast<long>(rootDepth) + 1},
                   Seq::make(before));
  next.program.body = Seq::make({next.program.body});
  return next;
}

}  // namespace heddle::schedule::primitives_impl
