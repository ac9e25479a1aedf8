// Instructions on tiles: what they compute, as loops, and how, as vectors.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "engine/loops/program.h"

namespace heddle::loops {

// Loops that carry this annotation, with the intrinsic's name, are the description's, in its order,
// around one store; lowering replaces them. Interpreted, they are what they say.
inline constexpr const char* tensorizeKey = "tensorize";

// `description`: parameters of one dimension; loops from 0 to constants around one block. Its
// output is updated: c[...] = c[...] + formula.
struct TensorIntrinsic {
  std::string_view name, tooltip;
  Program description;
  Stmt implementation;  // a store over the description's parameters
};
std::span<const TensorIntrinsic> tensorIntrinsics();
const TensorIntrinsic* findTensorIntrinsic(std::string_view name);

struct TensorLoop {
  VarRef var;
  int64_t extent;
  IterKind kind;
};
// The description's loops, outermost first, and its store over their variables.
std::vector<TensorLoop> loopsOf(const TensorIntrinsic& intrinsic);
Stmt storeOf(const TensorIntrinsic& intrinsic);

// Whether `store`, over the description's loop variables, has its formula, and where its buffers
// stand for the description's: index = base + the description's index in the last dimension, the
// loops nowhere else. Factors and summands may be the other way round.
struct TensorMatch {
  enum class Problem : uint8_t { none, formula, layout };
  Problem problem = Problem::none;
  Buffer buffer;  // the store's, at fault for `layout`
  struct Place {
    Buffer buffer;
    std::vector<Expr> base;
  };
  std::map<BufferId, Place> places;  // by the description's buffer
};
TensorMatch matchIntrinsic(const TensorIntrinsic& intrinsic, const Stmt& store);
// The implementation at the matched places.
Stmt implementedAt(const TensorIntrinsic& intrinsic, const TensorMatch& match);

}  // namespace heddle::loops
