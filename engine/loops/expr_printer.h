// Expressions as text; names that are unique where they are seen.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>

#include "engine/loops/program.h"

namespace heddle::loops {

// "f32", "f32x16"
std::string typeText(ValueType type);
// A quoted string when the text is no identifier of the language.
std::string identifierOrQuoted(const std::string& name);
std::string toText(const Annotation& value);
// The type that a call has unless its text says otherwise.
ValueType derivedType(Intrinsic intrinsic, const std::vector<Expr>& args);
const char* intrinsicName(Intrinsic intrinsic);
int intrinsicArity(Intrinsic intrinsic);
bool isReservedWord(std::string_view word);

// Names for variables and buffers: the given ones, with "_1", "_2" where two would clash.
class Names {
 public:
  const std::string& define(const Var& var);
  const std::string& define(const Buffer& buffer);
  // The defined name, else the node's own.
  std::string of(const Var& var) const;
  std::string of(const Buffer& buffer) const;
  void undefine(const Var& var);
  // Only symbols are seen from here on, until restore() with what this returned.
  std::set<std::string> hideLoops();
  void restore(std::set<std::string> visible) { m_visible = std::move(visible); }
  void defineSymbol(const Var& var);

 private:
  std::map<VarId, std::string> m_vars;
  std::map<BufferId, std::string> m_buffers;
  std::set<std::string> m_visible, m_bufferNames, m_symbols;
};

class ExprPrinter {
 public:
  explicit ExprPrinter(const Names& names) : m_names(names) {}
  std::string text(const Expr& e) const { return print(e, 0); }
  std::string list(const std::vector<Expr>& es) const;
  // "x[i, j where p]"
  std::string access(const Buffer& buffer, const std::vector<Expr>& indices,
                     const Expr& predicate) const;
  // "x[0:4, i, j*2:j*2 + 3]"
  std::string region(const BufferRegion& region) const;
  // "f32[4, 8] in registers align 16 strides [8, 1]"
  std::string bufferType(const Buffer& buffer) const;

 private:
  // Parenthesised when it binds weaker than `level`.
  std::string print(const Expr& e, int level) const;
  std::string binary(const Binary& n, int level) const;
  std::string range(const Range& range) const;

  const Names& m_names;
};

}  // namespace heddle::loops
