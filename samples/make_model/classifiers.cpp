// Convolutional classifiers of pictures. x: [N,3,224,224] -> [N,1000]
// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstdlib>

#include "samples/make_model/network.h"

namespace heddle::samples {
namespace {

std::string head(Network& n, const std::string& x, int64_t channels) {
  const std::string pooled = n.node("GlobalAveragePool", {x});
  const std::string flat = n.node("Flatten", {pooled});
  return n.gemm(flat, channels, 1000);
}

struct BlockShape {
  int64_t in, width, out, stride;
};

// The last normalisation of a branch is scaled down, so that sums do not grow from block to block.
constexpr double kBranchScale = 0.4;

std::string shortcut(Network& n, const std::string& x, const BlockShape& s) {
  if (s.stride == 1 && s.in == s.out) return x;
  return n.batchNorm(n.conv(x, {s.in, s.out, 1, s.stride}, false), s.out);
}

std::string basicBlock(Network& n, const std::string& x, const BlockShape& s) {
  std::string y = n.relu(n.batchNorm(n.conv(x, {s.in, s.width, 3, s.stride, 1}, false), s.width));
  y = n.batchNorm(n.conv(y, {s.width, s.out, 3, 1, 1}, false), s.out, kBranchScale);
  return n.relu(n.add(y, shortcut(n, x, s)));
}

std::string bottleneck(Network& n, const std::string& x, const BlockShape& s) {
  std::string y = n.relu(n.batchNorm(n.conv(x, {s.in, s.width}, false), s.width));
  y = n.relu(n.batchNorm(n.conv(y, {s.width, s.width, 3, s.stride, 1}, false), s.width));
  y = n.batchNorm(n.conv(y, {s.width, s.out}, false), s.out, kBranchScale);
  return n.relu(n.add(y, shortcut(n, x, s)));
}

}  // namespace

// He et al., "Deep Residual Learning for Image Recognition", 2015, table 1; stride in the 3x3
// convolution.
Network resnet(int depth, uint64_t seed) {
  const bool isDeep = depth >= 50;
  const std::array<int, 4> blocks = isDeep ? std::array{3, 4, 6, 3} : std::array{2, 2, 2, 2};
  Network n("resnet" + std::to_string(depth), seed);
  std::string x = n.input("data", {1, 3, 224, 224});
  x = n.maxPool(n.relu(n.batchNorm(n.conv(x, {3, 64, 7, 2, 3}, false), 64)), 3, 2, 1);
  int64_t in = 64;
  for (size_t stage = 0; stage < 4; ++stage) {
    const int64_t width = int64_t{64} << stage, out = isDeep ? 4 * width : width;
    for (int block = 0; block < blocks[stage]; ++block) {
      const BlockShape shape{in, width, out, stage > 0 && block == 0 ? 2 : 1};
      x = isDeep ? bottleneck(n, x, shape) : basicBlock(n, x, shape);
      in = out;
    }
  }
  n.output(head(n, x, in), "logits", {1, 1000});
  return n;
}

// Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks", 2018, table 2.
Network mobilenetV2(uint64_t seed) {
  struct Stage {
    int64_t expansion, out, repeats, stride;
  };
  constexpr std::array<Stage, 7> kStages = {{{1, 16, 1, 1},
                                             {6, 24, 2, 2},
                                             {6, 32, 3, 2},
                                             {6, 64, 4, 2},
                                             {6, 96, 3, 1},
                                             {6, 160, 3, 2},
                                             {6, 320, 1, 1}}};
  Network n("mobilenet_v2", seed);
  const std::string zero = n.scalar(0), six = n.scalar(6);
  const auto unit = [&](const std::string& x, const ConvShape& s) {
    return n.node("Clip", {n.batchNorm(n.conv(x, s, false), s.out), zero, six});
  };
  std::string x = unit(n.input("data", {1, 3, 224, 224}), {3, 32, 3, 2, 1});
  int64_t in = 32;
  for (const Stage& stage : kStages)
    for (int64_t i = 0; i < stage.repeats; ++i) {
      const int64_t stride = i == 0 ? stage.stride : 1, wide = in * stage.expansion;
      std::string y = stage.expansion == 1 ? x : unit(x, {in, wide});
      y = unit(y, {wide, wide, 3, stride, 1, wide});
      const bool isResidual = stride == 1 && in == stage.out;
      y = n.batchNorm(n.conv(y, {wide, stage.out}, false), stage.out,
                      isResidual ? kBranchScale : 1.0);
      x = isResidual ? n.add(x, y) : y;
      in = stage.out;
    }
  n.output(head(n, unit(x, {in, 1280}), 1280), "logits", {1, 1000});
  return n;
}

// Iandola et al., "SqueezeNet", 2016, in the form 1.1 of its authors.
Network squeezenet(uint64_t seed) {
  Network n("squeezenet1.1", seed);
  const auto unit = [&](const std::string& x, const ConvShape& s) {
    return n.relu(n.conv(x, s, true));
  };
  const auto fire = [&](const std::string& x, int64_t in, int64_t squeeze, int64_t expand) {
    const std::string s = unit(x, {in, squeeze});
    const std::string y =
        n.node("Concat", {unit(s, {squeeze, expand}), unit(s, {squeeze, expand, 3, 1, 1})});
    n.set("axis", int64_t{1});
    return y;
  };
  std::string x = n.maxPool(unit(n.input("data", {1, 3, 224, 224}), {3, 64, 3, 2}), 3, 2, 0);
  x = n.maxPool(fire(fire(x, 64, 16, 64), 128, 16, 64), 3, 2, 0);
  x = n.maxPool(fire(fire(x, 128, 32, 128), 256, 32, 128), 3, 2, 0);
  x = fire(fire(fire(fire(x, 256, 48, 192), 384, 48, 192), 384, 64, 256), 512, 64, 256);
  const std::string pooled = n.node("GlobalAveragePool", {unit(x, {512, 1000})});
  n.output(n.node("Flatten", {pooled}), "logits", {1, 1000});
  return n;
}

}  // namespace heddle::samples
