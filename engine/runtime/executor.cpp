// SPDX-License-Identifier: Apache-2.0
#include "engine/runtime/executor.h"

#include <time.h>

#include <cstdlib>
#include <cstring>

#include "engine/runtime/float_mode.h"

namespace heddle::runtime {
namespace {

// What a thread does in a nanosecond, roughly, and the least that a part of a step should take:
// handing it over costs some hundred nanoseconds.
constexpr int64_t kFlopsPerNs = 32, kBytesPerNs = 16, kPartNs = 2000;
constexpr uint32_t kPartsPerThread = 4;  // so that a thread that is held up leaves parts to others

int64_t nowNs() {
  timespec now = {};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * int64_t{1'000'000'000} + now.tv_nsec;
}

uint32_t partsOf(const heddle_step& step, uint32_t threads) {
  if (step.parallel_extent <= 1 || threads <= 1) return 1;
  int64_t parts = int64_t{threads} * kPartsPerThread;
  const bool isCounted = step.flops > 0 || step.bytes > 0;
  const int64_t ns = step.flops / kFlopsPerNs + step.bytes / kBytesPerNs;
  if (isCounted && ns / kPartNs < parts) parts = ns / kPartNs;
  if (step.parallel_extent < parts) parts = step.parallel_extent;
  return parts > 1 ? static_cast<uint32_t>(parts) : 1;
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

void Executor::runParts(void* context, uint32_t thread, ThreadPool::Parts& parts) {
  auto& job = *static_cast<StepRun*>(context);
  uint32_t part = 0;
  if (!parts.take(part)) return;
  const heddle_listener* listener = job.listener;
  if (listener != nullptr && listener->step_begin != nullptr)
    listener->step_begin(listener->context, job.index, thread);
  const bool isTimed = listener != nullptr && listener->step_end != nullptr;
  const int64_t begin = isTimed ? nowNs() : 0;
  do {
    const Range range = partOf(job.step->parallel_extent, part, job.parts);
    const int32_t code = job.step->kernel(job.arguments, nullptr, range.begin, range.end);
    if (code != 0) job.code.store(code, std::memory_order_relaxed);
  } while (parts.take(part));
  if (isTimed) listener->step_end(listener->context, job.index, thread, begin, nowNs());
}

int32_t Executor::runStep(uint32_t index) {
  const heddle_step& step = m_plan->steps[index];
  if (step.parallel_extent == 0) return 0;
  StepRun job = {&step, m_arguments + m_firstArgument[index], m_hasListener ? &m_listener : nullptr,
                 index, partsOf(step, m_pool.threads())};
  if (m_hasListener && m_listener.step_fork != nullptr)
    m_listener.step_fork(m_listener.context, index);
  m_pool.run(job.parts, runParts, &job);
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
