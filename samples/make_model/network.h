// The vocabulary that the networks are written in: each call adds a node and returns its output's
// name.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "engine/import/onnx/heddle_onnx.pb.h"

namespace heddle::samples {

using Ints = std::vector<int64_t>;

// A named dimension, or an extent.
struct InputDim {
  InputDim(int64_t extent) : extent(extent) {}
  InputDim(const char* name) : name(name) {}
  int64_t extent = 0;
  std::string name;
};

struct ConvShape {
  int64_t in = 0, out = 0, kernel = 1, stride = 1, pad = 0, group = 1;
};

// Weights are drawn uniformly with the deviation that keeps activations of order one (He et al.,
// "Delving Deep into Rectifiers", 2015); the same seed gives the same file everywhere.
class Network {
 public:
  Network(const std::string& name, uint64_t seed);

  std::string input(const std::string& name, const std::vector<InputDim>& shape,
                    int32_t elementType = 1);
  void output(const std::string& value, const std::string& name,
              const std::vector<InputDim>& shape);
  // A node of one output.
  std::string node(const std::string& op, const std::vector<std::string>& inputs);
  // Attributes of the node added last.
  Network& set(const std::string& attribute, int64_t value);
  Network& set(const std::string& attribute, const Ints& values);
  Network& set(const std::string& attribute, const std::string& value);

  std::string uniform(const std::string& name, const Ints& shape, double low, double high);
  std::string weights(const std::string& name, const Ints& shape, int64_t fanIn, double gain = 2.0);
  std::string ints(const Ints& values);
  std::string scalar(float value);
  std::string vector(const std::vector<float>& values);

  // x: [N,C,H,W]
  std::string conv(const std::string& x, const ConvShape& shape, bool hasBias);
  std::string batchNorm(const std::string& x, int64_t channels, double scale = 1.0);
  std::string maxPool(const std::string& x, int64_t kernel, int64_t stride, int64_t pad);
  std::string relu(const std::string& x) { return node("Relu", {x}); }
  std::string add(const std::string& a, const std::string& b) { return node("Add", {a, b}); }
  std::string mul(const std::string& a, const std::string& b) { return node("Mul", {a, b}); }
  // x: [M,K] -> [M,N]
  std::string gemm(const std::string& x, int64_t in, int64_t out);

  const onnx::ModelProto& model() const { return m_model; }

 private:
  double random();  // in [0, 1)
  onnx::TensorProto* initializer(const std::string& name, const Ints& shape, int32_t elementType);

  onnx::ModelProto m_model;
  onnx::GraphProto& m_graph;
  uint64_t m_state;
  int m_names = 0;
};

Network resnet(int depth, uint64_t seed);  // 18 or 50
Network mobilenetV2(uint64_t seed);
Network squeezenet(uint64_t seed);
Network bert(int layers, uint64_t seed);
Network yolo(int64_t pixels, uint64_t seed);
// `count` nodes one after the other.
Network chain(int64_t count, uint64_t seed);
// `count` nodes in layers; a node reads 1.6 nodes of the layer before on average.
Network layers(int64_t count, uint64_t seed);

}  // namespace heddle::samples
