// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule/step.h"

#include <algorithm>
#include <set>

#include "engine/loops/text.h"
#include "engine/loops/visit.h"
#include "engine/schedule/analysis/blocks.h"

namespace heddle::schedule {

using namespace loops;

namespace {

constexpr size_t maxSteps = 2000;

template <class Id>
void nameUniquely(std::map<std::string, Id>& names, std::string base, Id id) {
  std::string name = base;
  for (int i = 1; names.count(name); ++i) name = base + "_" + std::to_string(i);
  names[name] = id;
}

bool hasKind(const Argument& a, ArgumentKind kind) {
  switch (kind) {
    case ArgumentKind::loop:
      return std::holds_alternative<LoopName>(a);
    case ArgumentKind::block:
      return std::holds_alternative<BlockName>(a);
    case ArgumentKind::buffer:
      return std::holds_alternative<BufferName>(a);
    case ArgumentKind::integer:
      return std::holds_alternative<int64_t>(a);
    case ArgumentKind::integers:
      return std::holds_alternative<std::vector<int64_t>>(a);
    case ArgumentKind::loops:
      return std::holds_alternative<std::vector<LoopName>>(a);
    case ArgumentKind::text:
      return std::holds_alternative<std::string>(a);
    case ArgumentKind::texts:
      return std::holds_alternative<std::vector<std::string>>(a);
    case ArgumentKind::value:
      return std::holds_alternative<int64_t>(a) || std::holds_alternative<double>(a) ||
             std::holds_alternative<std::string>(a);
  }
  return false;
}

// The step with what its value names stand for. A list of one stands for an integer too.
Result<Step> withValues(const State& state, const PrimitiveSpec& spec, const Step& step) {
  Step out = step;
  for (auto& [name, value] : out.arguments) {
    const auto* drawn = std::get_if<ValueName>(&value);
    if (!drawn) continue;
    const auto it = state.values.find(drawn->value);
    if (it == state.values.end()) {
      return refuse(step, {"value",
                           "nothing that was drawn is named {0}",
                           {{"argument", 0, drawn->value}},
                           "sample_categorical and sample_perfect_tile draw values"});
    }
    const auto spelled = std::find_if(spec.arguments.begin(), spec.arguments.end(),
                                      [&](const ArgumentSpec& a) { return a.name == name; });
    const bool isList = spelled != spec.arguments.end() && spelled->kind == ArgumentKind::integers;
    if (!isList && it->second.size() != 1) {
      return refuse(step, {"value",
                           "{0} is a list, not one number",
                           {{"argument", 0, drawn->value}},
                           "sample_categorical draws one number"});
    }
    value = isList ? Argument(it->second) : Argument(it->second[0]);
  }
  return out;
}

Status checkArguments(const PrimitiveSpec& spec, const Step& step) {
  for (const auto& [name, value] : step.arguments) {
    const auto it = std::find_if(spec.arguments.begin(), spec.arguments.end(),
                                 [&](const ArgumentSpec& a) { return a.name == name; });
    if (it == spec.arguments.end()) {
      return refuse(
          step, {"arguments",
                 "{0} is no argument of {1}",
                 {{"argument", 0, name}, {"value", 0, step.primitive}}});
    }
    if (!hasKind(value, it->kind)) {
      return refuse(step,
                    {"arguments", "argument {0} has the wrong kind", {{"argument", 0, name}}});
    }
  }
  for (const ArgumentSpec& a : spec.arguments) {
    if (a.isOptional || step.arguments.count(std::string(a.name))) continue;
    return refuse(step,
                  {"arguments", "argument {0} is missing", {{"argument", 0, std::string(a.name)}}});
  }
  return {};
}

Status checkResults(const State& state, const Step& step) {
  std::set<std::string> seen;
  for (const std::string& name : step.results) {
    if (name.empty() || state.loops.count(name) || state.blocks.count(name) ||
        state.values.count(name) || !seen.insert(name).second) {
      return refuse(step, {"results",
                           "the name {0} is taken already or empty",
                           {{"argument", 0, name}},
                           "choose another name for the result"});
    }
  }
  return {};
}

// Names of what is gone are dropped.
void prune(State& state) {
  std::set<LoopId> loops;
  std::set<BlockId> blocks;
  std::set<BufferId> buffers;
  walk(state.program.body, [&](const Stmt& s) {
    if (const auto* loop = as<For>(s)) loops.insert(loop->id);
    const auto* block = as<Block>(s);
    if (block) blocks.insert(block->f.id);
    return !block;  // what is inside a block is not scheduled
  });
  for (const Param& p : state.program.params) buffers.insert(p.buffer->id);
  for (const Buffer& b : state.program.allocs) buffers.insert(b->id);
  std::erase_if(state.loops, [&](const auto& entry) { return !loops.count(entry.second); });
  std::erase_if(state.blocks, [&](const auto& entry) { return !blocks.count(entry.second); });
  std::erase_if(state.buffers, [&](const auto& entry) { return !buffers.count(entry.second); });
}

// Loops that run in parallel or as vectors must stay independent whatever is moved into them.
Status checkScheduledLoops(const State& state, const Step& step) {
  std::vector<const For*> loops;
  walk(state.program.body, [&](const Stmt& s) {
    const auto* loop = as<For>(s);
    if (loop && (loop->forKind == ForKind::parallel || loop->forKind == ForKind::vectorized))
      loops.push_back(loop);
    return s->kind != StmtKind::Block;
  });
  for (const For* loop : loops) HEDDLE_CHECK(checkDataParallel(state, step, *loop));
  return {};
}

bool readsBelow(const Stmt& root, BufferId buffer) {
  for (const Place& p : blocksIn(root)) {
    if (readsBuffer(*p.block, buffer)) return true;
  }
  return false;
}

// The buffer that a statement only prefetches.
const BufferNode* prefetched(const Stmt& s) {
  const auto* evaluate = as<Evaluate>(s);
  const auto* call = evaluate ? as<Call>(evaluate->value) : nullptr;
  const bool isPrefetch = call && call->intrinsic == Intrinsic::prefetch;
  const auto* load = isPrefetch ? as<Load>(call->args[0]) : nullptr;
  return load ? load->buffer.get() : nullptr;
}

// Prefetches of what no block of their loop reads any more, or what came to live on the stack.
Stmt withoutIdlePrefetches(const Stmt& root) {
  return rewrite(root, [](const Stmt& s) -> Stmt {
    const auto* loop = as<For>(s);
    if (!loop) return s;
    const auto* seq = as<Seq>(loop->body);
    std::vector<Stmt> stmts = seq ? seq->stmts : std::vector<Stmt>{loop->body};
    const auto dropped = std::erase_if(stmts, [&](const Stmt& child) {
      const BufferNode* buffer = prefetched(child);
      return buffer && (buffer->scope != Scope::global || !readsBelow(loop->body, buffer->id));
    });
    if (dropped == 0) return s;
    For::Fields f = loop->fields();
    f.body = Seq::make(std::move(stmts));
    return f.body ? withSpan(For::make(std::move(f)), s->span) : nullptr;
  });
}

// Allocations that nothing uses any more.
void dropUnusedAllocs(Program& program) {
  std::set<BufferId> used;
  walk(
      program.body,
      [&](const Stmt& s) {
        if (const auto* store = as<Store>(s)) used.insert(store->buffer->id);
        if (const auto* block = as<Block>(s)) {
          for (const BufferRegion& r : block->f.reads) used.insert(r.buffer->id);
          for (const BufferRegion& r : block->f.writes) used.insert(r.buffer->id);
        }
        return true;
      },
      [&](const Expr& e) {
        if (const auto* load = as<Load>(e)) used.insert(load->buffer->id);
        return true;
      });
  std::erase_if(program.allocs, [&](const Buffer& b) { return !used.count(b->id); });
}

}  // namespace

State initialState(Program program) {
  State state;
  state.program = std::move(program);
  for (const Place& place : blocksIn(state.program.body)) {
    nameUniquely(state.blocks, place.block->f.name, place.block->f.id);
    const auto named =
        std::find_if(state.blocks.begin(), state.blocks.end(),
                     [&](const auto& entry) { return entry.second == place.block->f.id; });
    for (const BlockIter& iter : place.block->f.iters) {
      const auto* var = as<Var>(iter.binding);
      if (!var) continue;
      for (const For* loop : place.loops) {
        if (loop->var->id == var->id)
          nameUniquely(state.loops, named->first + "." + iter.var->name, loop->id);
      }
    }
  }
  // Loops that no iterator is bound to directly go by their own names.
  walk(state.program.body, [&](const Stmt& s) {
    const auto* loop = as<For>(s);
    if (!loop) return !as<Block>(s);
    const bool isNamed = std::any_of(state.loops.begin(), state.loops.end(),
                                     [&](const auto& entry) { return entry.second == loop->id; });
    if (!isNamed) nameUniquely(state.loops, loop->var->name, loop->id);
    return true;
  });
  for (const Param& p : state.program.params)
    nameUniquely(state.buffers, p.buffer->name, p.buffer->id);
  for (const Buffer& b : state.program.allocs) nameUniquely(state.buffers, b->name, b->id);
  return state;
}

Result<State> applyStep(const State& state, const Step& step) {
  const PrimitiveSpec* spec = findPrimitive(step.primitive);
  if (!spec) {
    return Diagnostic{
        "schedule.unknown", "no primitive is named {0}", {{"argument", 0, step.primitive}}};
  }
  HEDDLE_TRY(const Step concrete, withValues(state, *spec, step));
  HEDDLE_CHECK(checkArguments(*spec, concrete));
  HEDDLE_CHECK(checkResults(state, step));
  HEDDLE_TRY(State next, spec->apply(state, concrete));
  next.program.body = simplify(next.program.body, boundsOf(next.program, {}));
  next.program.body = withoutIdlePrefetches(next.program.body);
  dropUnusedAllocs(next.program);
  prune(next);
  HEDDLE_CHECK(checkScheduledLoops(next, step));
  const Status status = verify(next.program);
  if (status.isError()) {
    Diagnostic error = status.error();
    error.code = "schedule." + step.primitive + ".internal";
    return error;
  }
  return next;
}

Result<State> replay(Program program, const Trace& trace) {
  if (trace.steps.size() > maxSteps) {
    return Diagnostic{"schedule.trace.length",
                      "the trace has {0} steps; at most {1} are replayed",
                      {{"value", 0, std::to_string(trace.steps.size())},
                       {"value", 0, std::to_string(maxSteps)}},
                      "step " + std::to_string(maxSteps + 1)};
  }
  State state = initialState(std::move(program));
  for (size_t i = 0; i < trace.steps.size(); ++i) {
    auto next = applyStep(state, trace.steps[i]);
    if (next.isError()) {
      Diagnostic error = std::move(next).error();
      error.where = "step " + std::to_string(i + 1) + ", " + trace.steps[i].primitive;
      return error;
    }
    state = std::move(next).value();
  }
  return state;
}

}  // namespace heddle::schedule
