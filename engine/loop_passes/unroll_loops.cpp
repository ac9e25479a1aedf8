// SPDX-License-Identifier: Apache-2.0
#include "engine/loop_passes/passes.h"
#include "engine/loops/simplify.h"
#include "engine/loops/visit.h"

namespace heddle::loop_passes {
using namespace loops;
namespace {

constexpr int64_t maxCopies = 4096;

// for v in [min, min + e) in steps of `factor`, then the remainder as a loop of its own.
Stmt unrollInPart(const For& loop, int64_t factor, Program& program) {
  const auto extent = constantInt(loop.extent);
  auto fields = loop.fields();
  fields.annotations.erase("unroll_factor");
  if (!extent || factor < 2 || factor > maxCopies || *extent < 2)
    return withSpan(For::make(fields), loop.span);
  factor = std::min(factor, *extent);
  const int64_t trips = *extent / factor, rest = *extent % factor;
  const auto trip = Var::make(program.freshId<VarId>(), loop.var->name + "_u");
  std::vector<Stmt> copies;
  for (int64_t i = 0; i < factor; ++i) {
    const Expr value = loop.min + Expr(trip) * constant(factor) + constant(i);
    copies.push_back(substitute(loop.body, {{loop.var->id, value}}));
  }
  auto main = fields;
  main.var = trip, main.min = constant(0), main.extent = constant(trips);
  main.body = Seq::make(std::move(copies));
  Stmt first = trips == 1 ? substitute(main.body, {{trip->id, constant(0)}})
                          : withSpan(For::make(std::move(main)), loop.span);
  if (rest == 0) return first;
  fields.min = loop.min + constant(trips * factor), fields.extent = constant(rest);
  return Seq::make({first, withSpan(For::make(std::move(fields)), loop.span)});
}

}  // namespace

Result<Program> unrollLoops(const Program& program) {
  Program out = program;
  std::optional<Diagnostic> error;
  out.body = rewrite(program.body, [&](const Stmt& s) -> Stmt {
    const auto* loop = as<For>(s);
    if (!loop) return s;
    if (loop->forKind == ForKind::serial) {
      const auto found = loop->annotations.find("unroll_factor");
      if (found == loop->annotations.end()) return s;
      const auto* factor = std::get_if<int64_t>(&found->second);
      return unrollInPart(*loop, factor ? *factor : 0, out);
    }
    if (loop->forKind != ForKind::unrolled) return s;
    const auto extent = constantInt(loop->extent);
    if (!extent || *extent > maxCopies) {
      error =
          Diagnostic{"lower.unroll.extent",
                     "loop {0} cannot be unrolled: its extent is not a constant of at most 4096",
                     {{"loop", loop->id.value, loop->var->name}}};
      return s;
    }
    std::vector<Stmt> copies;
    for (int64_t i = 0; i < *extent; ++i) {
      copies.push_back(substitute(loop->body, {{loop->var->id, loop->min + constant(i)}}));
    }
    return Seq::make(std::move(copies));
  });
  if (error) return *error;
  return out;
}

}  // namespace heddle::loop_passes
