// SPDX-License-Identifier: Apache-2.0
#include "engine/loop_passes/buffer_accesses.h"
#include "engine/loop_passes/passes.h"

namespace heddle::loop_passes {
using loops::Program;

Result<LoweredProgram> lower(const Program& program, const Target& target,
                             const PassListener& listener) {
  const auto tell = [&](std::string_view pass, const Program& p) {
    if (listener) listener(pass, p);
  };
  Program p = program;
  const std::vector<SourceLine> source = stampSpans(p);
  tell("scheduled", p);

  HEDDLE_TRY(p, inlineBlocks(p));
  p = simplifyProgram(p);
  tell("inline_blocks", p);

  // Before loops are copied, while one loop still holds all accesses of a temporary.
  const PrivateLoops privateTo = privateLoops(p);
  HEDDLE_TRY(p, compactBuffers(p));
  p = simplifyProgram(p);
  HEDDLE_CHECK(checkSharedBuffers(p));
  tell("compact_buffers", p);

  p = guardTerms(p);
  p = partitionLoops(p, privateTo);
  p = simplifyProgram(p);
  tell("partition_loops", p);

  p = clipLoops(p);
  p = simplifyProgram(p);
  tell("clip_loops", p);

  p = shrinkLoops(p, target);
  p = simplifyProgram(p);
  tell("shrink_loops", p);

  // Before vectorizing, so that an index has lanes in one dimension at most.
  p = flattenBuffers(p);
  p = simplifyProgram(p);
  tell("flatten_buffers", p);

  p = tensorizeLoops(p);
  p = vectorizeReductions(p, target);
  HEDDLE_TRY(p, vectorizeLoops(p, target));
  tell("vectorize_loops", p);

  p = formDots(p);
  tell("form_dots", p);

  HEDDLE_TRY(p, unrollLoops(p));
  p = simplifyProgram(p);
  tell("unroll_loops", p);

  HEDDLE_TRY(p, promoteRegisters(p));
  p = simplifyProgram(p);
  tell("promote_registers", p);

  p = unmaskRegisters(p);
  tell("unmask_registers", p);

  HEDDLE_TRY(LoweredProgram lowered, splitKernels(p));
  lowered.source = source;
  return lowered;
}

}  // namespace heddle::loop_passes
