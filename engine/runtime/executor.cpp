// SPDX-License-Identifier: Apache-2.0
#include "engine/runtime/executor.h"

#include <time.h>

#include <cstdlib>
#include <cstring>

#include "engine/runtime/float_mode.h"

namespace heddle::runtime {
namespace {

// Below this much work dividing a step costs more than it saves.
constexpr int64_t kInlineWork = 8192;

int64_t nowNs() {
  timespec now = {};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * int64_t{1'000'000'000} + now.tv_nsec;
}

uint32_t partsOf(const heddle_step& step, uint32_t threads) {
  const int64_t work = step.flops + step.bytes;
  if (step.parallel_extent <= 1 || (work > 0 && work < kInlineWork)) return 1;
  return step.parallel_extent < threads ? static_cast<uint32_t>(step.parallel_extent) : threads;
}

}  // namespace

Range partOf(int64_t extent, uint32_t index, uint32_t count) {
  const int64_t share = extent / count, rest = extent % count, i = index;
  const int64_t begin = i * share + (i < rest ? i : rest);
  return {begin, begin + share + (i < rest ? 1 : 0)};
}

struct Executor::StepRun {
  const heddle_step* step;
  void* const* arguments;
  const heddle_listener* listener;
  uint32_t index, parts;
  std::atomic<int32_t> code{0};
};

void Executor::runPart(void* context, uint32_t thread) {
  auto& job = *static_cast<StepRun*>(context);
  const Range range = partOf(job.step->parallel_extent, thread, job.parts);
  const heddle_listener* listener = job.listener;
  if (listener != nullptr && listener->step_begin != nullptr)
    listener->step_begin(listener->context, job.index, thread);
  const bool isTimed = listener != nullptr && listener->step_end != nullptr;
  const int64_t begin = isTimed ? nowNs() : 0;
  const int32_t code = job.step->kernel(job.arguments, nullptr, range.begin, range.end);
  if (isTimed) listener->step_end(listener->context, job.index, thread, begin, nowNs());
  if (code != 0) job.code.store(code, std::memory_order_relaxed);
}

int32_t Executor::runStep(uint32_t index) {
  const heddle_step& step = m_plan->steps[index];
  if (step.parallel_extent == 0) return 0;
  StepRun job = {&step, m_arguments + m_firstArgument[index], m_hasListener ? &m_listener : nullptr,
                 index, partsOf(step, m_pool.threads())};
  if (m_hasListener && m_listener.step_fork != nullptr)
    m_listener.step_fork(m_listener.context, index);
  m_pool.run(job.parts, runPart, &job);
  if (m_hasListener && m_listener.step_join != nullptr)
    m_listener.step_join(m_listener.context, index);
  return job.code.load(std::memory_order_relaxed);
}

heddle_status Executor::runSteps(ErrorText& error) {
  const FlushDenormals flush;
  for (uint32_t i = 0; i < m_plan->step_count; ++i)
    if (const int32_t code = runStep(i); code != 0)
      return error.fail(HEDDLE_ERROR_KERNEL, "step %u, %s, failed with code %d", i,
                        m_plan->steps[i].name, code);
  return HEDDLE_OK;
}

heddle_status Executor::run(ErrorText& error) {
  if (const heddle_status status = ensureOutputs(error); status != HEDDLE_OK) return status;
  if (m_areArgumentsStale) resolveArguments();
  for (uint32_t i = 0; i < m_plan->input_count; ++i)
    if (m_inputs[i].bound != m_inputs[i].user)
      std::memcpy(m_inputs[i].bound, m_inputs[i].user, m_plan->inputs[i].size_bytes);
  if (m_hasListener && m_listener.run_begin != nullptr)
    m_listener.run_begin(m_listener.context, m_pool.threads(), nowNs());
  const heddle_status status = runSteps(error);
  if (m_hasListener && m_listener.run_end != nullptr)
    m_listener.run_end(m_listener.context, nowNs());
  for (uint32_t i = 0; i < m_plan->output_count; ++i)
    if (m_outputs[i].user != nullptr && m_outputs[i].bound != m_outputs[i].user)
      std::memcpy(m_outputs[i].user, m_outputs[i].bound, m_plan->outputs[i].size_bytes);
  m_hasRun = status == HEDDLE_OK;
  return status;
}

heddle_status Executor::bindInput(uint32_t index, const void* data, ErrorText& error) {
  Binding& binding = m_inputs[index];
  void* bound = const_cast<void*>(data);  // kernels only read inputs
  if (!isAligned(data, kBufferAlignment)) {
    if (binding.staging.data() == nullptr &&
        !binding.staging.allocate(m_plan->inputs[index].size_bytes, kBufferAlignment))
      return error.fail(HEDDLE_ERROR_MEMORY, "no memory for a copy of input '%s'",
                        m_plan->inputs[index].name);
    bound = binding.staging.data();
  }
  binding.user = const_cast<void*>(data);
  m_areArgumentsStale |= binding.bound != bound;
  binding.bound = bound;
  return HEDDLE_OK;
}

heddle_status Executor::bindOutput(uint32_t index, void* data, ErrorText& error) {
  Binding& binding = m_outputs[index];
  const bool needsOwn = data == nullptr || !isAligned(data, kBufferAlignment);
  if (needsOwn && binding.staging.data() == nullptr &&
      !binding.staging.allocate(m_plan->outputs[index].size_bytes, kBufferAlignment))
    return error.fail(HEDDLE_ERROR_MEMORY, "no memory for output '%s'",
                      m_plan->outputs[index].name);
  binding.user = data;
  binding.bound = needsOwn ? binding.staging.data() : data;
  m_areArgumentsStale = true;
  m_hasRun = false;
  return HEDDLE_OK;
}

heddle_status Executor::ensureOutputs(ErrorText& error) {
  for (uint32_t i = 0; i < m_plan->output_count; ++i)
    if (m_outputs[i].bound == nullptr)
      if (const heddle_status status = bindOutput(i, nullptr, error); status != HEDDLE_OK)
        return status;
  return HEDDLE_OK;
}

void* Executor::address(const heddle_buffer_ref& ref) const {
  std::byte* base = nullptr;
  switch (ref.space) {
    case HEDDLE_SPACE_INPUT:
      base = static_cast<std::byte*>(m_inputs[ref.index].bound);
      break;
    case HEDDLE_SPACE_OUTPUT:
      base = static_cast<std::byte*>(m_outputs[ref.index].bound);
      break;
    case HEDDLE_SPACE_CONSTANT:
      base = static_cast<std::byte*>(const_cast<void*>(m_constants[ref.index]));
      break;
    default:
      base = m_arena;
      break;
  }
  return base + ref.offset_bytes;
}

void Executor::resolveArguments() {
  void** at = m_arguments;
  for (uint32_t i = 0; i < m_plan->step_count; ++i)
    for (uint32_t j = 0; j < m_plan->steps[i].arg_count; ++j)
      *at++ = address(m_plan->steps[i].args[j]);
  m_areArgumentsStale = false;
}

void Executor::setListener(const heddle_listener* listener) {
  m_listener = {};
  m_hasListener = listener != nullptr;
  if (!m_hasListener) return;
  const size_t known =
      listener->struct_size < sizeof(m_listener) ? listener->struct_size : sizeof(m_listener);
  std::memcpy(&m_listener, listener, known);
}

}  // namespace heddle::runtime
