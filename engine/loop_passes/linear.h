// Sums of atoms: affine forms that keep what they cannot look into as a term.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "engine/loops/simplify.h"

namespace heddle::loop_passes {

// e == sum of coefficient * atom + constant. An atom is a variable or an opaque expression such as
// a floorMod; equal atoms are merged.
struct LinearForm {
  struct Term {
    loops::Expr atom;
    int64_t coefficient;
  };
  std::vector<Term> terms;
  int64_t constant = 0;
  void add(const loops::Expr& atom, int64_t coefficient);
  void add(const LinearForm& other, int64_t factor);
};
LinearForm linearForm(const loops::Expr& e);
loops::Expr toExpr(const LinearForm& form);

bool usesVar(const loops::Expr& e, VarId var);
bool usesAny(const loops::Expr& e, const std::function<bool(VarId)>& predicate);

// Terms whose variables all satisfy `isInner`, and the rest; nothing when a term mixes both or its
// interval is unknown. `inner` is the interval of the inner terms plus the constant.
struct SplitForm {
  LinearForm outer;  // constant 0
  loops::Interval inner;
};
std::optional<SplitForm> splitForm(const LinearForm& form,
                                   const std::function<bool(VarId)>& isInner,
                                   const loops::Bounds& bounds);

// For [min, min + extent) with both constant.
std::optional<loops::Interval> constantRange(const loops::For& loop);

}  // namespace heddle::loop_passes
