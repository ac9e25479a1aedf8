// The execution plan of a module, and its constants, as an object file.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/support/result.h"
#include "engine/support/target.h"

namespace heddle::codegen {

// What heddle_plan of runtime/plan.h holds, with strings and vectors. Space numbers are
// heddle_space.
struct PlanData {
  struct TensorInfo {
    std::string name;
    uint32_t element = 0;  // heddle::ElementType
    std::vector<int64_t> extents;
    uint64_t sizeBytes = 0;
  };
  struct Constant {
    std::string name;
    std::span<const std::byte>
        bytes;  // embedded; leave empty where the bytes are in the parameter file
    bool isEmbedded = true;
    uint64_t fileOffset = 0;  // a multiple of 64
    uint64_t sizeBytes = 0;
  };
  struct BufferRef {
    uint32_t space = 0;
    uint32_t index = 0;
    uint64_t offsetBytes = 0;
  };
  struct Step {
    std::string kernel;  // symbol, defined by one of the module's other objects or by the runtime
    uint32_t group = 0;
    std::vector<BufferRef> args;
    int64_t parallelExtent = 1;
    int64_t flops = 0;
    int64_t bytes = 0;
  };

  std::string name;
  std::string metadataJson;
  std::string requiredFeatures;
  std::vector<TensorInfo> inputs, outputs;
  std::vector<Constant> constants;
  std::vector<Step> steps;
  uint64_t arenaBytes = 0;
  uint64_t arenaAlignment = 64;
};

// The symbol of the plan: "heddle_plan_" and the name with everything but letters and digits as
// '_'.
std::string planSymbol(const std::string& name);

// A relocatable ELF object that defines planSymbol(plan.name) and nothing else. Embedded constants
// are aligned to 64 bytes and copied once. Errors: "codegen.target", "codegen.plan" naming what is
// inconsistent.
Result<std::vector<std::byte>> emitPlanObject(const PlanData& plan, const Target& target);

}  // namespace heddle::codegen
