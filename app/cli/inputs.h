// Inputs of a run, from files or made up.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/context.h"

namespace heddle::cli {

struct InputOptions {
  std::vector<std::string> files;  // "F.npz", "F.npy" or "NAME=F.npy"
  std::string image, preset = "imagenet", fillMode = "random";
};
void addInputOptions(CLI::App& command, InputOptions& options);

// Before the model is opened: what the files hold, by name; an array without one under "". Extents
// of named arrays are given to the context, so that symbols in input shapes get their values.
Result<std::map<std::string, Tensor>> readInputs(Context& context, const InputOptions& options);

// After the model is opened: the array without a name becomes the only input, the image the first;
// what is still missing is filled.
// Errors name an array that is no input, or whose type or shape differs.
Result<std::map<std::string, Tensor>> completeInputs(Context& context, const InputOptions& options,
                                                     uint64_t seed,
                                                     std::map<std::string, Tensor> given);

}  // namespace heddle::cli
