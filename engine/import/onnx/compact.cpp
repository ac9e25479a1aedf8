// SPDX-License-Identifier: Apache-2.0
#include "engine/import/onnx/compact.h"

#include <optional>

namespace heddle::import {
namespace {

// 1. Walk the fields of a message; copy each field as it is,
// 2. but follow those fields that can lead to a tensor, and rebuild their length,
// 3. and replace a tensor's large raw_data by the number of its range.

enum class Message { none, model, graph, node, attribute, tensor, sparse, function };

constexpr uint64_t kMinMappedBytes = 256;
constexpr uint64_t kMinFollowedBytes =
    kMinMappedBytes;           // a smaller message holds no large raw_data
constexpr int kMaxDepth = 96;  // protobuf itself stops at 100
constexpr size_t kMaxMessageBytes = size_t{1} << 30;
constexpr size_t kMaxNodes = 1'000'000;
constexpr uint32_t kRawDataField = 9;
constexpr uint32_t kMappedRangeField = 100001;

// `none` where the field cannot lead to a tensor.
Message childMessage(Message parent, uint32_t field) {
  switch (parent) {
    case Message::model:
      if (field == 7) return Message::graph;
      if (field == 25) return Message::function;
      break;
    case Message::graph:
      if (field == 1) return Message::node;
      if (field == 5) return Message::tensor;
      if (field == 15) return Message::sparse;
      break;
    case Message::node:
      if (field == 5) return Message::attribute;
      break;
    case Message::attribute:
      if (field == 5 || field == 10) return Message::tensor;
      if (field == 6 || field == 11) return Message::graph;
      if (field == 22 || field == 23) return Message::sparse;
      break;
    case Message::sparse:
      if (field == 1 || field == 2) return Message::tensor;
      break;
    case Message::function:
      if (field == 7) return Message::node;
      if (field == 11) return Message::attribute;
      break;
    case Message::none:
    case Message::tensor:
      break;
  }
  return Message::none;
}

void appendVarint(std::string& out, uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<char>(value));
}

class Compactor {
 public:
  explicit Compactor(std::span<const std::byte> file) : m_file(file) {}

  Result<CompactModel> run() {
    CompactModel out;
    HEDDLE_CHECK(copy(Message::model, 0, m_file.size(), out.message, 0));
    out.ranges = std::move(m_ranges);
    return out;
  }

 private:
  struct Field {
    uint64_t begin = 0, bodyBegin = 0, end = 0;
    uint32_t number = 0, wireType = 0;
  };

  Diagnostic malformed(uint64_t at) const {
    return {"import.not_onnx", "the file is not an ONNX model: byte {0} does not continue a protobuf message",
            {{"value", 0, std::to_string(at)}}};
  }

  std::optional<uint64_t> varint(uint64_t& at, uint64_t end) const {
    uint64_t value = 0;
    for (int shift = 0; shift < 64 && at < end; shift += 7) {
      const uint64_t byte = std::to_integer<uint64_t>(m_file[at++]);
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return std::nullopt;
  }

  Result<Field> field(Message kind, uint64_t at, uint64_t end) const {
    Field out;
    out.begin = at;
    const auto tag = varint(at, end);
    if (!tag || *tag >> 3 == 0 || *tag >> 32 != 0) return malformed(out.begin);
    out.number = static_cast<uint32_t>(*tag >> 3);
    out.wireType = static_cast<uint32_t>(*tag & 7);
    out.bodyBegin = at;
    uint64_t length = 0;
    if (out.wireType == 0) {
      if (!varint(at, end)) return malformed(out.begin);
    } else if (out.wireType == 1) {
      length = 8;
    } else if (out.wireType == 5) {
      length = 4;
    } else if (out.wireType == 2) {
      const auto size = varint(at, end);
      if (!size) return malformed(out.begin);
      length = *size;
      out.bodyBegin = at;
    } else {
      return malformed(out.begin);
    }
    if (length > end - at) {
      if (kind != Message::model) return malformed(out.begin);
      return Diagnostic{"import.truncated",
                        "the file ends in the middle of its contents: a field needs {0} bytes, {1} are left",
                        {{"value", 0, std::to_string(length)}, {"value", 0, std::to_string(end - at)}},
                        {},
                        "fetch the file again"};
    }
    out.end = at + length;
    return out;
  }

  void append(std::string& out, uint64_t begin, uint64_t end) const {
    out.append(reinterpret_cast<const char*>(m_file.data()) + begin, end - begin);
  }

  Status copy(Message kind, uint64_t begin, uint64_t end, std::string& out, int depth) {
    if (depth > kMaxDepth)
      return Diagnostic{"import.too_deep", "the model nests graphs deeper than {0} levels",
                        {{"value", 0, std::to_string(kMaxDepth / 3)}}};
    uint64_t copyFrom = begin;
    for (uint64_t at = begin; at < end;) {
      HEDDLE_TRY(const Field f, field(kind, at, end));
      at = f.end;
      const bool isBytes = f.wireType == 2;
      const uint64_t size = f.end - f.bodyBegin;
      const Message child = isBytes ? childMessage(kind, f.number) : Message::none;
      if (child == Message::node && ++m_nodes > kMaxNodes)
        return Diagnostic{"import.too_large",
                          "the model has more than {0} nodes", {{"value", 0, std::to_string(kMaxNodes)}}};
      const bool isTensor = kind == Message::tensor;
      const bool isWeights =
          isTensor && isBytes && f.number == kRawDataField && size >= kMinMappedBytes;
      const bool isForged = isTensor && f.number == kMappedRangeField;
      const bool isFollowed =
          child == Message::tensor || (child != Message::none && size >= kMinFollowedBytes);
      if (!isWeights && !isForged && !isFollowed) continue;
      append(out, copyFrom, f.begin);
      copyFrom = f.end;
      if (isWeights) replaceWeights(f, out);
      if (isFollowed) HEDDLE_CHECK(copyChild(child, f, out, depth));
    }
    append(out, copyFrom, end);
    if (out.size() > kMaxMessageBytes)
      return Diagnostic{"import.too_large", "the model is larger than 1 GiB without its weights"};
    return {};
  }

  void replaceWeights(const Field& f, std::string& out) {
    appendVarint(out, kMappedRangeField << 3);
    appendVarint(out, m_ranges.size());
    m_ranges.push_back({f.bodyBegin, f.end - f.bodyBegin});
  }

  Status copyChild(Message kind, const Field& f, std::string& out, int depth) {
    std::string body;
    HEDDLE_CHECK(copy(kind, f.bodyBegin, f.end, body, depth + 1));
    appendVarint(out, (f.number << 3) | 2);
    appendVarint(out, body.size());
    out += body;
    return {};
  }

  std::span<const std::byte> m_file;
  std::vector<ByteRange> m_ranges;
  size_t m_nodes = 0;
};

}  // namespace

Result<CompactModel> compactModel(std::span<const std::byte> file) {
  return Compactor(file).run();
}

}  // namespace heddle::import
