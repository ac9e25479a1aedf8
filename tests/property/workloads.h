// Unscheduled programs that the schedule tests transform.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace heddle::workloads {

struct Workload {
  const char* name;
  const char* text;
};

inline const char* const matmul =
    R"(program matmul(a: in f32[12, 10], b: const f32[10, 20], c: out f32[12, 20]):
  for i in range(12):
    for j in range(20):
      for k in range(10):
        block mul(i: 12 = i, j: 20 = j, reduce k: 10 = k):
          reads a[i, k], b[k, j]
          writes c[i, j]
          init: c[i, j] = 0.0
          c[i, j] = c[i, j] + a[i, k] * b[k, j]
)";

// x: [N,H,W,C], w: [KH,KW,IC,OC], bias: [OC]
inline const char* const conv = R"(program conv_bias_relu(
    x: in f32[1, 6, 10, 4],
    w: const f32[3, 3, 4, 8],
    bias: const f32[8],
    y: out f32[1, 6, 10, 8]):
  alloc xp: f32[1, 8, 12, 4]
  alloc acc: f32[1, 6, 10, 8]
  alloc biased: f32[1, 6, 10, 8]
  for n in range(1):
    for h in range(8):
      for w in range(12):
        for c in range(4):
          block pad(n: 1 = n, h: 8 = h, w: 12 = w, c: 4 = c):
            reads x[n, h - 1, w - 1, c]
            writes xp[n, h, w, c]
            xp[n, h, w, c] = x[n, h - 1, w - 1, c] if h >= 1 and h < 7 and w >= 1 and w < 11 else 0.0
  for n in range(1):
    for oh in range(6):
      for ow in range(10):
        for oc in range(8):
          for kh in range(3):
            for kw in range(3):
              for ic in range(4):
                block conv(n: 1 = n, oh: 6 = oh, ow: 10 = ow, oc: 8 = oc, reduce kh: 3 = kh, reduce kw: 3 = kw, reduce ic: 4 = ic):
                  reads xp[n, oh + kh, ow + kw, ic], w[kh, kw, ic, oc]
                  writes acc[n, oh, ow, oc]
                  init: acc[n, oh, ow, oc] = 0.0
                  acc[n, oh, ow, oc] = acc[n, oh, ow, oc] + xp[n, oh + kh, ow + kw, ic] * w[kh, kw, ic, oc]
  for n in range(1):
    for oh in range(6):
      for ow in range(10):
        for oc in range(8):
          block bias(n: 1 = n, oh: 6 = oh, ow: 10 = ow, oc: 8 = oc):
            reads acc[n, oh, ow, oc], bias[oc]
            writes biased[n, oh, ow, oc]
            biased[n, oh, ow, oc] = acc[n, oh, ow, oc] + bias[oc]
  for n in range(1):
    for oh in range(6):
      for ow in range(10):
        for oc in range(8):
          block relu(n: 1 = n, oh: 6 = oh, ow: 10 = ow, oc: 8 = oc):
            reads biased[n, oh, ow, oc]
            writes y[n, oh, ow, oc]
            y[n, oh, ow, oc] = max(biased[n, oh, ow, oc], 0.0)
)";

inline const char* const depthwise =
    R"(program depthwise(x: in f32[9, 9, 6], w: const f32[3, 3, 6], y: out f32[4, 4, 6]):
  alloc t: f32[4, 4, 6]
  for oh in range(4):
    for ow in range(4):
      for c in range(6):
        for kh in range(3):
          for kw in range(3):
            block dw(oh: 4 = oh, ow: 4 = ow, c: 6 = c, reduce kh: 3 = kh, reduce kw: 3 = kw):
              reads x[oh*2 + kh, ow*2 + kw, c], w[kh, kw, c]
              writes t[oh, ow, c]
              init: t[oh, ow, c] = 0.0
              t[oh, ow, c] = t[oh, ow, c] + x[oh*2 + kh, ow*2 + kw, c] * w[kh, kw, c]
  for oh in range(4):
    for ow in range(4):
      for c in range(6):
        block clip(oh: 4 = oh, ow: 4 = ow, c: 6 = c):
          reads t[oh, ow, c]
          writes y[oh, ow, c]
          y[oh, ow, c] = min(max(t[oh, ow, c], 0.0), 6.0)
)";

