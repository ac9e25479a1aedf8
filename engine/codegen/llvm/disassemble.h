// Machine code back to text, with the lines of its debug information.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "engine/codegen/codegen.h"

namespace heddle::codegen {

// The functions of a relocatable ELF object. References to symbols are named in a comment.
Result<std::vector<AsmLine>> disassemble(std::span<const std::byte> object, const Target& target);

}  // namespace heddle::codegen
