// Traces with golden results, one per primitive and the standard ones.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace heddle::traces {

struct Row {
  const char *name, *program, *trace;
};

inline const std::vector<Row>& all() {
  static const std::vector<Row> rows = {
      {"split", "matmul", "io, ii = split(loop=mul.i, factors=[-1, 4])\n"},
      {"split_guarded", "matmul", "jo, ji = split(loop=mul.j, factors=[-1, 16])\n"},
      {"fuse", "matmul", "ij = fuse(loops=[mul.i, mul.j])\n"},
      {"reorder", "matmul", "reorder(loops=[mul.k, mul.i])\n"},
      {"parallel", "matmul", "parallel(loop=mul.i)\n"},
      {"vectorize", "matmul", "jo, ji = split(loop=mul.j, factors=[-1, 4])\nvectorize(loop=ji)\n"},
      {"unroll", "matmul", "unroll(loop=mul.k)\n"},
      {"compute_inline", "chain", "compute_inline(block=add)\ncompute_inline(block=square)\n"},
      {"reverse_compute_inline", "chain", "reverse_compute_inline(block=square)\n"},
      {"compute_at", "conv", "compute_at(block=pad, loop=conv.oh)\n"},
      {"reverse_compute_at", "reduction", "reverse_compute_at(block=scale, loop=sum.i)\n"},
      {"reverse_compute_at_fused", "chain",
       "ij = fuse(loops=[add.i, add.j])\nroot = add_unit_loop(loop=ij)\n"
       "reverse_compute_at(block=square, loop=root)\n"},
      {"reverse_compute_at_digits", "chain",
       "transform_block_layout(block=square, map=\"i, j -> i, j//4, j % 4\")\n"
       "reverse_compute_at(block=square, loop=add.i)\n"},
      {"cache_write", "matmul", "cache_write(block=mul, scope=\"registers\")\n"},
      {"cache_read", "matmul", "cache_read(block=mul, buffer=b, scope=\"local\")\n"},
      {"decompose_reduction", "matmul", "decompose_reduction(block=mul, loop=mul.k)\n"},
      {"set_scope", "chain", "set_scope(buffer=p, scope=\"local\")\n"},
      {"transform_layout", "matmul",
       "transform_layout(buffer=b, map=\"k, j -> j//16, k, j % 16\")\n"},
      {"annotate", "matmul",
       "annotate(key=\"unroll_limit\", value=16, loop=mul.i)\nannotate(key=\"note\", "
       "value=\"hot\", block=mul)\n"},
      {"conv", "conv", R"(compute_inline(block=bias)
set_scope(buffer=acc, scope="registers")
oc_o, oc_v, oc_i = split(loop=conv.oc, factors=[-1, 2, 4])
ow_o, ow_i = split(loop=conv.ow, factors=[-1, 4])
reorder(loops=[oc_o, conv.oh, ow_o, conv.kh, conv.kw, conv.ic, ow_i, oc_v, oc_i])
transform_layout(buffer=w, map="kh, kw, ic, oc -> oc//8, kh, kw, ic, oc % 8")
decompose_reduction(block=conv, loop=conv.kh)
reverse_compute_at(block=relu, loop=ow_o)
compute_at(block=pad, loop=conv.oh)
relu_v, relu_i = split(loop=relu.oc, factors=[-1, 4])
unroll(loop=ow_i)
unroll(loop=oc_v)
vectorize(loop=oc_i)
unroll(loop=conv_init.ow_i)
unroll(loop=conv_init.oc_v)
vectorize(loop=conv_init.oc_i)
unroll(loop=relu.ow)
unroll(loop=relu_v)
vectorize(loop=relu_i)
parallel(loop=oc_o)
)"},
      {"matmul", "matmul", R"(cache_write(block=mul, scope="registers")
j_o, j_v, j_i = split(loop=mul.j, factors=[-1, 2, 4])
i_o, i_i = split(loop=mul.i, factors=[-1, 3])
k_o, k_i = split(loop=mul.k, factors=[-1, 4])
reorder(loops=[i_o, j_o, k_o, k_i, i_i, j_v, j_i])
decompose_reduction(block=mul, loop=k_o)
reverse_compute_at(block=c_registers_copy, loop=j_o)
transform_layout(buffer=b, map="k, j -> j//8, k, j % 8")
ij = fuse(loops=[i_o, j_o])
parallel(loop=ij)
vectorize(loop=j_i)
)"},
      {"unannotate", "matmul",
       "annotate(key=\"note\", value=\"hot\", block=mul)\nannotate(key=\"far\", value=2, "
       "loop=mul.i)\n"
       "unannotate(key=\"note\", block=mul)\nunannotate(key=\"far\", loop=mul.i)\n"},
      {"add_unit_loop", "matmul", "add_unit_loop(loop=mul.k)\nroot = add_unit_loop(block=mul)\n"},
      {"reorder_block_iter_var", "matmul", "reorder_block_iter_var(block=mul, order=[2, 0, 1])\n"},
      {"storage_align", "chain", "storage_align(buffer=p, axis=0, factor=8, offset=1)\n"},
      {"bind", "matmul",
       "bind(loop=mul.i, thread=\"blockIdx.x\")\nbind(loop=mul.j, thread=\"threadIdx.x\")\n"},
      {"rfactor", "matmul", "k_o, k_i = split(loop=mul.k, factors=[-1, 4])\nrfactor(loop=k_i)\n"},
      {"loop_partition", "matmul", "loop_partition(loop=mul.k, at=[3, 7])\n"},
      {"decompose_padding", "conv", "decompose_padding(block=pad)\n"},
      {"softmax", "softmax", R"(reverse_compute_at(block=power, loop=rowmax.i)
reverse_compute_at(block=rowsum, loop=rowmax.i)
reverse_compute_at(block=divide, loop=rowmax.i)
parallel(loop=rowmax.i)
)"},
      {"prefetch", "matmul", "prefetch(block=mul, buffer=b, loop=mul.k, ahead=2)\n"},
      {"merge", "layer_norm", "rows = merge(loops=[sum.i, squares.i, normalise.i])\n"},
      {"blockize", "matmul",
       "i_o, i_i = split(loop=mul.i, factors=[-1, 4])\nk_o, k_i = split(loop=mul.k, factors=[-1, "
       "5])\n"
       "reorder(loops=[i_o, mul.j, k_o, i_i, k_i])\nblockize(loop=i_i)\n"},
      {"reindex", "conv", "reindex(block=conv, buffer=xp)\nreindex(block=bias, buffer=biased)\n"},
      {"read_at", "matmul", "read_at(loop=mul.i, buffer=a, scope=\"local\")\n"},
      {"write_at", "matmul",
       "jo, ji = split(loop=mul.j, factors=[-1, 8])\nwrite_at(loop=jo, buffer=c, "
       "scope=\"local\")\n"},
      {"transform_block_layout", "matmul",
       "io, ii, jj, kk = transform_block_layout(block=mul, map=\"i, j, k -> i//4, i % 4, j, "
       "k\")\n"},
      {"pad_einsum", "matmul", "pad_einsum(block=mul, padding=[8, 1, 4])\n"},
      {"rolling_buffer", "conv",
       "compute_at(block=pad, loop=conv.oh)\nrolling_buffer(block=pad, loop=conv.oh)\n"},
      {"tensorize", "bytes_matmul",
       R"(transform_layout(buffer=b, map="k, j -> j//16, k//4, (j % 16)*4 + k % 4")
j_o, j_i = split(loop=mul.j, factors=[-1, 16])
k_o, k_i = split(loop=mul.k, factors=[-1, 4])
reorder(loops=[j_o, k_o, j_i, k_i])
decompose_reduction(block=mul, loop=k_o)
tensorize(loop=j_i, intrinsic="dot_u8i8_16")
unroll(loop=k_o)
)"},
      {"sample_categorical", "matmul",
       "factor = sample_categorical(values=[2, 4, 8], weights=[1, 2, 1], decision=1)\n"
       "annotate(key=\"unroll_factor\", value=factor, loop=mul.k)\n"},
      {"sample_perfect_tile", "matmul",
       "tile = sample_perfect_tile(loop=mul.j, parts=3, limit=8, decision=[1, 5, 4])\n"
       "j_o, j_v, j_i = split(loop=mul.j, factors=tile)\nvectorize(loop=j_i)\n"},
      {"sample_compute_location", "conv", "sample_compute_location(block=pad, decision=1)\n"},
  };
  return rows;
}

}  // namespace heddle::traces
