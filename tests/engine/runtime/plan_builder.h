// Plans written by hand: two inputs of 1,000 floats, the sum in the arena, its square as output.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "engine/runtime/heddle.h"
#include "engine/tensor/element_type.h"

namespace heddle::test {

inline int32_t addKernel(void* const* args, const int64_t*, int64_t begin, int64_t end) {
  for (int64_t i = begin * 10; i < end * 10; ++i)
    static_cast<float*>(args[2])[i] =
        static_cast<const float*>(args[0])[i] + static_cast<const float*>(args[1])[i];
  return 0;
}

inline int32_t squareKernel(void* const* args, const int64_t*, int64_t begin, int64_t end) {
  for (int64_t i = begin * 10; i < end * 10; ++i) {
    const float x = static_cast<const float*>(args[0])[i];
    static_cast<float*>(args[1])[i] = x * x;
  }
  return 0;
}

// y = (a + b)^2 where b is an input; with useConstant() b is a constant instead.
struct PlanBuilder {
  static constexpr int64_t kCount = 1000;
  int64_t extents[1] = {kCount};
  heddle_tensor_info inputs[2] = {tensor("a"), tensor("b")};
  heddle_tensor_info outputs[1] = {tensor("y")};
  heddle_constant constant = {"b", nullptr, 0, kCount * 4};
  heddle_buffer_ref addArgs[3] = {
      {HEDDLE_SPACE_INPUT, 0, 0}, {HEDDLE_SPACE_INPUT, 1, 0}, {HEDDLE_SPACE_ARENA, 0, 64}};
  heddle_buffer_ref squareArgs[2] = {{HEDDLE_SPACE_ARENA, 0, 64}, {HEDDLE_SPACE_OUTPUT, 0, 0}};
  heddle_step steps[2] = {{"add_k0", addKernel, 1, 3, addArgs, kCount / 10, 0, 0},
                          {"square_k0", squareKernel, 2, 2, squareArgs, kCount / 10, 0, 0}};
  heddle_plan plan = {
      HEDDLE_PLAN_MAGIC, HEDDLE_PLAN_VERSION, "hand", "{\"by\":\"hand\"}", "", 2, 1, 0, 2, inputs,
      outputs,           &constant,           steps,  kCount * 4 + 64,     64};

  void useConstant() {
    addArgs[1] = {HEDDLE_SPACE_CONSTANT, 0, 0};
    plan.input_count = 1;
    plan.constant_count = 1;
  }
  heddle_tensor_info tensor(const char* name) {
    return {name, static_cast<uint32_t>(ElementType::f32), 1, extents, kCount * 4};
  }
};

inline heddle_options optionsWith(int32_t threads) {
  heddle_options options = {};
  options.struct_size = sizeof(options);
  options.threads = threads;
  return options;
}

struct alignas(64) Floats {
  float values[PlanBuilder::kCount + 16];
  static constexpr size_t kBytes = PlanBuilder::kCount * 4;
};

}  // namespace heddle::test
