// Values for the symbols of a model's input shapes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "engine/graph/graph.h"

namespace heddle::session {

// Matches given extents with the declared types. Errors: "session.shape" when an input does not exist, a rank or a
// fixed dimension differs, or two inputs give one symbol different values.
Result<SymbolValues> bindSymbols(const graph::Graph& graph,
                                 const std::map<std::string, Extents>& inputShapes);

// The symbols of the graph's inputs, in order of appearance.
std::vector<std::string> inputSymbols(const graph::Graph& graph);

// Symbols that stand only for the first dimension of inputs, the batch, and have no value yet: a single
// item is what a user without an opinion means.
std::vector<std::string> openBatchSymbols(const graph::Graph& graph, const SymbolValues& values);

// What a user could give for all open inputs, as parseInputShapes reads it: batches of 1, pictures of 224 by 224.
std::string exampleShapes(const graph::Graph& graph);

// "x:[1,3,224,224],y:[1,8]" as TVM's command line spells it. Errors: "session.shape_syntax".
Result<std::map<std::string, Extents>> parseInputShapes(const std::string& text);

}  // namespace heddle::session