inline const char* const pooling = R"(program max_pool(x: in f32[7, 9, 5], y: out f32[3, 4, 5]):
  alloc s: f32[7, 9, 5]
  for h in range(7):
    for w in range(9):
      for c in range(5):
        block scale(h: 7 = h, w: 9 = w, c: 5 = c):
          reads x[h, w, c]
          writes s[h, w, c]
          s[h, w, c] = x[h, w, c] * 2.0
  for oh in range(3):
    for ow in range(4):
      for c in range(5):
        for kh in range(3):
          for kw in range(3):
            block pool(oh: 3 = oh, ow: 4 = ow, c: 5 = c, reduce kh: 3 = kh, reduce kw: 3 = kw):
              reads s[oh*2 + kh, ow*2 + kw, c]
              writes y[oh, ow, c]
              init: y[oh, ow, c] = -f32.inf
              y[oh, ow, c] = max(y[oh, ow, c], s[oh*2 + kh, ow*2 + kw, c])
)";

inline const char* const softmax = R"(program softmax(x: in f32[6, 11], y: out f32[6, 11]):
  alloc m: f32[6]
  alloc e: f32[6, 11]
  alloc s: f32[6]
  for i in range(6):
    for k in range(11):
      block rowmax(i: 6 = i, reduce k: 11 = k):
        reads x[i, k]
        writes m[i]
        init: m[i] = -f32.inf
        m[i] = max(m[i], x[i, k])
  for i in range(6):
    for j in range(11):
      block power(i: 6 = i, j: 11 = j):
        reads x[i, j], m[i]
        writes e[i, j]
        e[i, j] = exp(x[i, j] - m[i])
  for i in range(6):
    for k in range(11):
      block rowsum(i: 6 = i, reduce k: 11 = k):
        reads e[i, k]
        writes s[i]
        init: s[i] = 0.0
        s[i] = s[i] + e[i, k]
  for i in range(6):
    for j in range(11):
      block divide(i: 6 = i, j: 11 = j):
        reads e[i, j], s[i]
        writes y[i, j]
        y[i, j] = e[i, j] / s[i]
)";

inline const char* const reduction = R"(program mean(x: in f32[5, 6, 8], y: out f32[5, 8]):
  alloc s: f32[5, 8]
  for i in range(5):
    for c in range(8):
      for k in range(6):
        block sum(i: 5 = i, c: 8 = c, reduce k: 6 = k):
          reads x[i, k, c]
          writes s[i, c]
          init: s[i, c] = 0.0
          s[i, c] = s[i, c] + x[i, k, c]
  for i in range(5):
    for c in range(8):
      block scale(i: 5 = i, c: 8 = c):
        reads s[i, c]
        writes y[i, c]
        y[i, c] = s[i, c] * 0.5
)";

inline const char* const chain =
    R"(program chain(x: in f32[7, 12], b: const f32[12], y: out f32[12, 7]):
  alloc p: f32[7, 12]
  alloc q: f32[7, 12]
  for i in range(7):
    for j in range(12):
      block add(i: 7 = i, j: 12 = j):
        reads x[i, j], b[j]
        writes p[i, j]
        p[i, j] = x[i, j] + b[j]
  for i in range(7):
    for j in range(12):
      block square(i: 7 = i, j: 12 = j):
        reads p[i, j]
        writes q[i, j]
        q[i, j] = p[i, j] * p[i, j]
  for j in range(12):
    for i in range(7):
      block transpose(j: 12 = j, i: 7 = i):
        reads q[i, j], x[i, j]
        writes y[j, i]
        y[j, i] = q[i, j] - x[i, j]
)";

inline const char* const layerNorm =
    R"(program layer_norm(x: in f32[4, 10], g: const f32[10], y: out f32[4, 10]):
  alloc s: f32[4]
  alloc v: f32[4]
  for i in range(4):
    for k in range(10):
      block sum(i: 4 = i, reduce k: 10 = k):
        reads x[i, k]
        writes s[i]
        init: s[i] = 0.0
        s[i] = s[i] + x[i, k]
  for i in range(4):
    for k in range(10):
      block squares(i: 4 = i, reduce k: 10 = k):
        reads x[i, k], s[i]
        writes v[i]
        init: v[i] = 0.0
        v[i] = v[i] + (x[i, k] - s[i] / 10.0) * (x[i, k] - s[i] / 10.0)
  for i in range(4):
    for j in range(10):
      block normalise(i: 4 = i, j: 10 = j):
        reads x[i, j], s[i], v[i], g[j]
        writes y[i, j]
        y[i, j] = (x[i, j] - s[i] / 10.0) / sqrt(v[i] / 10.0 + 1e-05) * g[j]
)";

inline const std::vector<Workload>& all() {
  static const std::vector<Workload> list = {{"matmul", matmul},       {"conv", conv},
                                             {"depthwise", depthwise}, {"pooling", pooling},
                                             {"softmax", softmax},     {"reduction", reduction},
                                             {"chain", chain},         {"layer_norm", layerNorm}};
  return list;
}

}  // namespace heddle::workloads
