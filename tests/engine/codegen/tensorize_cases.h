// A trace for every tensor intrinsic.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace heddle::tensorize_cases {

struct Case {
  const char *name, *program, *trace;
};

inline const Case cases[] = {
    {"dot_u8i8_16", "bytes_matmul",
     R"(transform_layout(buffer=b, map="k, j -> j//16, k//4, (j % 16)*4 + k % 4")
cache_write(block=mul, scope="registers")
j_o, j_i = split(loop=mul.j, factors=[-1, 16])
k_o, k_i = split(loop=mul.k, factors=[-1, 4])
reorder(loops=[j_o, mul.i, k_o, j_i, k_i])
decompose_reduction(block=mul, loop=k_o)
tensorize(loop=j_i, intrinsic="dot_u8i8_16")
reverse_compute_at(block=c_registers_copy, loop=mul.i)
vectorize(loop=c_registers_copy.j)
vectorize(loop=mul_init.j_i)
unroll(loop=k_o)
parallel(loop=j_o)
)"},
    {"dot_u8i8_8", "bytes_matmul",
     R"(transform_layout(buffer=b, map="k, j -> j//8, k//4, (j % 8)*4 + k % 4")
j_o, j_i = split(loop=mul.j, factors=[-1, 8])
k_o, k_i = split(loop=mul.k, factors=[-1, 4])
reorder(loops=[j_o, k_o, j_i, k_i])
decompose_reduction(block=mul, loop=k_o)
tensorize(loop=j_i, intrinsic="dot_u8i8_8")
)"},
    {"fma_f32_16", "matmul",
     R"(pad_einsum(block=mul, padding=[1, 16, 1])
j_o, j_i = split(loop=mul.j, factors=[-1, 16])
reorder(loops=[mul.i, j_o, mul.k, j_i])
decompose_reduction(block=mul, loop=mul.k)
tensorize(loop=j_i, intrinsic="fma_f32_16")
)"},
    {"fma_f32_8", "batch_matmul",
     R"(reorder(loops=[mul.k, mul.j])
tensorize(loop=mul.j, intrinsic="fma_f32_8")
)"},
    {"dot_f32_16", "matmul",
     R"(pad_einsum(block=mul, padding=[1, 1, 16])
reindex(block=mul, buffer=b_pad)
tensorize(loop=mul.k, intrinsic="dot_f32_16")
)"},
    {"dot_f32_8", "attention",
     R"(pad_einsum(block=scores, padding=[1, 1, 8])
tensorize(loop=scores.d, intrinsic="dot_f32_8")
)"},
};

}  // namespace heddle::tensorize_cases
