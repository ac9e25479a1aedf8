// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/npy_header.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace heddle {
namespace {

struct Spelling {
  ElementType element;
  std::string_view descr;
};
constexpr std::array<Spelling, 13> kSpellings = {{{ElementType::f32, "<f4"},
                                                  {ElementType::f64, "<f8"},
                                                  {ElementType::f16, "<f2"},
                                                  {ElementType::bf16, "<V2"},
                                                  {ElementType::i8, "|i1"},
                                                  {ElementType::i16, "<i2"},
                                                  {ElementType::i32, "<i4"},
                                                  {ElementType::i64, "<i8"},
                                                  {ElementType::u8, "|u1"},
                                                  {ElementType::u16, "<u2"},
                                                  {ElementType::u32, "<u4"},
                                                  {ElementType::u64, "<u8"},
                                                  {ElementType::boolean, "|b1"}}};
constexpr std::string_view kMagic = "\x93NUMPY";

Diagnostic damaged(std::string what) {
  return {"npz.format", "not a NumPy array: " + std::move(what)};
}

Result<ElementType> elementOf(const std::string& descr) {
  for (const Spelling& s : kSpellings)
    if (descr.size() == 3 && descr.substr(1) == s.descr.substr(1) &&
        (descr[0] == s.descr[0] || descr[0] == '=' || descr[0] == '|' ||
         (descr[2] == '1' && descr[0] == '<')))
      return s.element;
  Diagnostic error{"npz.unsupported", "elements of type \"" + descr + "\" are not supported"};
  if (!descr.empty() && descr[0] == '>')
    error.hint = "big-endian: save x.astype(x.dtype.newbyteorder('<'))";
  else if (descr.find('O') != std::string::npos)
    error.hint = "Python objects are never loaded";
  return error;
}

// A reader of the Python literal {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }.
class Dictionary {
 public:
  explicit Dictionary(std::string_view text) : m_text(text) {}

  Result<NpyHeader> read() {
    if (!take('{')) return damaged("its header is no dictionary");
    NpyHeader header;
    bool hasDescr = false, hasOrder = false, hasShape = false;
    while (!take('}')) {
      std::string key;
      if (!string(key) || !take(':')) return damaged("its header has no key where one is due");
      if (key == "descr" && !hasDescr) {
        std::string descr;
        if (!string(descr)) {
          if (take('['))
            return Diagnostic{"npz.unsupported", "an array of records is not supported"};
          return damaged("its type is no string");
        }
        HEDDLE_TRY(header.element, elementOf(descr));
        hasDescr = true;
      } else if (key == "fortran_order" && !hasOrder) {
        if (word("True"))
          return Diagnostic{"npz.unsupported",
                            "the array is in Fortran order",
                            {},
                            {},
                            "save numpy.ascontiguousarray(x)"};
        if (!word("False")) return damaged("fortran_order is neither True nor False");
        hasOrder = true;
      } else if (key == "shape" && !hasShape) {
        if (!shape(header.extents)) return damaged("its shape is no tuple of sizes");
        hasShape = true;
      } else {
        return damaged("its header has the key \"" + key.substr(0, 40) + "\" once too often");
      }
      if (!take(',') && !peek('}')) return damaged("its header misses a comma");
    }
    skipSpace();
    if (m_at != m_text.size()) return damaged("its header has text after the dictionary");
    if (!hasDescr || !hasOrder || !hasShape) return damaged("its header misses a key");
    return header;
  }

 private:
  void skipSpace() {
    while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\n')) ++m_at;
  }
  bool peek(char c) {
    skipSpace();
    return m_at < m_text.size() && m_text[m_at] == c;
  }
  bool take(char c) {
    const bool is = peek(c);
    m_at += is;
    return is;
  }
  bool word(std::string_view text) {
    skipSpace();
    if (m_text.substr(m_at, text.size()) != text) return false;
    m_at += text.size();
    return true;
  }
  bool string(std::string& out) {
    skipSpace();
    if (m_at >= m_text.size() || (m_text[m_at] != '\'' && m_text[m_at] != '"')) return false;
    const size_t end = m_text.find(m_text[m_at], m_at + 1);
    if (end == std::string_view::npos) return false;
    out = m_text.substr(m_at + 1, end - m_at - 1);
    m_at = end + 1;
    return true;
  }
  bool number(int64_t& out) {
    skipSpace();
    const size_t begin = m_at;
    for (out = 0; m_at < m_text.size() && m_text[m_at] >= '0' && m_text[m_at] <= '9'; ++m_at)
      if (__builtin_mul_overflow(out, 10, &out) ||
          __builtin_add_overflow(out, m_text[m_at] - '0', &out))
        return false;
    if (m_at > begin && m_at < m_text.size() && m_text[m_at] == 'L') ++m_at;  // Python 2
    return m_at > begin;
  }
  bool shape(Extents& out) {
    if (!take('(')) return false;
    while (!take(')')) {
      int64_t extent = 0;
      if (out.size() >= 64 || !number(extent)) return false;
      out.push_back(extent);
      if (!take(',') && !peek(')')) return false;
    }
    return true;
  }

  std::string_view m_text;
  size_t m_at = 0;
};

}  // namespace

Result<NpyHeader> parseNpyHeader(std::span<const std::byte> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (text.size() < 10 || text.substr(0, 6) != kMagic) return damaged("it does not begin like one");
  const auto byteAt = [&](size_t i) {
    return static_cast<size_t>(static_cast<unsigned char>(text[i]));
  };
  const size_t version = byteAt(6);
  if (version < 1 || version > 3)
    return Diagnostic{"npz.unsupported",
                      "format version " + std::to_string(version) + " is not supported"};
  size_t begin = 10, length = byteAt(8) | byteAt(9) << 8;
  if (version > 1) {
    if (text.size() < 12) return damaged("it is cut off");
    begin = 12;
    length |= byteAt(10) << 16 | byteAt(11) << 24;
  }
  if (length > kNpyHeaderLimit - begin) return damaged("its header is too long");
  if (text.size() - begin < length) return damaged("it is cut off");
  HEDDLE_TRY(NpyHeader header, Dictionary(text.substr(begin, length)).read());
  header.sizeBytes = begin + length;
  return header;
}

std::string makeNpyHeader(ElementType element, const Extents& extents) {
  std::string_view descr;
  for (const Spelling& s : kSpellings)
    if (s.element == element) descr = s.descr;
  std::string text = "{'descr': '" + std::string(descr) + "', 'fortran_order': False, 'shape': (";
  for (size_t i = 0; i < extents.size(); ++i) text += (i ? ", " : "") + std::to_string(extents[i]);
  text += extents.size() == 1 ? ",), }" : "), }";
  const size_t prefix = 10;
  text += std::string((64 - (prefix + text.size() + 1) % 64) % 64, ' ') + '\n';
  const auto low = static_cast<char>(text.size() & 0xff),
             high = static_cast<char>(text.size() >> 8);
  return std::string(kMagic) + '\x01' + '\0' + low + high + text;
}

}  // namespace heddle
