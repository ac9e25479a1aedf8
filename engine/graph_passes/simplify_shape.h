// Simplifications of operators that only move elements; parts of `simplify`.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/graph_passes/rewriter.h"

namespace heddle::graph_passes {

// Each returns a new value that equals the node's, or nothing where it has no better form.

// reshape, squeeze, unsqueeze and flatten of known extents, chains of them included, as one reshape
// with a constant shape.
std::optional<graph::ValueRef> asReshape(Rewriter& rewriter, const graph::Node& node);
// transpose(transpose(x, p), q) == transpose(x, p[q]); one that moves only axes of one entry is a
// reshape.
std::optional<graph::ValueRef> mergedTranspose(Rewriter& rewriter, const graph::Node& node);
// A sum, mean, maximum, minimum or product over axes of one entry is a reshape.
std::optional<graph::ValueRef> trivialReduction(Rewriter& rewriter, const graph::Node& node);

}  // namespace heddle::graph_passes
