// SPDX-License-Identifier: Apache-2.0
#include "engine/build/compile_group.h"

#include "engine/build/group_cost.h"
#include "engine/build/tensor_note.h"
#include "engine/loops/text.h"
#include "engine/spaces/default_schedule.h"
#include "engine/support/hash.h"

namespace heddle::build {
namespace {

// Part of every cache key: code generation of another source may emit other code for the same lowered text.
constexpr std::string_view kCodeVersion = HEDDLE_CODEGEN_HASH;

Diagnostic inGroup(Diagnostic error, const std::string& group) {
  error.where = error.where.empty() ? group : group + ", " + error.where;
  return error;
}

// What the user chose, or null.
const schedule::Trace* usersTrace(const CompiledGroup& group, const BuildOptions& options) {
  const auto named = options.traceOverrides.find(group.name);
  if (named != options.traceOverrides.end()) return &named->second;
  if (options.tracesByProgram.empty()) return nullptr;
  const auto same = options.tracesByProgram.find(programHash(group.source.program));
  return same != options.tracesByProgram.end() ? &same->second : nullptr;
}

// The trace without dividing loops among threads.
schedule::Trace onOneThread(schedule::Trace trace) {
  std::erase_if(trace.steps, [](const schedule::Step& step) { return step.primitive == "parallel"; });
  return trace;
}

Status replayAndLower(CompiledGroup& group, const Target& target) {
  HEDDLE_TRY(schedule::State state, schedule::replay(group.source.program, group.trace));
  group.scheduled = std::move(state.program);
  group.layoutRewrites = std::move(state.layoutRewrites);
  HEDDLE_TRY(group.lowered, loop_passes::lower(group.scheduled, target));
  const Phrase tensors = tensorNote(group.scheduled, group.lowered, target);
  if (!tensors.empty()) group.note = group.note.empty() ? tensors : Phrase("{0}; {1}", {group.note, tensors});
  return {};
}

}  // namespace

Status applyTrace(CompiledGroup& group, const Target& target, TraceOrigin origin) {
  const Status first = replayAndLower(group, target);
  if (first.isOk() || origin == TraceOrigin::user ||
      first.error().code != "lower.compact_buffers.shared_buffer")
    return first;
  group.trace = onOneThread(std::move(group.trace));
  group.note = {"{0}; it runs on one thread", {messagePhrase(first.error())}};
  return replayAndLower(group, target);
}

std::string programHash(const loops::Program& program) {
  loops::Program nameless = program;
  nameless.name = "group";
  return contentHash(loops::print(nameless).text);
}

Result<CompiledGroup> lowerGroup(const graph_passes::FusedGraph& fused,
                                 const graph_passes::Group& group, const BuildOptions& options) {
  CompiledGroup out;
  out.id = group.id;
  out.name = group.name;
  auto program = operators::buildProgram({group.name, fused.graph, group.members});
  if (program.isError()) return inGroup(std::move(program).error(), group.name);
  out.source = std::move(program).value();
  const schedule::Trace* users = options.scheduled ? usersTrace(out, options) : nullptr;
  const auto origin = users != nullptr ? TraceOrigin::user : TraceOrigin::chosen;
  if (users != nullptr)
    out.trace = *users;
  else if (options.scheduled)
    out.trace = spaces::defaultSchedule(out.source, options.target);
  if (Status done = applyTrace(out, options.target, origin); done.isError())
    return inGroup(std::move(done).error(), group.name);
  out.cost = groupCost(out.source.program);
  return out;
}

Result<std::shared_ptr<const codegen::KernelCode>> compileGroup(const CompiledGroup& group,
                                                                const Target& target,
                                                                const ObjectCache& cache,
                                                                bool& wasCached) {
  const std::string key =
      contentHash(std::string(kCodeVersion) + "\n" + codegen::toText(target) + "\n" +
                  loop_passes::print(group.lowered).text);
  if (auto found = cache.find(key)) {
    wasCached = true;
    return std::make_shared<const codegen::KernelCode>(std::move(*found));
  }
  wasCached = false;
  auto code = codegen::compile(group.lowered, target);
  if (code.isError()) return inGroup(std::move(code).error(), group.name);
  cache.store(key, code.value());
  return std::make_shared<const codegen::KernelCode>(std::move(code).value());
}

}  // namespace heddle::build
