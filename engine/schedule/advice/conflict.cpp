// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule/advice/conflict.h"

#include <algorithm>
#include <set>

#include "engine/schedule/analysis/evaluate.h"

namespace heddle::schedule {

using namespace loops;

namespace {

struct Event {
  std::vector<int64_t> before, after;  // when it happens: now, and after the step
  std::string at;
  bool isWrite;
  const Block* block;
};

// Whether the step would let the earlier of two instances happen later or at the same time.
using Breaks = std::function<bool(const Event& earlier, const Event& later)>;

class Finder {
 public:
  Finder(const State& state, const Diagnostic& refusal) : m_state(state) {
    for (const Subject& s : refusal.subjects) {
      if (s.kind == "buffer") m_buffers.insert(BufferId{s.id});
    }
  }

  // Runs `root`; `keys` gives an instance's times from the loops' values.
  std::optional<Conflict> find(const Path& path, const Stmt& root,
                               const std::function<void(const Values&, Event&)>& keys,
                               const Breaks& breaks, const std::vector<const For*>& shown) {
    Values values;
    for (const VarRef& v : m_state.program.shapeVars) values[v->id] = 8;
    for (const For* outer : loopsOn(path)) {
      if (outer == root.get()) break;
      values[outer->var->id] = evaluate(outer->min, values).value_or(0);
    }
    std::map<std::pair<const BufferNode*, std::vector<int64_t>>, std::vector<Event>> events;
    std::optional<Conflict> out;
    eachTouch(root, values, {}, [&](const Touch& t, const Values& now) {
      if (!m_buffers.empty() && !m_buffers.count(t.buffer->id)) return true;
      Event event{{}, {}, {}, t.isWrite, t.block};
      keys(now, event);
      for (const For* l : shown) {
        const auto it = now.find(l->var->id);
        if (it != now.end())
          event.at +=
              (event.at.empty() ? "" : ", ") + l->var->name + " = " + std::to_string(it->second);
      }
      auto& seen = events[{t.buffer, t.indices}];
      for (const Event& other : seen) {
        if ((!other.isWrite && !event.isWrite) || !breaks(other, event)) continue;
        out = conflict(other, event, t);
        return false;
      }
      // A few instances of each kind are enough to meet all others.
      if (seen.size() < 12) seen.push_back(std::move(event));
      return true;
    });
    return out;
  }

 private:
  static Conflict conflict(const Event& a, const Event& b, const Touch& t) {
    Conflict out{a.at, b.at, t.buffer->name + "[", {}};
    for (size_t d = 0; d < t.indices.size(); ++d)
      out.element += (d ? ", " : "") + std::to_string(t.indices[d]);
    out.element += "]";
    const auto who = [](const Event& e) {
      return e.block ? e.at + " (" + e.block->f.name + ")" : e.at;
    };
    if (a.isWrite && b.isWrite)
      out.text = {"{0} and {1} both write {2}", {a.at, b.at, out.element}};
    else if (a.isWrite)
      out.text = {"{0} writes {1}, which {2} reads", {who(a), out.element, who(b)}};
    else
      out.text = {"{0} reads {1}, which {2} writes later", {who(a), out.element, who(b)}};
    return out;
  }

  const State& m_state;
  std::set<BufferId> m_buffers;
};

std::optional<Path> loopNamed(const State& state, const LoopName& name) {
  const auto it = state.loops.find(name.value);
  return it == state.loops.end() ? std::nullopt : pathTo(state.program.body, it->second);
}

// Iterations of one loop at once.
std::optional<Conflict> betweenIterations(const State& state, const Diagnostic& refusal,
                                          const Path& path) {
  const auto* loop = as<For>(path.back());
  const auto keys = [&](const Values& now, Event& e) { e.before = {now.at(loop->var->id)}; };
  const auto breaks = [](const Event& a, const Event& b) { return a.before != b.before; };
  return Finder(state, refusal).find(path, path.back(), keys, breaks, {loop});
}

std::optional<Conflict> inOtherOrder(const State& state, const Step& step,
                                     const Diagnostic& refusal) {
  std::vector<const For*> wanted;
  std::set<const For*> set;
  Path shallowest;
  for (const LoopName& name : argument<std::vector<LoopName>>(step, "loops")) {
    const auto path = loopNamed(state, name);
    if (!path) return {};
    wanted.push_back(as<For>(path->back()));
    set.insert(wanted.back());
    if (shallowest.empty() || path->size() < shallowest.size()) shallowest = *path;
  }
  // The listed loops as they stand now.
  std::vector<const For*> stand;
  walk(shallowest.back(), [&](const Stmt& s) {
    if (const auto* l = as<For>(s); l && set.count(l)) stand.push_back(l);
    return s->kind != StmtKind::Block;
  });
  if (stand.size() != wanted.size()) return {};
  const auto keys = [&](const Values& now, Event& e) {
    for (const For* l : stand) e.before.push_back(now.count(l->var->id) ? now.at(l->var->id) : 0);
    for (const For* l : wanted) e.after.push_back(now.count(l->var->id) ? now.at(l->var->id) : 0);
  };
  const auto breaks = [](const Event& a, const Event& b) {
    return (a.before < b.before) != (a.after < b.after) && a.before != b.before;
  };
  return Finder(state, refusal).find(shallowest, shallowest.back(), keys, breaks, stand);
}

std::optional<Conflict> sideBySide(const State& state, const Step& step,
                                   const Diagnostic& refusal) {
  std::vector<const For*> loops;
  std::vector<Stmt> stmts;
  Path path;
  for (const LoopName& name : argument<std::vector<LoopName>>(step, "loops")) {
    const auto at = loopNamed(state, name);
    if (!at) return {};
    loops.push_back(as<For>(at->back()));
    stmts.push_back(at->back());
    path = *at;
  }
  path.pop_back();
  const auto keys = [&](const Values& now, Event& e) {
    for (size_t i = 0; i < loops.size(); ++i) {
      const auto it = now.find(loops[i]->var->id);
      if (it == now.end()) continue;
      e.before = {static_cast<int64_t>(i), it->second - evaluate(loops[i]->min, now).value_or(0)};
    }
    if (e.before.size() == 2) e.after = {e.before[1], e.before[0]};
  };
  const auto breaks = [](const Event& a, const Event& b) {
    return a.before.size() == 2 && b.before.size() == 2 && a.before[0] < b.before[0] &&
           b.after < a.after;
  };
  return Finder(state, refusal).find(path, Seq::make(stmts), keys, breaks, loops);
}

}  // namespace

std::optional<Conflict> findConflict(const State& state, const Step& step,
                                     const Diagnostic& refusal) {
  const size_t dot = refusal.code.rfind('.');
  const std::string requirement = refusal.code.substr(dot + 1);
  static const std::set<std::string> aboutOrder = {"reduction", "race", "dependence", "opaque"};
  if (!aboutOrder.count(requirement)) return {};
  if (step.primitive == "reorder") return inOtherOrder(state, step, refusal);
  if (step.primitive == "merge") return sideBySide(state, step, refusal);
  // The loop that the refusal is about, which may be another than the step's: one that runs in
  // parallel already.
  for (const Subject& s : refusal.subjects) {
    if (s.kind != "loop") continue;
    if (const auto path = pathTo(state.program.body, LoopId{s.id}))
      return betweenIterations(state, refusal, *path);
  }
  return {};
}

}  // namespace heddle::schedule
