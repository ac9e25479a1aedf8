// Modules whose kernels are written in C and compiled by the system's compiler: for tests of what
// happens to a module after code generation.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/build/module.h"

namespace heddle::test {

// `code` defines the kernels that module.steps name; HEDDLE_KERNEL(name) { ... } opens one, with
// args, begin and end in scope. Fills in module.objects: the kernels, then the plan's data. Aborts
// the test program where the compiler fails.
void compileC(build::Module& module, const std::string& code, const std::string& compiler = "cc");

// One input x f32[1000], one output y f32[1000], a constant "scale" f32[1], `kernels` as steps in
// order, each called with (x, y, scale) and divided into 100 parts of 10 elements.
build::Module makeModule(const std::vector<std::string>& kernels, const std::string& code);

// x = 0, 1, 2, ...
std::map<std::string, Tensor> countingInputs();
// y = scale * x with scale 3
inline const std::string kScaleCode =
    "HEDDLE_KERNEL(scale_k0) {\n"
    "  const float* x = args[0]; float* y = args[1]; const float* s = args[2];\n"
    "  for (long i = begin * 10; i < end * 10; ++i) y[i] = x[i] * s[0];\n"
    "  return 0;\n"
    "}\n";

// Where heddle-runner lies.
std::string runnerPath();
// Processes whose parent is this one or that lead a group started by our runner, as "pid name"
// lines.
std::vector<int> descendants();

}  // namespace heddle::test
