// SPDX-License-Identifier: Apache-2.0
#include "engine/export/rehearsal/rehearse_main.h"

#include <dlfcn.h>

#include <cstdio>
#include <cstring>

#include "engine/export/rehearsal/tensor_file.h"
#include "engine/runtime/heddle.h"

namespace heddle::exporter {
namespace {

// The library's own functions, never this program's.
struct Api {
  heddle_status (*create)(const heddle_options*, heddle_module**) = nullptr;
  decltype(&heddle_last_error) lastError = nullptr;
  decltype(&heddle_output_count) outputCount = nullptr;
  decltype(&heddle_output_info) outputInfo = nullptr;
  decltype(&heddle_set_input_by_name) setInputByName = nullptr;
  decltype(&heddle_run) run = nullptr;
  decltype(&heddle_get_output) getOutput = nullptr;
  decltype(&heddle_module_destroy) destroy = nullptr;
};

int fail(const char* what, const char* why) {
  std::fprintf(stderr, "%s: %s\n", what, why == nullptr ? "unknown" : why);
  return 1;
}

template <class Function>
bool find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  if (function == nullptr) fail(name, "missing in the library");
  return function != nullptr;
}

bool findAll(void* library, const std::string& create, Api& api) {
  return find(library, create.c_str(), api.create) &&
         find(library, "heddle_last_error", api.lastError) &&
         find(library, "heddle_output_count", api.outputCount) &&
         find(library, "heddle_output_info", api.outputInfo) &&
         find(library, "heddle_set_input_by_name", api.setInputByName) &&
         find(library, "heddle_run", api.run) &&
         find(library, "heddle_get_output", api.getOutput) &&
         find(library, "heddle_module_destroy", api.destroy);
}

Result<std::map<std::string, Tensor>> takeOutputs(const Api& api, heddle_module* module) {
  std::map<std::string, Tensor> outputs;
  for (uint32_t i = 0; i < api.outputCount(module); ++i) {
    const heddle_tensor_info* info = api.outputInfo(module, i);
    const void* data = nullptr;
    size_t size = 0;
    if (api.getOutput(module, i, &data, &size) != HEDDLE_OK)
      return Diagnostic{"export.rehearsal", api.lastError(module)};
    HEDDLE_TRY(Tensor tensor, Tensor::allocate(static_cast<ElementType>(info->element),
                                               Extents(info->extents, info->extents + info->rank)));
    if (tensor.sizeBytes() != size)
      return Diagnostic{"export.rehearsal", "an output has another size"};
    if (size > 0) std::memcpy(tensor.mutableBytes().data(), data, size);
    outputs.emplace(info->name, std::move(tensor));
  }
  return outputs;
}

}  // namespace

int rehearseMain(const RehearsalFiles& files) {
  void* library = dlopen(files.sharedObject.c_str(), RTLD_NOW);
  if (library == nullptr) return fail("dlopen", dlerror());
  Api api;
  if (!findAll(library, files.createFunction, api)) return 1;
  const auto inputs = readTensorFile(files.inputs);
  if (inputs.isError()) return fail("inputs", inputs.error().message.c_str());
  heddle_options options = {};
  options.struct_size = sizeof(options);
  options.params_path = files.params.empty() ? nullptr : files.params.c_str();
  heddle_module* module = nullptr;
  if (api.create(&options, &module) != HEDDLE_OK)
    return fail(files.createFunction.c_str(), api.lastError(nullptr));
  for (const auto& [name, tensor] : inputs.value())
    if (api.setInputByName(module, name.c_str(), tensor.bytes().data(),
                           static_cast<uint32_t>(tensor.element()), tensor.extents().data(),
                           static_cast<uint32_t>(tensor.rank())) != HEDDLE_OK)
      return fail("heddle_set_input", api.lastError(module));
  if (api.run(module) != HEDDLE_OK) return fail("heddle_run", api.lastError(module));
  const auto outputs = takeOutputs(api, module);
  if (outputs.isError()) return fail("heddle_get_output", outputs.error().message.c_str());
  api.destroy(module);
  const Status written = writeTensorFile(files.outputs, outputs.value());
  return written.isError() ? fail("outputs", written.error().message.c_str()) : 0;
}

}  // namespace heddle::exporter
