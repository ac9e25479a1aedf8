// The module's plan as an object file.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/build/module.h"

namespace heddle::build {

// Where each constant lies in the parameter file: in order, each at the next multiple of 64. The last entry is the
// file's size.
std::vector<uint64_t> constantOffsets(const Module& module);

Result<std::vector<std::byte>> planObject(const Module& module);

}  // namespace heddle::build
