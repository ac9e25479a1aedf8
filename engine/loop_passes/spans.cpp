// SPDX-License-Identifier: Apache-2.0
#include <unordered_map>

#include "engine/loop_passes/passes.h"
#include "engine/loops/text.h"

namespace heddle::loop_passes {
using namespace loops;
namespace {

using LineOf = std::unordered_map<const StmtNode*, uint32_t>;

Stmt stamp(const Stmt& s, const LineOf& lineOf, uint32_t outer) {
  if (!s) return s;
  const auto found = lineOf.find(s.get());
  const uint32_t line = found == lineOf.end() ? outer : found->second;
  Stmt out = s;
  if (const auto* seq = as<Seq>(s)) {
    std::vector<Stmt> stmts;
    for (const Stmt& child : seq->stmts) stmts.push_back(stamp(child, lineOf, line));
    out = Seq::make(std::move(stmts));
  } else if (const auto* loop = as<For>(s)) {
    auto fields = loop->fields();
    fields.body = stamp(fields.body, lineOf, line);
    out = For::make(std::move(fields));
  } else if (const auto* block = as<Block>(s)) {
    auto fields = block->f;
    fields.init = stamp(fields.init, lineOf, line);
    fields.body = stamp(fields.body, lineOf, line);
    out = Block::make(std::move(fields));
  } else if (const auto* branch = as<If>(s)) {
    out = If::make(branch->condition, stamp(branch->thenBody, lineOf, line),
                   stamp(branch->elseBody, lineOf, line));
  }
  return withSpan(out, line);
}

}  // namespace

std::vector<SourceLine> stampSpans(Program& program) {
  const PrintedProgram printed = print(program);
  LineOf lineOf;
  std::vector<SourceLine> source;
  for (size_t i = 0; i < printed.lines.size(); ++i) {
    const LineInfo& line = printed.lines[i];
    source.push_back({line.loop, line.block});
    if (line.stmt) lineOf.emplace(line.stmt, static_cast<uint32_t>(i + 1));
  }
  program.body = stamp(program.body, lineOf, 0);
  return source;
}

}  // namespace heddle::loop_passes
