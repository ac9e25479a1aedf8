// What single operations of lowered statements cost.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/codegen/estimate.h"

namespace heddle::codegen {

// Cycles in which each resource is taken, and instructions to issue.
struct Use {
  double arithmetic = 0, loads = 0, stores = 0, instructions = 0;
  void add(const Use& other, double times);
};

// The node alone, without its operands; of an access, its memory and the arithmetic of its indices.
Use useOf(const loops::Expr& e, const Target& target, const CoreRates& rates);
Use useOf(const loops::Store& store, const Target& target, const CoreRates& rates);

// Cycles until the node's result can be used.
double latencyOf(const loops::Expr& e);

}  // namespace heddle::codegen
