// Steps on reductions and padding that are refused.
// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/schedule/refusals/refusals.h"

namespace heddle::refusals {

const std::vector<Row>& reductionRows() {
  static const std::vector<Row> rows = {
      {"decompose_reduction.block", "matmul", "decompose_reduction(block=none, loop=mul.k)"},
      {"decompose_reduction.loop", "matmul", "decompose_reduction(block=mul, loop=none)"},
      {"decompose_reduction.reduction", "chain", "decompose_reduction(block=add, loop=add.i)"},
      {"decompose_reduction.ancestor", "conv", "decompose_reduction(block=conv, loop=relu.oc)"},
      {"decompose_reduction.outside", "matmul",
       "reorder(loops=[mul.k, mul.i])\ndecompose_reduction(block=mul, loop=mul.i)"},
      {"decompose_reduction.mixed", "matmul",
       "jk = fuse(loops=[mul.j, mul.k])\ndecompose_reduction(block=mul, loop=jk)"},
      {"decompose_reduction.start", "skipping", "decompose_reduction(block=sum, loop=sum.k)"},
      {"decompose_reduction.repeated", "layer_norm",
       "compute_at(block=squares, loop=normalise.j)\ndecompose_reduction(block=squares, "
       "loop=normalise.j)"},
      {"rfactor.loop", "odd", "rfactor(loop=w.i)"},
      {"rfactor.reduction", "chain", "rfactor(loop=add.j)"},
      {"rfactor.reducer", "skipping", "rfactor(loop=odds.k)"},
      {"rfactor.drives", "matmul", "rfactor(loop=mul.j)"},
      {"rfactor.mixed", "matmul",
       "k_o, k_i = split(loop=mul.k, factors=[-1, 2])\nreorder(loops=[k_o, k_i, mul.j])\n"
       "kj = fuse(loops=[k_i, mul.j])\nrfactor(loop=k_o)"},
      {"rfactor.domain", "skipping", "rfactor(loop=sum.k)"},
      {"rfactor.nest", "reduction",
       "reverse_compute_at(block=scale, loop=sum.i)\nrfactor(loop=sum.k)"},
      {"decompose_padding.block", "conv", "decompose_padding(block=none)"},
      {"decompose_padding.padding", "conv", "decompose_padding(block=relu)"},
      {"decompose_padding.complete", "fills", "decompose_padding(block=again)"},
      {"decompose_padding.domain", "fills", "decompose_padding(block=part)"},
      {"decompose_padding.nest", "conv",
       "compute_at(block=pad, loop=conv.oh)\ndecompose_padding(block=pad)"},
      {"pad_einsum.block", "matmul", "pad_einsum(block=none, padding=[4, 4, 4])"},
      {"pad_einsum.complete", "odd", "pad_einsum(block=scan, padding=[4, 4])"},
      {"pad_einsum.plain", "matmul",
       "ij = fuse(loops=[mul.i, mul.j])\npad_einsum(block=mul, padding=[8, 1, 4])"},
      {"pad_einsum.alone", "matmul",
       "vectorize(loop=mul.j)\npad_einsum(block=mul, padding=[8, 1, 4])"},
      {"pad_einsum.einsum", "conv", "pad_einsum(block=conv, padding=[1, 1, 1, 16, 1, 1, 16])"},
      {"pad_einsum.einsum", "pooling", "pad_einsum(block=scale, padding=[8, 8, 8])"},
      {"pad_einsum.padding", "matmul", "pad_einsum(block=mul, padding=[8, 8])"},
      {"pad_einsum.padding", "matmul", "pad_einsum(block=mul, padding=[0, 1, 1])"},
      {"pad_einsum.padding", "matmul", "pad_einsum(block=mul, padding=[4, 4, 2])"},
      {"pad_einsum.neutral", "neutral", "pad_einsum(block=mul, padding=[1, 4])"},
      {"pad_einsum.producer", "neutral", "pad_einsum(block=early, padding=[1, 4])"},
      {"pad_einsum.whole", "neutral", "pad_einsum(block=half, padding=[1, 4])"},
      {"pad_einsum.writer", "neutral", "pad_einsum(block=again, padding=[1, 4])"},
  };
  return rows;
}

}  // namespace heddle::refusals
