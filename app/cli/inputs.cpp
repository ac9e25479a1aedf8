// SPDX-License-Identifier: Apache-2.0
#include "app/cli/inputs.h"

#include <filesystem>

#include "engine/session/preprocess.h"
#include "engine/tensor/npz.h"

namespace heddle::cli {

namespace {

bool isArray(const std::string& file) { return file.ends_with(".npy"); }

Status readFile(const std::string& text, std::map<std::string, Tensor>& out) {
  const size_t equals = text.find('=');
  std::error_code error;
  const bool isNamed = equals != std::string::npos && equals > 0 && isArray(text) &&
                       !std::filesystem::exists(text, error);
  std::map<std::string, Tensor> found;
  if (isNamed) {
    HEDDLE_TRY(found[text.substr(0, equals)], readNpy(text.substr(equals + 1)));
  } else if (isArray(text)) {
    HEDDLE_TRY(found[""], readNpy(text));
  } else {
    HEDDLE_TRY(found, readNpz(text));
  }
  for (auto& [name, tensor] : found)
    if (!out.emplace(name, tensor).second)
      return Diagnostic{"cli.inputs",
                        name.empty() ? "two .npy arrays have no name"
                                     : "input \"" + name + "\" is given twice",
                        {},
                        text,
                        name.empty() ? "give them as NAME=FILE.npy" : ""};
  return {};
}

// An array without a name is for the model's only input.
Status nameArray(const session::ModelView& model, std::map<std::string, Tensor>& given) {
  auto unnamed = given.extract("");
  if (!unnamed) return {};
  std::string names;
  for (const auto& input : model.inputs) names += (names.empty() ? "" : ", ") + input.name;
  if (model.inputs.size() != 1)
    return Diagnostic{"cli.inputs",
                      "a .npy array has no name, and the model has " +
                          std::to_string(model.inputs.size()) + " inputs: " + names,
                      {},
                      "--inputs",
                      "say which: --inputs NAME=FILE.npy"};
  unnamed.key() = names;
  if (!given.insert(std::move(unnamed)).inserted)
    return Diagnostic{"cli.inputs", "input \"" + names + "\" is given twice", {}, "--inputs"};
  return {};
}

}  // namespace

void addInputOptions(CLI::App& command, InputOptions& options) {
  command
      .add_option("--inputs", options.files,
                  ".npz with arrays named as the model's inputs, NAME=FILE.npy for one input, or "
                  ".npy for the only one (repeatable)")
      ->allow_extra_args(false);
  command.add_option("--image", options.image, "PNG or JPEG for the first input");
  command.add_option("--preset", options.preset,
                     "how the image becomes a tensor: " + session::presetNames());
  command.add_option("--fill-mode", options.fillMode, "random, zeros or ones");
}

Result<std::map<std::string, Tensor>> readInputs(Context& context, const InputOptions& options) {
  std::map<std::string, Tensor> out;
  for (const std::string& file : options.files) HEDDLE_CHECK(readFile(file, out));
  for (const auto& [name, tensor] : out)
    if (!name.empty()) context.addValue(name, tensor);
  return out;
}

Result<std::map<std::string, Tensor>> completeInputs(Context& context, const InputOptions& options,
                                                     uint64_t seed,
                                                     std::map<std::string, Tensor> given) {
  HEDDLE_TRY(auto all, context.session().randomInputs(seed, options.fillMode));
  HEDDLE_CHECK(nameArray(*context.session().snapshot()->model, given));
  if (!options.image.empty()) {
    const std::string name = context.session().snapshot()->model->inputs.front().name;
    HEDDLE_TRY(given[name],
               session::imageToTensor(options.image, options.preset, all.at(name).type()));
  }
  for (auto& [name, tensor] : given) {
    const auto it = all.find(name);
    if (it == all.end())
      return Diagnostic{"npz.name", "the model has no input \"" + name + "\"", {}, "--inputs"};
    if (it->second.element() != tensor.element() || it->second.extents() != tensor.extents())
      return Diagnostic{"npz.type",
                        "input \"" + name + "\" must be " + text(it->second.type()) +
                            ", the array is " + text(tensor.type()),
                        {},
                        "--inputs"};
    it->second = std::move(tensor);
  }
  return all;
}

}  // namespace heddle::cli
