// Runs a loop program, scheduled or not, statement by statement.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "engine/loops/program.h"
#include "engine/support/result.h"
#include "engine/tensor/tensor.h"

namespace heddle::reference {

// `arguments` are the input and constant parameters in order; returns the output parameters. Every
// index is checked against its buffer, every block instance against its iterators' ranges; reading
// an element that was never written is an error. Parallel loops run in order, or in a random order
// when seed is not 0 (a race shows as a difference). `operations` gets the arithmetic done, as
// loops/operations.h counts it. Errors: "reference.loops.<what>".
Result<std::vector<Tensor>> interpret(const loops::Program& program,
                                      const std::vector<Tensor>& arguments, uint64_t orderSeed = 0,
                                      int64_t* operations = nullptr);

}  // namespace heddle::reference
