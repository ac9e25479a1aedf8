// Faults as a broken primitive or pass would make them: an edit of the program's text after a
// trace, or after a pass of the lowering.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace heddle::miscompilations {

struct Row {
  const char *name, *program, *trace;
  const char* stage;          // the pass whose result is broken; null: the scheduled program
  const char *right, *wrong;  // the first of these becomes that
};

inline const char* const tiled = R"(j_o, j_i = split(loop=mul.j, factors=[-1, 8])
i_o, i_i = split(loop=mul.i, factors=[-1, 2])
reorder(loops=[i_o, j_o, mul.k, i_i, j_i])
decompose_reduction(block=mul, loop=mul.k)
unroll(loop=i_i)
vectorize(loop=j_i)
vectorize(loop=mul_init.j_i)
unroll(loop=mul_init.i_i)
parallel(loop=i_o)
)";
inline const char* const guarded = "jo, ji = split(loop=mul.j, factors=[-1, 16])\n";

inline const std::vector<Row>& all() {
  static const std::vector<Row> rows = {
      {"split: the guard is dropped", "matmul", guarded, nullptr,
       "            where jo*16 + ji < 20\n", ""},
      {"split: the guard ends too early", "matmul", guarded, nullptr, "where jo*16 + ji < 20",
       "where jo*16 + ji < 19"},
      {"split: the inner factor is wrong", "matmul",
       "io, ii = split(loop=mul.i, factors=[-1, 4])\n", nullptr, "io*4 + ii", "io*3 + ii"},
      {"split: the tail is missing", "matmul", guarded, nullptr, "for jo in range(2)",
       "for jo in range(1)"},
      {"fuse: quotient and remainder are swapped", "matmul", "ij = fuse(loops=[mul.i, mul.j])\n",
       nullptr, "i: 12 = ij//20, j: 20 = ij % 20", "i: 12 = ij % 12, j: 20 = ij//20"},
      {"reorder: an index is swapped", "batch_matmul", "reorder(loops=[mul.k, mul.j])\n", nullptr,
       "x[b, i, k] * ", "x[b, k - k + i, i + k - k] * "},
      {"loop_partition: the parts overlap", "matmul", "loop_partition(loop=mul.k, at=[3, 7])\n",
       nullptr, "for k in range(4) from 3", "for k in range(5) from 3"},
      {"loop_partition: an iteration is missing", "matmul",
       "loop_partition(loop=mul.k, at=[3, 7])\n", nullptr, "for k in range(3) from 7",
       "for k in range(2) from 7"},
      {"decompose_reduction: the start value is wrong", "matmul",
       "decompose_reduction(block=mul, loop=mul.k)\n", nullptr, "        c[i, j] = 0.0",
       "        c[i, j] = 1.0"},
      {"decompose_reduction: the start value is left out", "matmul",
       "decompose_reduction(block=mul, loop=mul.k)\n", nullptr,
       "      block mul_init(i: 12 = i, j: 20 = j):\n        writes c[i, j]\n        c[i, j] = "
       "0.0\n",
       ""},
      {"decompose_reduction: the start value comes in the loop", "matmul",
       "decompose_reduction(block=mul, loop=mul.k)\n", nullptr,
       "      block mul_init(i: 12 = i, j: 20 = j):\n        writes c[i, j]\n        c[i, j] = "
       "0.0\n      for k in range(10):\n",
       "      for k in range(10):\n        block mul_init(i: 12 = i, j: 20 = j):\n          writes "
       "c[i, j]\n          c[i, j] = 0.0\n"},
      {"extremes: the identity of a maximum is zero", "extremes", "", nullptr,
       "init: m[j] = -f32.inf", "init: m[j] = 9.0"},
      {"rfactor: a part is not added", "matmul",
       "k_o, k_i = split(loop=mul.k, factors=[-1, 4])\nrfactor(loop=k_i)\n", nullptr,
       "      for k_i in range(4):\n        block mul_final",
       "      for k_i in range(3):\n        block mul_final"},
      {"rfactor: the tail is not neutral", "matmul",
       "k_o, k_i = split(loop=mul.k, factors=[-1, 4])\nrfactor(loop=k_i)\n", nullptr,
       " if k_o*4 + k_i < 10 else 0.0", " if k_o*4 + k_i < 10 else 1.0"},
      {"compute_at: the region is a row too small", "conv", "compute_at(block=pad, loop=conv.oh)\n",
       nullptr, "for h in range(3)", "for h in range(2)"},
      {"compute_inline: a use is forgotten", "chain",
       "compute_inline(block=add)\ncompute_inline(block=square)\n", nullptr,
       "(x[i, j] + b[j]) * (x[i, j] + b[j])", "(x[i, j] + b[j]) * x[i, j]"},
      {"cache_write: the copy back is shifted", "chain",
       "cache_write(block=transpose, scope=\"local\")\n", nullptr, "y[j, i] = y_local[j, i]",
       "y[j, i] = y_local[j, 6 - i]"},
      {"cache_read: the copy is of another row", "softmax",
       "cache_read(block=divide, buffer=s, scope=\"local\")\n", nullptr, "s_local[a0] = s[a0]",
       "s_local[a0] = s[5 - a0]"},
      {"transform_layout: an access keeps the old order", "matmul",
       "transform_layout(buffer=b, map=\"k, j -> k, j\")\n", nullptr, "b[k, j]\n",
       "b[j % 10, k]\n"},
      {"pad_einsum: the last column is taken for padding", "matmul",
       "pad_einsum(block=mul, padding=[1, 1, 4])\n", nullptr, "if a1 < 10 else 0.0",
       "if a1 < 9 else 0.0"},
      {"rolling_buffer: the window is one too short", "conv1d",
       "compute_at(block=scale, loop=conv.ow)\nrolling_buffer(block=scale, loop=conv.ow)\n",
       nullptr, "s[i % 3, c] = ", "s[i % 2, c] = "},
      {"rolling_buffer: what is new is left out", "conv1d",
       "compute_at(block=scale, loop=conv.ow)\nrolling_buffer(block=scale, loop=conv.ow)\n",
       nullptr, "where ow == 0 or i - 2 >= 0", "where ow == 0"},
      {"parallel: a loop that carries values", "conv1d",
       "compute_at(block=scale, loop=conv.ow)\nrolling_buffer(block=scale, loop=conv.ow)\n",
       nullptr, "for ow in range(10)", "for ow in parallel(10)"},
      {"merge: the consumer comes first", "diamond", "merge(loops=[left.i, right.i])\n", nullptr,
       "c[i, j] = a[i, 7 - j]", "c[i, j] = b[i, 7 - j]"},
      {"decompose_padding: the border is not filled", "transposed_conv",
       "decompose_padding(block=spread)\n", nullptr, "for h in range(11)", "for h in range(10)"},
      {"tensorize: the tile is transposed", "bytes_matmul",
       "transform_layout(buffer=b, map=\"k, j -> j//16, k//4, (j % 16)*4 + k % 4\")\n"
       "j_o, j_i = split(loop=mul.j, factors=[-1, 16])\nk_o, k_i = split(loop=mul.k, factors=[-1, "
       "4])\n"
       "reorder(loops=[j_o, k_o, j_i, k_i])\ntensorize(loop=j_i, intrinsic=\"dot_u8i8_16\")\n",
       nullptr, "i32(b[j, k, i_1*4 + k_1])", "i32(b[j, k, k_1*16 + i_1])"},
      {"inline_blocks: every step starts anew", "matmul", "", "inline_blocks", "if k == 0",
       "if k >= 0"},
      {"compact_buffers: iterations share what they do not", "conv1d",
       "compute_at(block=scale, loop=conv.ow)\n", "compact_buffers", "s[i, c] = x[ow + i, c]",
       "s[i, c] = x[i, c]"},
      {"flatten_buffers: a stride is wrong", "matmul", "", "flatten_buffers", "i*10", "i*12"},
      {"shrink_loops: the last column is lost", "matmul", tiled, "vectorize_loops",
       "c[ramp(i_o*40 + i_i*20 + 16, 1, 4)]", "c[ramp(i_o*40 + i_i*20 + 15, 1, 4)]"},
      {"vectorize_loops: the lanes are two apart", "matmul", tiled, "vectorize_loops",
       "b[ramp(k*20 + j_o*8, 1, 8)]", "b[ramp(k*20 + j_o*8, 2, 8)]"},
      {"unroll_loops: an iteration is written twice", "matmul", tiled, "unroll_loops",
       "broadcast(a[i_o*20 + k + 10], 8)", "broadcast(a[i_o*20 + k], 8)"},
      {"tensorize_loops: an operand moves", "bytes_matmul",
       "transform_layout(buffer=b, map=\"k, j -> j//16, k//4, (j % 16)*4 + k % 4\")\n"
       "j_o, j_i = split(loop=mul.j, factors=[-1, 16])\nk_o, k_i = split(loop=mul.k, factors=[-1, "
       "4])\n"
       "reorder(loops=[j_o, k_o, j_i, k_i])\ntensorize(loop=j_i, intrinsic=\"dot_u8i8_16\")\n",
       "vectorize_loops", "a[ramp(i*8 + 4, 1, 4)]", "a[ramp(i*8, 1, 4)]"},
  };
  return rows;
}

}  // namespace heddle::miscompilations
