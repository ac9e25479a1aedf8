// Runs the steps of a plan in order, each divided among the threads.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/runtime/error_text.h"
#include "engine/runtime/memory.h"
#include "engine/runtime/plan.h"
#include "engine/runtime/thread_pool.h"

namespace heddle::runtime {

// Where an input or an output lives. `bound` is what kernels see; where the caller's memory is not
// aligned that is `staging`, copied before or after the run.
struct Binding {
  void* user = nullptr;
  void* bound = nullptr;
  Pages staging;
};

// A half-open part of a step's parallel loop.
struct Range {
  int64_t begin, end;
};
// Part `index` of `count` nearly equal ones of [0, extent).
Range partOf(int64_t extent, uint32_t index, uint32_t count);

class Executor {
 public:
  Executor() = default;
  ~Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // Requires a plan that checkPlan accepted. A parameter file must end with `mark`, 48 bytes; null:
  // any may.
  heddle_status prepare(const heddle_plan& plan, const heddle_options& options, const char* mark,
                        ErrorText& error);
  heddle_status bindInput(uint32_t index, const void* data, ErrorText& error);
  heddle_status bindOutput(uint32_t index, void* data, ErrorText& error);
  // Requires every input bound.
  heddle_status run(ErrorText& error);
  void setListener(const heddle_listener* listener);

  const Binding& input(uint32_t index) const { return m_inputs[index]; }
  const Binding& output(uint32_t index) const { return m_outputs[index]; }
  bool hasRun() const { return m_hasRun; }
  uint32_t threads() const { return m_pool.threads(); }

 private:
  struct StepRun;
  heddle_status prepareConstants(const heddle_options& options, const char* mark, ErrorText& error);
  heddle_status prepareArena(const heddle_options& options, ErrorText& error);
  heddle_status prepareThreads(const heddle_options& options, ErrorText& error);
  heddle_status ensureOutputs(ErrorText& error);
  void resolveArguments();
  void* address(const heddle_buffer_ref& ref) const;
  heddle_status runSteps(ErrorText& error);
  int32_t runStep(uint32_t index);
  static void runParts(void* context, uint32_t thread, ThreadPool::Parts& parts);

  const heddle_plan* m_plan = nullptr;
  Binding* m_inputs = nullptr;
  Binding* m_outputs = nullptr;
  const void** m_constants = nullptr;
  void** m_arguments = nullptr;         // of all steps, one after the other
  uint32_t* m_firstArgument = nullptr;  // per step
  bool m_areArgumentsStale = true;
  bool m_hasRun = false;
  MappedFile m_params;
  Pages m_ownArena;
  std::byte* m_arena = nullptr;
  heddle_listener m_listener = {};
  bool m_hasListener = false;
  ThreadPool m_pool;
};

}  // namespace heddle::runtime
