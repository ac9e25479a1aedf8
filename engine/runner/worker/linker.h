// Links the objects of modules into this process.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/runtime/plan.h"
#include "engine/support/result.h"

namespace heddle::runner {

// Modules do not see each other's symbols; all see the C library, libm and the opaque functions of
// the runtime. The code lives as long as the linker.
class Linker {
 public:
  Linker();
  ~Linker();
  // Requires ELF relocatable objects one of which defines heddle_plan_<name>. The bytes are copied.
  Result<const heddle_plan*> link(const std::vector<std::span<const std::byte>>& objects);

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace heddle::runner
