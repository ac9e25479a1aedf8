// What the code generation tests share: targets, random tensors, comparison.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtTest>
#include <cmath>
#include <random>

#include "engine/codegen/codegen.h"
#include "engine/loops/text.h"
#include "tests/support/jit.h"

namespace heddle::test {

// The instruction sets that this machine runs, weakest first.
inline std::vector<Target> runnableTargets() {
  std::vector<Target> out;
  const Target host = codegen::hostTarget().value();
  out.push_back(codegen::parseTarget("llvm -mcpu=x86-64-v2").value());
  if (host.vectorBits >= 256) out.push_back(codegen::parseTarget("llvm -mcpu=x86-64-v3").value());
  if (host.vectorBits >= 512) out.push_back(codegen::parseTarget("llvm -mcpu=x86-64-v4").value());
  out.push_back(host);
  return out;
}

inline Tensor randomTensor(Extents extents, uint32_t seed, float low = -1, float high = 1) {
  Tensor t = Tensor::allocate(ElementType::f32, std::move(extents)).value();
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> uniform(low, high);
  for (float& x : t.mutableValues<float>()) x = uniform(random);
  return t;
}

inline std::string textOf(const Diagnostic& d) {
  return d.code + ": " + toText(d);
}

// The largest |a - b| / (1 + |b|); infinite where only one is NaN.
inline double worstError(const Tensor& got, const Tensor& expected) {
  double worst = 0;
  for (int64_t i = 0; i < expected.elementCount(); ++i) {
    const double a = got.valueAsDouble(i), b = expected.valueAsDouble(i);
    if (std::isnan(a) && std::isnan(b)) continue;
    if (a == b) continue;
    const double error = std::abs(a - b) / (1 + std::abs(b));
    worst = std::max(worst, std::isnan(error) ? INFINITY : error);
  }
  return worst;
}

}  // namespace heddle::test
