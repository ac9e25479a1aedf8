// SPDX-License-Identifier: Apache-2.0
#include "engine/import/onnx/external_data.h"

#include <charconv>
#include <set>

#include "engine/import/onnx/heddle_onnx.pb.h"

namespace heddle::import {
namespace {

Diagnostic externalError(std::string why) {
  return {"import.external_data", std::move(why)};
}

std::string shortened(const std::string& text) {
  return text.size() <= 64 ? text : text.substr(0, 64) + "...";
}

Result<uint64_t> decimal(const std::string& key, const std::string& value) {
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc{} || end != value.data() + value.size() || value.empty() ||
      number > INT64_MAX)
    return externalError("the external data's " + key + " is '" + shortened(value) +
                         "', not a decimal number");
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
      return externalError("the external data's key '" + shortened(key) + "' stands twice");
    if (key == "location") {
      out.location = entry.value();
    } else if (key == "offset") {
      HEDDLE_TRY(out.offset, decimal(key, entry.value()));
    } else if (key == "length") {
      HEDDLE_TRY(out.length, decimal(key, entry.value()));
    } else if (key != "checksum") {
      return externalError("the external data has the unknown key '" + shortened(key) + "'");
    }
  }
  if (!seen.contains("location")) return externalError("the external data has no location");
  return out;
}

Result<std::span<const std::byte>> externalBytes(const ExternalLocation& where,
                                                 const MappedFile& file, uint64_t sizeBytes) {
  const auto bytes = file.bytes();
  if (where.length && *where.length != sizeBytes)
    return externalError("the external data's length is " + std::to_string(*where.length) +
                         " but the tensor has " + std::to_string(sizeBytes) + " bytes");
  if (where.offset > bytes.size() || sizeBytes > bytes.size() - where.offset)
    return externalError("the external data file " + shortened(where.location) + " has " +
                         std::to_string(bytes.size()) + " bytes; bytes " +
                         std::to_string(where.offset) + " to " +
                         std::to_string(where.offset + sizeBytes) + " are wanted");
  return bytes.subspan(where.offset, sizeBytes);
}

}  // namespace heddle::import
