// What an executor needs before its first run: tables, parameters, arena, threads.
// SPDX-License-Identifier: Apache-2.0
#include <sched.h>

#include <cstdlib>
#include <cstring>
#include <new>

#include "engine/runtime/executor.h"

namespace heddle::runtime {
namespace {

template <class T>
T* allocateArray(uint64_t count) {
  auto* array = static_cast<T*>(std::calloc(count + 1, sizeof(T)));
  if (array != nullptr)
    for (uint64_t i = 0; i < count; ++i) new (&array[i]) T();
  return array;
}

// The last 64 bytes of a parameter file: "HEDLPARM", 8 zeros, 48 bytes that name the parameters.
bool hasMark(const MappedFile& file, const char* mark) {
  constexpr size_t kFooter = 64;
  constexpr char kMagic[16] = {'H', 'E', 'D', 'L', 'P', 'A', 'R', 'M'};
  if (file.size() < kFooter) return false;
  const std::byte* footer = file.data() + file.size() - kFooter;
  return std::memcmp(footer, kMagic, 16) == 0 && std::memcmp(footer + 16, mark, 48) == 0;
}

uint32_t availableCpus() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof(set), &set) != 0) return 1;
  const int count = CPU_COUNT(&set);
  return count < 1 ? 1 : static_cast<uint32_t>(count);
}

}  // namespace

heddle_status Executor::prepare(const heddle_plan& plan, const heddle_options& options,
                                const char* mark, ErrorText& error) {
  m_plan = &plan;
  uint64_t argumentCount = 0;
  for (uint32_t i = 0; i < plan.step_count; ++i) argumentCount += plan.steps[i].arg_count;
  m_inputs = allocateArray<Binding>(plan.input_count);
  m_outputs = allocateArray<Binding>(plan.output_count);
  m_constants = allocateArray<const void*>(plan.constant_count);
  m_arguments = allocateArray<void*>(argumentCount);
  m_firstArgument = allocateArray<uint32_t>(plan.step_count);
  if (m_inputs == nullptr || m_outputs == nullptr || m_constants == nullptr ||
      m_arguments == nullptr || m_firstArgument == nullptr)
    return error.fail(HEDDLE_ERROR_MEMORY, "no memory for the tables of the module");
  for (uint32_t i = 1; i < plan.step_count; ++i)
    m_firstArgument[i] = m_firstArgument[i - 1] + plan.steps[i - 1].arg_count;
  heddle_status status = prepareConstants(options, mark, error);
  if (status == HEDDLE_OK) status = prepareArena(options, error);
  if (status == HEDDLE_OK) status = prepareThreads(options, error);
  setListener(options.listener);
  return status;
}

Executor::~Executor() {
  for (uint32_t i = 0; m_inputs != nullptr && i < m_plan->input_count; ++i) m_inputs[i].~Binding();
  for (uint32_t i = 0; m_outputs != nullptr && i < m_plan->output_count; ++i)
    m_outputs[i].~Binding();
  std::free(m_inputs);
  std::free(m_outputs);
  std::free(m_constants);
  std::free(m_arguments);
  std::free(m_firstArgument);
}

heddle_status Executor::prepareConstants(const heddle_options& options, const char* mark,
                                         ErrorText& error) {
  const std::byte* params = static_cast<const std::byte*>(options.params_data);
  uint64_t size = params != nullptr ? options.params_size : 0;
  if (params == nullptr && options.params_path != nullptr) {
    if (const heddle_status status = m_params.map(options.params_path, error); status != HEDDLE_OK)
      return status;
    params = m_params.data();
    size = m_params.size();
    if (mark != nullptr && !hasMark(m_params, mark))
      return error.fail(HEDDLE_ERROR_FILE, "%s is not the parameter file of this model",
                        options.params_path);
  }
  if (!isAligned(params, kBufferAlignment))
    return error.fail(HEDDLE_ERROR_ARGUMENT, "params_data is not aligned to %zu bytes",
                      kBufferAlignment);
  for (uint32_t i = 0; i < m_plan->constant_count; ++i) {
    const heddle_constant& constant = m_plan->constants[i];
    const char* name = constant.name == nullptr ? "" : constant.name;
    m_constants[i] = constant.data;
    if (constant.data != nullptr) continue;
    if (constant.size_bytes > 0 && params == nullptr)
      return error.fail(HEDDLE_ERROR_FILE,
                        "the module keeps its parameters in a file; none was given");
    if (constant.file_offset % kBufferAlignment != 0)
      return error.fail(HEDDLE_ERROR_PLAN, "parameter '%s' is not aligned in its file", name);
    if (constant.file_offset > size || constant.size_bytes > size - constant.file_offset)
      return error.fail(HEDDLE_ERROR_FILE, "the parameter file is too short for '%s': %llu bytes",
                        name, static_cast<unsigned long long>(size));
    m_constants[i] = params + constant.file_offset;
  }
  return HEDDLE_OK;
}

heddle_status Executor::prepareArena(const heddle_options& options, ErrorText& error) {
  if (options.arena != nullptr) {
    if (options.arena_size < m_plan->arena_bytes ||
        !isAligned(options.arena, m_plan->arena_alignment))
      return error.fail(HEDDLE_ERROR_ARGUMENT, "the arena must have %llu bytes aligned to %llu",
                        static_cast<unsigned long long>(m_plan->arena_bytes),
                        static_cast<unsigned long long>(m_plan->arena_alignment));
    m_arena = static_cast<std::byte*>(options.arena);
    return HEDDLE_OK;
  }
  if (m_plan->arena_bytes == 0) return HEDDLE_OK;
  if (!m_ownArena.allocate(m_plan->arena_bytes, m_plan->arena_alignment))
    return error.fail(HEDDLE_ERROR_MEMORY, "no memory for intermediate values: %llu bytes",
                      static_cast<unsigned long long>(m_plan->arena_bytes));
  m_arena = m_ownArena.data();
  return HEDDLE_OK;
}

heddle_status Executor::prepareThreads(const heddle_options& options, ErrorText& error) {
  if (options.threads < 0 || options.threads > static_cast<int32_t>(ThreadPool::kMaxThreads))
    return error.fail(HEDDLE_ERROR_ARGUMENT, "threads is %d; 0 to %u are possible", options.threads,
                      ThreadPool::kMaxThreads);
  uint32_t threads = options.threads > 0 ? static_cast<uint32_t>(options.threads) : availableCpus();
  if (threads > ThreadPool::kMaxThreads) threads = ThreadPool::kMaxThreads;
  if (!m_pool.start(threads))
    return error.fail(HEDDLE_ERROR_THREAD, "cannot start %u threads", threads);
  return HEDDLE_OK;
}

}  // namespace heddle::runtime
