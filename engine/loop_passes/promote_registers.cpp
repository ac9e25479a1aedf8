// For each buffer in scope `registers` (one dimension after flattening):
// 1. Collect the elements of every access; all must be constant.
// 2. The ends of vector accesses cut the buffer into pieces; what no vector touches is one piece an
// element.
// 3. Each piece becomes a buffer that is always accessed whole; an access of other elements
// shuffles.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "engine/loop_passes/passes.h"
#include "engine/loops/fold.h"
#include "engine/loops/text.h"
#include "engine/loops/visit.h"

namespace heddle::loop_passes {
using namespace loops;
namespace {

constexpr int64_t maxElements = 4096, maxLocalElements = 512;

using Elements = std::vector<int64_t>;  // by lane

std::optional<Elements> elementsOf(const Expr& index) {
  if (auto value = constantInt(index)) return Elements{*value};
  const auto lanes = static_cast<size_t>(index->type.lanes);
  if (const auto* ramp = as<Ramp>(index)) {
    const auto base = constantInt(ramp->base), stride = constantInt(ramp->stride);
    if (!base || !stride) return {};
    Elements out(lanes);
    for (size_t i = 0; i < lanes; ++i) out[i] = *base + static_cast<int64_t>(i) * *stride;
    return out;
  }
  if (const auto* b = as<Broadcast>(index)) {
    if (auto value = constantInt(b->value)) return Elements(lanes, *value);
  }
  const auto* sum = as<Binary>(index);
  const auto a = sum ? elementsOf(sum->a) : std::nullopt,
             b = sum ? elementsOf(sum->b) : std::nullopt;
  if (!a || !b) return {};
  Elements out(lanes);
  for (size_t i = 0; i < lanes; ++i) {
    const auto value = foldBinary(sum->op, index->type.element, a->at(i), b->at(i));
    if (!value) return {};
    out[i] = *value;
  }
  return out;
}

bool isContiguous(const Elements& e) {
  for (size_t i = 1; i < e.size(); ++i) {
    if (e[i] != e[0] + static_cast<int64_t>(i)) return false;
  }
  return true;
}

struct Piece {
  int64_t begin;
  int lanes;
  Buffer buffer;
};

Expr whole(const Piece& p) {
  if (p.lanes == 1) return constant(0);
  return Ramp::make(constant(0), constant(1), p.lanes);
}

class Registers {
 public:
  Registers(Buffer buffer, int64_t extent) : m_buffer(std::move(buffer)), m_extent(extent) {}

  bool note(const Expr& index) {
    const auto elements = elementsOf(index);
    if (!elements) return false;
    for (int64_t e : *elements) {
      // Masked lanes may lie beyond the end; the registers for them cost nothing.
      if (e < 0 || e >= maxElements) return false;
      m_extent = std::max(m_extent, e + 1);
      m_touched.insert(e);
    }
    if (elements->size() > 1 && isContiguous(*elements)) {
      m_ramps.push_back({elements->front(), elements->back() + 1});
    }
    return true;
  }

  void cut(Program& program) {
    std::set<int64_t> cuts;
    std::vector<bool> covered(static_cast<size_t>(m_extent), false);
    for (const auto& [begin, end] : m_ramps) {
      cuts.insert(begin), cuts.insert(end);
      std::fill(covered.begin() + begin, covered.begin() + end, true);
    }
    for (int64_t e = 0; e < m_extent;) {
      int64_t end = e + 1;
      if (!m_touched.count(e)) {
        e = end;
        continue;
      }
      while (covered[static_cast<size_t>(e)] && end < m_extent && !cuts.count(end)) ++end;
      auto node = *m_buffer;
      node.id = program.freshId<BufferId>();
      node.name += "_" + std::to_string(e);
      node.scope = Scope::registers;
      node.shape = {constant(end - e)};
      m_pieces.push_back({e, static_cast<int>(end - e), makeBuffer(std::move(node))});
      program.allocs.push_back(m_pieces.back().buffer);
      e = end;
    }
  }

  Expr load(const Load& load) const {
    const Elements elements = *elementsOf(load.indices[0]);
    const Expr value = gather(elements);
    if (!load.predicate) return value;
    Expr zero = isFloat(load.type.element) ? FloatImm::make(0, load.type.element)
                                           : IntImm::make(0, load.type.element);
    if (!load.type.isScalar()) zero = Broadcast::make(zero, load.type.lanes);
    return Select::make(load.predicate, value, zero);
  }

  Stmt store(const Store& store) const {
    const Elements elements = *elementsOf(store.indices[0]);
    Expr value = store.value;
    if (store.predicate) value = Select::make(store.predicate, value, gather(elements));
    std::vector<Stmt> out;
    for (const Piece& p : m_pieces) {
      if (auto part = partFor(p, elements, value))
        out.push_back(withSpan(Store::make(p.buffer, {whole(p)}, part), store.span));
    }
    return Seq::make(std::move(out));
  }

