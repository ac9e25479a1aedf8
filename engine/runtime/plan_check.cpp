// SPDX-License-Identifier: Apache-2.0
#include "engine/runtime/plan_check.h"

#include <cstddef>

#include "engine/runtime/memory.h"

namespace heddle::runtime {
namespace {

heddle_status checkTensor(const heddle_tensor_info& info, const char* kind, uint32_t index,
                          ErrorText& error) {
  if (info.name == nullptr || (info.rank > 0 && info.extents == nullptr) || info.rank > 64)
    return error.fail(HEDDLE_ERROR_PLAN, "%s %u of the plan is damaged", kind, index);
  uint64_t bytes = elementBytes(info.element);
  if (bytes == 0)
    return error.fail(HEDDLE_ERROR_PLAN, "%s '%s' has element type %u, which nothing computes on",
                      kind, info.name, info.element);
  for (uint32_t i = 0; i < info.rank; ++i)
    if (info.extents[i] < 0 ||
        __builtin_mul_overflow(bytes, static_cast<uint64_t>(info.extents[i]), &bytes))
      return error.fail(HEDDLE_ERROR_PLAN, "%s '%s' has an impossible shape", kind, info.name);
  if (bytes != info.size_bytes)
    return error.fail(HEDDLE_ERROR_PLAN, "%s '%s' has %llu bytes by its shape and %llu by the plan",
                      kind, info.name, static_cast<unsigned long long>(bytes),
                      static_cast<unsigned long long>(info.size_bytes));
  return HEDDLE_OK;
}

bool isWithin(const heddle_plan& plan, const heddle_buffer_ref& ref) {
  switch (ref.space) {
    case HEDDLE_SPACE_INPUT:
      return ref.index < plan.input_count && ref.offset_bytes <= plan.inputs[ref.index].size_bytes;
    case HEDDLE_SPACE_OUTPUT:
      return ref.index < plan.output_count &&
             ref.offset_bytes <= plan.outputs[ref.index].size_bytes;
    case HEDDLE_SPACE_CONSTANT:
      return ref.index < plan.constant_count &&
             ref.offset_bytes <= plan.constants[ref.index].size_bytes;
    case HEDDLE_SPACE_ARENA:
      return ref.offset_bytes <= plan.arena_bytes;
    default:
      return false;
  }
}

heddle_status checkStep(const heddle_plan& plan, uint32_t index, ErrorText& error) {
  const heddle_step& step = plan.steps[index];
  if (step.name == nullptr || step.kernel == nullptr ||
      (step.arg_count > 0 && step.args == nullptr))
    return error.fail(HEDDLE_ERROR_PLAN, "step %u of the plan is damaged", index);
  if (step.parallel_extent < 0)
    return error.fail(HEDDLE_ERROR_PLAN, "step %u, %s, has a negative extent", index, step.name);
  for (uint32_t i = 0; i < step.arg_count; ++i)
    if (!isWithin(plan, step.args[i]))
      return error.fail(HEDDLE_ERROR_PLAN, "argument %u of step %u, %s, lies outside its space", i,
                        index, step.name);
  return HEDDLE_OK;
}

heddle_status checkHeader(const heddle_plan& plan, ErrorText& error) {
  if (plan.magic != HEDDLE_PLAN_MAGIC)
    return error.fail(HEDDLE_ERROR_PLAN, "this is no Heddle plan");
  if (plan.version != HEDDLE_PLAN_VERSION)
    return error.fail(HEDDLE_ERROR_PLAN, "the plan has version %u; this runtime reads version %u",
                      plan.version, HEDDLE_PLAN_VERSION);
  const bool hasArrays = (plan.input_count == 0 || plan.inputs != nullptr) &&
                         (plan.output_count == 0 || plan.outputs != nullptr) &&
                         (plan.constant_count == 0 || plan.constants != nullptr) &&
                         (plan.step_count == 0 || plan.steps != nullptr) && plan.name != nullptr;
  if (!hasArrays) return error.fail(HEDDLE_ERROR_PLAN, "the plan lacks a table");
  const uint64_t alignment = plan.arena_alignment;
  if (plan.arena_bytes > 0 && (alignment < kBufferAlignment || (alignment & (alignment - 1)) != 0))
    return error.fail(HEDDLE_ERROR_PLAN, "the plan asks for an alignment of %llu bytes",
                      static_cast<unsigned long long>(alignment));
  return HEDDLE_OK;
}

}  // namespace

uint32_t elementBytes(uint32_t element) {
  constexpr uint32_t kBytes[] = {4, 8, 2, 2, 1, 2, 4, 8, 1, 2, 4, 8, 1};
  return element < sizeof(kBytes) / sizeof(kBytes[0]) ? kBytes[element] : 0;
}

heddle_status checkPlan(const heddle_plan& plan, ErrorText& error) {
  heddle_status status = checkHeader(plan, error);
  for (uint32_t i = 0; status == HEDDLE_OK && i < plan.input_count; ++i)
    status = checkTensor(plan.inputs[i], "input", i, error);
  for (uint32_t i = 0; status == HEDDLE_OK && i < plan.output_count; ++i)
    status = checkTensor(plan.outputs[i], "output", i, error);
  for (uint32_t i = 0; status == HEDDLE_OK && i < plan.step_count; ++i)
    status = checkStep(plan, i, error);
  return status;
}

}  // namespace heddle::runtime
