// SPDX-License-Identifier: Apache-2.0
#include "engine/import/onnx/external_data.h"

#include <charconv>
#include <set>

#include "engine/import/onnx/heddle_onnx.pb.h"

namespace heddle::import {
namespace {

Diagnostic externalError(const char* why, const std::vector<std::string>& facts = {}) {
  Diagnostic out{"import.external_data", why};
  for (const std::string& fact : facts) out.subjects.push_back({"value", 0, fact});
  return out;
}

std::string shortened(const std::string& text) {
  return text.size() <= 64 ? text : text.substr(0, 64) + "...";
}

Result<uint64_t> decimal(const std::string& key, const std::string& value) {
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc{} || end != value.data() + value.size() || value.empty() ||
      number > INT64_MAX)
    return externalError("the external data's {0} is '{1}', not a decimal number", {key, shortened(value)});
  return number;
}

bool hasOwnData(const onnx::TensorProto& proto) {
  return proto.has_mapped_range() || !proto.raw_data().empty() || proto.float_data_size() > 0 ||
         proto.int32_data_size() > 0 || proto.int64_data_size() > 0 ||
         proto.double_data_size() > 0 || proto.uint64_data_size() > 0;
}

}  // namespace

Result<ExternalLocation> externalLocation(const onnx::TensorProto& proto) {
  if (hasOwnData(proto)) return externalError("the tensor has data of its own and external data");
  ExternalLocation out;
  std::set<std::string> seen;
  for (const auto& entry : proto.external_data()) {
    const std::string& key = entry.key();
    if (!seen.insert(key).second)
      return externalError("the external data's key '{0}' stands twice", {shortened(key)});
    if (key == "location") {
      out.location = entry.value();
    } else if (key == "offset") {
      HEDDLE_TRY(out.offset, decimal(key, entry.value()));
    } else if (key == "length") {
      HEDDLE_TRY(out.length, decimal(key, entry.value()));
    } else if (key != "checksum") {
      return externalError("the external data has the unknown key '{0}'", {shortened(key)});
    }
  }
  if (!seen.contains("location")) return externalError("the external data has no location");
  return out;
}

Result<std::span<const std::byte>> externalBytes(const ExternalLocation& where,
                                                 const MappedFile& file, uint64_t sizeBytes) {
  const auto bytes = file.bytes();
  if (where.length && *where.length != sizeBytes)
    return externalError("the external data's length is {0} but the tensor has {1} bytes",
                         {std::to_string(*where.length), std::to_string(sizeBytes)});
  if (where.offset > bytes.size() || sizeBytes > bytes.size() - where.offset)
    return externalError("the external data file {0} has {1} bytes; bytes {2} to {3} are wanted",
                         {shortened(where.location), std::to_string(bytes.size()), std::to_string(where.offset),
                          std::to_string(where.offset + sizeBytes)});
  return bytes.subspan(where.offset, sizeBytes);
}

}  // namespace heddle::import
