// SPDX-License-Identifier: Apache-2.0
#include "app/cli/inputs.h"

#include "engine/session/preprocess.h"
#include "engine/tensor/npz.h"

namespace heddle::cli {

void addInputOptions(CLI::App& command, InputOptions& options) {
  command.add_option("--inputs", options.npz, ".npz with arrays named as the model's inputs, or .npy for the first");
  command.add_option("--image", options.image, "PNG or JPEG for the first input");
  command.add_option("--preset", options.preset,
                     "how the image becomes a tensor: " + session::presetNames());
  command.add_option("--fill-mode", options.fillMode, "random, zeros or ones");
}

Result<std::map<std::string, Tensor>> readInputs(Context& context, const InputOptions& options) {
  std::map<std::string, Tensor> out;
  if (options.npz.empty()) return out;
  if (options.npz.ends_with(".npy")) {   // has no name: it is the first input's
    HEDDLE_TRY(out[""], readNpy(options.npz));
    return out;
  }
  HEDDLE_TRY(out, readNpz(options.npz));
  for (const auto& [name, tensor] : out) context.addValue(name, tensor);
  return out;
}

Result<std::map<std::string, Tensor>> completeInputs(Context& context, const InputOptions& options,
                                                     uint64_t seed,
                                                     std::map<std::string, Tensor> given) {
  HEDDLE_TRY(auto all, context.session().randomInputs(seed, options.fillMode));
  if (auto unnamed = given.extract(""); unnamed && !context.session().snapshot()->model->inputs.empty()) {
    unnamed.key() = context.session().snapshot()->model->inputs.front().name;
    given.insert(std::move(unnamed));
  }
  if (!options.image.empty()) {
    const std::string name = context.session().snapshot()->model->inputs.front().name;
    HEDDLE_TRY(given[name],
               session::imageToTensor(options.image, options.preset, all.at(name).type()));
  }
  for (auto& [name, tensor] : given) {
    const auto it = all.find(name);
    if (it == all.end())
      return Diagnostic{"npz.name", "the model has no input \"" + name + "\"", {}, options.npz};
    if (it->second.element() != tensor.element() || it->second.extents() != tensor.extents())
      return Diagnostic{"npz.type",
                        "input \"" + name + "\" must be " + text(it->second.type()) +
                            ", the array is " + text(tensor.type()),
                        {},
                        options.npz};
    it->second = std::move(tensor);
  }
  return all;
}

}  // namespace heddle::cli
