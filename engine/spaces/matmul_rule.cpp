// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/visit.h"
#include "engine/spaces/facts.h"
#include "engine/spaces/register_tile.h"
#include "engine/spaces/rules.h"
#include "engine/spaces/tiled_reduction.h"

namespace heddle::spaces {

using namespace loops;

namespace {

constexpr int64_t enoughTasks = 12;  // for a few threads to be busy alike

const BlockIter* iterOf(const Block& block, const std::string& name) {
  for (const BlockIter& iter : block.f.iters) {
    if (iter.var->name == name) return &iter;
  }
  return nullptr;
}

// The load that the column iterator indexes: the right-hand operand.
const Load* rightOperand(const Block& block, VarId n) {
  const Load* found = nullptr;
  const Store* store = singleStore(block);
  walk(store->value, [&](const Expr& e) {
    const auto* load = as<Load>(e);
    if (load && load->buffer->id != store->buffer->id &&
        strideOf(load->buffer, load->indices, n).value_or(0) != 0) {
      found = load;
    }
    return true;
  });
  return found;
}

// Columns in blocks, each block's rows one after another: [..., n / block, k, n % block], with
// `dot` steps of k last.
std::optional<std::string> packedMap(const Load& load, VarId n, VarId k, int64_t block,
                                     int64_t dot) {
  const std::string step = std::to_string(dot);
  std::string old, rest, column, last;
  for (size_t d = 0; d < load.indices.size(); ++d) {
    const std::string name = "d" + std::to_string(d);
    old += (d ? ", " : "") + name;
    const auto form = affineForm(load.indices[d]);
    if (!form) return {};
    if (form->coefficient(n) != 0) {
      column = name;
    } else if (dot > 1 && form->coefficient(k) != 0) {
      rest += name + " // " + step + ", ";
      last = ", " + name + " % " + step;
    } else {
      rest += name + ", ";
    }
  }
  if (column.empty()) return {};
  const std::string size = std::to_string(block);
  return old + " -> " + column + " // " + size + ", " + rest + column + " % " + size + last;
}

}  // namespace

bool scheduleMatmul(TraceBuilder& trace, const Anchor& anchor, const Target& target) {
  const Block* block = trace.block(anchor.block);
  if (!block || !isReduction(*block) || !singleStore(*block)) return false;
  const BlockIter *m = iterOf(*block, "m"), *n = iterOf(*block, "n"), *k = iterOf(*block, "k");
  if (!m || !n || !k || sizeBytes(singleStore(*block)->buffer->element) != 4) return false;
  const Load* right = rightOperand(*block, n->var->id);
  if (!right) return false;
  const int64_t rows = constantInt(m->extent).value_or(1),
                columns = constantInt(n->extent).value_or(1);
  const RegisterTile tile = chooseRegisterTile({1, rows, columns}, target);
  const auto mark = trace.mark();
  const auto name = trace.bufferName(right->buffer->id);
  const bool isConstant = isParameter(trace.program(), right->buffer->id, ParamRole::constant);
  const bool isDot = isConstant && target.hasVnni && right->buffer->element == ElementType::i8 &&
                     constantInt(k->extent).value_or(1) % 4 == 0;
  const int64_t dot = isDot ? 4 : 1;
  if (isConstant) {
    const auto map = packedMap(*right, n->var->id, k->var->id, tile.channels, dot);
    if (!map || !name || !trace.transformLayout(*name, *map)) return trace.restore(mark), false;
  } else if (strideOf(right->buffer, right->indices, n->var->id) != 1) {
    return false;
  }
  TiledReduction plan{anchor.block, anchor.epilogues, {}, {}, {}, {}, 1, 4};
  std::string rowLoop, columnLoop;
  int64_t tasks = 1;
  for (const LoopFact& fact : trace.loopsAround(anchor.block)) {
    if (fact.iterator == "k")
      plan.reduceLoops.push_back(fact.name);
    else if (fact.iterator == "m")
      rowLoop = fact.name;
    else if (fact.iterator == "n")
      columnLoop = fact.name;
    else
      plan.axes.push_back({fact.name}), tasks *= fact.extent;
  }
  plan.vectorLoop = columnLoop;
  plan.axes.push_back({columnLoop, tile.channels});
  plan.axes.push_back({rowLoop, tile.columns});
  plan.parallelAxes = plan.axes.size();
  // Where rows and columns both leave a rest, one loop over both could only test for the two at once: every last
  // tile would run under masks of both. Rows in a loop of their own are cut off before.
  const bool leavesBoth = rows % tile.columns != 0 && columns % tile.channels != 0;
  if (leavesBoth && tasks * (columns / tile.channels + 1) >= enoughTasks) --plan.parallelAxes;
  plan.dot = dot;
  if (scheduleTiledReduction(trace, plan)) return true;
  trace.restore(mark);
  return false;
}

}  // namespace heddle::spaces
