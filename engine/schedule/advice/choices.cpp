// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule/advice/choices.h"

#include <algorithm>
#include <set>

#include "engine/loops/tensor_intrinsics.h"
#include "engine/loops/visit.h"
#include "engine/schedule/analysis/blocks.h"

namespace heddle::schedule {

using namespace loops;

namespace {

constexpr size_t maxChoices = 64;

template <class Id>
std::string nameIn(const std::map<std::string, Id>& names, Id id) {
  for (const auto& [name, other] : names) {
    if (other == id) return name;
  }
  return "";
}

template <class T>
const T* given(const Step& step, const char* name) {
  const auto it = step.arguments.find(name);
  return it == step.arguments.end() ? nullptr : std::get_if<T>(&it->second);
}

std::optional<Path> loopOf(const State& state, const LoopName* name) {
  const auto it = name ? state.loops.find(name->value) : state.loops.end();
  return it == state.loops.end() ? std::nullopt : pathTo(state.program.body, it->second);
}
std::optional<Place> blockOf(const State& state, const BlockName* name) {
  const auto it = name ? state.blocks.find(name->value) : state.blocks.end();
  return it == state.blocks.end() ? std::nullopt : placeOf(state.program.body, it->second);
}

// The first block below the step's loop, or the step's block.
std::optional<Place> subjectPlace(const State& state, const Step& step) {
  if (auto place = blockOf(state, given<BlockName>(step, "block"))) return place;
  const auto path = loopOf(state, given<LoopName>(step, "loop"));
  for (const Place& p : blocksIn(state.program.body)) {
    if (path && isBelow(p, as<For>(path->back())->id)) return p;
  }
  return {};
}

class Chooser {
 public:
  Chooser(const State& state, const Step& step, const ArgumentSpec& spec)
      : m_state(state), m_step(step), m_spec(spec) {}

  std::vector<Argument> run() {
    switch (m_spec.kind) {
      case ArgumentKind::loop:
        addLoops();
        break;
      case ArgumentKind::block:
        addBlocks();
        break;
      case ArgumentKind::buffer:
        addBuffers();
        break;
      case ArgumentKind::integer:
        addIntegers();
        break;
      case ArgumentKind::integers:
        addLists();
        break;
      case ArgumentKind::loops:
        addLoopLists();
        break;
      case ArgumentKind::text:
        addTexts();
        break;
      case ArgumentKind::texts:
        break;
      case ArgumentKind::value:
        for (int64_t v : {1, 2, 4, 8, 16}) add(v);
        break;
    }
    return m_out;
  }

 private:
  void add(Argument a) {
    const auto it = m_step.arguments.find(std::string(m_spec.name));
    if (it != m_step.arguments.end() && it->second == a) return;
    if (m_out.size() < maxChoices && std::find(m_out.begin(), m_out.end(), a) == m_out.end())
      m_out.push_back(std::move(a));
  }
  void addLoop(const For& loop) {
    if (const std::string name = nameOf(m_state, loop.id); !name.empty()) add(LoopName{name});
  }
  bool is(const char* primitive) const { return m_step.primitive == primitive; }

