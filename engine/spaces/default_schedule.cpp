// 1. Elementwise blocks that are no results are inlined into their consumers.
// 2. What is left is taken by the first rule that fits: tiles in registers around an anchor, rows
// that
//    several blocks share, else each nest by itself.
// SPDX-License-Identifier: Apache-2.0
#include "engine/spaces/default_schedule.h"

#include <algorithm>

#include "engine/spaces/facts.h"
#include "engine/spaces/rules.h"

namespace heddle::spaces {

using namespace loops;

namespace {

bool isPadding(const std::string& name) {
  return name.find("_pad") != std::string::npos;
}
// Tables that are read many times are made once.
bool isTable(const std::string& name) {
  return name.find("_taps") != std::string::npos || name.find("_coordinate") != std::string::npos;
}

void inlineElementwise(TraceBuilder& trace) {
  for (const std::string& name : trace.blockNames()) {
    const Block* block = trace.block(name);
    if (!block || !isPointwise(*block) || isPadding(name) || isTable(name)) continue;
    if (isOutput(trace.program(), singleStore(*block)->buffer->id)) continue;
    // exp in softmax, read by the sum and by the quotient, is computed once.
    const std::string op = opOf(*block);
    if (op == "softmax" || op.ends_with("_normalization")) continue;
    trace.computeInline(name);
  }
}

// The first reduction with the elementwise blocks after it; nothing when something else stands
// there.
std::optional<Anchor> anchorOf(const TraceBuilder& trace, const std::vector<std::string>& blocks) {
  Anchor anchor;
  for (const std::string& name : blocks) {
    const Block* block = trace.block(name);
    if (anchor.block.empty()) {
      if (isReduction(*block)) anchor.block = name;
      continue;
    }
    if (!isPointwise(*block)) return {};
    anchor.epilogues.push_back(name);
  }
  if (anchor.block.empty()) return {};
  return anchor;
}

bool scheduleAnchor(TraceBuilder& trace, const Anchor& anchor, const Target& target) {
  const std::string op = opOf(*trace.block(anchor.block));
  if (op == "conv") return scheduleConv(trace, anchor, target);
  if (op == "matmul" || op == "gemm") return scheduleMatmul(trace, anchor, target);
  if (op == "conv_transpose") return scheduleConvTranspose(trace, anchor, target);
  if (anchor.epilogues.empty() && scheduleArgReduction(trace, anchor.block, target)) return true;
  return scheduleOuterReduction(trace, anchor, target);
}

void scheduleAlone(TraceBuilder& trace, const std::string& name, const Target& target) {
  const Block* block = trace.block(name);
  const auto loops = trace.loopsAround(name);
  if (!block || loops.empty() || hasOpaqueIterators(*block)) return;
  const bool isMarked = std::any_of(loops.begin(), loops.end(), [](const LoopFact& l) {
    return l.loop->forKind != ForKind::serial;
  });
  if (isMarked) return;  // another rule has been here
  if (isReduction(*block) && scheduleOuterReduction(trace, {name, {}}, target)) return;
  if (scheduleWholeReduction(trace, name, target)) return;
  if (schedulePointwise(trace, name, target)) return;
  scheduleOutermost(trace, name);
}

}  // namespace

schedule::Trace defaultSchedule(const operators::GroupProgram& group, const Target& target) {
  TraceBuilder trace(group.program);
  inlineElementwise(trace);
  const auto blocks = trace.blockNames();
  const auto anchor = anchorOf(trace, blocks);
  if (!anchor || !scheduleAnchor(trace, *anchor, target)) scheduleRows(trace, blocks, target);
  for (const std::string& name : trace.blockNames()) scheduleAlone(trace, name, target);
  return std::move(trace).take();
}

}  // namespace heddle::spaces
