// SPDX-License-Identifier: Apache-2.0
#include "engine/loop_passes/passes.h"
#include "engine/loops/simplify.h"
#include "engine/loops/visit.h"

namespace heddle::loop_passes {
using namespace loops;

Program simplifyProgram(const Program& program) {
  Program out = program;
  out.body = rewrite(program.body, [](const Stmt& s) -> Stmt {
    const auto* loop = as<For>(s);
    if (!loop || constantInt(loop->extent) != 1) return s;
    return substitute(loop->body, {{loop->var->id, loop->min}});
  });
  out.body = simplify(out.body);
  return out;
}

}  // namespace heddle::loop_passes
