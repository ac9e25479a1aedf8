// 1. The result goes to registers: its buffer where only epilogues read it, else a cache.
// 2. Axes are split into outer and inner loops; the order is outer, reduce, inner.
// 3. Inner loops are unrolled, the vector one vectorized, the start value decomposed before the
// reduction.
// 4. Epilogues move to the innermost outer loop and get the same inner loops.
// 5. The outermost outer loops are fused and run in parallel.
// SPDX-License-Identifier: Apache-2.0
#include "engine/spaces/tiled_reduction.h"

#include <algorithm>

#include "engine/spaces/facts.h"

namespace heddle::spaces {

using namespace loops;

namespace {

class Scheduler {
 public:
  Scheduler(TraceBuilder& trace, TiledReduction plan) : m_trace(trace), m_plan(std::move(plan)) {}

  bool run() {
    return placeAccumulators() && splitAxes() && splitDot() && orderLoops() &&
           m_trace.decomposeReduction(m_plan.block, m_reduce.front()) && fuseLanes(m_plan.block) &&
           markInnerLoops(m_plan.block) && moveEpilogues() && markStart() && markReduce() &&
           runParallel() && arrangeLanes();
  }

 private:
  bool placeAccumulators() {
    if (m_plan.sumsLanes) return true;
    const Block* block = m_trace.block(m_plan.block);
    const Store* store = block ? singleStore(*block) : nullptr;
    if (!store) return false;
    if (isOutput(m_trace.program(), store->buffer->id) || m_plan.epilogues.empty()) {
      const auto copy = m_trace.cacheWrite(m_plan.block, "registers");
      if (!copy) return false;
      m_plan.epilogues.insert(m_plan.epilogues.begin(), *copy);
      return true;
    }
    const auto name = m_trace.bufferName(store->buffer->id);
    return name && m_trace.setScope(*name, "registers");
  }

  bool splitAxes() {
    for (const TiledAxis& axis : m_plan.axes) {
      if (axis.tile == 0) {
        if (axis.loop == m_plan.vectorLoop)
          m_vector = axis.loop;
        else
          m_inner.push_back(axis.loop);
        continue;
      }
      if (axis.tile <= 1 && axis.loop != m_plan.vectorLoop) {
        m_outer.push_back(axis.loop);
        continue;
      }
      const auto halves = m_trace.split(axis.loop, axis.tile);
      if (!halves) return false;
      m_outer.push_back(halves->outer);
      if (axis.loop == m_plan.vectorLoop)
        m_vector = halves->inner;
      else
        m_inner.push_back(halves->inner);
    }
    m_inner.push_back(m_vector);
    return true;
  }

  bool splitDot() {
    m_reduce = m_plan.reduceLoops;
    if (m_plan.dot == 1) return true;
    const auto halves = m_trace.split(m_reduce.back(), m_plan.dot);
    if (!halves) return false;
    m_reduce.back() = halves->outer;
    m_dot = halves->inner;
    return m_trace.annotateLoop(m_dot, "dot", m_plan.dot);
  }

  bool orderLoops() {
    std::vector<std::string> order = m_outer;
    order.insert(order.end(), m_reduce.begin(), m_reduce.end());
    order.insert(order.end(), m_inner.begin(), m_inner.end());
    if (!m_dot.empty()) order.push_back(m_dot);
    return !m_reduce.empty() && m_trace.reorder(order);
  }

  // Below the loops that tiles share.
  std::vector<LoopFact> innerLoops(const std::string& block) const {
    std::vector<LoopFact> inner;
    for (const LoopFact& fact : m_trace.loopsAround(block)) {
      const bool isShared =
          std::find(m_outer.begin(), m_outer.end(), fact.name) != m_outer.end() ||
          std::find(m_reduce.begin(), m_reduce.end(), fact.name) != m_reduce.end() ||
          fact.name == m_dot;
      if (!isShared) inner.push_back(fact);
    }
    return inner;
  }

  // Vector last, the rest written out.
  bool markInnerLoops(const std::string& block) {
    const auto inner = innerLoops(block);
    for (size_t i = 0; i < inner.size(); ++i) {
      if (inner[i].loop->forKind != ForKind::serial) continue;
      if (inner[i].extent == 1 && i + 1 < inner.size()) continue;
      const bool isLast = i + 1 == inner.size();
      if (isLast ? inner[i].extent > 1 && !m_trace.vectorize(inner[i].name)
                 : !m_trace.unroll(inner[i].name)) {
        return false;
      }
    }
    return true;
  }

