// SPDX-License-Identifier: Apache-2.0
#include <pthread.h>

#include <cstdlib>
#include <cstring>
#include <new>

#include "engine/runtime/cpu_features.h"
#include "engine/runtime/executor.h"
#include "engine/runtime/heddle.h"
#include "engine/runtime/plan_check.h"

using heddle::runtime::ErrorText;

struct heddle_module {
  const heddle_plan* plan = nullptr;
  heddle::runtime::Executor executor;
  mutable ErrorText error;
};

namespace {

// The last failure of heddle_module_create. Not per thread: a thread-local would make the library
// need the dynamic linker's part of it, or space that dlopen may lack.
ErrorText lastCreateError;
pthread_mutex_t lastCreateErrorLock = PTHREAD_MUTEX_INITIALIZER;

void publish(const ErrorText& error) {
  pthread_mutex_lock(&lastCreateErrorLock);
  std::memcpy(lastCreateError.text, error.text, sizeof(error.text));
  pthread_mutex_unlock(&lastCreateErrorLock);
}

int32_t find(const heddle_tensor_info* infos, uint32_t count, const char* name) {
  for (uint32_t i = 0; name != nullptr && i < count; ++i)
    if (std::strcmp(infos[i].name, name) == 0) return static_cast<int32_t>(i);
  return -1;
}

heddle_status checkInput(heddle_module& module, uint32_t index, uint32_t element,
                         const int64_t* extents, uint32_t rank) {
  const heddle_tensor_info& info = module.plan->inputs[index];
  if (element != info.element)
    return module.error.fail(HEDDLE_ERROR_ARGUMENT, "input '%s' has element type %u, not %u",
                             info.name, info.element, element);
  if (rank != info.rank || (rank > 0 && extents == nullptr))
    return module.error.fail(HEDDLE_ERROR_ARGUMENT, "input '%s' has %u dimensions, not %u",
                             info.name, info.rank, rank);
  for (uint32_t i = 0; i < rank; ++i)
    if (extents[i] != info.extents[i])
      return module.error.fail(
          HEDDLE_ERROR_ARGUMENT, "dimension %u of input '%s' is %lld, not %lld", i, info.name,
          static_cast<long long>(info.extents[i]), static_cast<long long>(extents[i]));
  return HEDDLE_OK;
}

heddle_status prepare(const heddle_plan& plan, const heddle_options& options, const char* mark,
                      heddle_module& module) {
  ErrorText& error = module.error;
  heddle_status status = heddle::runtime::checkPlan(plan, error);
  if (status != HEDDLE_OK) return status;
  if (!heddle::runtime::checkCpuFeatures(plan.required_cpu_features, error.text,
                                         sizeof(error.text)))
    return HEDDLE_ERROR_CPU;
  module.plan = &plan;
  return module.executor.prepare(plan, options, mark, error);
}

// `model` may be null.
heddle_status create(const heddle_plan* plan, const heddle_options* options,
                     const heddle_model* model, heddle_module** out, ErrorText& error) {
  if (out == nullptr) return error.fail(HEDDLE_ERROR_ARGUMENT, "module is null");
  *out = nullptr;
  if (plan == nullptr) return error.fail(HEDDLE_ERROR_ARGUMENT, "plan is null");
  heddle_options known = {};
  if (options != nullptr) {
    if (options->struct_size < sizeof(size_t) + sizeof(int32_t))
      return error.fail(HEDDLE_ERROR_ARGUMENT, "options.struct_size is not set");
    std::memcpy(&known, options,
                options->struct_size < sizeof(known) ? options->struct_size : sizeof(known));
  }
  if (model != nullptr && known.params_path == nullptr && known.params_data == nullptr) {
    known.params_data = model->params;
    known.params_size = model->params_size;
  }
  const char* mark = model == nullptr ? nullptr : model->params_mark;
  void* memory = std::aligned_alloc(alignof(heddle_module), sizeof(heddle_module));
  if (memory == nullptr) return error.fail(HEDDLE_ERROR_MEMORY, "no memory for a module");
  auto* module = new (memory) heddle_module;
  const heddle_status status = prepare(*plan, known, mark, *module);
  if (status == HEDDLE_OK) {
    *out = module;
  } else {
    error = module->error;
    heddle_module_destroy(module);
  }
  return status;
}

}  // namespace

const char* heddle_version(void) {
  return "0.1.0";
}

const char* heddle_status_text(heddle_status status) {
  switch (status) {
    case HEDDLE_OK:
      return "ok";
    case HEDDLE_ERROR_ARGUMENT:
      return "wrong argument";
    case HEDDLE_ERROR_PLAN:
      return "damaged or foreign plan";
    case HEDDLE_ERROR_CPU:
      return "unsupported CPU";
    case HEDDLE_ERROR_MEMORY:
      return "out of memory";
    case HEDDLE_ERROR_FILE:
      return "bad parameter file";
    case HEDDLE_ERROR_STATE:
      return "wrong order of calls";
    case HEDDLE_ERROR_THREAD:
      return "threads cannot be started";
    case HEDDLE_ERROR_KERNEL:
      return "a kernel failed";
  }
  return "unknown status";
}

const char* heddle_last_error(const heddle_module* module) {
  return module == nullptr ? lastCreateError.text : module->error.text;
}

heddle_status heddle_module_create(const heddle_plan* plan, const heddle_options* options,
                                   heddle_module** out) {
  ErrorText error;
  const heddle_status status = create(plan, options, nullptr, out, error);
  if (status != HEDDLE_OK) publish(error);
  return status;
}

