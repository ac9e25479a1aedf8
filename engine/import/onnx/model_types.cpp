// SPDX-License-Identifier: Apache-2.0
#include "engine/import/onnx/model_types.h"

#include "engine/import/onnx/element_types.h"
#include "engine/import/onnx/heddle_onnx.pb.h"
#include "engine/import/onnx/names.h"

namespace heddle::import {

std::string kindOfType(const onnx::ValueInfoProto& value) {
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
  const auto fail = [&](const std::string& why) {
    return Diagnostic{"import.input", "the input '" + shortName(value.name()) + "' " + why};
  };
  if (!elementTypeFromOnnx(tensor.elem_type()))
    return fail("has the element type " + onnxTypeName(tensor.elem_type()));
  if (!tensor.has_shape()) return fail("declares no rank; its number of dimensions must be known");
  if (tensor.shape().dim_size() > 64)
    return fail("has " + std::to_string(tensor.shape().dim_size()) + " dimensions");
  TensorType type = declaredType(value);
  Extents known;
  for (const Dim& dim : type.shape)
    if (dim.isConstant()) known.push_back(dim.constant());
  const auto count = elementCount(known);
  if (!count || *count > (int64_t{1} << 40))
    return fail("has the shape " + text(type) + ", which is too large");
  return type;
}

}  // namespace heddle::import
