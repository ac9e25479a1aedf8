// Loop programs that use every construct of the text form.
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace heddle::loops {

inline const char* const conv = R"(program conv_relu[N](
    x: in f32[N, 58, 58, 64],
    w: const f32[3, 3, 64, 64],
    y: out f32[N, 56, 56, 64]):
  annotate origin = "conv1"
  annotate weight = -2.5
  alloc acc: f32[14, 2, 16] in registers align 16 strides [32, 16, 1]
  for n in range(N):
    for oc_o in parallel(4) with grain = 2, why = "rows \"and\" more":
      for i in unrolled(7) from 3:
        block conv(n: N = n, oh: 56 = oc_o*16 + i, reduce ic: 64 = i % 4):
          where oc_o*16 + i < 60 and (i >= 3 or not i == 4)
          reads x[n, oh:oh + 3, 0:58, ic], w[0:3, 0:N, ic, 2:5]
          writes y[n, oh, 0:56, ic]
          annotate note = 3
          alloc t: f32[1] in local
          init: y[n, oh, 0, ic] = 0.0
          t[0] = x[n, oh, 0, ic] * w[0, 0, ic, 2] + 0.1
          if oh < 3:
            y[n, oh, 0, ic] = max(t[0], 0.0)
          else:
            y[n, oh, 0, ic] = t[0] - (t[0] - 1e-05) if ic//2*2 == ic else f32.inf
          prefetch(x[n, oh, 0, ic])
  block topk():
    reads x[0:N, 0:58, 0:58, 0:64]
    writes y[0:N, 0:56, 0:56, 0:64]
    call "heddle_topk"
)";

inline const char* const vectors = R"(program v(a: in i8[64], y: out i32[64]):
  for i in bind("threadIdx.x", 4):
    y[ramp(i*16, 1, 16) where ramp(i, 1, 16) < broadcast(40, 16)] = i32x16(a[ramp(i*16, 1, 16)]) + broadcast(5i32, 16)
    y[i] = reduceAdd(shuffle([y[ramp(0, 1, 4)], y[ramp(4, 1, 4)]], [0, 7, 2, 5]))
    y[i] = reinterpret.i32(-0.0) + i32(isNan(f64.nan) and isInf(-f32.inf))
    y[i] = i32(-9223372036854775808 + i - -3) ^ mod(7i32, -2i32) << 3i32
)";

}  // namespace heddle::loops
