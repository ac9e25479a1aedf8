// Which passes an option may leave out.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace heddle::graph_passes {

// Compilation cannot do without what it produces.
bool isRequiredPass(std::string_view name);

}  // namespace heddle::graph_passes
