// Writes small relocatable ELF objects: parameters and the function that creates a model.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include "engine/support/result.h"

namespace heddle::exporter {

enum class Section : uint16_t { text = 1, readOnly = 2, relocatedReadOnly = 3 };

// 64-bit little-endian. Symbols are global; those of `hidden` stay within what they are linked
// into.
class ElfObject {
 public:
  explicit ElfObject(uint16_t machine) : m_machine(machine) {}

  // Appends at a multiple of `alignment`, a power of two up to 64, and returns the offset.
  uint64_t append(Section section, std::span<const std::byte> bytes, uint64_t alignment);
  // Like append, but the bytes are only referred to until write().
  uint64_t refer(std::span<const std::byte> bytes, uint64_t alignment);  // read-only section
  enum class Visibility : uint8_t { normal, hidden };
  uint32_t define(const std::string& name, Section section, uint64_t offset, uint64_t size,
                  Visibility visibility);
  uint32_t undefined(const std::string& name);
  void relocate(Section section, uint64_t offset, uint32_t symbol, uint32_t type, int64_t addend);
  // Requires that append and refer were not mixed in the read-only section.
  void write(std::ostream& out) const;

 private:
  struct Symbol {
    std::string name;
    uint16_t section;
    uint64_t offset, size;
    bool isFunction, isHidden;
  };
  struct Relocation {
    uint64_t offset;
    uint32_t symbol, type;
    int64_t addend;
  };
  struct Contents {
    std::vector<std::byte> bytes;
    std::vector<Relocation> relocations;
  };
  struct Piece {
    uint64_t offset;
    std::span<const std::byte> bytes;
  };
  uint64_t sectionSize(Section section) const;

  uint16_t m_machine;
  Contents m_contents[4];
  std::vector<Piece> m_pieces;
  uint64_t m_piecesEnd = 0;
  std::vector<Symbol> m_symbols;
};

// What a relocatable object is for, and the first symbol it defines whose name begins with `prefix`
// (empty: none). Errors: "export.object" for bytes that are no such object.
struct ObjectFacts {
  uint16_t machine = 0;
  std::string symbol;
};
Result<ObjectFacts> readObject(std::span<const std::byte> bytes, const std::string& prefix);

}  // namespace heddle::exporter
