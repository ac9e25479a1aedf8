// SPDX-License-Identifier: Apache-2.0
#include "samples/make_model/network.h"

#include <cmath>
#include <cstring>

namespace heddle::samples {
namespace {

void setShape(onnx::ValueInfoProto& value, const std::vector<InputDim>& shape,
              int32_t elementType) {
  auto* type = value.mutable_type()->mutable_tensor_type();
  type->set_elem_type(elementType);
  auto* dims = type->mutable_shape();
  for (const InputDim& dim : shape) {
    if (dim.name.empty())
      dims->add_dim()->set_dim_value(dim.extent);
    else
      dims->add_dim()->set_dim_param(dim.name);
  }
}

template <class T>
void setRaw(onnx::TensorProto& tensor, const std::vector<T>& values) {
  tensor.set_raw_data(values.data(), values.size() * sizeof(T));
}

}  // namespace

Network::Network(const std::string& name, uint64_t seed)
    : m_graph(*m_model.mutable_graph()), m_state(seed) {
  m_model.set_ir_version(8);
  m_model.set_producer_name("heddle-make-model");
  m_model.add_opset_import()->set_version(17);
  m_graph.set_name(name);
}

std::string Network::input(const std::string& name, const std::vector<InputDim>& shape,
                           int32_t elementType) {
  auto* value = m_graph.add_input();
  value->set_name(name);
  setShape(*value, shape, elementType);
  return name;
}

void Network::output(const std::string& value, const std::string& name,
                     const std::vector<InputDim>& shape) {
  for (auto& node : *m_graph.mutable_node())
    for (auto& made : *node.mutable_output())
      if (made == value) made = name;
  for (auto& node : *m_graph.mutable_node())
    for (auto& read : *node.mutable_input())
      if (read == value) read = name;
  auto* out = m_graph.add_output();
  out->set_name(name);
  setShape(*out, shape, 1);
}

std::string Network::node(const std::string& op, const std::vector<std::string>& inputs) {
  auto* node = m_graph.add_node();
  const std::string name = op + "_" + std::to_string(m_names++);
  node->set_op_type(op);
  node->set_name(name);
  for (const std::string& input : inputs) node->add_input(input);
  node->add_output(name + ":0");
  return name + ":0";
}

Network& Network::set(const std::string& attribute, int64_t value) {
  auto* out = m_graph.mutable_node()->rbegin()->add_attribute();
  out->set_name(attribute);
  out->set_type(onnx::AttributeProto::INT);
  out->set_i(value);
  return *this;
}

Network& Network::set(const std::string& attribute, const Ints& values) {
  auto* out = m_graph.mutable_node()->rbegin()->add_attribute();
  out->set_name(attribute);
  out->set_type(onnx::AttributeProto::INTS);
  out->mutable_ints()->Add(values.begin(), values.end());
  return *this;
}

Network& Network::set(const std::string& attribute, const std::string& value) {
  auto* out = m_graph.mutable_node()->rbegin()->add_attribute();
  out->set_name(attribute);
  out->set_type(onnx::AttributeProto::STRING);
  out->set_s(value);
  return *this;
}

// Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
double Network::random() {
  uint64_t z = (m_state += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

onnx::TensorProto* Network::initializer(const std::string& name, const Ints& shape,
                                        int32_t elementType) {
  auto* tensor = m_graph.add_initializer();
  tensor->set_name(name.empty() ? "constant_" + std::to_string(m_names++)
                                : name + "_" + std::to_string(m_names++));
  tensor->set_data_type(elementType);
  tensor->mutable_dims()->Add(shape.begin(), shape.end());
  return tensor;
}

std::string Network::uniform(const std::string& name, const Ints& shape, double low, double high) {
  int64_t count = 1;
  for (const int64_t extent : shape) count *= extent;
  std::vector<float> values(static_cast<size_t>(count));
  for (float& value : values) value = static_cast<float>(low + (high - low) * random());
  auto* tensor = initializer(name, shape, onnx::TensorProto::FLOAT);
  setRaw(*tensor, values);
  return tensor->name();
}

std::string Network::weights(const std::string& name, const Ints& shape, int64_t fanIn,
                             double gain) {
  const double bound = std::sqrt(3 * gain / static_cast<double>(fanIn));
  return uniform(name, shape, -bound, bound);
}

std::string Network::ints(const Ints& values) {
  auto* tensor = initializer("", {static_cast<int64_t>(values.size())}, onnx::TensorProto::INT64);
  setRaw(*tensor, values);
  return tensor->name();
}

std::string Network::scalar(float value) {
  auto* tensor = initializer("", {}, onnx::TensorProto::FLOAT);
  setRaw(*tensor, std::vector<float>{value});
  return tensor->name();
}

std::string Network::vector(const std::vector<float>& values) {
  auto* tensor = initializer("", {static_cast<int64_t>(values.size())}, onnx::TensorProto::FLOAT);
  setRaw(*tensor, values);
  return tensor->name();
}

std::string Network::conv(const std::string& x, const ConvShape& s, bool hasBias) {
  const int64_t inPerGroup = s.in / s.group;
  std::vector<std::string> inputs = {x,
                                     weights("conv_weight", {s.out, inPerGroup, s.kernel, s.kernel},
                                             inPerGroup * s.kernel * s.kernel)};
  if (hasBias) inputs.push_back(uniform("conv_bias", {s.out}, -0.1, 0.1));
  const std::string y = node("Conv", inputs);
  set("kernel_shape", Ints{s.kernel, s.kernel}).set("strides", Ints{s.stride, s.stride});
  set("pads", Ints{s.pad, s.pad, s.pad, s.pad}).set("dilations", Ints{1, 1}).set("group", s.group);
  return y;
}

std::string Network::batchNorm(const std::string& x, int64_t channels, double scale) {
  const std::string gamma = uniform("bn_scale", {channels}, 0.9 * scale, 1.1 * scale);
  const std::string beta = uniform("bn_bias", {channels}, -0.1, 0.1);
  const std::string mean = uniform("bn_mean", {channels}, -0.1, 0.1);
  return node("BatchNormalization",
              {x, gamma, beta, mean, uniform("bn_variance", {channels}, 0.8, 1.2)});
}

std::string Network::maxPool(const std::string& x, int64_t kernel, int64_t stride, int64_t pad) {
  const std::string y = node("MaxPool", {x});
  set("kernel_shape", Ints{kernel, kernel}).set("strides", Ints{stride, stride});
  set("pads", Ints{pad, pad, pad, pad});
  return y;
}

std::string Network::gemm(const std::string& x, int64_t in, int64_t out) {
  const std::string w = weights("fc_weight", {out, in}, in, 1.0);
  const std::string y = node("Gemm", {x, w, uniform("fc_bias", {out}, -0.1, 0.1)});
  set("transB", int64_t{1});
  return y;
}

}  // namespace heddle::samples
