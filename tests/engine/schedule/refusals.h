// A trace for every numbered requirement whose last step breaks it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/property/workloads.h"

namespace heddle::refusals {

struct Row {
  const char *code, *program, *trace;
};

// Everything that the good programs avoid.
inline const char* const odd = R"(program odd[N](
    x: in f32[8, 8],
    n: in f32[N],
    wn: const f32[N],
    y: out f32[8, 8],
    z: out f32[8],
    big: out f32[2000],
    m: out f32[N],
    o: out f32[8],
    e: out f32[8, 8]):
  alloc u: f32[8]
  alloc v: f32[8, 8]
  alloc d: f32[8, 8]
  for i in range(8):
    for j in range(i + 1):
      block tri(i: 8 = i, j: 8 = j):
        reads x[i, j]
        writes y[i, j]
        y[i, j] = x[i, j]
  for a in range(6) from 2:
    for b in range(8):
      block shift(a: 8 = a, b: 8 = b):
        reads x[a, b]
        writes v[a, b]
        v[a, b] = x[a, b]
  for raw in range(8):
    z[raw] = 0.0
  for i in range(8):
    for j in range(8):
      block scan(opaque i: 8 = i, j: 8 = j):
        reads x[i, j]
        writes d[i, j]
        d[i, j] = x[i, j]
  for i in range(8):
    block lie(i: 8 = i):
      reads x[i, 0]
      writes z[0]
      z[0] = x[i, 0]
  for i in range(8):
    for j in range(8):
      block w(i: 8 = i, j: 8 = j):
        reads x[i, j]
        writes u[i]
        u[i] = x[i, j]
      block r(i: 8 = i, j: 8 = j):
        reads u[7 - i]
        writes e[i, j]
        e[i, j] = u[7 - i]
  for i in range(2000):
    block large(i: 2000 = i):
      writes big[i]
      big[i] = 0.0
  for i in range(N):
    block sized(i: N = i):
      reads n[i], wn[i]
      writes m[i]
      m[i] = n[i] + wn[i]
  for i in range(8):
    block diagonal(i: 8 = i):
      reads x[i, i]
      writes d[i, i]
      d[i, i] = x[i, i]
  for i in range(4):
    block half(i: 4 = i):
      reads x[i, 0]
      writes u[i]
      u[i] = x[i, 0]
  block topk():
    reads v[0:8, 0:8]
    writes o[0:8]
    call "topk"
)";

// t is written twice; second and fourth read it.
inline const char* const twice = R"(program twice(x: in f32[8], y: out f32[8]):
  alloc t: f32[8]
  alloc u: f32[8]
  for i in range(8):
    block first(i: 8 = i):
      reads x[i]
      writes t[i]
      t[i] = x[i]
  for i in range(8):
    block second(i: 8 = i):
      reads t[i]
      writes u[i]
      u[i] = t[i]
  for i in range(8):
    block third(i: 8 = i):
      writes t[i]
      t[i] = 0.0
  for i in range(8):
    block fourth(i: 8 = i):
      reads u[i], t[i]
      writes y[i]
      y[i] = u[i] + t[i]
)";

inline const char* const late = R"(program late(x: in f32[8], y: out f32[8]):
  alloc u: f32[8]
  for i in range(8):
    block reader(i: 8 = i):
      reads u[i]
      writes y[i]
      y[i] = u[i]
  for i in range(8):
    block maker(i: 8 = i):
      reads x[i]
      writes u[i]
      u[i] = x[i]
)";

// Two readers of t, one at a shifted place; y is set in between.
inline const char* const fork = R"(program fork(x: in f32[8], y: out f32[8], z: out f32[8], q: out f32[7]):
  alloc t: f32[8]
  alloc s: f32[8]
  for i in range(8):
    block make(i: 8 = i):
      reads x[i]
      writes t[i]
      t[i] = x[i]
  for i in range(8):
    block left(i: 8 = i):
      reads t[i]
      writes z[i]
      z[i] = t[i]
  for i in range(8):
    block right(i: 8 = i):
      reads t[i]
      writes s[i]
      s[i] = t[i]
  for i in range(8):
    block zero(i: 8 = i):
      writes y[i]
      y[i] = 0.0
  for i in range(7):
    block next(i: 7 = i):
      reads s[i + 1]
      writes q[i]
      q[i] = s[i + 1]
)";

inline const char* const between = R"(program between(x: in f32[8], y: out f32[8], z: out f32[8]):
  alloc t: f32[8]
  for i in range(8):
    block make(i: 8 = i):
      reads x[i]
      writes t[i]
      t[i] = x[i]
  for i in range(8):
    block peek(i: 8 = i):
      reads y[i]
      writes z[i]
      z[i] = y[i]
  for i in range(8):
    block use(i: 8 = i):
      reads t[i]
      writes y[i]
      y[i] = t[i]
)";

// The first step of the sum is skipped for i = 0; the two halves of c make one buffer.
inline const char* const skipping = R"(program skipping(x: in f32[8, 8], y: out f32[8], z: out f32[8]):
  alloc c: f32[8]
  alloc h: f32[8]
  for i in range(8):
    for k in range(8):
      block sum(i: 8 = i, reduce k: 8 = k):
        where i + k >= 1
        reads x[i, k]
        writes y[i]
        init: y[i] = 0.0
        y[i] = y[i] + x[i, k]
  for i in range(8):
    for k in range(8):
      block odds(i: 8 = i, reduce k: 8 = k):
        reads x[i, k]
        writes h[i]
        init: h[i] = 1.0
        h[i] = h[i] + x[i, k]
  for i in range(4):
    block low(i: 4 = i):
      reads x[i, 0]
      writes c[i]
      c[i] = x[i, 0]
  for i in range(4):
    block high(i: 4 = i):
      reads x[i, 1]
      writes c[i + 4]
      c[i + 4] = x[i, 1]
  for i in range(8):
    block both(i: 8 = i):
      reads c[i]
      writes z[i]
      z[i] = c[i]
)";

