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

// x: [B,I,K], w: [B,K,J]
inline const char* const batchMatmul =
    R"(program batch_matmul(x: in f32[3, 4, 6], w: in f32[3, 6, 8], y: out f32[3, 4, 8]):
  for b in range(3):
    for i in range(4):
      for j in range(8):
        for k in range(6):
          block mul(b: 3 = b, i: 4 = i, j: 8 = j, reduce k: 6 = k):
            reads x[b, i, k], w[b, k, j]
            writes y[b, i, j]
            init: y[b, i, j] = 0.0
            y[b, i, j] = y[b, i, j] + x[b, i, k] * w[b, k, j]
)";

// Bytes times bytes, and back to floats.
inline const char* const bytesMatmul =
    R"(program bytes_matmul(a: in u8[3, 8], b: const i8[8, 32], y: out f32[3, 32]):
  alloc c: i32[3, 32]
  for i in range(3):
    for j in range(32):
      for k in range(8):
        block mul(i: 3 = i, j: 32 = j, reduce k: 8 = k):
          reads a[i, k], b[k, j]
          writes c[i, j]
          init: c[i, j] = 0i32
          c[i, j] = c[i, j] + i32(a[i, k]) * i32(b[k, j])
  for i in range(3):
    for j in range(32):
      block scale(i: 3 = i, j: 32 = j):
        reads c[i, j]
        writes y[i, j]
        y[i, j] = f32(c[i, j]) * 0.5
)";

// x: [W,C], w: [K,C,O]
inline const char* const conv1d =
    R"(program conv1d(x: in f32[12, 3], w: const f32[3, 3, 4], y: out f32[10, 4]):
  alloc s: f32[12, 3]
  for i in range(12):
    for c in range(3):
      block scale(i: 12 = i, c: 3 = c):
        reads x[i, c]
        writes s[i, c]
        s[i, c] = x[i, c] * 2.0
  for ow in range(10):
    for o in range(4):
      for k in range(3):
        for c in range(3):
          block conv(ow: 10 = ow, o: 4 = o, reduce k: 3 = k, reduce c: 3 = c):
            reads s[ow + k, c], w[k, c, o]
            writes y[ow, o]
            init: y[ow, o] = 0.0
            y[ow, o] = y[ow, o] + s[ow + k, c] * w[k, c, o]
)";

// x: [D,H,W], w: [KD,KH,KW]
inline const char* const conv3d =
    R"(program conv3d(x: in f32[5, 5, 6], w: const f32[2, 2, 3], y: out f32[4, 4, 4]):
  for d in range(4):
    for h in range(4):
      for v in range(4):
        for kd in range(2):
          for kh in range(2):
            for kw in range(3):
              block conv(d: 4 = d, h: 4 = h, v: 4 = v, reduce kd: 2 = kd, reduce kh: 2 = kh, reduce kw: 3 = kw):
                reads x[d + kd, h + kh, v + kw], w[kd, kh, kw]
                writes y[d, h, v]
                init: y[d, h, v] = 0.0
                y[d, h, v] = y[d, h, v] + x[d + kd, h + kh, v + kw] * w[kd, kh, kw]
)";

// x: [G,H,C], w: [G,K,C,O]
inline const char* const groupedConv =
    R"(program grouped_conv(x: in f32[2, 8, 3], w: const f32[2, 3, 3, 4], y: out f32[2, 6, 4]):
  for g in range(2):
    for h in range(6):
      for o in range(4):
        for k in range(3):
          for c in range(3):
            block conv(g: 2 = g, h: 6 = h, o: 4 = o, reduce k: 3 = k, reduce c: 3 = c):
              reads x[g, h + k, c], w[g, k, c, o]
              writes y[g, h, o]
              init: y[g, h, o] = 0.0
              y[g, h, o] = y[g, h, o] + x[g, h + k, c] * w[g, k, c, o]
)";

