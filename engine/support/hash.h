// Content hashes for caches and for naming models.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace heddle {

// 128-bit XXH3 of the bytes as 32 lower-case hexadecimal digits. Not for security.
std::string contentHash(std::span<const std::byte> bytes);
std::string contentHash(std::string_view text);

}  // namespace heddle
