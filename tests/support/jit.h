// Runs compiled kernels inside the test or benchmark process; the product runs them in its runner.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/codegen/codegen.h"
#include "engine/loops/program.h"
#include "engine/runtime/plan.h"
#include "engine/tensor/tensor.h"

namespace heddle::test {

// Object files, linked into this process for as long as it lives.
class LoadedObjects {
 public:
  static Result<LoadedObjects> load(const std::vector<std::vector<std::byte>>& objects);
  LoadedObjects(LoadedObjects&&) noexcept;
  ~LoadedObjects();
  void* find(const std::string& symbol) const;  // null when undefined

 private:
  struct Impl;
  explicit LoadedObjects(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> m_impl;
};

// Kernels of one program, linked into this process for as long as it lives.
class LoadedKernels {
 public:
  static Result<LoadedKernels> load(const loop_passes::LoweredProgram& lowered,
                                    const codegen::KernelCode& code);
  LoadedKernels(LoadedKernels&&) noexcept;
  ~LoadedKernels();

  // `parameters` point to the buffers of the program's parameters, in order; all kernels run, each
  // whole.
  Status run(const loops::Program& program, const std::vector<void*>& parameters,
             const std::vector<int64_t>& shapeValues = {}) const;

 private:
  struct Impl;
  explicit LoadedKernels(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> m_impl;
};

// Lowers, compiles and runs the program on `arguments` (inputs and constants); returns the outputs.
Result<std::vector<Tensor>> compileAndRun(const loops::Program& program, const Target& target,
                                          const std::vector<Tensor>& arguments);

}  // namespace heddle::test
