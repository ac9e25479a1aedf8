// Rearranges the bytes of a constant as a schedule asks.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/schedule/step.h"
#include "engine/tensor/tensor.h"

namespace heddle::build {

// The tensor under the rewrite's index map, zero where no old element lands.
// Requires: the rewrite has one old variable per axis of the tensor. Errors: "build.pack" when an index leaves
// the new extents.
Result<Tensor> packConstant(const Tensor& tensor, const schedule::State::LayoutRewrite& rewrite);

// A name for the result: equal recipes on equal bytes give equal results.
std::string packRecipe(ConstantId source, const schedule::State::LayoutRewrite& rewrite);

}  // namespace heddle::build
