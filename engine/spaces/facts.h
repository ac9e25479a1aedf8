// What the rules ask about blocks.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/loops/simplify.h"
#include "engine/spaces/trace_builder.h"

namespace heddle::spaces {

// The operator's name and form as buildProgram annotates them; empty when absent.
std::string opOf(const loops::Block& block);
std::string formOf(const loops::Block& block);

bool isReduction(const loops::Block& block);  // has init and reduce iterators
bool hasOpaqueIterators(const loops::Block& block);
// Only spatial iterators and one store.
bool isPointwise(const loops::Block& block);
const loops::Store* singleStore(const loops::Block& block);  // of the body; null otherwise

// Products with the border are left out by a condition.
bool hasSelect(const loops::Store& store);

// The elements between neighbours of the iterator in the access: 0 independent, nothing when not
// affine.
std::optional<int64_t> strideOf(const loops::Buffer& buffer,
                                const std::vector<loops::Expr>& indices, VarId iterator);
bool isParameter(const loops::Program& program, BufferId buffer, loops::ParamRole role);
bool isOutput(const loops::Program& program, BufferId buffer);

// Elements that the block computes: the product of its spatial extents, times reduce steps if
// asked.
enum class Work { outputs, steps };
int64_t workOf(const loops::Block& block, Work work);

// The map of a convolution's weight to [window..., ic / lanes, oc, ic % lanes]. `channels` is how it begins: "o, i", of a
// transposed convolution "i, o"; the window follows.
std::string lanesMap(const std::string& channels, size_t windowRank, int64_t lanes);

}  // namespace heddle::spaces
