// Short ways to call one operator with literal tensors.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>

#include "engine/reference/interpret_graph.h"
#include "tests/support/test_main.h"

namespace heddle::test {

using graph::OpKind;

template <class T>
Tensor tensorOf(ElementType element, Extents extents, std::vector<T> values) {
  return Tensor::fromValues<T>(element, std::move(extents), std::span<const T>(values));
}
inline Tensor f32(Extents extents, std::vector<float> values) {
  return tensorOf<float>(ElementType::f32, std::move(extents), std::move(values));
}
inline Tensor i32(Extents extents, std::vector<int32_t> values) {
  return tensorOf<int32_t>(ElementType::i32, std::move(extents), std::move(values));
}
inline Tensor i64(Extents extents, std::vector<int64_t> values) {
  return tensorOf<int64_t>(ElementType::i64, std::move(extents), std::move(values));
}

inline Result<std::vector<Tensor>> call(OpKind kind, std::vector<std::optional<Tensor>> inputs,
                                        graph::Attributes attributes = {}, uint32_t outputs = 1) {
  graph::Node node;
  node.id = OpId{7};
  node.kind = kind;
  node.name = "n";
  node.attributes = std::move(attributes);
  node.outputCount = outputs;
  node.inputs.resize(inputs.size(), graph::ValueRef{OpId{1}, 0});
  static const ConstantPool pool;
  return reference::evaluate(node, inputs, pool);
}

// The values as double, "error: ..." as nothing.
inline std::vector<double> numbers(const Result<std::vector<Tensor>>& result, size_t output = 0) {
  std::vector<double> out;
  if (result.isError()) {
    qWarning("%s", toText(result.error()).c_str());
    return {std::nan("")};
  }
  const Tensor& tensor = result.value()[output];
  for (int64_t i = 0; i < tensor.elementCount(); ++i) out.push_back(tensor.valueAsDouble(i));
  return out;
}
using Numbers = std::vector<double>;
using Ints = std::vector<int64_t>;

}  // namespace heddle::test
