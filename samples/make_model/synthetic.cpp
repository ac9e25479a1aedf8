// Graphs that test scale: many small nodes.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <random>

#include "samples/make_model/network.h"

namespace heddle::samples {
namespace {

constexpr std::array<const char*, 4> kUnary = {"Tanh", "Sigmoid", "Relu", "Softsign"};

}  // namespace

Network chain(int64_t count, uint64_t seed) {
  Network n("chain", seed);
  std::string x = n.input("x", {1, 64});
  for (int64_t i = 0; i < count; ++i) x = n.node(kUnary[static_cast<size_t>(i % 4)], {x});
  n.output(x, "y", {1, 64});
  return n;
}

// Node i of a layer reads node i of the layer before, and three in five read a second one nearby,
// so every node is used. The last layer is summed up.
Network layers(int64_t count, uint64_t seed) {
  Network n("layers", seed);
  std::mt19937_64 random(seed);
  const int64_t width =
      std::max<int64_t>(1, static_cast<int64_t>(std::sqrt(static_cast<double>(count)) / 2));
  std::vector<std::string> layer(static_cast<size_t>(width), n.input("x", {1, 64}));
  for (int64_t made = 0; made < count - (width - 1);) {
    std::vector<std::string> next = layer;
    for (size_t i = 0; i < layer.size() && made < count - (width - 1); ++i, ++made) {
      const size_t other = (i + 1 + random() % 4) % layer.size();
      const bool isBinary = random() % 5 < 3;
      next[i] = isBinary ? n.node(random() % 2 ? "Add" : "Mul", {layer[i], layer[other]})
                         : n.node(kUnary[random() % 4], {layer[i]});
    }
    layer = std::move(next);
  }
  std::string sum = layer[0];
  for (size_t i = 1; i < layer.size(); ++i) sum = n.add(sum, layer[i]);
  n.output(sum, "y", {1, 64});
  return n;
}

}  // namespace heddle::samples