 private:
  Buffer m_buffer;
  int64_t m_extent;
  std::vector<std::pair<int64_t, int64_t>> m_ramps;
  std::set<int64_t> m_touched;
  std::vector<Piece> m_pieces;

  const Piece& pieceOf(int64_t element) const {
    auto after = std::upper_bound(m_pieces.begin(), m_pieces.end(), element,
                                  [](int64_t e, const Piece& p) { return e < p.begin; });
    return *(after - 1);
  }

  Expr gather(const Elements& elements) const {
    const Piece& first = pieceOf(elements[0]);
    if (isContiguous(elements) && first.begin == elements[0] &&
        first.lanes == static_cast<int>(elements.size())) {
      return Load::make(first.buffer, {whole(first)});
    }
    std::vector<Expr> vectors;
    std::map<int64_t, int> offsets;  // of a piece's first lane among the concatenated vectors
    std::vector<int> lanes;
    int total = 0;
    for (int64_t e : elements) {
      const Piece& p = pieceOf(e);
      if (offsets.emplace(p.begin, total).second) {
        vectors.push_back(Load::make(p.buffer, {whole(p)}));
        total += p.lanes;
      }
      lanes.push_back(offsets[p.begin] + static_cast<int>(e - p.begin));
    }
    return Shuffle::make(std::move(vectors), std::move(lanes));
  }

  // The piece's new value; null when no element of it is written.
  Expr partFor(const Piece& p, const Elements& elements, const Expr& value) const {
    std::vector<int> lanes(static_cast<size_t>(p.lanes));
    std::iota(lanes.begin(), lanes.end(), 0);
    int written = 0;
    for (size_t i = 0; i < elements.size(); ++i) {
      const int64_t lane = elements[i] - p.begin;
      if (lane < 0 || lane >= p.lanes) continue;
      lanes[static_cast<size_t>(lane)] = p.lanes + static_cast<int>(i);
      ++written;
    }
    if (written == 0) return nullptr;
    if (written < p.lanes)
      return Shuffle::make({Load::make(p.buffer, {whole(p)}), value}, std::move(lanes));
    if (elements[0] == p.begin && static_cast<int>(elements.size()) == p.lanes &&
        isContiguous(elements))
      return value;
    for (int& lane : lanes) lane -= p.lanes;
    return Shuffle::make({value}, std::move(lanes));
  }
};

using Candidates = std::map<BufferId, Registers>;

// Collects accesses; a buffer in scope `local` that does not qualify is left alone.
std::optional<Diagnostic> noteAccesses(const Program& program, Candidates& candidates) {
  std::optional<Diagnostic> error;
  const auto note = [&](const Buffer& b, const std::vector<Expr>& indices) {
    const auto found = candidates.find(b->id);
    if (found == candidates.end() || found->second.note(indices[0])) return;
    candidates.erase(found);
    if (b->scope != Scope::registers || error) return;
    error = Diagnostic{
        "lower.promote_registers.index",
        "{0} is in registers but index " + toText(indices[0]) +
            " is not constant after unrolling and vectorizing",
        {{"buffer", b->id.value, b->name}},
        {},
        "unroll or vectorize every loop of that index, or keep the buffer in scope local"};
  };
  walk(
      program.body,
      [&](const Stmt& s) {
        if (const auto* store = as<Store>(s)) note(store->buffer, store->indices);
        return true;
      },
      [&](const Expr& e) {
        if (const auto* load = as<Load>(e)) note(load->buffer, load->indices);
        return true;
      });
  return error;
}

}  // namespace

Result<Program> promoteRegisters(const Program& program) {
  Candidates candidates;
  for (const Buffer& b : program.allocs) {
    const auto extent = constantInt(b->shape[0]);
    const bool isRegister = b->scope == Scope::registers;
    if (!isRegister && b->scope != Scope::local) continue;
    if (extent && *extent <= (isRegister ? maxElements : maxLocalElements)) {
      candidates.emplace(b->id, Registers(b, *extent));
    } else if (isRegister) {
      return Diagnostic{"lower.promote_registers.extent",
                        "{0} is in registers but has more than 4096 elements",
                        {{"buffer", b->id.value, b->name}}};
    }
  }
  if (auto error = noteAccesses(program, candidates)) return *error;
  Program out = program;
  std::erase_if(out.allocs, [&](const Buffer& b) { return candidates.count(b->id) != 0; });
  for (const Buffer& b : program.allocs) {
    const auto found = candidates.find(b->id);
    if (found != candidates.end()) found->second.cut(out);
  }
  out.body = rewrite(
      program.body,
      [&](const Stmt& s) -> Stmt {
        const auto* store = as<Store>(s);
        const auto found = store ? candidates.find(store->buffer->id) : candidates.end();
        return found == candidates.end() ? s : found->second.store(*store);
      },
      [&](const Expr& e) -> Expr {
        const auto* load = as<Load>(e);
        const auto found = load ? candidates.find(load->buffer->id) : candidates.end();
        return found == candidates.end() ? e : found->second.load(*load);
      });
  return out;
}

}  // namespace heddle::loop_passes
