// Steps that move or shape blocks, and are refused.
// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/schedule/refusals/refusals.h"

namespace heddle::refusals {

const std::vector<Row>& blockRows() {
  static const std::vector<Row> rows = {
      {"reorder_block_iter_var.block", "matmul",
       "reorder_block_iter_var(block=none, order=[0, 1, 2])"},
      {"reorder_block_iter_var.order", "matmul",
       "reorder_block_iter_var(block=mul, order=[0, 0, 2])"},
      {"compute_at.block", "conv", "compute_at(block=none, loop=conv.oh)"},
      {"compute_at.loop", "conv", "compute_at(block=pad, loop=none)"},
      {"compute_at.complete", "reduction",
       "decompose_reduction(block=sum, loop=sum.k)\ncompute_at(block=sum, loop=scale.i)"},
      {"compute_at.complete", "twice", "compute_at(block=first, loop=second.i)"},
      {"compute_at.domain", "odd", "compute_at(block=shift, loop=large.i)"},
      {"compute_at.output", "chain", "compute_at(block=transpose, loop=add.i)"},
      {"compute_at.ancestor", "conv", "compute_at(block=pad, loop=pad.h)"},
      {"compute_at.consumers", "chain", "compute_at(block=add, loop=transpose.j)"},
      {"compute_at.producers", "twice", "compute_at(block=second, loop=fourth.i)"},
      {"compute_at.rolled", "pooling",
       "rfactor(loop=pool.kh)\ncompute_at(block=scale, loop=pool.ow)\nrolling_buffer(block=scale, "
       "loop=pool.ow)\n"
       "compute_at(block=pool, loop=pool_final.oh)"},
      {"reverse_compute_at.domain", "odd", "reverse_compute_at(block=tri, loop=large.i)"},
      {"reverse_compute_at.block", "chain", "reverse_compute_at(block=none, loop=add.i)"},
      {"reverse_compute_at.loop", "chain", "reverse_compute_at(block=square, loop=none)"},
      {"reverse_compute_at.complete", "odd", "reverse_compute_at(block=scan, loop=tri.i)"},
      {"reverse_compute_at.ancestor", "chain", "reverse_compute_at(block=square, loop=square.i)"},
      {"reverse_compute_at.producers", "chain", "reverse_compute_at(block=transpose, loop=add.i)"},
      {"reverse_compute_at.producers", "conv", "reverse_compute_at(block=relu, loop=pad.h)"},
      {"reverse_compute_at.final", "reduction", "reverse_compute_at(block=scale, loop=sum.k)"},
      {"reverse_compute_at.whole", "skipping", "reverse_compute_at(block=both, loop=high.i)"},
      {"reverse_compute_at.covered", "pooling", "reverse_compute_at(block=pool, loop=scale.h)"},
      {"reverse_compute_at.order", "between", "reverse_compute_at(block=use, loop=make.i)"},
      {"reverse_compute_at.inside", "matmul",
       "pad_einsum(block=mul, padding=[1, 1, 4])\npad_einsum(block=mul, padding=[1, 1, 5])\n"
       "reverse_compute_at(block=a_pad_pad_copy, loop=a_pad_copy.a0)"},
      {"reverse_compute_at.rolled", "rolls",
       "compute_at(block=make, loop=slide.i)\nrolling_buffer(block=make, "
       "loop=slide.i)\nreverse_compute_at(block=slide, loop=seed.j)"},
      {"compute_inline.block", "chain", "compute_inline(block=none)"},
      {"compute_inline.complete", "reduction", "compute_inline(block=sum)"},
      {"compute_inline.complete", "twice", "compute_inline(block=first)"},
      {"compute_inline.store", "odd", "compute_inline(block=diagonal)"},
      {"compute_inline.output", "chain", "compute_inline(block=transpose)"},
      {"compute_inline.inputs", "twice", "compute_inline(block=second)"},
      {"compute_inline.order", "late", "compute_inline(block=maker)"},
      {"compute_inline.rolled", "rolls",
       "compute_at(block=make, loop=slide.i)\nrolling_buffer(block=make, "
       "loop=slide.i)\ncompute_inline(block=slide)"},
      {"reverse_compute_inline.block", "chain", "reverse_compute_inline(block=none)"},
      {"reverse_compute_inline.complete", "reduction", "reverse_compute_inline(block=sum)"},
      {"reverse_compute_inline.producer", "layer_norm", "reverse_compute_inline(block=normalise)"},
      {"reverse_compute_inline.consumer", "fork", "reverse_compute_inline(block=left)"},
      {"reverse_compute_inline.load", "fork", "reverse_compute_inline(block=next)"},
      {"reverse_compute_inline.reduction", "reduction", "reverse_compute_inline(block=scale)"},
      {"reverse_compute_inline.order", "between", "reverse_compute_inline(block=use)"},
      {"reverse_compute_inline.domain", "odd",
       "cache_read(block=tri, buffer=x, scope=\"local\")\nreverse_compute_inline(block=tri)"},
      {"reverse_compute_inline.complete", "chain",
       "loop_partition(loop=add.j, at=[1])\ncache_read(block=add, buffer=x, "
       "scope=\"local\")\nreverse_compute_inline(block=add)"},
      {"reverse_compute_inline.rolled", "rolls",
       "compute_at(block=make, loop=slide.i)\nrolling_buffer(block=make, "
       "loop=slide.i)\nreverse_compute_inline(block=slide)"},
      {"sample_compute_location.block", "conv", "sample_compute_location(block=none)"},
      {"sample_compute_location.decision", "conv",
       "sample_compute_location(block=pad, decision=99)"},
      {"blockize.loop", "matmul", "blockize(loop=none)"},
      {"blockize.single", "matmul",
       "decompose_reduction(block=mul, loop=mul.k)\nblockize(loop=mul.i)"},
      {"blockize.serial", "matmul", "vectorize(loop=mul.j)\nblockize(loop=mul.i)"},
      {"blockize.plain", "odd", "blockize(loop=scan.i)"},
      {"blockize.affine", "matmul",
       "i_o, i_i = split(loop=mul.i, factors=[-1, 4])\nreorder(loops=[i_i, "
       "i_o])\nblockize(loop=i_o)"},
      {"blockize.divides", "matmul", "loop_partition(loop=mul.i, at=[5])\nblockize(loop=mul.i)"},
      {"blockize.guard", "matmul",
       "i_o, i_i = split(loop=mul.i, factors=[-1, 5])\nblockize(loop=i_i)"},
      {"tensorize.loop", "bytes_matmul", "tensorize(loop=none, intrinsic=\"dot_u8i8_16\")"},
      {"tensorize.intrinsic", "bytes_matmul", "tensorize(loop=mul.k, intrinsic=\"dot\")"},
      {"tensorize.single", "bytes_matmul",
       "decompose_reduction(block=mul, loop=mul.k)\ntensorize(loop=mul.i, "
       "intrinsic=\"dot_u8i8_16\")"},
      {"tensorize.serial", "bytes_matmul",
       "unroll(loop=mul.k)\ntensorize(loop=mul.k, intrinsic=\"dot_u8i8_16\")"},
      {"tensorize.plain", "odd", "tensorize(loop=scan.j, intrinsic=\"fma_f32_8\")"},
      {"tensorize.affine", "matmul",
       "i_o, i_i = split(loop=mul.i, factors=[-1, 4])\nreorder(loops=[i_i, "
       "i_o])\ntensorize(loop=i_o, intrinsic=\"fma_f32_8\")"},
      {"tensorize.divides", "matmul",
       "loop_partition(loop=mul.i, at=[5])\ntensorize(loop=mul.i, intrinsic=\"fma_f32_8\")"},
      {"tensorize.guard", "matmul",
       "j_o, j_i = split(loop=mul.j, factors=[-1, 16])\nreorder(loops=[j_o, mul.k, "
       "j_i])\ntensorize(loop=j_i, intrinsic=\"fma_f32_16\")"},
      {"tensorize.vectors", "bytes_matmul",
       "vectorize(loop=mul.i)\ntensorize(loop=mul.k, intrinsic=\"dot_f32_8\")"},
      {"tensorize.shape", "bytes_matmul", "tensorize(loop=mul.k, intrinsic=\"dot_u8i8_16\")"},
      {"tensorize.formula", "bytes_matmul", "tensorize(loop=mul.k, intrinsic=\"dot_f32_8\")"},
      {"tensorize.layout", "bytes_matmul",
       "j_o, j_i = split(loop=mul.j, factors=[-1, 16])\nk_o, k_i = split(loop=mul.k, factors=[-1, "
       "4])\n"
       "reorder(loops=[j_o, k_o, j_i, k_i])\ntensorize(loop=j_i, intrinsic=\"dot_u8i8_16\")"},
      {"transform_block_layout.block", "matmul",
       "transform_block_layout(block=none, map=\"a -> a\")"},
      {"transform_block_layout.complete", "odd",
       "transform_block_layout(block=scan, map=\"a, b -> b, a\")"},
      {"transform_block_layout.plain", "matmul",
       "i_o, i_i = split(loop=mul.i, factors=[-1, 4])\ntransform_block_layout(block=mul, map=\"a, "
       "b, c -> b, a, c\")"},
      {"transform_block_layout.plain", "skipping",
       "transform_block_layout(block=sum, map=\"a, b -> b, a\")"},
      {"transform_block_layout.alone", "layer_norm",
       "merge(loops=[sum.i, squares.i])\ntransform_block_layout(block=sum, map=\"a, b -> b, a\")"},
      {"transform_block_layout.alone", "matmul",
       "parallel(loop=mul.i)\ntransform_block_layout(block=mul, map=\"a, b, c -> b, a, c\")"},
      {"transform_block_layout.map", "matmul",
       "transform_block_layout(block=mul, map=\"a, b -> b, a\")"},
      {"transform_block_layout.injective", "matmul",
       "transform_block_layout(block=mul, map=\"a, b, c -> a//2, b, c\")"},
      {"transform_block_layout.bijective", "matmul",
       "transform_block_layout(block=mul, map=\"a, b, c -> a//5, a % 5, b, c\")"},
      {"transform_block_layout.kinds", "matmul",
       "transform_block_layout(block=mul, map=\"a, b, c -> a, b*10 + c\")"},
  };
  return rows;
}

}  // namespace heddle::refusals
