// SPDX-License-Identifier: Apache-2.0
#include "engine/export/parameters.h"

#include <ostream>

#include "engine/support/hash.h"

namespace heddle::exporter {
namespace {

constexpr uint64_t kAlignment = 64;
constexpr size_t kMarkBytes = 48;

uint64_t aligned(uint64_t offset) {
  return (offset + kAlignment - 1) / kAlignment * kAlignment;
}

void pad(std::ostream& out, uint64_t bytes) {
  for (; bytes > 0; --bytes) out.put('\0');
}

}  // namespace

Parameters Parameters::of(const build::Module& module) {
  Parameters out;
  std::string hashes;
  for (const ConstantId id : module.constants) {
    Piece piece{aligned(out.sizeBytes), module.pool->tensor(id)};
    out.sizeBytes = piece.offset + piece.tensor.sizeBytes();
    hashes += contentHash(piece.tensor.bytes()) + std::to_string(piece.tensor.sizeBytes()) + ";";
    out.pieces.push_back(std::move(piece));
  }
  out.mark = contentHash(hashes);
  out.mark.resize(kMarkBytes, '\0');
  return out;
}

void Parameters::write(std::ostream& out) const {
  uint64_t at = 0;
  for (const Piece& piece : pieces) {
    pad(out, piece.offset - at);
    out.write(reinterpret_cast<const char*>(piece.tensor.bytes().data()),
              static_cast<std::streamsize>(piece.tensor.sizeBytes()));
    at = piece.offset + piece.tensor.sizeBytes();
  }
  pad(out, aligned(at) - at);
  out.write("HEDLPARM\0\0\0\0\0\0\0\0", 16);
  out.write(mark.data(), static_cast<std::streamsize>(mark.size()));
}

}  // namespace heddle::exporter