// A call of the runtime between loops, and inside one.
inline const char* const runtimeCall = R"(program runtime_call(x: in f32[8], y: out f32[8], z: out f32[8]):
  for i in range(8):
    block copy(i: 8 = i):
      reads x[i]
      writes y[i]
      y[i] = x[i]
  for j in range(8):
    block call(j: 8 = j):
      reads x[j]
      writes z[j]
      call "sort"
)";

// Neighbours of t are read, then t is written again.
inline const char* const stencil = R"(program stencil(x: in f32[9], y: out f32[8], z: out f32[8]):
  alloc t: f32[9]
  alloc u: f32[8]
  for i in range(8):
    block make(i: 8 = i):
      reads x[i]
      writes t[i]
      t[i] = x[i]
  for i in range(8):
    block blur(i: 8 = i):
      reads t[7 - i]
      writes y[i]
      y[i] = t[7 - i]
  for i in range(8):
    block again(i: 8 = i):
      writes t[i]
      t[i] = 0.0
  for i in range(8):
    block last(i: 8 = i):
      reads t[i]
      writes z[i]
      z[i] = t[i]
)";

inline const char* const symbolic = R"(program symbolic[N](x: in f32[N, 8], y: out f32[N, 8]):
  alloc t: f32[N, 8]
  for i in range(N):
    for j in range(8):
      block a(i: N = i, j: 8 = j):
        reads x[i, j]
        writes t[i, j]
        t[i, j] = x[i, j]
  for i in range(N):
    for j in range(8):
      block b(i: N = i, j: 8 = j):
        reads t[i, j]
        writes y[i, j]
        y[i, j] = t[i, j]
)";

// t is filled twice; half of s is filled.
inline const char* const fills = R"(program fills(x: in f32[8], y: out f32[8]):
  alloc t: f32[8]
  alloc s: f32[8]
  for i in range(8):
    block once(i: 8 = i):
      writes t[i]
      t[i] = 0.0
  for i in range(8):
    block again(i: 8 = i):
      reads x[i]
      writes t[i]
      t[i] = x[i] if i < 4 else 0.0
  for i in range(4):
    block part(i: 8 = i):
      reads x[i]
      writes s[i]
      s[i] = x[i] if i < 2 else 0.0
  for i in range(8):
    block out(i: 8 = i):
      reads t[i], s[0]
      writes y[i]
      y[i] = t[i] + s[0]
)";

// Iterators that say they are spatial, and meet in the elements that they write.
inline const char* const shared = R"(program shared(x: in f32[8, 8], y: out f32[4], z: out f32[15], w: out f32[3]):
  for i in range(8):
    block halves(i: 8 = i):
      reads x[i, 0]
      writes y[i//2]
      y[i//2] = x[i, 0]
  for i in range(8):
    for j in range(8):
      block sums(i: 8 = i, j: 8 = j):
        reads x[i, j]
        writes z[i + j]
        z[i + j] = x[i, j]
  for i in range(8):
    block wraps(i: 8 = i):
      reads x[i, 1]
      writes w[i % 3]
      w[i % 3] = x[i, 1]
)";

// A window that slides over t, between two other nests.
inline const char* const rolls = R"(program rolls(x: in f32[10], y: out f32[8]):
  alloc z: f32[8]
  alloc t: f32[10]
  alloc u: f32[8]
  for j in range(8):
    block seed(j: 8 = j):
      reads x[j]
      writes z[j]
      z[j] = x[j] * 3.0
  for i in range(10):
    block make(i: 10 = i):
      reads x[i]
      writes t[i]
      t[i] = x[i] * 2.0
  for i in range(8):
    block slide(i: 8 = i):
      reads t[i], t[i + 2], z[i]
      writes u[i]
      u[i] = t[i] + t[i + 2] + z[i]
  for i in range(8):
    block last(i: 8 = i):
      reads u[i]
      writes y[i]
      y[i] = u[i] + 1.0
)";

// Sums of products that cannot be padded: a factor that does not move, a factor that the same nest
// makes later, one that is half made, a result that is made twice.
inline const char* const neutral = R"(program neutral(
    x: in f32[4, 5], s: in f32[4], y: out f32[4], z: out f32[4], v: out f32[4], u: out f32[4]):
  alloc t: f32[4, 5]
  alloc h: f32[4, 5]
  for i in range(4):
    for k in range(5):
      block mul(i: 4 = i, reduce k: 5 = k):
        reads x[i, k], s[i]
        writes y[i]
        init: y[i] = 0.0
        y[i] = y[i] + x[i, k] * s[i]
  for i in range(4):
    for k in range(5):
      block early(i: 4 = i, reduce k: 5 = k):
        reads t[i, k]
        writes z[i]
        init: z[i] = 0.0
        z[i] = z[i] + t[i, k]
  for i in range(4):
    for k in range(5):
      block late(i: 4 = i, k: 5 = k):
        reads x[i, k]
        writes t[i, k]
        t[i, k] = x[i, k]
  for i in range(4):
    block part(i: 4 = i):
      reads x[i, 0]
      writes h[i, 0]
      h[i, 0] = x[i, 0]
  for i in range(4):
    for k in range(5):
      block half(i: 4 = i, reduce k: 5 = k):
        reads h[i, k]
        writes v[i]
        init: v[i] = 0.0
        v[i] = v[i] + h[i, k]
  for i in range(4):
    for k in range(5):
      block again(i: 4 = i, reduce k: 5 = k):
        reads x[i, k]
        writes u[i]
        init: u[i] = 0.0
        u[i] = u[i] + x[i, k]
  for i in range(4):
    block over(i: 4 = i):
      writes u[i]
      u[i] = 1.0
)";

