// SPDX-License-Identifier: Apache-2.0
#include "engine/loop_passes/passes.h"
#include "engine/loops/tensor_intrinsics.h"
#include "engine/loops/visit.h"

namespace heddle::loop_passes {
using namespace loops;
namespace {

// The vector form of an annotated nest; null when it is no longer the description's.
Stmt implemented(const For& outermost, const TensorIntrinsic& intrinsic) {
  Substitution vars;
  Stmt s;
  const For* loop = &outermost;
  for (const TensorLoop& wanted : loopsOf(intrinsic)) {
    const bool fits = loop && loop->forKind == ForKind::serial && constantInt(loop->min) == 0 &&
                      constantInt(loop->extent) == wanted.extent;
    if (!fits) return nullptr;
    vars[loop->var->id] = wanted.var;
    s = loop->body;
    loop = as<For>(s);
  }
  const TensorMatch match = matchIntrinsic(intrinsic, substitute(s, vars));
  if (match.problem != TensorMatch::Problem::none) return nullptr;
  return withSpan(implementedAt(intrinsic, match), s->span);
}

Stmt tensorized(const Stmt& s) {
  return rewrite(s, [](const Stmt& node) -> Stmt {
    const auto* loop = as<For>(node);
    if (!loop) return node;
    const auto note = loop->annotations.find(tensorizeKey);
    if (note == loop->annotations.end()) return node;
    const auto* name = std::get_if<std::string>(&note->second);
    const TensorIntrinsic* intrinsic = name ? findTensorIntrinsic(*name) : nullptr;
    const Stmt vectors = intrinsic ? implemented(*loop, *intrinsic) : nullptr;
    return vectors ? vectors : node;
  });
}

// Lanes of an outer loop leave no room for the instruction's own.
bool isInVectors(const Stmt& s) {
  bool found = false;
  walk(s, [&](const Stmt& node) {
    const auto* loop = as<For>(node);
    if (!loop || loop->forKind != ForKind::vectorized) return !found;
    walk(loop->body, [&](const Stmt& inner) {
      const auto* l = as<For>(inner);
      found |= l && l->annotations.count(tensorizeKey) > 0;
      return !found;
    });
    return !found;
  });
  return found;
}

}  // namespace

Program tensorizeLoops(const Program& program) {
  if (isInVectors(program.body)) return program;
  Program out = program;
  out.body = tensorized(program.body);
  return out;
}

}  // namespace heddle::loop_passes
