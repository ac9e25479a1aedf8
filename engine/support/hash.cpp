// SPDX-License-Identifier: Apache-2.0
#include "engine/support/hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cstdio>

namespace heddle {

std::string contentHash(std::span<const std::byte> bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  char text[33];
  std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(hash.high64),
                static_cast<unsigned long long>(hash.low64));
  return text;
}

std::string contentHash(std::string_view text) {
  return contentHash(std::as_bytes(std::span(text.data(), text.size())));
}

}  // namespace heddle