inline const char* const dilatedConv =
    R"(program dilated_conv(x: in f32[9, 10], w: const f32[3, 2], y: out f32[5, 8]):
  alloc p: f32[9, 10]
  for h in range(9):
    for v in range(10):
      block relu(h: 9 = h, v: 10 = v):
        reads x[h, v]
        writes p[h, v]
        p[h, v] = max(x[h, v], 0.0)
  for h in range(5):
    for v in range(8):
      for kh in range(3):
        for kw in range(2):
          block conv(h: 5 = h, v: 8 = v, reduce kh: 3 = kh, reduce kw: 2 = kw):
            reads p[h + kh*2, v + kw*2], w[kh, kw]
            writes y[h, v]
            init: y[h, v] = 0.0
            y[h, v] = y[h, v] + p[h + kh*2, v + kw*2] * w[kh, kw]
)";

// Stride two: every second element of the spread input is zero.
inline const char* const transposedConv =
    R"(program transposed_conv(x: in f32[5, 3], w: const f32[3, 3, 4], y: out f32[9, 4]):
  alloc s: f32[11, 3]
  for h in range(11):
    for c in range(3):
      block spread(h: 11 = h, c: 3 = c):
        reads x[0:5, c]
        writes s[h, c]
        s[h, c] = x[(h - 1)//2, c] if h >= 1 and h < 10 and (h - 1) % 2 == 0 else 0.0
  for h in range(9):
    for o in range(4):
      for k in range(3):
        for c in range(3):
          block conv(h: 9 = h, o: 4 = o, reduce k: 3 = k, reduce c: 3 = c):
            reads s[h + k, c], w[k, c, o]
            writes y[h, o]
            init: y[h, o] = 0.0
            y[h, o] = y[h, o] + s[h + k, c] * w[k, c, o]
)";

inline const char* const averagePool =
    R"(program average_pool(x: in f32[8, 8, 3], y: out f32[4, 4, 3]):
  alloc s: f32[4, 4, 3]
  for h in range(4):
    for v in range(4):
      for c in range(3):
        for kh in range(2):
          for kw in range(2):
            block sum(h: 4 = h, v: 4 = v, c: 3 = c, reduce kh: 2 = kh, reduce kw: 2 = kw):
              reads x[h*2 + kh, v*2 + kw, c]
              writes s[h, v, c]
              init: s[h, v, c] = 0.0
              s[h, v, c] = s[h, v, c] + x[h*2 + kh, v*2 + kw, c]
  for h in range(4):
    for v in range(4):
      for c in range(3):
        block mean(h: 4 = h, v: 4 = v, c: 3 = c):
          reads s[h, v, c]
          writes y[h, v, c]
          y[h, v, c] = s[h, v, c] * 0.25
)";

// A maximum over columns and the product of all.
inline const char* const extremes =
    R"(program extremes(x: in f32[6, 7], y: out f32[7], z: out f32[6]):
  alloc m: f32[7]
  for j in range(7):
    for k in range(6):
      block top(j: 7 = j, reduce k: 6 = k):
        reads x[k, j]
        writes m[j]
        init: m[j] = -f32.inf
        m[j] = max(m[j], x[k, j])
  for j in range(7):
    block clip(j: 7 = j):
      reads m[j]
      writes y[j]
      y[j] = min(m[j], 2.0)
  for i in range(6):
    for k in range(7):
      block least(i: 6 = i, reduce k: 7 = k):
        reads x[i, k], m[k]
        writes z[i]
        init: z[i] = f32.inf
        z[i] = min(z[i], x[i, k] + m[k])
)";

// Values that two blocks read, and a row that is added to all.
inline const char* const diamond =
    R"(program diamond(x: in f32[6, 8], r: const f32[8], y: out f32[6, 8]):
  alloc a: f32[6, 8]
  alloc b: f32[6, 8]
  alloc c: f32[6, 8]
  for i in range(6):
    for j in range(8):
      block add(i: 6 = i, j: 8 = j):
        reads x[i, j], r[j]
        writes a[i, j]
        a[i, j] = x[i, j] + r[j]
  for i in range(6):
    for j in range(8):
      block left(i: 6 = i, j: 8 = j):
        reads a[i, j]
        writes b[i, j]
        b[i, j] = max(a[i, j], 0.0)
  for i in range(6):
    for j in range(8):
      block right(i: 6 = i, j: 8 = j):
        reads a[i, 7 - j]
        writes c[i, j]
        c[i, j] = a[i, 7 - j] * 3.0
  for i in range(6):
    for j in range(8):
      block meet(i: 6 = i, j: 8 = j):
        reads b[i, j], c[i, j]
        writes y[i, j]
        y[i, j] = b[i, j] - c[i, j]
)";

