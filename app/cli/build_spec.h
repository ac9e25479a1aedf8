// One side of a comparison: a model and how it is built.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/session/session.h"

namespace heddle::cli {

struct BuildSpec {
  std::string model;
  std::vector<std::string> options;
};

// "model.onnx:O1,no-fusion". What follows the last colon is options only when every part of it is
// one.
BuildSpec parseSpec(const std::string& text);
Status applySpec(const BuildSpec& spec, session::CompileOptions& options);
// "GROUP=FILE" of each schedule=GROUP=FILE.
std::vector<std::string> specSchedules(const BuildSpec& spec);
std::string specOptions();  // "O0, O1, ..." for help texts

}  // namespace heddle::cli
