// SPDX-License-Identifier: Apache-2.0
#include "engine/import/onnx/model_types.h"

#include "engine/import/onnx/element_types.h"
#include "engine/import/onnx/heddle_onnx.pb.h"
#include "engine/import/onnx/names.h"

namespace heddle::import {

const char* kindOfType(const onnx::ValueInfoProto& value) {
  const onnx::TypeProto& type = value.type();
  if (type.has_tensor_type()) return "a tensor";
  if (type.has_sequence_type()) return "a sequence";
  if (type.has_optional_type()) return "an optional value";
  if (type.has_map_type()) return "a map";
  if (type.has_sparse_tensor_type()) return "a sparse tensor";
  if (type.has_opaque_type()) return "an opaque value";
  return "a value without a type";
}

TensorType declaredType(const onnx::ValueInfoProto& value) {
  const auto& tensor = value.type().tensor_type();
  TensorType out;
  out.element = elementTypeFromOnnx(tensor.elem_type()).value_or(ElementType::f32);
  for (int i = 0; i < tensor.shape().dim_size(); ++i) {
    const auto& dim = tensor.shape().dim(i);
    const bool isKnown =
        dim.value_case() == onnx::TensorShapeProto::Dimension::kDimValue && dim.dim_value() >= 0;
    if (isKnown)
      out.shape.emplace_back(dim.dim_value());
    else if (!dim.dim_param().empty())
      out.shape.push_back(Dim::symbol(dim.dim_param()));
    else
      out.shape.push_back(Dim::symbol(value.name() + "." + std::to_string(i)));
  }
  return out;
}

Result<TensorType> inputType(const onnx::ValueInfoProto& value) {
  const auto& tensor = value.type().tensor_type();
  const auto fail = [&](const char* why, const std::string& detail = {}) {
    return Diagnostic{"import.input", why, {{"value", 0, shortName(value.name())}, {"value", 0, detail}}};
  };
  if (!elementTypeFromOnnx(tensor.elem_type()))
    return fail("the input '{0}' has the element type {1}", onnxTypeName(tensor.elem_type()));
  if (!tensor.has_shape()) return fail("the input '{0}' declares no rank; its number of dimensions must be known");
  if (tensor.shape().dim_size() > 64)
    return fail("the input '{0}' has {1} dimensions", std::to_string(tensor.shape().dim_size()));
  TensorType type = declaredType(value);
  Extents known;
  for (const Dim& dim : type.shape)
    if (dim.isConstant()) known.push_back(dim.constant());
  const auto count = elementCount(known);
  if (!count || *count > (int64_t{1} << 40))
    return fail("the input '{0}' has the shape {1}, which is too large", text(type));
  return type;
}

}  // namespace heddle::import