inline const std::vector<Row>& all() {
  using namespace workloads;
  static const std::vector<Row> rows = {
      {"split.loop", matmul, "split(loop=none, factors=[2, -1])"},
      {"split.serial", matmul, "parallel(loop=mul.i)\nsplit(loop=mul.i, factors=[2, -1])"},
      {"split.start", odd, "split(loop=shift.a, factors=[2, -1])"},
      {"split.factors", matmul, "split(loop=mul.i, factors=[0, -1])"},
      {"split.factors", matmul, "split(loop=mul.i, factors=[-1, -1])"},
      {"split.factors", matmul, "split(loop=mul.i, factors=[1000000000000000000, -1])"},
      {"split.factors", matmul, "split(loop=mul.i, factors=[4])"},
      {"split.cover", matmul, "split(loop=mul.i, factors=[2, 2])"},
      {"split.blocks", odd, "split(loop=raw, factors=[3, -1])"},
      {"split.results", matmul, "mul.j, b = split(loop=mul.i, factors=[2, -1])"},
      {"fuse.loop", matmul, "fuse(loops=[mul.i])"},
      {"fuse.nested", matmul, "fuse(loops=[mul.i, mul.k])"},
      {"fuse.nested", matmul, "fuse(loops=[mul.i, mul.i])"},
      {"fuse.serial", matmul, "parallel(loop=mul.i)\nfuse(loops=[mul.i, mul.j])"},
      {"fuse.start", odd, "fuse(loops=[shift.a, shift.b])"},
      {"fuse.extent", odd, "fuse(loops=[tri.i, tri.j])"},
      {"reorder.loop", matmul, "reorder(loops=[mul.i, mul.i])"},
      {"reorder.chain", matmul, "decompose_reduction(block=mul, loop=mul.k)\nreorder(loops=[mul.k, mul.i])"},
      {"reorder.chain", conv, "reorder(loops=[conv.oh, pad.h])"},
      {"reorder.extent", odd, "reorder(loops=[tri.j, tri.i])"},
      {"reorder.opaque", odd, "reorder(loops=[scan.j, scan.i])"},
      {"reorder.dependence", odd, "reorder(loops=[w.j, w.i])"},
      {"parallel.loop", matmul, "parallel(loop=none)"},
      {"parallel.serial", matmul, "unroll(loop=mul.i)\nparallel(loop=mul.i)"},
      {"parallel.nested", matmul, "parallel(loop=mul.i)\nparallel(loop=mul.j)"},
      {"parallel.opaque", odd, "parallel(loop=scan.i)"},
      {"parallel.reduction", matmul, "parallel(loop=mul.k)"},
      {"parallel.race", odd, "parallel(loop=lie.i)"},
      {"parallel.dependence", odd, "parallel(loop=w.i)"},
      {"vectorize.loop", matmul, "vectorize(loop=none)"},
      {"vectorize.serial", matmul, "unroll(loop=mul.j)\nvectorize(loop=mul.j)"},
      {"vectorize.extent", odd, "vectorize(loop=sized.i)"},
      {"vectorize.extent", odd, "vectorize(loop=large.i)"},
      {"vectorize.nested", matmul, "vectorize(loop=mul.j)\nvectorize(loop=mul.i)"},
      {"vectorize.opaque", odd, "vectorize(loop=scan.i)"},
      {"vectorize.reduction", matmul, "vectorize(loop=mul.k)"},
      {"vectorize.race", odd, "vectorize(loop=lie.i)"},
      {"vectorize.dependence", odd, "vectorize(loop=w.i)"},
      {"unroll.loop", matmul, "unroll(loop=none)"},
      {"unroll.serial", matmul, "unroll(loop=mul.i)\nunroll(loop=mul.i)"},
      {"unroll.extent", odd, "unroll(loop=large.i)"},
      {"compute_inline.block", chain, "compute_inline(block=none)"},
      {"compute_inline.complete", reduction, "compute_inline(block=sum)"},
      {"compute_inline.complete", twice, "compute_inline(block=first)"},
      {"compute_inline.store", odd, "compute_inline(block=diagonal)"},
      {"compute_inline.output", chain, "compute_inline(block=transpose)"},
      {"compute_inline.inputs", twice, "compute_inline(block=second)"},
      {"compute_inline.order", late, "compute_inline(block=maker)"},
      {"reverse_compute_inline.block", chain, "reverse_compute_inline(block=none)"},
      {"reverse_compute_inline.complete", reduction, "reverse_compute_inline(block=sum)"},
      {"reverse_compute_inline.producer", layerNorm, "reverse_compute_inline(block=normalise)"},
      {"reverse_compute_inline.consumer", fork, "reverse_compute_inline(block=left)"},
      {"reverse_compute_inline.load", fork, "reverse_compute_inline(block=next)"},
      {"reverse_compute_inline.reduction", reduction, "reverse_compute_inline(block=scale)"},
      {"reverse_compute_inline.order", between, "reverse_compute_inline(block=use)"},
      {"compute_at.block", conv, "compute_at(block=none, loop=conv.oh)"},
      {"compute_at.loop", conv, "compute_at(block=pad, loop=none)"},
      {"compute_at.complete", reduction,
       "decompose_reduction(block=sum, loop=sum.k)\ncompute_at(block=sum, loop=scale.i)"},
      {"compute_at.complete", twice, "compute_at(block=first, loop=second.i)"},
      {"compute_at.domain", odd, "compute_at(block=shift, loop=large.i)"},
      {"reverse_compute_at.domain", odd, "reverse_compute_at(block=tri, loop=large.i)"},
      {"compute_at.output", chain, "compute_at(block=transpose, loop=add.i)"},
      {"compute_at.ancestor", conv, "compute_at(block=pad, loop=pad.h)"},
      {"compute_at.consumers", chain, "compute_at(block=add, loop=transpose.j)"},
      {"compute_at.producers", twice, "compute_at(block=second, loop=fourth.i)"},
      {"reverse_compute_at.block", chain, "reverse_compute_at(block=none, loop=add.i)"},
      {"reverse_compute_at.loop", chain, "reverse_compute_at(block=square, loop=none)"},
      {"reverse_compute_at.complete", odd, "reverse_compute_at(block=scan, loop=tri.i)"},
      {"reverse_compute_at.ancestor", chain, "reverse_compute_at(block=square, loop=square.i)"},
      {"reverse_compute_at.producers", chain, "reverse_compute_at(block=transpose, loop=add.i)"},
      {"reverse_compute_at.producers", conv, "reverse_compute_at(block=relu, loop=pad.h)"},
      {"reverse_compute_at.final", reduction, "reverse_compute_at(block=scale, loop=sum.k)"},
      {"reverse_compute_at.whole", skipping, "reverse_compute_at(block=both, loop=high.i)"},
      {"reverse_compute_at.covered", pooling, "reverse_compute_at(block=pool, loop=scale.h)"},
      {"reverse_compute_at.order", between, "reverse_compute_at(block=use, loop=make.i)"},
      {"cache_write.block", matmul, "cache_write(block=none, scope=\"local\")"},
      {"cache_write.buffer", matmul, "cache_write(block=mul, scope=\"local\", buffer=a)"},
      {"cache_write.scope", matmul, "cache_write(block=mul, scope=\"attic\")"},
      {"cache_write.writer", matmul, "decompose_reduction(block=mul, loop=mul.k)\ncache_write(block=mul, scope=\"local\")"},
      {"cache_write.complete", odd, "cache_write(block=topk, scope=\"local\")"},
      {"cache_write.whole", odd, "cache_write(block=tri, scope=\"local\")"},
      {"cache_write.nest", pooling, "compute_at(block=scale, loop=pool.oh)\ncache_write(block=scale, scope=\"local\")"},
      {"cache_read.block", matmul, "cache_read(block=none, buffer=a, scope=\"local\")"},
      {"cache_read.buffer", matmul, "cache_read(block=mul, buffer=none, scope=\"local\")"},
      {"cache_read.buffer", chain, "cache_read(block=add, buffer=q, scope=\"local\")"},
      {"cache_read.scope", matmul, "cache_read(block=mul, buffer=a, scope=\"attic\")"},
      {"cache_read.update", matmul,
       "decompose_reduction(block=mul, loop=mul.k)\ncache_read(block=mul, buffer=c, scope=\"local\")"},
      {"cache_read.producer", pooling,
       "compute_at(block=scale, loop=pool.oh)\ncache_read(block=pool, buffer=s, scope=\"local\")"},
      {"cache_read.whole", skipping, "cache_read(block=both, buffer=c, scope=\"local\")"},
      {"decompose_reduction.block", matmul, "decompose_reduction(block=none, loop=mul.k)"},
      {"decompose_reduction.loop", matmul, "decompose_reduction(block=mul, loop=none)"},
      {"decompose_reduction.reduction", chain, "decompose_reduction(block=add, loop=add.i)"},
      {"decompose_reduction.ancestor", conv, "decompose_reduction(block=conv, loop=relu.oc)"},
      {"decompose_reduction.outside", matmul,
       "reorder(loops=[mul.k, mul.i])\ndecompose_reduction(block=mul, loop=mul.i)"},
      {"decompose_reduction.mixed", matmul,
       "jk = fuse(loops=[mul.j, mul.k])\ndecompose_reduction(block=mul, loop=jk)"},
      {"decompose_reduction.start", skipping, "decompose_reduction(block=sum, loop=sum.k)"},
      {"decompose_reduction.repeated", layerNorm,
       "compute_at(block=squares, loop=normalise.j)\ndecompose_reduction(block=squares, loop=normalise.j)"},
      {"set_scope.buffer", chain, "set_scope(buffer=none, scope=\"local\")"},
      {"set_scope.owned", chain, "set_scope(buffer=x, scope=\"local\")"},
      {"set_scope.scope", chain, "set_scope(buffer=p, scope=\"attic\")"},
      {"transform_layout.buffer", matmul, "transform_layout(buffer=none, map=\"a, b -> b, a\")"},
      {"transform_layout.owned", matmul, "transform_layout(buffer=a, map=\"a, b -> b, a\")"},
      {"transform_layout.shape", odd, "transform_layout(buffer=wn, map=\"a -> a\")"},
      {"transform_layout.map", matmul, "transform_layout(buffer=b, map=\"a, b\")"},
      {"transform_layout.map", matmul, "transform_layout(buffer=b, map=\"a -> a\")"},
      {"transform_layout.map", matmul, "transform_layout(buffer=b, map=\"a, b -> a - 1, b\")"},
      {"transform_layout.map", matmul, "transform_layout(buffer=b, map=\"a, b -> a//0, b\")"},
      {"transform_layout.map", matmul, "transform_layout(buffer=b, map=\"a, b -> c, b\")"},
      {"transform_layout.injective", matmul, "transform_layout(buffer=b, map=\"a, b -> a + b\")"},
      {"transform_layout.opaque", odd, "transform_layout(buffer=v, map=\"a, b -> b, a\")"},
      {"annotate.loop", matmul, "annotate(key=\"k\", value=1, loop=none)"},
      {"annotate.block", matmul, "annotate(key=\"k\", value=1, block=none)"},
      {"annotate.target", matmul, "annotate(key=\"k\", value=1)"},
      {"annotate.key", matmul, "annotate(key=\"\", value=1, block=mul)"},
      {"unannotate.loop", matmul, "unannotate(key=\"k\", loop=none)"},
      {"unannotate.block", matmul, "unannotate(key=\"k\", block=none)"},
      {"unannotate.target", matmul, "unannotate(key=\"k\")"},
      {"unannotate.key", matmul, "unannotate(key=\"k\", block=mul)"},
      {"add_unit_loop.loop", matmul, "add_unit_loop(loop=none)"},
      {"add_unit_loop.block", matmul, "add_unit_loop(block=none)"},
      {"add_unit_loop.target", matmul, "add_unit_loop(block=mul, loop=mul.i)"},
      {"reorder_block_iter_var.block", matmul, "reorder_block_iter_var(block=none, order=[0, 1, 2])"},
      {"reorder_block_iter_var.order", matmul, "reorder_block_iter_var(block=mul, order=[0, 0, 2])"},
      {"storage_align.buffer", chain, "storage_align(buffer=none, axis=0, factor=8)"},
      {"storage_align.owned", chain, "storage_align(buffer=x, axis=0, factor=8)"},
      {"storage_align.shape", symbolic, "storage_align(buffer=t, axis=0, factor=8)"},
      {"storage_align.axis", chain, "storage_align(buffer=p, axis=1, factor=8)"},
      {"storage_align.factor", chain, "storage_align(buffer=p, axis=0, factor=1000000000000000000)"},
      {"bind.loop", matmul, "bind(loop=none, thread=\"blockIdx.x\")"},
      {"bind.serial", matmul, "unroll(loop=mul.i)\nbind(loop=mul.i, thread=\"blockIdx.x\")"},
      {"bind.thread", matmul, "bind(loop=mul.i, thread=\"lane\")"},
      {"bind.nested", matmul, "bind(loop=mul.i, thread=\"blockIdx.x\")\nbind(loop=mul.j, thread=\"blockIdx.x\")"},
      {"bind.opaque", odd, "bind(loop=scan.i, thread=\"blockIdx.x\")"},
      {"bind.reduction", matmul, "bind(loop=mul.k, thread=\"blockIdx.x\")"},
      {"bind.race", odd, "bind(loop=lie.i, thread=\"blockIdx.x\")"},
      {"bind.dependence", odd, "bind(loop=w.i, thread=\"blockIdx.x\")"},
      {"rfactor.loop", odd, "rfactor(loop=w.i)"},
      {"rfactor.reduction", chain, "rfactor(loop=add.j)"},
      {"rfactor.reducer", skipping, "rfactor(loop=odds.k)"},
      {"rfactor.drives", matmul, "rfactor(loop=mul.j)"},
      {"rfactor.mixed", matmul, "k_o, k_i = split(loop=mul.k, factors=[-1, 2])\nreorder(loops=[k_o, k_i, mul.j])\n"
                                "kj = fuse(loops=[k_i, mul.j])\nrfactor(loop=k_o)"},
      {"rfactor.domain", skipping, "rfactor(loop=sum.k)"},
      {"rfactor.nest", reduction, "reverse_compute_at(block=scale, loop=sum.i)\nrfactor(loop=sum.k)"},
      {"loop_partition.loop", matmul, "loop_partition(loop=none, at=[3])"},
      {"loop_partition.serial", matmul, "unroll(loop=mul.i)\nloop_partition(loop=mul.i, at=[3])"},
      {"loop_partition.start", odd, "loop_partition(loop=sized.i, at=[3])"},
      {"loop_partition.at", matmul, "loop_partition(loop=mul.i, at=[3, 3])"},
      {"loop_partition.at", matmul, "loop_partition(loop=mul.i, at=[12])"},
      {"loop_partition.blocks", odd, "loop_partition(loop=raw, at=[3])"},
      {"decompose_padding.block", conv, "decompose_padding(block=none)"},
      {"decompose_padding.padding", conv, "decompose_padding(block=relu)"},
      {"decompose_padding.complete", fills, "decompose_padding(block=again)"},
      {"decompose_padding.domain", fills, "decompose_padding(block=part)"},
      {"decompose_padding.nest", conv, "compute_at(block=pad, loop=conv.oh)\ndecompose_padding(block=pad)"},
      {"prefetch.block", matmul, "prefetch(block=none, buffer=b, loop=mul.k)"},
      {"prefetch.buffer", matmul, "prefetch(block=mul, buffer=none, loop=mul.k)"},
      {"prefetch.loop", matmul, "prefetch(block=mul, buffer=b, loop=none)"},
      {"prefetch.below", matmul, "prefetch(block=mul, buffer=c, loop=mul.k)"},
      {"prefetch.below", conv, "prefetch(block=conv, buffer=w, loop=pad.h)"},
      {"prefetch.vectors", matmul, "vectorize(loop=mul.j)\nprefetch(block=mul, buffer=b, loop=mul.k)"},
      {"prefetch.ahead", matmul, "prefetch(block=mul, buffer=b, loop=mul.k, ahead=0)"},
      {"prefetch.scope", chain, "set_scope(buffer=p, scope=\"local\")\nprefetch(block=square, buffer=p, loop=square.i)"},
      {"prefetch.moves", matmul, "prefetch(block=mul, buffer=b, loop=mul.i)"},
      {"merge.loop", matmul, "merge(loops=[mul.i])"},
      {"merge.loop", chain, "merge(loops=[add.i, add.i])"},
      {"merge.serial", chain, "parallel(loop=add.i)\nmerge(loops=[add.i, square.i])"},
      {"merge.siblings", matmul, "merge(loops=[mul.i, mul.j])"},
      {"merge.siblings", chain, "merge(loops=[square.i, add.i])"},
      {"merge.extent", chain, "merge(loops=[square.i, transpose.j])"},
      {"merge.opaque", runtimeCall, "merge(loops=[copy.i, call.j])"},
      {"merge.dependence", stencil, "merge(loops=[make.i, blur.i])"},
      {"merge.dependence", stencil, "merge(loops=[make.i, blur.i, again.i])"},
      {"merge.dependence", stencil, "merge(loops=[blur.i, again.i])"},
      {"blockize.loop", matmul, "blockize(loop=none)"},
      {"blockize.single", matmul, "decompose_reduction(block=mul, loop=mul.k)\nblockize(loop=mul.i)"},
      {"blockize.serial", matmul, "vectorize(loop=mul.j)\nblockize(loop=mul.i)"},
      {"blockize.plain", odd, "blockize(loop=scan.i)"},
      {"blockize.affine", matmul, "i_o, i_i = split(loop=mul.i, factors=[-1, 4])\nreorder(loops=[i_i, i_o])\nblockize(loop=i_o)"},
      {"blockize.divides", matmul, "loop_partition(loop=mul.i, at=[5])\nblockize(loop=mul.i)"},
      {"blockize.guard", matmul, "i_o, i_i = split(loop=mul.i, factors=[-1, 5])\nblockize(loop=i_i)"},
      {"reindex.block", matmul, "reindex(block=none, buffer=a)"},
      {"reindex.buffer", chain, "reindex(block=add, buffer=q)"},
      {"reindex.complete", odd, "reindex(block=scan, buffer=x)"},
      {"reindex.access", fills, "reindex(block=out, buffer=s)"},
      {"reindex.size", odd, "reindex(block=sized, buffer=n)"},
      {"reindex.inside", conv, "reindex(block=pad, buffer=x)"},
      {"reindex.producer", pooling, "compute_at(block=scale, loop=pool.oh)\nreindex(block=pool, buffer=s)"},
      {"reindex.whole", skipping, "reindex(block=both, buffer=c)"},
      {"reindex.whole", odd, "reindex(block=tri, buffer=y)"},
      {"reindex.writer", matmul, "decompose_reduction(block=mul, loop=mul.k)\nreindex(block=mul, buffer=c)"},
      {"reindex.writer", odd, "reindex(block=diagonal, buffer=d)"},
      {"reindex.nest", pooling, "compute_at(block=scale, loop=pool.oh)\nreindex(block=scale, buffer=s)"},
      {"read_at.loop", matmul, "read_at(loop=none, buffer=a, scope=\"local\")"},
      {"read_at.buffer", matmul, "read_at(loop=mul.i, buffer=none, scope=\"local\")"},
      {"read_at.scope", matmul, "read_at(loop=mul.i, buffer=a, scope=\"attic\")"},
      {"read_at.readers", matmul, "read_at(loop=mul.i, buffer=c, scope=\"local\")"},
      {"read_at.readers", runtimeCall, "read_at(loop=call.j, buffer=x, scope=\"local\")"},
      {"read_at.serial", matmul, "bind(loop=mul.i, thread=\"blockIdx.x\")\nread_at(loop=mul.i, buffer=a, scope=\"local\")"},
      {"read_at.producer", pooling, "compute_at(block=scale, loop=pool.oh)\nread_at(loop=pool.oh, buffer=s, scope=\"local\")"},
      {"read_at.whole", skipping, "read_at(loop=both.i, buffer=c, scope=\"local\")"},
      {"write_at.loop", matmul, "write_at(loop=none, buffer=c, scope=\"local\")"},
      {"write_at.buffer", matmul, "write_at(loop=mul.i, buffer=none, scope=\"local\")"},
      {"write_at.scope", matmul, "write_at(loop=mul.i, buffer=c, scope=\"attic\")"},
      {"write_at.writers", matmul, "write_at(loop=mul.i, buffer=a, scope=\"local\")"},
      {"write_at.writers", chain, "write_at(loop=square.i, buffer=p, scope=\"local\")"},
      {"write_at.serial", matmul, "bind(loop=mul.i, thread=\"blockIdx.x\")\nwrite_at(loop=mul.i, buffer=c, scope=\"local\")"},
      {"write_at.readers", pooling, "compute_at(block=scale, loop=pool.oh)\nwrite_at(loop=pool.oh, buffer=s, scope=\"local\")"},
      {"write_at.final", matmul, "write_at(loop=mul.k, buffer=c, scope=\"local\")"},
      {"write_at.whole", odd, "write_at(loop=tri.i, buffer=y, scope=\"local\")"},
      {"transform_block_layout.block", matmul, "transform_block_layout(block=none, map=\"a -> a\")"},
      {"transform_block_layout.complete", odd, "transform_block_layout(block=scan, map=\"a, b -> b, a\")"},
      {"transform_block_layout.plain", matmul, "i_o, i_i = split(loop=mul.i, factors=[-1, 4])\ntransform_block_layout(block=mul, map=\"a, b, c -> b, a, c\")"},
      {"transform_block_layout.plain", skipping, "transform_block_layout(block=sum, map=\"a, b -> b, a\")"},
      {"transform_block_layout.alone", layerNorm, "merge(loops=[sum.i, squares.i])\ntransform_block_layout(block=sum, map=\"a, b -> b, a\")"},
      {"transform_block_layout.alone", matmul, "parallel(loop=mul.i)\ntransform_block_layout(block=mul, map=\"a, b, c -> b, a, c\")"},
      {"transform_block_layout.map", matmul, "transform_block_layout(block=mul, map=\"a, b -> b, a\")"},
      {"transform_block_layout.injective", matmul, "transform_block_layout(block=mul, map=\"a, b, c -> a//2, b, c\")"},
      {"transform_block_layout.bijective", matmul, "transform_block_layout(block=mul, map=\"a, b, c -> a//5, a % 5, b, c\")"},
      {"transform_block_layout.kinds", matmul, "transform_block_layout(block=mul, map=\"a, b, c -> a, b*10 + c\")"},
      {"pad_einsum.block", matmul, "pad_einsum(block=none, padding=[4, 4, 4])"},
      {"pad_einsum.complete", odd, "pad_einsum(block=scan, padding=[4, 4])"},
      {"pad_einsum.plain", matmul, "ij = fuse(loops=[mul.i, mul.j])\npad_einsum(block=mul, padding=[8, 1, 4])"},
      {"pad_einsum.alone", matmul, "vectorize(loop=mul.j)\npad_einsum(block=mul, padding=[8, 1, 4])"},
      {"pad_einsum.einsum", conv, "pad_einsum(block=conv, padding=[1, 1, 1, 16, 1, 1, 16])"},
      {"pad_einsum.einsum", pooling, "pad_einsum(block=scale, padding=[8, 8, 8])"},
      {"pad_einsum.padding", matmul, "pad_einsum(block=mul, padding=[8, 8])"},
      {"pad_einsum.padding", matmul, "pad_einsum(block=mul, padding=[0, 1, 1])"},
      {"pad_einsum.padding", matmul, "pad_einsum(block=mul, padding=[4, 4, 2])"},
      {"pad_einsum.neutral", neutral, "pad_einsum(block=mul, padding=[1, 4])"},
      {"pad_einsum.producer", neutral, "pad_einsum(block=early, padding=[1, 4])"},
      {"pad_einsum.whole", neutral, "pad_einsum(block=half, padding=[1, 4])"},
      {"pad_einsum.writer", neutral, "pad_einsum(block=again, padding=[1, 4])"},
      {"rolling_buffer.block", conv, "rolling_buffer(block=none, loop=conv.oh)"},
      {"rolling_buffer.loop", conv, "rolling_buffer(block=pad, loop=none)"},
      {"rolling_buffer.complete", reduction, "reverse_compute_at(block=scale, loop=sum.i)\nrolling_buffer(block=scale, loop=sum.i)"},
      {"rolling_buffer.below", conv, "rolling_buffer(block=pad, loop=conv.oh)"},
      {"rolling_buffer.below", chain, "rolling_buffer(block=add, loop=add.i)"},
      {"rolling_buffer.serial", conv, "compute_at(block=pad, loop=conv.oh)\nparallel(loop=conv.oh)\nrolling_buffer(block=pad, loop=conv.oh)"},
      {"rolling_buffer.window", chain, "compute_at(block=add, loop=square.i)\nrolling_buffer(block=add, loop=square.i)"},
      {"tensorize.loop", bytesMatmul, "tensorize(loop=none, intrinsic=\"dot_u8i8_16\")"},
      {"tensorize.intrinsic", bytesMatmul, "tensorize(loop=mul.k, intrinsic=\"dot\")"},
      {"tensorize.single", bytesMatmul, "decompose_reduction(block=mul, loop=mul.k)\ntensorize(loop=mul.i, intrinsic=\"dot_u8i8_16\")"},
      {"tensorize.serial", bytesMatmul, "unroll(loop=mul.k)\ntensorize(loop=mul.k, intrinsic=\"dot_u8i8_16\")"},
      {"tensorize.plain", odd, "tensorize(loop=scan.j, intrinsic=\"fma_f32_8\")"},
      {"tensorize.affine", matmul, "i_o, i_i = split(loop=mul.i, factors=[-1, 4])\nreorder(loops=[i_i, i_o])\ntensorize(loop=i_o, intrinsic=\"fma_f32_8\")"},
      {"tensorize.divides", matmul, "loop_partition(loop=mul.i, at=[5])\ntensorize(loop=mul.i, intrinsic=\"fma_f32_8\")"},
      {"tensorize.guard", matmul, "j_o, j_i = split(loop=mul.j, factors=[-1, 16])\nreorder(loops=[j_o, mul.k, j_i])\ntensorize(loop=j_i, intrinsic=\"fma_f32_16\")"},
      {"tensorize.vectors", bytesMatmul, "vectorize(loop=mul.i)\ntensorize(loop=mul.k, intrinsic=\"dot_f32_8\")"},
      {"tensorize.shape", bytesMatmul, "tensorize(loop=mul.k, intrinsic=\"dot_u8i8_16\")"},
      {"tensorize.formula", bytesMatmul, "tensorize(loop=mul.k, intrinsic=\"dot_f32_8\")"},
      {"tensorize.layout", bytesMatmul, "j_o, j_i = split(loop=mul.j, factors=[-1, 16])\nk_o, k_i = split(loop=mul.k, factors=[-1, 4])\n"
                                        "reorder(loops=[j_o, k_o, j_i, k_i])\ntensorize(loop=j_i, intrinsic=\"dot_u8i8_16\")"},
      {"vectorize.nested", batchMatmul, "reorder(loops=[mul.k, mul.j])\ntensorize(loop=mul.j, intrinsic=\"fma_f32_8\")\nvectorize(loop=mul.i)"},
      {"sample_categorical.values", matmul, "sample_categorical(values=[])"},
      {"sample_categorical.weights", matmul, "sample_categorical(values=[1, 2], weights=[1])"},
      {"sample_categorical.weights", matmul, "sample_categorical(values=[1, 2], weights=[0, 0])"},
      {"sample_categorical.decision", matmul, "sample_categorical(values=[1, 2], decision=2)"},
      {"sample_perfect_tile.loop", matmul, "sample_perfect_tile(loop=none, parts=2)"},
      {"sample_perfect_tile.extent", odd, "sample_perfect_tile(loop=sized.i, parts=2)"},
      {"sample_perfect_tile.parts", matmul, "sample_perfect_tile(loop=mul.i, parts=1)"},
      {"sample_perfect_tile.limit", matmul, "sample_perfect_tile(loop=mul.i, parts=2, limit=0)"},
      {"sample_perfect_tile.decision", matmul, "sample_perfect_tile(loop=mul.i, parts=2, decision=[3, 3])"},
      {"sample_perfect_tile.decision", matmul, "sample_perfect_tile(loop=mul.i, parts=2, limit=4, decision=[2, 6])"},
      {"sample_compute_location.block", conv, "sample_compute_location(block=none)"},
      {"sample_compute_location.decision", conv, "sample_compute_location(block=pad, decision=99)"},
      {"reverse_compute_at.inside", matmul, "pad_einsum(block=mul, padding=[1, 1, 4])\npad_einsum(block=mul, padding=[1, 1, 5])\n"
                                            "reverse_compute_at(block=a_pad_pad_copy, loop=a_pad_copy.a0)"},
      {"reverse_compute_inline.domain", odd, "cache_read(block=tri, buffer=x, scope=\"local\")\nreverse_compute_inline(block=tri)"},
      {"reverse_compute_inline.complete", chain, "loop_partition(loop=add.j, at=[1])\ncache_read(block=add, buffer=x, scope=\"local\")\nreverse_compute_inline(block=add)"},
      {"rolling_buffer.window", dilatedConv, "read_at(loop=conv.kh, buffer=p, scope=\"local\")\nsplit(loop=conv.kh, factors=[1, 3, -1])\n"
                                             "rolling_buffer(block=p_local_copy, loop=conv.h)"},
      {"compute_at.rolled", pooling, "rfactor(loop=pool.kh)\ncompute_at(block=scale, loop=pool.ow)\nrolling_buffer(block=scale, loop=pool.ow)\n"
                                     "compute_at(block=pool, loop=pool_final.oh)"},
      {"reverse_compute_at.rolled", rolls, "compute_at(block=make, loop=slide.i)\nrolling_buffer(block=make, loop=slide.i)\nreverse_compute_at(block=slide, loop=seed.j)"},
      {"compute_inline.rolled", rolls, "compute_at(block=make, loop=slide.i)\nrolling_buffer(block=make, loop=slide.i)\ncompute_inline(block=slide)"},
      {"reverse_compute_inline.rolled", rolls, "compute_at(block=make, loop=slide.i)\nrolling_buffer(block=make, loop=slide.i)\nreverse_compute_inline(block=slide)"},
      {"reorder.start", pooling, "fuse(loops=[pool.c, pool.kh])\nc_kh_o, c_kh_i = split(loop=c_kh, factors=[-1, 2])\nreorder(loops=[c_kh_i, c_kh_o])"},
      {"parallel.race", shared, "parallel(loop=halves.i)"},
      {"parallel.race", shared, "parallel(loop=sums.j)"},
      {"vectorize.race", shared, "vectorize(loop=wraps.i)"},
      {"split.value", matmul, "split(loop=mul.i, factors=tile)"},
      {"sample_perfect_tile.value", matmul, "t = sample_perfect_tile(loop=mul.i, parts=2)\nsample_perfect_tile(loop=mul.j, parts=t)"},
  };
  return rows;
}

}  // namespace heddle::refusals