  bool moveEpilogues() {
    for (const std::string& epilogue : m_plan.epilogues) {
      const bool isSum = m_plan.sumsLanes && epilogue == m_plan.epilogues.front();
      if (!m_trace.reverseComputeAt(epilogue, m_outer.back()) ||
          !(isSum ? addLanes(epilogue) : fuseShort(epilogue) && markInnerLoops(epilogue)))
        return false;
    }
    return true;
  }

  bool fuseInnermost(const std::string& block, size_t count) {
    const auto inner = innerLoops(block);
    if (inner.size() < count) return false;
    std::vector<std::string> names;
    for (size_t i = inner.size() - count; i < inner.size(); ++i) names.push_back(inner[i].name);
    return m_trace.fuse(names).has_value();
  }

  bool fuseLanes(const std::string& block) {
    return m_plan.fusedLanes == 1 || fuseInnermost(block, m_plan.fusedLanes);
  }

  // Few channels of many positions are vectors together.
  bool fuseShort(const std::string& block) {
    const auto inner = innerLoops(block);
    return m_plan.shortAxis == 1 || inner.size() < 2 || inner.back().extent != m_plan.shortAxis ||
           fuseInnermost(block, 2);
  }

  bool arrangeLanes() {
    if (m_plan.lanesMap.empty()) return true;
    const auto name = m_trace.bufferName(singleStore(*m_trace.block(m_plan.block))->buffer->id);
    return name && m_trace.transformLayout(*name, m_plan.lanesMap);
  }

  bool addLanes(const std::string& block) {
    const auto inner = innerLoops(block);
    if (inner.empty() || !m_trace.decomposeReduction(block, inner.front().name)) return false;
    m_sum = block;
    for (size_t i = 0; i + 1 < inner.size(); ++i) {
      if (inner[i].extent > 1 && !m_trace.unroll(inner[i].name)) return false;
    }
    return m_trace.annotateLoop(inner.back().name, "reduce_lanes", inner.back().extent);
  }

  // decompose_reduction makes a block of its own for the start value.
  bool markStart() {
    for (const std::string& name : m_trace.blockNames()) {
      if (name == m_plan.block || name == m_sum || !m_trace.block(name)) continue;
      const auto loops = m_trace.loopsAround(name);
      const bool isHere = std::any_of(loops.begin(), loops.end(), [&](const LoopFact& fact) {
        return fact.name == m_outer.back();
      });
      if (!isHere) continue;
      const bool isStart = std::find(m_plan.epilogues.begin(), m_plan.epilogues.end(), name) ==
                           m_plan.epilogues.end();
      if ((isStart && !fuseLanes(name)) || !markInnerLoops(name)) return false;
    }
    return true;
  }

  bool markReduce() {
    for (const std::string& loop : m_plan.unrolled) {
      if (!m_trace.unroll(loop)) return false;
    }
    for (const std::string& loop : m_plan.clipped) {
      if (!m_trace.annotateLoop(loop, "clip", 1)) return false;
    }
    if (m_plan.unrollInnermost > 1) {
      const auto fact = m_trace.loopFact(m_reduce.back());
      if (fact && fact->extent > 1)
        return m_trace.annotateLoop(m_reduce.back(), "unroll_factor", m_plan.unrollInnermost);
    }
    return true;
  }

  bool runParallel() {
    const size_t count = std::min(m_plan.parallelAxes, m_outer.size());
    if (count == 0) return true;
    const auto fused = m_trace.fuse({m_outer.begin(), m_outer.begin() + static_cast<long>(count)});
    return fused && m_trace.parallel(*fused);
  }

  TraceBuilder& m_trace;
  TiledReduction m_plan;
  std::vector<std::string> m_outer, m_reduce, m_inner;
  std::string m_vector, m_dot, m_sum;
};

}  // namespace

bool scheduleTiledReduction(TraceBuilder& trace, const TiledReduction& plan) {
  const auto mark = trace.mark();
  if (Scheduler(trace, plan).run()) return true;
  trace.restore(mark);
  return false;
}

}  // namespace heddle::spaces