heddle_status heddle_model_create(const heddle_options* options, heddle_module** out,
                                  const heddle_model* model) {
  ErrorText error;
  const heddle_status status =
      create(model == nullptr ? nullptr : model->plan, options, model, out, error);
  if (status != HEDDLE_OK) publish(error);
  return status;
}

void heddle_module_destroy(heddle_module* module) {
  if (module == nullptr) return;
  module->~heddle_module();
  std::free(module);
}

uint32_t heddle_input_count(const heddle_module* module) {
  return module->plan->input_count;
}
uint32_t heddle_output_count(const heddle_module* module) {
  return module->plan->output_count;
}
uint32_t heddle_step_count(const heddle_module* module) {
  return module->plan->step_count;
}
uint32_t heddle_thread_count(const heddle_module* module) {
  return module->executor.threads();
}

const heddle_tensor_info* heddle_input_info(const heddle_module* module, uint32_t index) {
  return index < module->plan->input_count ? &module->plan->inputs[index] : nullptr;
}

const heddle_tensor_info* heddle_output_info(const heddle_module* module, uint32_t index) {
  return index < module->plan->output_count ? &module->plan->outputs[index] : nullptr;
}

int32_t heddle_find_input(const heddle_module* module, const char* name) {
  return find(module->plan->inputs, module->plan->input_count, name);
}

int32_t heddle_find_output(const heddle_module* module, const char* name) {
  return find(module->plan->outputs, module->plan->output_count, name);
}

const char* heddle_metadata(const heddle_module* module) {
  return module->plan->metadata_json == nullptr ? "{}" : module->plan->metadata_json;
}

heddle_status heddle_set_input(heddle_module* module, uint32_t index, const void* data,
                               uint32_t element, const int64_t* extents, uint32_t rank) {
  if (module == nullptr) return HEDDLE_ERROR_ARGUMENT;
  if (index >= module->plan->input_count)
    return module->error.fail(HEDDLE_ERROR_ARGUMENT, "there is no input %u; the module has %u",
                              index, module->plan->input_count);
  const heddle_tensor_info& info = module->plan->inputs[index];
  if (data == nullptr && info.size_bytes > 0)
    return module->error.fail(HEDDLE_ERROR_ARGUMENT, "the data of input '%s' is null", info.name);
  const heddle_status status = checkInput(*module, index, element, extents, rank);
  if (status != HEDDLE_OK) return status;
  // An empty tensor still needs an address, so that "not set" can be told from "empty".
  return module->executor.bindInput(index, data == nullptr ? module->plan : data, module->error);
}

heddle_status heddle_set_input_by_name(heddle_module* module, const char* name, const void* data,
                                       uint32_t element, const int64_t* extents, uint32_t rank) {
  if (module == nullptr) return HEDDLE_ERROR_ARGUMENT;
  const int32_t index = heddle_find_input(module, name);
  if (index < 0)
    return module->error.fail(HEDDLE_ERROR_ARGUMENT, "there is no input named '%.200s'",
                              name == nullptr ? "" : name);
  return heddle_set_input(module, static_cast<uint32_t>(index), data, element, extents, rank);
}

heddle_status heddle_set_output(heddle_module* module, uint32_t index, void* data, size_t size) {
  if (module == nullptr) return HEDDLE_ERROR_ARGUMENT;
  if (index >= module->plan->output_count)
    return module->error.fail(HEDDLE_ERROR_ARGUMENT, "there is no output %u; the module has %u",
                              index, module->plan->output_count);
  const heddle_tensor_info& info = module->plan->outputs[index];
  if (data != nullptr && size < info.size_bytes)
    return module->error.fail(HEDDLE_ERROR_ARGUMENT, "output '%s' needs %llu bytes, not %zu",
                              info.name, static_cast<unsigned long long>(info.size_bytes), size);
  return module->executor.bindOutput(index, data, module->error);
}

heddle_status heddle_run(heddle_module* module) {
  if (module == nullptr) return HEDDLE_ERROR_ARGUMENT;
  for (uint32_t i = 0; i < module->plan->input_count; ++i)
    if (module->executor.input(i).bound == nullptr)
      return module->error.fail(HEDDLE_ERROR_STATE, "input '%s' is not set",
                                module->plan->inputs[i].name);
  return module->executor.run(module->error);
}

heddle_status heddle_get_output(heddle_module* module, uint32_t index, const void** data,
                                size_t* sizeBytes) {
  if (module == nullptr) return HEDDLE_ERROR_ARGUMENT;
  if (index >= module->plan->output_count)
    return module->error.fail(HEDDLE_ERROR_ARGUMENT, "there is no output %u; the module has %u",
                              index, module->plan->output_count);
  if (!module->executor.hasRun())
    return module->error.fail(HEDDLE_ERROR_STATE,
                              "there are no outputs before a run that succeeded");
  const heddle::runtime::Binding& binding = module->executor.output(index);
  if (data != nullptr) *data = binding.user != nullptr ? binding.user : binding.bound;
  if (sizeBytes != nullptr) *sizeBytes = module->plan->outputs[index].size_bytes;
  return HEDDLE_OK;
}

heddle_status heddle_set_listener(heddle_module* module, const heddle_listener* listener) {
  if (module == nullptr) return HEDDLE_ERROR_ARGUMENT;
  if (listener != nullptr && listener->struct_size < sizeof(size_t) + sizeof(void*))
    return module->error.fail(HEDDLE_ERROR_ARGUMENT, "listener.struct_size is not set");
  module->executor.setListener(listener);
  return HEDDLE_OK;
}
