// Loop programs as text, and back.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/loops/program.h"
#include "engine/support/result.h"

namespace heddle::loops {

// What a line of the text is about: the innermost loop and block that the line belongs to (invalid
// outside any), and the statement printed on it (null for braces and headers).
struct LineInfo {
  LoopId loop;
  BlockId block;
  const StmtNode* stmt = nullptr;
};

struct PrintedProgram {
  std::string text;
  std::vector<LineInfo> lines;  // lines[i] is line i + 1 of text
};

PrintedProgram print(const Program& program);
// A statement alone, indented by `depth` levels; free variables and buffers print their own names.
PrintedProgram print(const Stmt& s, int depth);
std::string toText(const Expr& e);
std::string toText(const Stmt& s);

// Reads what print writes: parse(print(p).text) is alpha-equivalent to p.
// Errors: "loops.parse" with line and column.
Result<Program> parse(std::string_view text);

// Every contract of expr.h, stmt.h and program.h. Errors: "loops.verify" naming the rule and the
// node.
Status verify(const Program& program);

}  // namespace heddle::loops
