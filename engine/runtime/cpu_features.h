// Whether this CPU, and its operating system, can run what a module was compiled for.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace heddle::runtime {

enum class FeatureAnswer { present, absent, unknown };

// `name` is LLVM's ("avx512f", "fma"), not null-terminated. Vector extensions count as present only
// when the operating system saves their registers. "unknown" where the name is not in our table.
FeatureAnswer cpuFeature(const char* name, size_t length);

// Checks a list of names separated by commas, each with an optional '+'. Returns true when all are
// present; else writes a sentence that names those that are not.
bool checkCpuFeatures(const char* list, char* message, size_t messageSize);

}  // namespace heddle::runtime
