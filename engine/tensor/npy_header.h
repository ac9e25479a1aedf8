// The text at the start of a .npy file.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "engine/tensor/tensor.h"

namespace heddle {

struct NpyHeader {
  ElementType element = ElementType::f32;
  Extents extents;
  size_t sizeBytes = 0;  // of the header; the elements follow
};

// Reads magic, version and dictionary at the start of `bytes`. Requires nothing of them.
// Errors: "npz.format", "npz.unsupported".
Result<NpyHeader> parseNpyHeader(std::span<const std::byte> bytes);

// Padded to a multiple of 64 bytes. Requires a computable element type.
std::string makeNpyHeader(ElementType element, const Extents& extents);

// More than any header that is read.
constexpr size_t kNpyHeaderLimit = 1 << 16;

}  // namespace heddle
