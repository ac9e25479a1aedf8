// The judge of schedules: the reference interpreter, before and after.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/loops/text.h"
#include "engine/loops/visit.h"
#include "engine/schedule/step.h"
#include "tests/programs/run_program.h"

namespace heddle::test {

// How often the innermost statements run; loops of unknown extent count once.
inline int64_t runsOf(const loops::Stmt& s) {
  if (const auto* loop = loops::as<loops::For>(s))
    return loops::constantInt(loop->extent).value_or(1) * runsOf(loop->body);
  if (const auto* block = loops::as<loops::Block>(s)) return runsOf(block->f.body);
  int64_t runs = 0;
  if (const auto* seq = loops::as<loops::Seq>(s)) {
    for (const loops::Stmt& child : seq->stmts) runs += runsOf(child);
  }
  return std::max<int64_t>(runs, 1);
}

// Empty when `scheduled` computes what `original` does on seeded inputs, with its parallel loops in
// an order that the seed shuffles; else what differs or went wrong. `state` knows how constants are
// to be rearranged.
inline std::string differenceFrom(const loops::Program& original, const schedule::State& state,
                                  const loops::Program& scheduled, unsigned seed) {
  const auto inputs = inputsFor(original, seed + 1);
  const auto expected = reference::interpret(original, inputs);
  if (expected.isError()) return "original: " + toText(expected.error());
  const auto actual = reference::interpret(scheduled, rearranged(state, original, inputs), seed);
  if (actual.isError()) return toText(actual.error());
  return compare(expected.value(), actual.value());
}

// Empty when the trace keeps the outputs, its program's text and its own replay to the same.
inline std::string problemOf(const loops::Program& original, const schedule::Trace& trace,
                             const schedule::State& state, unsigned seed) {
  std::string out = differenceFrom(original, state, state.program, seed);
  const auto again = loops::parse(loops::print(state.program).text);
  if (again.isError())
    out += " text does not parse: " + toText(again.error());
  else if (!loops::structurallyEqual(state.program, again.value(),
                                     loops::EqualMode::alphaEquivalent))
    out += " text does not round-trip";
  const auto read = schedule::parseTrace(toText(trace));
  if (read.isError()) return out + " trace does not parse: " + toText(read.error());
  const auto replayed = schedule::replay(original, read.value());
  if (replayed.isError())
    out += " replay: " + toText(replayed.error());
  else if (!loops::structurallyEqual(replayed.value().program, state.program))
    out += " replay differs";
  return out;
}

}  // namespace heddle::test
