// SPDX-License-Identifier: Apache-2.0
#include "engine/export/elf_object.h"

#include <elf.h>

#include <cassert>
#include <cstring>
#include <ostream>

namespace heddle::exporter {
namespace {

constexpr uint64_t kAlignment = 64;
constexpr uint16_t kSectionCount = 10;  // null, 3 contents, 3 rela, symtab, strtab, shstrtab
constexpr const char* kNames[kSectionCount] = {
    "",           ".text",        ".rodata",           ".data.rel.ro",
    ".rela.text", ".rela.rodata", ".rela.data.rel.ro", ".symtab",
    ".strtab",    ".shstrtab"};
constexpr uint16_t kSymtab = 7, kStrtab = 8, kShstrtab = 9;

uint64_t roundUp(uint64_t value, uint64_t alignment) {
  return (value + alignment - 1) & ~(alignment - 1);
}

std::span<const std::byte> bytesOf(const auto& list) {
  return std::as_bytes(std::span(list));
}

class Writer {
 public:
  explicit Writer(std::ostream& out) : m_out(out) {}
  void put(std::span<const std::byte> bytes) {
    m_out.write(reinterpret_cast<const char*>(bytes.data()),
                static_cast<std::streamsize>(bytes.size()));
    m_at += bytes.size();
  }
  void padTo(uint64_t offset) {
    static constexpr std::byte kZeros[kAlignment] = {};
    while (m_at < offset)
      put(std::span(kZeros).first(std::min<uint64_t>(offset - m_at, kAlignment)));
  }
  uint64_t at() const { return m_at; }

