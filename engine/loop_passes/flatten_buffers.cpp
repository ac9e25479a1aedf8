// SPDX-License-Identifier: Apache-2.0
#include <map>

#include "engine/loop_passes/passes.h"
#include "engine/loops/simplify.h"
#include "engine/loops/visit.h"

namespace heddle::loop_passes {
using namespace loops;
namespace {

std::vector<Expr> stridesOf(const BufferNode& b) {
  if (!b.strides.empty()) return b.strides;
  std::vector<Expr> strides(b.shape.size());
  Expr step = constant(1);
  for (size_t d = b.shape.size(); d-- > 0;) {
    strides[d] = step;
    step = step * b.shape[d];
  }
  return strides;
}

// Elements from the first to the last, both included.
Expr elementCount(const BufferNode& b) {
  Expr count = constant(1);
  if (b.strides.empty()) {
    for (const Expr& e : b.shape) count = count * e;
    return count;
  }
  for (size_t d = 0; d < b.shape.size(); ++d)
    count = count + (b.shape[d] - constant(1)) * b.strides[d];
  return count;
}

Expr scaled(const Expr& index, const Expr& stride) {
  const auto* ramp = as<Ramp>(index);
  if (ramp) return Ramp::make(ramp->base * stride, ramp->stride * stride, index->type.lanes);
  if (index->type.isScalar()) return index * stride;
  return Binary::make(BinaryOp::mul, index, Broadcast::make(stride, index->type.lanes));
}

Expr sum(const Expr& a, const Expr& b) {
  if (a->type == b->type) return a + b;
  const Expr& wide = a->type.isScalar() ? b : a;
  const Expr& scalar = a->type.isScalar() ? a : b;
  if (const auto* ramp = as<Ramp>(wide))
    return Ramp::make(scalar + ramp->base, ramp->stride, wide->type.lanes);
  return Binary::make(BinaryOp::add, Broadcast::make(scalar, wide->type.lanes), wide);
}

class Flattener {
 public:
  Buffer flat(const Buffer& b) {
    Buffer& out = m_flat[b->id];
    if (out) return out;
    auto node = *b;
    node.shape = {simplify(elementCount(*b))};
    node.strides.clear();
    return out = makeBuffer(std::move(node));
  }
  std::vector<Expr> index(const Buffer& b, const std::vector<Expr>& indices) {
    const auto strides = stridesOf(*b);
    Expr total = constant(0);
    for (size_t d = 0; d < indices.size(); ++d) total = sum(total, scaled(indices[d], strides[d]));
    return {total};
  }

 private:
  std::map<BufferId, Buffer> m_flat;
};

}  // namespace

Program flattenBuffers(const Program& program) {
  Flattener f;
  Program out = program;
  for (Param& p : out.params) p.buffer = f.flat(p.buffer);
  for (Buffer& b : out.allocs) b = f.flat(b);
  out.body = rewrite(
      program.body,
      [&](const Stmt& s) -> Stmt {
        if (const auto* store = as<Store>(s)) {
          return withSpan(Store::make(f.flat(store->buffer), f.index(store->buffer, store->indices),
                                      store->value, store->predicate),
                          s->span);
        }
        if (const auto* block = as<Block>(s)) {
          auto fields = block->f;
          for (auto* regions : {&fields.reads, &fields.writes}) {
            for (BufferRegion& r : *regions) {
              r.buffer = f.flat(r.buffer);
              r.ranges = {{constant(0), r.buffer->shape[0]}};
            }
          }
          return withSpan(Block::make(std::move(fields)), s->span);
        }
        return s;
      },
      [&](const Expr& e) -> Expr {
        const auto* load = as<Load>(e);
        return load ? Load::make(f.flat(load->buffer), f.index(load->buffer, load->indices),
                                 load->predicate)
                    : e;
      });
  return out;
}

}  // namespace heddle::loop_passes
