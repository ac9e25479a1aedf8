// Equations of einsum, parsed once for inference and expansion.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/support/result.h"

namespace heddle::graph {

// Labels are letters; the axes that an ellipsis covers are labelled '0', '1', ... from the left of
// the longest one, aligned at their right end.
struct EinsumEquation {
  std::vector<std::string> inputs;  // one label per axis
  std::string output;
};

// `ranks`: of the inputs. Errors: "graph.einsum".
Result<EinsumEquation> parseEinsum(std::string_view equation, const std::vector<size_t>& ranks);

}  // namespace heddle::graph