  // Those around the step's block, innermost first, then all.
  void addLoops() {
    const auto place = blockOf(m_state, given<BlockName>(m_step, "block"));
    const auto old = loopOf(m_state, given<LoopName>(m_step, "loop"));
    const bool isElsewhere = is("compute_at") || is("reverse_compute_at");
    if (isElsewhere && place) addMeetingLoops(*place);
    if (!isElsewhere && place) {
      for (size_t i = place->loops.size(); i-- > 0;) addLoop(*place->loops[i]);
    }
    if (old) {  // neighbours of the one that was named
      for (const Place& p : blocksIn(m_state.program.body)) {
        if (!isBelow(p, as<For>(old->back())->id)) continue;
        for (size_t i = p.loops.size(); i-- > 0;) addLoop(*p.loops[i]);
      }
    }
    walk(m_state.program.body, [&](const Stmt& s) {
      if (const auto* loop = as<For>(s)) addLoop(*loop);
      return s->kind != StmtKind::Block;
    });
  }
  // Loops around the blocks that it exchanges data with.
  void addMeetingLoops(const Place& place) {
    const bool isProducer = is("compute_at");
    for (const Place& other : blocksIn(m_state.program.body)) {
      const auto& regions = isProducer ? place.block->f.writes : place.block->f.reads;
      for (const BufferRegion& r : regions) {
        const bool meets = isProducer ? readsBuffer(*other.block, r.buffer->id)
                                      : writesBuffer(*other.block, r.buffer->id);
        for (size_t i = 0; meets && i < other.loops.size(); ++i) {
          if (!isBelow(place, other.loops[i]->id)) addLoop(*other.loops[i]);
        }
      }
    }
  }
  void addBlocks() {
    const auto loop = loopOf(m_state, given<LoopName>(m_step, "loop"));
    const auto* buffer = given<BufferName>(m_step, "buffer");
    const auto places = blocksIn(m_state.program.body);
    const bool wantsInside = !is("compute_at") && !is("reverse_compute_at");
    for (int round = 0; round < 2; ++round) {
      for (const Place& p : places) {
        bool isLikely = true;
        if (loop) isLikely = isBelow(p, as<For>(loop->back())->id) == wantsInside;
        const auto it = buffer ? m_state.buffers.find(buffer->value) : m_state.buffers.end();
        if (it != m_state.buffers.end())
          isLikely = isLikely && (is("cache_write")
                                      ? writesBuffer(*p.block, it->second)
                                      : readsBuffer(*p.block, it->second) ||
                                            (is("reindex") && writesBuffer(*p.block, it->second)));
        if (isLikely == (round == 0)) add(BlockName{nameOf(m_state, p.block->f.id)});
      }
    }
  }
  void addBuffer(const Buffer& b) {
    if (const std::string name = nameOf(m_state, b->id); !name.empty()) add(BufferName{name});
  }
  void addBuffers() {
    const auto place = subjectPlace(m_state, m_step);
    const bool wantsWrites = is("cache_write") || is("write_at");
    const bool wantsReads = is("cache_read") || is("read_at") || is("prefetch");
    if (place) {
      for (const BufferRegion& r : wantsWrites ? place->block->f.writes : place->block->f.reads)
        addBuffer(r.buffer);
      if (!wantsReads && !wantsWrites) {
        for (const BufferRegion& r : place->block->f.writes) addBuffer(r.buffer);
      }
    }
    for (const Buffer& b : m_state.program.allocs) addBuffer(b);
    for (const Param& p : m_state.program.params) addBuffer(p.buffer);
  }
  void addIntegers() {
    if (m_spec.name == "factor")
      for (int64_t v : {8, 16, 4, 32}) add(v);
    else if (m_spec.name == "parts")
      for (int64_t v : {2, 3, 4}) add(v);
    else if (m_spec.name == "ahead")
      for (int64_t v : {1, 2, 4, 8, 16}) add(v);
    else
      for (int64_t v = 0; v < 8; ++v) add(v);
  }
  void addLists() {
    if (m_spec.name == "order" || m_spec.name == "padding") return addPerIterator();
    if (m_spec.name == "weights") return add(std::vector<int64_t>{1, 1});
    if (m_spec.name == "values") return add(std::vector<int64_t>{1, 2, 4, 8});
    const auto path = loopOf(m_state, given<LoopName>(m_step, "loop"));
    const int64_t extent = path ? constantInt(as<For>(path->back())->extent).value_or(0) : 0;
    if (m_spec.name == "at") {
      for (int64_t d : {2, 3, 4}) {
        if (extent / d > 0) add(std::vector<int64_t>{extent / d});
      }
      return;
    }
    const auto* old =
        given<std::vector<int64_t>>(m_step, m_spec.name == "factors" ? "factors" : "");
    int64_t wanted = 16;
    for (int64_t f : old ? *old : std::vector<int64_t>{}) {
      if (f > 1 && f <= 4096) wanted = f;
    }
    for (int64_t d : divisorsNear(extent, wanted)) add(std::vector<int64_t>{-1, d});
    for (int64_t d : {16, 8, 4, 2}) add(std::vector<int64_t>{-1, d});
  }
  void addPerIterator() {
    const auto place = blockOf(m_state, given<BlockName>(m_step, "block"));
    if (!place) return;
    const size_t n = place->block->f.iters.size();
    if (m_spec.name == "padding") {
      for (int64_t tile : {16, 8, 4, 2}) add(std::vector<int64_t>(n, tile));
      return;
    }
    std::vector<int64_t> order(n);
    for (size_t i = 0; i < n; ++i) order[i] = static_cast<int64_t>((i + 1) % n);
    add(order);
    for (size_t i = 0; i < n; ++i) order[i] = static_cast<int64_t>(n - 1 - i);
    add(order);
  }
  // Lists that hold the first loop of the step's list.
  void addLoopLists() {
    const auto* old = given<std::vector<LoopName>>(m_step, "loops");
    std::set<LoopId> named;
    for (const LoopName& n : old ? *old : std::vector<LoopName>{}) {
      if (const auto path = loopOf(m_state, &n)) named.insert(as<For>(path->back())->id);
    }
    is("merge") ? addSiblings(named) : addNested(named);
  }
  void addPair(const For& a, const For& b) {
    const std::string first = nameOf(m_state, a.id), second = nameOf(m_state, b.id);
    if (!first.empty() && !second.empty())
      add(std::vector<LoopName>{LoopName{first}, LoopName{second}});
  }
  void addNested(const std::set<LoopId>& named) {
    for (int round = 0; round < 2; ++round) {
      for (const Place& p : blocksIn(m_state.program.body)) {
        for (size_t i = 0; i + 1 < p.loops.size(); ++i) {
          const bool isLikely = named.empty() || named.count(p.loops[i]->id) > 0 ||
                                named.count(p.loops[i + 1]->id) > 0;
          if (isLikely != (round == 0)) continue;
          is("fuse") ? addPair(*p.loops[i], *p.loops[i + 1])
                     : addPair(*p.loops[i + 1], *p.loops[i]);
        }
      }
    }
  }
  void addSiblings(const std::set<LoopId>& named) {
    for (int round = 0; round < 2; ++round) {
      walk(m_state.program.body, [&](const Stmt& s) {
        const auto* seq = as<Seq>(s);
        for (size_t i = 0; seq && i + 1 < seq->stmts.size(); ++i) {
          const auto *a = as<For>(seq->stmts[i]), *b = as<For>(seq->stmts[i + 1]);
          if (!a || !b) continue;
          const bool isLikely = named.empty() || named.count(a->id) > 0 || named.count(b->id) > 0;
          if (isLikely == (round == 0)) addPair(*a, *b);
        }
        return s->kind != StmtKind::Block;
      });
    }
  }
  void addTexts() {
    if (m_spec.name == "scope") {
      for (const char* scope : {"local", "registers", "global"}) add(std::string(scope));
    } else if (m_spec.name == "thread") {
      for (const char* t : {"blockIdx.x", "threadIdx.x", "blockIdx.y", "threadIdx.y", "vthread"})
        add(std::string(t));
    } else if (m_spec.name == "map") {
      addMaps();
    } else if (m_spec.name == "key") {
      addKeys();
    } else if (m_spec.name == "intrinsic") {
      for (const TensorIntrinsic& i : tensorIntrinsics()) add(std::string(i.name));
    }
  }
  void addMaps() {
    const auto* name = given<BufferName>(m_step, "buffer");
    const auto block = blockOf(m_state, given<BlockName>(m_step, "block"));
    size_t rank = block && !name ? block->block->f.iters.size() : 0;
    for (const auto& [n, id] : m_state.buffers) {
      if (!name || n != name->value) continue;
      for (const Param& p : m_state.program.params)
        if (p.buffer->id == id) rank = p.buffer->shape.size();
      for (const Buffer& b : m_state.program.allocs)
        if (b->id == id) rank = b->shape.size();
    }
    if (rank == 0 || rank > 20) return;
    std::string in, turned, tiled;
    for (size_t d = 0; d < rank; ++d) {
      const std::string v(1, static_cast<char>('a' + d));
      const std::string w(1, static_cast<char>('a' + (d + rank - 1) % rank));
      in += (d ? ", " : "") + v, turned += (d ? ", " : "") + w;
      tiled += (d ? ", " : "") + (d + 1 == rank ? v + "//8, " + v + " % 8" : v);
    }
    if (rank > 1) add(in + " -> " + turned);
    add(in + " -> " + tiled);
  }
  void addKeys() {
    if (is("unannotate")) {
      if (const auto path = loopOf(m_state, given<LoopName>(m_step, "loop")))
        for (const auto& [key, value] : as<For>(path->back())->annotations) add(key);
      if (const auto place = blockOf(m_state, given<BlockName>(m_step, "block")))
        for (const auto& [key, value] : place->block->f.annotations) add(key);
      return;
    }
    for (const char* key : {"unroll_factor", "reduce_lanes", "partition"}) add(std::string(key));
  }

  const State& m_state;
  const Step& m_step;
  const ArgumentSpec& m_spec;
  std::vector<Argument> m_out;
};

}  // namespace

std::vector<Argument> choicesFor(const State& state, const Step& step, const ArgumentSpec& spec) {
  return Chooser(state, step, spec).run();
}

std::string nameOf(const State& state, LoopId loop) {
  return nameIn(state.loops, loop);
}
std::string nameOf(const State& state, BlockId block) {
  return nameIn(state.blocks, block);
}
std::string nameOf(const State& state, BufferId buffer) {
  return nameIn(state.buffers, buffer);
}

std::vector<int64_t> divisorsNear(int64_t n, int64_t wanted) {
  std::vector<int64_t> out;
  for (int64_t d = 2; d < n && d <= 4096; ++d) {
    if (n % d == 0) out.push_back(d);
  }
  std::stable_sort(out.begin(), out.end(), [&](int64_t a, int64_t b) {
    return std::abs(a - wanted) < std::abs(b - wanted);
  });
  return out;
}

}  // namespace heddle::schedule
