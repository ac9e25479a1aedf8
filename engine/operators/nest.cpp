// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/simplify.h"
#include "engine/loops/visit.h"
#include "engine/operators/builder.h"

namespace heddle::operators {

using namespace loops;

namespace {

constexpr size_t maxRegionsPerBuffer = 4;

// Known only inside the block: by what data says, or a loop of its body.
bool isInner(const Expr& e, const std::set<VarId>& loops) {
  bool found = false;
  walk(e, [&](const Expr& x) {
    const auto* var = as<Var>(x);
    found = found || as<Load>(x) || (var && loops.contains(var->id));
    return !found;
  });
  return found;
}

BufferRegion pointRegion(const Buffer& buffer, const Indices& indices,
                         const std::set<VarId>& loops) {
  BufferRegion region{buffer, {}};
  for (size_t d = 0; d < indices.size(); ++d) {
    if (isInner(indices[d], loops)) {
      region.ranges.push_back({constant(0), buffer->shape[d]});
    } else {
      region.ranges.push_back({indices[d], constant(1)});
    }
  }
  return region;
}

BufferRegion wholeRegion(const Buffer& buffer) {
  BufferRegion region{buffer, {}};
  for (const Expr& extent : buffer->shape) region.ranges.push_back({constant(0), extent});
  return region;
}

bool equalRegions(const BufferRegion& a, const BufferRegion& b) {
  for (size_t d = 0; d < a.ranges.size(); ++d) {
    if (!structurallyEqual(a.ranges[d].begin, b.ranges[d].begin)) return false;
    if (!structurallyEqual(a.ranges[d].extent, b.ranges[d].extent)) return false;
  }
  return true;
}

// Distinct regions by buffer, in order of first access.
class RegionSet {
 public:
  explicit RegionSet(std::set<VarId> loops) : m_loops(std::move(loops)) {}

  void add(const Buffer& buffer, const Indices& indices) {
    auto it = std::find_if(m_entries.begin(), m_entries.end(),
                           [&](const auto& entry) { return entry.first->id == buffer->id; });
    if (it == m_entries.end()) it = m_entries.insert(m_entries.end(), {buffer, {}});
    BufferRegion region = pointRegion(buffer, indices, m_loops);
    for (const BufferRegion& known : it->second) {
      if (equalRegions(known, region)) return;
    }
    it->second.push_back(std::move(region));
  }
  std::vector<BufferRegion> take(const std::set<BufferId>& without) const {
    std::vector<BufferRegion> regions;
    for (const auto& [buffer, list] : m_entries) {
      if (without.contains(buffer->id)) continue;
      if (list.size() > maxRegionsPerBuffer) {
        regions.push_back(wholeRegion(buffer));
      } else {
        regions.insert(regions.end(), list.begin(), list.end());
      }
    }
    return regions;
  }

 private:
  std::set<VarId> m_loops;  // of the body
  std::vector<std::pair<Buffer, std::vector<BufferRegion>>> m_entries;
};

void setRegions(Block::Fields& fields) {
  std::set<VarId> loops;
  walk(fields.body, [&](const Stmt& s) {
    if (const auto* loop = as<For>(s)) loops.insert(loop->var->id);
    return true;
  });
  RegionSet reads(loops), writes(loops);
  std::set<BufferId> initialised;
  const auto onStmt = [&](const Stmt& s) {
    if (const auto* store = as<Store>(s)) writes.add(store->buffer, store->indices);
    return true;
  };
  const auto onExpr = [&](const Expr& e) {
    if (const auto* load = as<Load>(e)) reads.add(load->buffer, load->indices);
    return true;
  };
  if (fields.body) walk(fields.body, onStmt, onExpr);
  if (fields.init) {
    walk(fields.init, onStmt, onExpr);
    walk(fields.init, [&](const Stmt& s) {
      if (const auto* store = as<Store>(s)) initialised.insert(store->buffer->id);
      return true;
    });
  }
  fields.reads = reads.take(initialised);
  fields.writes = writes.take({});
}

}  // namespace

std::vector<Axis> plainAxes(const Extents& extents) {
  std::vector<Axis> axes;
  for (size_t d = 0; d < extents.size(); ++d) axes.push_back({"i" + std::to_string(d), extents[d]});
  return axes;
}

Nest::Nest(OpContext& op, const std::string& suffix, const std::vector<Axis>& axes)
    : m_op(op),
      m_name(
          op.builder().uniqueBlockName(suffix.empty() ? op.opName() : op.opName() + "_" + suffix)) {
  Program& program = op.builder().program();
  m_annotations["op"] = op.opName();
  for (const Axis& axis : axes) {
    m_loopVars.push_back(Var::make(program.freshId<VarId>(), axis.name));
    m_iters.push_back({Var::make(program.freshId<VarId>(), axis.name), constant(axis.extent),
                       axis.kind, m_loopVars.back()});
    m_extents.push_back(axis.extent);
  }
}

Indices Nest::indices(size_t begin, size_t count) const {
  Indices out;
  for (size_t i = 0; i < count; ++i) out.push_back(m_iters[begin + i].var);
  return out;
}

Indices Nest::spatial() const {
  Indices out;
  for (const BlockIter& iter : m_iters) {
    if (iter.kind == IterKind::spatial) out.push_back(iter.var);
  }
  return out;
}

void Nest::finish(Stmt body, Stmt init) {
  bool reducesNothing = false;
  Bounds bounds;
  for (size_t i = 0; i < m_iters.size(); ++i) {
    if (m_iters[i].kind == IterKind::reduce && m_extents[i] == 0) reducesNothing = true;
    bounds[m_iters[i].var->id] = {0, std::max<int64_t>(m_extents[i] - 1, 0)};
  }
  Program& program = m_op.builder().program();
  Block::Fields fields{program.freshId<BlockId>(), m_name};
  fields.annotations = m_annotations;
  if (init && reducesNothing) {
    body = std::move(init);
    init = nullptr;
  }
  fields.body = simplify(body, bounds);
  fields.init = init ? simplify(init, bounds) : nullptr;
  std::vector<size_t> loops;
  for (size_t i = 0; i < m_iters.size(); ++i) {
    if (reducesNothing && m_iters[i].kind == IterKind::reduce) continue;
    fields.iters.push_back(m_iters[i]);
    loops.push_back(i);
  }
  setRegions(fields);
  const BlockId id = fields.id;
  Stmt nest = Block::make(std::move(fields));
  for (auto it = loops.rbegin(); it != loops.rend(); ++it) {
    nest = For::make({program.freshId<LoopId>(),
                      m_loopVars[*it],
                      constant(0),
                      constant(m_extents[*it]),
                      ForKind::serial,
                      {},
                      {},
                      nest});
  }
  m_op.builder().append(std::move(nest), id, m_op.node.id);
}

void pointwise(OpContext& op, const std::string& suffix, const Buffer& out,
               const std::function<Expr(const Indices&)>& value) {
  Extents extents;
  for (const Expr& extent : out->shape) extents.push_back(*constantInt(extent));
  Nest nest(op, suffix, plainAxes(extents));
  const Indices indices = nest.spatial();
  nest.finish(storeNarrow(out, indices, value(indices)));
}

void reduce(OpContext& op, const Reduction& r) {
  Nest nest(op, r.suffix, r.axes);
  const Indices iters = nest.indices(0, r.axes.size());
  const Indices out = r.outIndices ? r.outIndices(iters) : nest.spatial();
  const Expr accumulator = Load::make(r.out, out);
  nest.finish(Store::make(r.out, out, r.update(accumulator, iters)),
              Store::make(r.out, out, r.start));
}

}  // namespace heddle::operators
