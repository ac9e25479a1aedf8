// The lowering passes, one source file each. Programs in between are loop programs whose blocks are
// gone after the first pass; every pass keeps the spans of the statements that it rebuilds.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/loop_passes/lower.h"

namespace heddle::loop_passes {

// Gives every statement the line it is printed on; returns what each line is about.
std::vector<SourceLine> stampSpans(loops::Program& program);

// Blocks become their bodies with iterators replaced by bindings, predicates and initialisations
// become ifs, block allocations move to the program. Opaque blocks stay.
Result<loops::Program> inlineBlocks(const loops::Program& program);

// Loops of one trip become their bodies; then expressions and statements are simplified.
loops::Program simplifyProgram(const loops::Program& program);

// Temporaries shrink to the box that one iteration of the innermost loop around all their accesses
// touches, where every read of that box is covered by its writes. Global ones that then fit on the
// stack become local; local ones that do not fit, or that several kernels touch, become global.
// A global one on which iterations of a parallel loop would meet becomes a copy per iteration.
Result<loops::Program> compactBuffers(const loops::Program& program);

// Of temporaries in registers: the innermost loop each iteration of which sets what it reads. Asked
// before buffers are compacted, while indices still tell one iteration from another.
using PrivateLoops = std::map<BufferId, LoopId>;
PrivateLoops privateLoops(const loops::Program& program);

// Divides the range of a loop where a condition below it changes between true, undecided and false,
// so that the main part runs without the condition. Parts get private registers of their own.
loops::Program partitionLoops(const loops::Program& program, const PrivateLoops& privateTo);

// Terms of a sum that a condition makes zero are left out where it does, and loops annotated "clip"
// take only the steps where such a condition on them holds.
loops::Program guardTerms(const loops::Program& program);
loops::Program clipLoops(const loops::Program& program);

// Loops end where the conditions in them stop to hold for good, so that a last tile needs no masks.
loops::Program shrinkLoops(const loops::Program& program, const Target& target);

// Nests annotated "tensorize" = an intrinsic of loops/tensor_intrinsics.h become its vectors. After
// flattenBuffers. Those that other passes have changed stay loops, which compute the same, and keep
// the annotation.
loops::Program tensorizeLoops(const loops::Program& program);

// Serial loops annotated "reduce_lanes" = L (a power of two, at most four registers) whose body
// only adds to, or takes the maximum or minimum with, elements that do not move with the loop: L
// partial results are kept in a vector and combined after the loop. Loops of another form stay as
// they are.
loops::Program vectorizeReductions(const loops::Program& program, const Target& target);

// Vectorized loops become vector expressions; conditions that differ by lane become predicates.
// Errors: "lower.vectorize.reduction" when lanes would write one element, ".nested", ".order".
Result<loops::Program> vectorizeLoops(const loops::Program& program, const Target& target);

// Loops annotated "dot" of four steps that sum products of u8 and i8 in i32 become dotU8I8.
loops::Program formDots(const loops::Program& program);

// Unrolled loops are written out; annotation "unroll_factor" unrolls a serial loop in part.
// Errors: "lower.unroll.extent" when the extent is not constant or too large.
Result<loops::Program> unrollLoops(const loops::Program& program);

// Buffers in scope `registers` become one buffer of extent 1 or one vector per group of elements
// that is accessed together. Errors: "lower.promote_registers.index" naming buffer and index.
Result<loops::Program> promoteRegisters(const loops::Program& program);

// Registers written and read under one constant mask are computed without it. After
// promoteRegisters.
loops::Program unmaskRegisters(const loops::Program& program);

// Every buffer gets one dimension.
loops::Program flattenBuffers(const loops::Program& program);

// The top-level statements become kernels. Errors: "lower.split_kernels.<reason>".
Result<LoweredProgram> splitKernels(const loops::Program& program);

}  // namespace heddle::loop_passes
