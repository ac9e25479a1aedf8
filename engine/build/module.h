// A compiled model: object files, constants and an execution plan. The runner loads exactly these and
// export links exactly these.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/codegen/codegen.h"
#include "engine/graph_passes/fuse.h"
#include "engine/operators/operators.h"
#include "engine/schedule/step.h"

namespace heddle::build {

// One fused group, from operators to machine code.
struct CompiledGroup {
  GroupId id;
  std::string name;
  operators::GroupProgram source;      // unscheduled
  schedule::Trace trace;               // replaying it on source.program gives `scheduled`
  // Why the default trace was made simpler, and which tensor intrinsics are no instruction here
  // (build/tensor_note.h); empty where the kernel is what the trace says.
  Phrase note;
  loops::Program scheduled;
  std::vector<schedule::State::LayoutRewrite> layoutRewrites;
  loop_passes::LoweredProgram lowered;
  std::shared_ptr<const codegen::KernelCode> code;
  operators::Cost cost;
};

// Where a value lives while the model runs.
struct BufferPlan {
  graph::ValueRef value;   // invalid for a workspace
  std::string name;
  int64_t offsetBytes = 0, sizeBytes = 0;
  int firstStep = 0, lastStep = 0;     // inclusive
  GroupId owner;
};

struct MemoryPlan {
  int64_t arenaBytes = 0;
  std::vector<BufferPlan> buffers;
  int64_t sumBytes = 0;                // without reuse
};

struct PlanStep {
  std::string name;      // of the group, for people

  std::string kernel;    // symbol
  GroupId group;
  int64_t parallelExtent = 1;
  operators::Cost cost;
  struct Arg { uint32_t space; uint32_t index; int64_t offsetBytes; };  // heddle_space
  std::vector<Arg> args;
};

struct NamedType {
  std::string name;
  TensorType type;
};

struct Module {
  std::string name;
  std::string modelHash;
  Target target;
  std::vector<NamedType> inputs, outputs;
  std::vector<ConstantId> constants;
  std::vector<std::string> constantNames;
  std::vector<PlanStep> steps;
  MemoryPlan memory;
  std::vector<std::vector<std::byte>> objects;  // kernels, then the plan's data object
  std::string requiredFeatures;
  std::shared_ptr<ConstantPool> pool;
  std::string metadataJson;
};

struct BuildOptions {
  Target target;
  bool scheduled = true;   // false: the plain build, every trace empty
  int compileThreads = 0;  // 0: one per core
  std::string objectCacheDir;  // empty: no cache
  std::map<std::string, schedule::Trace> traceOverrides;  // by group name
  std::map<std::string, schedule::Trace> tracesByProgram;  // by programHash; group names go first
  CancelToken cancel;
  std::function<void(int done, int total)> onProgress;
};

struct Build {
  graph_passes::FusedGraph fused;
  std::vector<CompiledGroup> groups;
  Module module;
  double compileSeconds = 0;
  int cacheHits = 0;
};

// Requires static types. Errors: the failing group in `where`.
Result<std::shared_ptr<const Build>> buildModule(const graph_passes::FusedGraph& fused,
                                                 const std::string& name, const BuildOptions& options);

// The program, scheduled and lowered but not compiled: for views of one group.
Result<CompiledGroup> lowerGroup(const graph_passes::FusedGraph& fused, const graph_passes::Group& group,
                                 const BuildOptions& options);

// Equal for programs that differ in name alone: every trace means the same for both.
std::string programHash(const loops::Program& program);

// Writes kernels.o..., plan.o, constants.bin and plan.json into `directory`.
Status writeModule(const Module& module, const std::string& directory);
// The plan as codegen writes it and as plan.json shows it.
std::string planJson(const Module& module);

}  // namespace heddle::build
