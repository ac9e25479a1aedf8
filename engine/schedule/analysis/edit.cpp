// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule/analysis/edit.h"

#include <algorithm>

#include "engine/loops/visit.h"

namespace heddle::schedule {

using namespace loops;

Result<Scope> parseScope(const Step& step, const std::string& text) {
  if (text == "global") return Scope::global;
  if (text == "local") return Scope::local;
  if (text == "registers") return Scope::registers;
  return refuse(
      step, {"scope", "{0} is no scope", {{"argument", 0, text}}, "global, local or registers"});
}

void replaceBuffer(Program& program, const Buffer& buffer, const Buffer& replacement) {
  for (Param& p : program.params) {
    if (p.buffer->id == buffer->id) p.buffer = replacement;
  }
  std::replace(program.allocs.begin(), program.allocs.end(), buffer, replacement);
  program.body = replaceBuffers(program.body, {{buffer->id, replacement}});
}

Nest makeNest(State& state, const std::string& blockName, const std::vector<NewLoop>& list) {
  Nest nest;
  for (const NewLoop& l : list) {
    if (constantInt(l.extent) == 1) {
      nest.bindings.push_back(l.begin);
      continue;
    }
    For::Fields f{state.program.freshId<LoopId>(),
                  Var::make(state.program.freshId<VarId>(), l.name), constant(0), l.extent};
    state.loops[blockName + "." + l.name] = f.id;
    nest.bindings.push_back(l.begin + f.var);
    nest.loops.push_back(std::move(f));
  }
  return nest;
}

Stmt wrap(const Nest& nest, Stmt body, uint32_t span) {
  for (size_t i = nest.loops.size(); i-- > 0;) {
    For::Fields f = nest.loops[i];
    f.body = std::move(body);
    body = withSpan(For::make(std::move(f)), span);
  }
  return body;
}

Stmt makeCopy(State& state, const Copy& copy) {
  Program& program = state.program;
  std::vector<NewLoop> list;
  for (size_t d = 0; d < copy.from->shape.size(); ++d) {
    list.push_back({copy.iteratorNames[d], constant(0), copy.from->shape[d]});
  }
  const Nest nest = makeNest(state, copy.blockName, list);
  Block::Fields f{program.freshId<BlockId>(), copy.blockName};
  std::vector<Expr> indices;
  std::vector<Range> ranges;
  for (size_t d = 0; d < list.size(); ++d) {
    const VarRef var = Var::make(program.freshId<VarId>(), list[d].name);
    f.iters.push_back({var, list[d].extent, IterKind::spatial, nest.bindings[d]});
    indices.push_back(var);
    ranges.push_back({var, constant(1)});
  }
  f.reads = {{copy.from, ranges}};
  f.writes = {{copy.to, ranges}};
  f.body = Store::make(copy.to, indices, Load::make(copy.from, indices));
  state.blocks[copy.blockName] = f.id;
  return wrap(nest, Block::make(std::move(f)), 0);
}

void insertAtRoot(Program& program, const Path& path, const Stmt& addition, bool before) {
  const auto* seq = as<Seq>(path[0]);
  if (!seq) {
    program.body = before ? Seq::make({addition, path[0]}) : Seq::make({path[0], addition});
    return;
  }
  std::vector<Stmt> stmts;
  for (const Stmt& s : seq->stmts) {
    if (s == path[1] && before) stmts.push_back(addition);
    stmts.push_back(s);
    if (s == path[1] && !before) stmts.push_back(addition);
  }
  program.body = Seq::make(std::move(stmts));
}

}  // namespace heddle::schedule