// q: [I,D], k: [J,D], v: [J,E]
inline const char* const attention =
    R"(program attention(q: in f32[4, 6], k: in f32[5, 6], v: in f32[5, 4], y: out f32[4, 4]):
  alloc s: f32[4, 5]
  alloc m: f32[4]
  alloc e: f32[4, 5]
  alloc t: f32[4]
  alloc o: f32[4, 4]
  for i in range(4):
    for j in range(5):
      for d in range(6):
        block scores(i: 4 = i, j: 5 = j, reduce d: 6 = d):
          reads q[i, d], k[j, d]
          writes s[i, j]
          init: s[i, j] = 0.0
          s[i, j] = s[i, j] + q[i, d] * k[j, d]
  for i in range(4):
    for j in range(5):
      block rowmax(i: 4 = i, reduce j: 5 = j):
        reads s[i, j]
        writes m[i]
        init: m[i] = -f32.inf
        m[i] = max(m[i], s[i, j])
  for i in range(4):
    for j in range(5):
      block power(i: 4 = i, j: 5 = j):
        reads s[i, j], m[i]
        writes e[i, j]
        e[i, j] = exp((s[i, j] - m[i]) * 0.125)
  for i in range(4):
    for j in range(5):
      block rowsum(i: 4 = i, reduce j: 5 = j):
        reads e[i, j]
        writes t[i]
        init: t[i] = 0.0
        t[i] = t[i] + e[i, j]
  for i in range(4):
    for c in range(4):
      for j in range(5):
        block mix(i: 4 = i, c: 4 = c, reduce j: 5 = j):
          reads e[i, j], v[j, c]
          writes o[i, c]
          init: o[i, c] = 0.0
          o[i, c] = o[i, c] + e[i, j] * v[j, c]
  for i in range(4):
    for c in range(4):
      block divide(i: 4 = i, c: 4 = c):
        reads o[i, c], t[i]
        writes y[i, c]
        y[i, c] = o[i, c] / t[i]
)";

// Two products with a bend between.
inline const char* const perceptron =
    R"(program perceptron(x: in f32[4, 6], w: const f32[6, 8], b: const f32[8], v: const f32[8, 3], y: out f32[4, 3]):
  alloc h: f32[4, 8]
  alloc r: f32[4, 8]
  for i in range(4):
    for k in range(6):
      for j in range(8):
        block first(i: 4 = i, j: 8 = j, reduce k: 6 = k):
          reads x[i, k], w[k, j]
          writes h[i, j]
          init: h[i, j] = 0.0
          h[i, j] = h[i, j] + x[i, k] * w[k, j]
  for i in range(4):
    for j in range(8):
      block bend(i: 4 = i, j: 8 = j):
        reads h[i, j], b[j]
        writes r[i, j]
        r[i, j] = max(h[i, j] + b[j], 0.0)
  for i in range(4):
    for o in range(3):
      for k in range(8):
        block second(i: 4 = i, o: 3 = o, reduce k: 8 = k):
          reads r[i, k], v[k, o]
          writes y[i, o]
          init: y[i, o] = 0.0
          y[i, o] = y[i, o] + r[i, k] * v[k, o]
)";

inline const std::vector<Workload>& all() {
  static const std::vector<Workload> list = {{"matmul", matmul},
                                             {"batch_matmul", batchMatmul},
                                             {"bytes_matmul", bytesMatmul},
                                             {"conv1d", conv1d},
                                             {"conv", conv},
                                             {"conv3d", conv3d},
                                             {"depthwise", depthwise},
                                             {"grouped_conv", groupedConv},
                                             {"dilated_conv", dilatedConv},
                                             {"transposed_conv", transposedConv},
                                             {"pooling", pooling},
                                             {"average_pool", averagePool},
                                             {"softmax", softmax},
                                             {"layer_norm", layerNorm},
                                             {"reduction", reduction},
                                             {"extremes", extremes},
                                             {"chain", chain},
                                             {"diamond", diamond},
                                             {"attention", attention},
                                             {"perceptron", perceptron}};
  return list;
}

}  // namespace heddle::workloads