 private:
  std::ostream& m_out;
  uint64_t m_at = 0;
};

}  // namespace

uint64_t ElfObject::append(Section section, std::span<const std::byte> bytes, uint64_t alignment) {
  std::vector<std::byte>& contents = m_contents[static_cast<size_t>(section)].bytes;
  const uint64_t offset = roundUp(contents.size(), alignment);
  contents.resize(offset);
  contents.insert(contents.end(), bytes.begin(), bytes.end());
  return offset;
}

uint64_t ElfObject::refer(std::span<const std::byte> bytes, uint64_t alignment) {
  assert(m_contents[static_cast<size_t>(Section::readOnly)].bytes.empty());
  const uint64_t offset = roundUp(m_piecesEnd, alignment);
  m_pieces.push_back({offset, bytes});
  m_piecesEnd = offset + bytes.size();
  return offset;
}

uint32_t ElfObject::define(const std::string& name, Section section, uint64_t offset, uint64_t size,
                           Visibility visibility) {
  m_symbols.push_back({name, static_cast<uint16_t>(section), offset, size, section == Section::text,
                       visibility == Visibility::hidden});
  return static_cast<uint32_t>(m_symbols.size());
}

uint32_t ElfObject::undefined(const std::string& name) {
  m_symbols.push_back({name, SHN_UNDEF, 0, 0, false, false});
  return static_cast<uint32_t>(m_symbols.size());
}

void ElfObject::relocate(Section section, uint64_t offset, uint32_t symbol, uint32_t type,
                         int64_t addend) {
  m_contents[static_cast<size_t>(section)].relocations.push_back({offset, symbol, type, addend});
}

uint64_t ElfObject::sectionSize(Section section) const {
  return section == Section::readOnly && !m_pieces.empty()
             ? m_piecesEnd
             : m_contents[static_cast<size_t>(section)].bytes.size();
}

void ElfObject::write(std::ostream& out) const {
  std::string strings(1, '\0'), sectionNames;
  std::vector<Elf64_Sym> symbols(1);
  for (const Symbol& symbol : m_symbols) {
    Elf64_Sym entry = {};
    entry.st_name = static_cast<Elf64_Word>(strings.size());
    strings += symbol.name + '\0';
    const unsigned char type = symbol.section == SHN_UNDEF ? STT_NOTYPE
                               : symbol.isFunction         ? STT_FUNC
                                                           : STT_OBJECT;
    entry.st_info = ELF64_ST_INFO(STB_GLOBAL, type);
    entry.st_other = symbol.isHidden ? STV_HIDDEN : STV_DEFAULT;
    entry.st_shndx = symbol.section;
    entry.st_value = symbol.offset;
    entry.st_size = symbol.size;
    symbols.push_back(entry);
  }
  std::vector<Elf64_Shdr> headers(kSectionCount);
  for (uint16_t i = 0; i < kSectionCount; ++i) {
    headers[i].sh_name = static_cast<Elf64_Word>(sectionNames.size());
    sectionNames += std::string(kNames[i]) + '\0';
  }
  Writer writer(out);
  writer.padTo(sizeof(Elf64_Ehdr));  // written over below
  const auto place = [&](uint16_t index, std::span<const std::byte> bytes, Elf64_Word type) {
    writer.padTo(roundUp(writer.at(), kAlignment));
    headers[index].sh_type = type;
    headers[index].sh_offset = writer.at();
    headers[index].sh_size = bytes.size();
    // Linkers pad tables to their alignment when they join them: tables must not ask for more.
    headers[index].sh_addralign = type == SHT_PROGBITS ? kAlignment : type == SHT_STRTAB ? 1 : 8;
    writer.put(bytes);
  };
  for (uint16_t i = 1; i <= 3; ++i) {
    place(i, m_contents[i].bytes, SHT_PROGBITS);
    headers[i].sh_size = sectionSize(static_cast<Section>(i));
    headers[i].sh_flags = SHF_ALLOC | (i == 1 ? SHF_EXECINSTR : 0) | (i == 3 ? SHF_WRITE : 0);
    if (i != 2) continue;
    for (const Piece& piece : m_pieces) {
      writer.padTo(headers[i].sh_offset + piece.offset);
      writer.put(piece.bytes);
    }
  }
  for (uint16_t i = 1; i <= 3; ++i) {
    std::vector<Elf64_Rela> relocations;
    for (const Relocation& r : m_contents[i].relocations)
      relocations.push_back({r.offset, ELF64_R_INFO(uint64_t{r.symbol}, r.type), r.addend});
    const uint16_t index = i + 3;
    place(index, bytesOf(relocations), SHT_RELA);
    headers[index].sh_link = kSymtab;
    headers[index].sh_info = i;
    headers[index].sh_flags = SHF_INFO_LINK;
    headers[index].sh_entsize = sizeof(Elf64_Rela);
  }
  place(kSymtab, bytesOf(symbols), SHT_SYMTAB);
  headers[kSymtab].sh_link = kStrtab;
  headers[kSymtab].sh_info = 1;  // the null symbol is the only local one
  headers[kSymtab].sh_entsize = sizeof(Elf64_Sym);
  place(kStrtab, bytesOf(strings), SHT_STRTAB);
  place(kShstrtab, bytesOf(sectionNames), SHT_STRTAB);
  writer.padTo(roundUp(writer.at(), kAlignment));
  Elf64_Ehdr header = {};
  std::memcpy(header.e_ident, ELFMAG, SELFMAG);
  header.e_ident[EI_CLASS] = ELFCLASS64;
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_ident[EI_VERSION] = EV_CURRENT;
  header.e_type = ET_REL;
  header.e_machine = m_machine;
  header.e_version = EV_CURRENT;
  header.e_shoff = writer.at();
  header.e_ehsize = sizeof(Elf64_Ehdr);
  header.e_shentsize = sizeof(Elf64_Shdr);
  header.e_shnum = kSectionCount;
  header.e_shstrndx = kShstrtab;
  writer.put(bytesOf(headers));
  out.seekp(0);
  out.write(reinterpret_cast<const char*>(&header), sizeof(header));
}

namespace {

// Reads a T at `offset`; false where it does not lie within the bytes.
template <class T>
bool readAt(std::span<const std::byte> bytes, uint64_t offset, T& value) {
  if (offset > bytes.size() || sizeof(T) > bytes.size() - offset) return false;
  std::memcpy(&value, bytes.data() + offset, sizeof(T));
  return true;
}

std::string stringAt(std::span<const std::byte> bytes, const Elf64_Shdr& table, uint64_t offset) {
  std::string text;
  for (char c = 0;
       offset < table.sh_size && readAt(bytes, table.sh_offset + offset, c) && c != '\0'; ++offset)
    text += c;
  return text;
}

}  // namespace

Result<ObjectFacts> readObject(std::span<const std::byte> bytes, const std::string& prefix) {
  const Diagnostic damaged{"export.object", "an object of the module is damaged"};
  Elf64_Ehdr header = {};
  if (!readAt(bytes, 0, header) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 ||
      header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_type != ET_REL ||
      header.e_shentsize != sizeof(Elf64_Shdr))
    return damaged;
  ObjectFacts facts;
  facts.machine = header.e_machine;
  for (uint64_t i = 0; i < header.e_shnum; ++i) {
    Elf64_Shdr symtab = {}, strtab = {};
    if (!readAt(bytes, header.e_shoff + i * sizeof(Elf64_Shdr), symtab)) return damaged;
    if (symtab.sh_type != SHT_SYMTAB) continue;
    if (symtab.sh_size > bytes.size() ||
        !readAt(bytes, header.e_shoff + uint64_t{symtab.sh_link} * sizeof(Elf64_Shdr), strtab))
      return damaged;
    for (uint64_t at = 0; at + sizeof(Elf64_Sym) <= symtab.sh_size; at += sizeof(Elf64_Sym)) {
      Elf64_Sym symbol = {};
      if (!readAt(bytes, symtab.sh_offset + at, symbol)) return damaged;
      if (symbol.st_shndx == SHN_UNDEF || ELF64_ST_BIND(symbol.st_info) == STB_LOCAL) continue;
      const std::string name = stringAt(bytes, strtab, symbol.st_name);
      if (name.starts_with(prefix)) {
        facts.symbol = name;
        return facts;
      }
    }
  }
  return facts;
}

}  // namespace heddle::exporter
