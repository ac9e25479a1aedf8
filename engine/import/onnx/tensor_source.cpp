// SPDX-License-Identifier: Apache-2.0
#include "engine/import/onnx/tensor_source.h"

#include <algorithm>
#include <cstring>

#include "engine/import/onnx/element_types.h"
#include "engine/import/onnx/external_data.h"
#include "engine/import/onnx/heddle_onnx.pb.h"

namespace heddle::import {
namespace {

constexpr size_t kCopiedBytes = 64 << 10;  // below this a copy costs less than a misaligned read
constexpr size_t kMaxExternalFiles = 4096;

Diagnostic tensorError(const char* why, const std::string& first = {}, const std::string& second = {}) {
  return {"import.tensor", why, {{"value", 0, first}, {"value", 0, second}}};
}

Result<Extents> extentsOf(const onnx::TensorProto& proto) {
  Extents extents(proto.dims().begin(), proto.dims().end());
  if (extents.size() > 64)
    return tensorError("it has {0} dimensions", std::to_string(extents.size()));
  for (const int64_t extent : extents)
    if (extent < 0) return tensorError("its shape {0} has a negative extent", text(extents));
  if (!elementCount(extents)) return tensorError("its shape {0} overflows", text(extents));
  return extents;
}

Diagnostic wrongCount(const Extents& extents, size_t found, const char* unit) {
  Diagnostic out = tensorError("its shape {0} does not fit its data of {1} {2}", text(extents), std::to_string(found));
  out.subjects.push_back({"phrase", 0, unit});
  return out;
}

template <class To, class Field>
Result<Tensor> fromField(ElementType element, const Extents& extents, const Field& field) {
  if (*elementCount(extents) != field.size())
    return wrongCount(extents, static_cast<size_t>(field.size()), "elements");
  HEDDLE_TRY(Tensor out, Tensor::allocate(element, extents));
  std::transform(field.begin(), field.end(), out.mutableValues<To>().begin(),
                 [](auto value) { return static_cast<To>(value); });
  return out;
}

Result<Tensor> fromTypedData(const onnx::TensorProto& proto, ElementType element,
                             const Extents& extents) {
  switch (element) {
    case ElementType::f32:
      return fromField<float>(element, extents, proto.float_data());
    case ElementType::f64:
      return fromField<double>(element, extents, proto.double_data());
    case ElementType::i64:
      return fromField<int64_t>(element, extents, proto.int64_data());
    case ElementType::u32:
      return fromField<uint32_t>(element, extents, proto.uint64_data());
    case ElementType::u64:
      return fromField<uint64_t>(element, extents, proto.uint64_data());
    case ElementType::i32:
      return fromField<int32_t>(element, extents, proto.int32_data());
    case ElementType::f16:
    case ElementType::bf16:
    case ElementType::u16:
    case ElementType::i16:
      return fromField<uint16_t>(element, extents, proto.int32_data());
    case ElementType::u8:
    case ElementType::i8:
      return fromField<uint8_t>(element, extents, proto.int32_data());
    case ElementType::boolean: {
      HEDDLE_TRY(Tensor out, fromField<uint32_t>(ElementType::u32, extents, proto.int32_data()));
      HEDDLE_TRY(Tensor flags, Tensor::allocate(element, extents));
      for (int64_t i = 0; i < out.elementCount(); ++i)
        flags.mutableValues<uint8_t>()[i] = out.values<uint32_t>()[i] != 0;
      return flags;
    }
    default:
      return tensorError("its element type is unknown");
  }
}

}  // namespace

TensorSource::TensorSource(std::shared_ptr<const MappedFile> model, std::vector<ByteRange> ranges,
                           std::filesystem::path folder)
    : m_model(std::move(model)), m_ranges(std::move(ranges)), m_folder(std::move(folder)) {}

Result<Tensor> TensorSource::read(const onnx::TensorProto& proto) {
  const auto element = elementTypeFromOnnx(proto.data_type());
  if (!element) return tensorError("its element type is {0}", onnxTypeName(proto.data_type()));
  if (proto.has_segment()) return tensorError("it is stored in segments");
  HEDDLE_TRY(const Extents extents, extentsOf(proto));
  if (!isComputable(*element)) return Tensor::view(*element, extents, {}, nullptr);
  if (proto.data_location() == onnx::TensorProto::EXTERNAL)
    return readExternal(proto, *element, extents);
  if (proto.has_mapped_range()) {
    const uint64_t index = proto.mapped_range();
    if (m_model == nullptr || index >= m_ranges.size()) return tensorError("its data is nowhere");
    const ByteRange range = m_ranges[index];
    return fromBytes(*element, extents, m_model->bytes().subspan(range.offset, range.size),
                     m_model);
  }
  const std::string& raw = proto.raw_data();
  const auto bytes = std::as_bytes(std::span<const char>(raw.data(), raw.size()));
  if (proto.has_raw_data() && !raw.empty()) return fromBytes(*element, extents, bytes, nullptr);
  return fromTypedData(proto, *element, extents);
}

Result<Tensor> TensorSource::fromBytes(ElementType element, Extents extents,
                                       std::span<const std::byte> bytes,
                                       std::shared_ptr<const void> owner) {
  const size_t width = sizeBytes(element);
  if (bytes.size() % width != 0 ||
      static_cast<uint64_t>(*elementCount(extents)) != bytes.size() / width)
    return wrongCount(extents, bytes.size(), "bytes");
  const auto isFlag = [](std::byte b) { return std::to_integer<int>(b) <= 1; };
  const bool isBadFlags =
      element == ElementType::boolean && !std::all_of(bytes.begin(), bytes.end(), isFlag);
  if (owner != nullptr && bytes.size() >= kCopiedBytes && !isBadFlags)
    return Tensor::view(element, std::move(extents), bytes, std::move(owner));
  HEDDLE_TRY(Tensor out, Tensor::allocate(element, std::move(extents)));
  if (!bytes.empty()) std::memcpy(out.mutableBytes().data(), bytes.data(), bytes.size());
  if (isBadFlags)
    for (std::byte& flag : out.mutableBytes()) flag = std::byte{flag != std::byte{0}};
  return out;
}

Result<Tensor> TensorSource::readExternal(const onnx::TensorProto& proto, ElementType element,
                                          Extents extents) {
  if (m_model == nullptr) return tensorError("it is stored outside its file");
  HEDDLE_TRY(const ExternalLocation where, externalLocation(proto));
  auto& file = m_external[where.location];
  if (file == nullptr) {
    if (m_external.size() > kMaxExternalFiles)
      return Diagnostic{"import.external_data",
                        "the model names more than 4096 external data files"};
    auto opened = MappedFile::openBeneath(m_folder, where.location);
    if (opened.isError()) {
      m_external.erase(where.location);
      return std::move(opened).error();
    }
    file = std::move(opened).value();
  }
  const Extents& shape = extents;
  const int64_t count = *elementCount(shape);
  const int64_t width = static_cast<int64_t>(sizeBytes(element));
  if (count > INT64_MAX / width) return tensorError("its shape {0} overflows", text(shape));
  HEDDLE_TRY(const auto bytes, externalBytes(where, *file, static_cast<uint64_t>(count * width)));
  return fromBytes(element, std::move(extents), bytes, file);
}

}  // namespace heddle::import
