// SPDX-License-Identifier: Apache-2.0
#include "engine/codegen/estimate.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/codegen/operation_cost.h"
#include "engine/loops/text.h"
#include "engine/loops/walk_runs.h"

namespace heddle::codegen {
using namespace loops;

namespace {

constexpr double kInstructionsPerCycle = 5;
constexpr double kLoopInstructions = 2;  // counting and jumping, an iteration
constexpr double kEntryCycles = 4;       // a loop begins, and ends with a jump that is not foreseen

// What the value of an expression moves with: variables, and buffers that the kernel writes.
class Dependencies {
 public:
  explicit Dependencies(const Stmt& body) {
    walk(body, [&](const Stmt& s) {
      if (const auto* store = as<Store>(s)) m_written.insert(store->buffer->id);
      return true;
    });
  }
  bool isWritten(BufferId buffer) const { return m_written.count(buffer) != 0; }
  bool movesWith(const Expr& e, VarId var) const {
    bool found = false;
    walk(e, [&](const Expr& node) {
      const auto* v = as<Var>(node);
      const auto* load = as<Load>(node);
      found |= (v && v->id == var) || (load && m_written.count(load->buffer->id) != 0);
      return !found;
    });
    return found;
  }

 private:
  std::set<BufferId> m_written;
};

// Of everything at home in one loop.
struct LoopUse {
  Use use;
  std::set<std::string> read;            // what was loaded and stays in a register
  std::map<std::string, double> chains;  // cycles of results that wait for the iteration before
  std::set<std::string> fresh;           // elements that each iteration begins anew
};

// Cycles from the old value of `store`'s element to the new one; 0: it does not depend on it.
double chainOf(const Store& store, const Expr& e) {
  if (const auto* load = as<Load>(e)) {
    if (load->buffer->id != store.buffer->id || load->indices.size() != store.indices.size())
      return 0;
    for (size_t d = 0; d < load->indices.size(); ++d)
      if (!structurallyEqual(load->indices[d], store.indices[d])) return 0;
    return 0.01;
  }
  double longest = 0;
  const auto through = [&](const Expr& operand) {
    longest = std::max(longest, chainOf(store, operand));
  };
  if (const auto* n = as<Binary>(e)) through(n->a), through(n->b);
  if (const auto* n = as<Select>(e)) through(n->whenTrue), through(n->whenFalse);
  if (const auto* n = as<Cast>(e)) through(n->value);
  if (const auto* n = as<Call>(e))
    for (const Expr& a : n->args) through(a);
  return longest > 0 ? longest + latencyOf(e) : 0;
}

class Estimator {
 public:
  Estimator(const Stmt& body, const Target& target, const CoreRates& rates)
      : m_target(target), m_rates(rates), m_dependencies(body) {}

  double cycles(const Stmt& body) {
    walkRuns(
        body, [&](const Stmt& s, const Runs& runs) { stmt(s, runs); },
        [&](const Expr& e, const Runs& runs) { expr(e, runs); });
    double total = m_entries;
    for (const auto& [var, loop] : m_loops) {
      double chain = 0;
      for (const auto& [element, latency] : loop.chains)
        if (loop.fresh.count(element) == 0) chain = std::max(chain, latency);
      total += std::max({loop.use.arithmetic, loop.use.loads, loop.use.stores, chain,
                         loop.use.instructions / kInstructionsPerCycle});
    }
    return total;
  }

 private:
  static VarId innermost(const Runs& runs) {
    return runs.loops().empty() ? VarId() : runs.loops().back().var;
  }

  static std::string elementText(const Buffer& buffer, const std::vector<Expr>& indices) {
    std::string text = std::to_string(buffer->id.value);
    if (buffer->scope != Scope::registers)
      for (const Expr& index : indices) text += " " + toText(index);
    return text;
  }

  void stmt(const Stmt& s, const Runs& runs) {
    const auto times = static_cast<double>(runs.times());
    if (const auto* loop = as<For>(s)) {
      const double trips = static_cast<double>(constantInt(loop->extent).value_or(4));
      m_entries += kEntryCycles * times;
      m_loops[loop->var->id].use.instructions += kLoopInstructions * times * trips;
    }
    const auto* store = as<Store>(s);
    if (!store) return;
    LoopUse& home = m_loops[innermost(runs)];
    home.use.add(useOf(*store, m_target, m_rates), times);
    if (runs.loops().empty()) return;
    for (const Expr& index : store->indices)
      if (m_dependencies.movesWith(index, runs.loops().back().var)) return;
    const double latency = chainOf(*store, store->value);
    const std::string element = elementText(store->buffer, store->indices);
    if (latency > 0)
      home.chains[element] += latency * times;
    else
      home.fresh.insert(element);
  }

  // At home in the innermost loop that it moves with.
  void expr(const Expr& e, const Runs& runs) {
    const Use use = useOf(e, m_target, m_rates);
    if (use.instructions == 0) return;
    auto times = static_cast<double>(runs.times());
    const auto& loops = runs.loops();
    size_t depth = loops.size();
    for (; depth > 0 && !m_dependencies.movesWith(e, loops[depth - 1].var); --depth)
      times /= static_cast<double>(std::max<int64_t>(1, loops[depth - 1].extent));
    LoopUse& home = m_loops[depth > 0 ? loops[depth - 1].var : VarId()];
    if (const auto* load = as<Load>(e); load && !m_dependencies.isWritten(load->buffer->id))
      if (!home.read.insert(elementText(load->buffer, load->indices)).second) return;
    home.use.add(use, times);
  }

  const Target& m_target;
  const CoreRates& m_rates;
  Dependencies m_dependencies;
  std::map<VarId, LoopUse> m_loops;
  double m_entries = 0;
};

}  // namespace

std::vector<KernelEstimate> estimate(const loop_passes::LoweredProgram& lowered,
                                     const Target& target, const CoreRates& rates) {
  std::vector<KernelEstimate> out;
  for (const loop_passes::Kernel& kernel : lowered.kernels) {
    Stmt body = kernel.body;
    if (body && kernel.begin && kernel.end)
      body = substitute(body, {{kernel.begin->id, IntImm::make(0)},
                               {kernel.end->id, IntImm::make(kernel.parallelExtent)}});
    const double cycles = body ? Estimator(body, target, rates).cycles(body) : 0;
    out.push_back({cycles, kernel.parallelExtent});
  }
  return out;
}

}  // namespace heddle::codegen
