// 1. The step with other values; the argument at fault first.
// 2. With a trace: the step before the last, the last two, ... steps, which then follow.
// 3. The step on another loop, block or buffer nearby.
// 4. One preparing step, then the step; where it splits a loop, on a part of that loop.
// 5. A primitive of like purpose on the same loop, block or buffer.
// 6. With a trace: the step instead of the last ones.
// A name that nothing has is put right first; then the rest of the step may need an alternative.
// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule/advice/search.h"

#include <algorithm>

#include "engine/loops/visit.h"
#include "engine/schedule/advice/applicable.h"
#include "engine/schedule/analysis/blocks.h"

namespace heddle::schedule {

using namespace loops;

namespace {

constexpr int maxPerArgument = 24;
constexpr size_t maxEarlier = 12;

// Loops that the state has and the one before had not, outermost first: what a split made.
std::vector<std::string> madeLoops(const State& before, const State& after) {
  std::vector<std::string> out;
  walk(after.program.body, [&](const Stmt& s) {
    const auto* loop = as<For>(s);
    const std::string name = loop ? nameOf(after, loop->id) : "";
    if (!name.empty() && !before.loops.count(name)) out.push_back(name);
    return s->kind != StmtKind::Block;
  });
  return out;
}

size_t editDistance(const std::string& a, const std::string& b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0]++;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1])});
      diagonal = above;
    }
  }
  return row[b.size()];
}

std::string nameIn(const Argument& a) {
  if (const auto* n = std::get_if<LoopName>(&a)) return n->value;
  if (const auto* n = std::get_if<BlockName>(&a)) return n->value;
  if (const auto* n = std::get_if<BufferName>(&a)) return n->value;
  return "";
}

const StmtNode* rootOf(const State& state, const std::string& loop) {
  const auto it = state.loops.find(loop);
  const auto path = it == state.loops.end() ? std::nullopt : pathTo(state.program.body, it->second);
  if (!path) return nullptr;
  return (*path)[path->size() > 1 && as<Seq>((*path)[0]) ? 1 : 0].get();
}

bool shareBuffer(const Block& a, const Block& b) {
  const auto uses = [](const Block& block, BufferId id) {
    return writesBuffer(block, id) || readsBuffer(block, id);
  };
  const auto shares = [&](const BufferRegion& r) { return uses(b, r.buffer->id); };
  return std::any_of(a.f.reads.begin(), a.f.reads.end(), shares) ||
         std::any_of(a.f.writes.begin(), a.f.writes.end(), shares);
}

// Whether `b` is nearby when a step names `a`: a loop of the same nest, a block that exchanges data
// with it, a buffer of the same blocks. Everything is near a name that nothing has.
bool isNear(const State& state, const Step& step, const Argument& a, const Argument& b) {
  const auto places = blocksIn(state.program.body);
  if (const auto* old = std::get_if<LoopName>(&a)) {
    const bool isFree = step.primitive == "compute_at" || step.primitive == "reverse_compute_at";
    const StmtNode* root = rootOf(state, old->value);
    const auto block = step.arguments.find("block");
    const auto id = block == step.arguments.end() ? state.blocks.end()
                                                  : state.blocks.find(nameIn(block->second));
    const auto place =
        id == state.blocks.end() ? std::nullopt : placeOf(state.program.body, id->second);
    const auto loop = state.loops.find(nameIn(b));
    const bool isAround = place && loop != state.loops.end() && isBelow(*place, loop->second);
    return isFree || !root || isAround || root == rootOf(state, nameIn(b));
  }
  if (const auto* old = std::get_if<BlockName>(&a)) {
    const auto from = state.blocks.find(old->value), to = state.blocks.find(nameIn(b));
    if (from == state.blocks.end() || to == state.blocks.end()) return true;
    const auto x = placeOf(state.program.body, from->second),
               y = placeOf(state.program.body, to->second);
    return x && y && shareBuffer(*x->block, *y->block);
  }
  if (const auto* old = std::get_if<BufferName>(&a)) {
    const auto from = state.buffers.find(old->value), to = state.buffers.find(nameIn(b));
    if (from == state.buffers.end() || to == state.buffers.end()) return true;
    return std::any_of(places.begin(), places.end(), [&](const Place& p) {
      const auto uses = [&](BufferId id) {
        return writesBuffer(*p.block, id) || readsBuffer(*p.block, id);
      };
      return uses(from->second) && uses(to->second);
    });
  }
  const auto* old = std::get_if<std::vector<LoopName>>(&a);
  if (!old) return true;
  const auto& list = std::get<std::vector<LoopName>>(b);
  bool isAnyKnown = false;
  for (const LoopName& n : *old) {
    const auto it = state.loops.find(n.value);
    if (it == state.loops.end()) continue;
    isAnyKnown = true;
    for (const LoopName& m : list) {
      if (state.loops.at(m.value) == it->second) return true;
    }
  }
  return !isAnyKnown;
}

bool isName(const ArgumentSpec& a) {
  return a.kind == ArgumentKind::loop || a.kind == ArgumentKind::block ||
         a.kind == ArgumentKind::buffer || a.kind == ArgumentKind::loops;
}

}  // namespace

AlternativeSearch::AlternativeSearch(const Situation& situation, const Step& step,
                                     const Diagnostic& refusal, int maxTries)
    : m_situation(situation),
      m_step(step),
      m_refusal(refusal),
      m_requirement(refusal.code.substr(refusal.code.rfind('.') + 1)),
      m_maxTries(maxTries) {}

bool AlternativeSearch::works(const State& state, const Step& step) {
  ++m_tried;
  return applyStep(state, step).isOk();
}

std::optional<Alternative> AlternativeSearch::run() {
  if (m_requirement == "results") return withoutResults();
  if (auto out = withOther(Change::values)) return out;
  if (auto out = earlier(Rest::follows)) return out;
  if (auto out = withOther(Change::names)) return out;
  if (auto out = withRightName()) return out;
  if (auto out = afterPreparation()) return out;
  if (auto out = withKindred()) return out;
  return earlier(Rest::isDropped);
}

std::optional<Alternative> AlternativeSearch::withoutResults() {
  Step step = m_step;
  step.results.clear();
  ++m_variants;
  if (works(m_situation.state, step)) return Alternative{kept(), {step}};
  return {};
}

std::optional<Alternative> AlternativeSearch::withOther(Change change) {
  const PrimitiveSpec& spec = *findPrimitive(m_step.primitive);
  for (const bool isAtFault : {true, false}) {
    for (const ArgumentSpec& a : spec.arguments) {
      if (isName(a) != (change == Change::names) || (a.name == m_requirement) != isAtFault)
        continue;
      if (auto out = withOtherArgument(a)) return out;
    }
  }
  return {};
}

std::optional<Alternative> AlternativeSearch::withOtherArgument(const ArgumentSpec& argument) {
  const std::string name(argument.name);
  const auto old = m_step.arguments.find(name);
  const bool isSet = old != m_step.arguments.end();
  auto choices = choicesFor(m_situation.state, m_step, argument);
  if (isSet) {
    std::erase_if(choices, [&](const Argument& c) {
      return !isNear(m_situation.state, m_step, old->second, c);
    });
    // For a name that nothing has, the most alike first.
    const std::string wrong = nameIn(old->second);
    if (m_requirement == name && !wrong.empty()) {
      std::stable_sort(choices.begin(), choices.end(), [&](const Argument& a, const Argument& b) {
        return editDistance(wrong, nameIn(a)) < editDistance(wrong, nameIn(b));
      });
    }
  }
  int count = 0;
  for (Argument& value : choices) {
    if (++count > maxPerArgument || m_tried >= m_maxTries) break;
    Step step = m_step;
    step.arguments[name] = std::move(value);
    ++m_variants;
    if (works(m_situation.state, step)) return Alternative{kept(), {step}};
  }
  if (!argument.isOptional || !isSet) return {};  // an optional argument may be what is wrong
  Step step = m_step;
  step.arguments.erase(name);
  ++m_variants;
  if (works(m_situation.state, step)) return Alternative{kept(), {step}};
  return {};
}

// Steps that make room: splits, separate start values, copies, other orders and places.
std::vector<Step> AlternativeSearch::preparations() const {
  static const char* const names[] = {"split",
                                      "decompose_reduction",
                                      "decompose_padding",
                                      "pad_einsum",
                                      "cache_write",
                                      "cache_read",
                                      "reorder",
                                      "compute_inline",
                                      "reverse_compute_inline",
                                      "blockize",
                                      "reindex",
                                      "loop_partition",
                                      "set_scope",
                                      "add_unit_loop",
                                      "compute_at"};
  std::vector<Step> out;
  const State& state = m_situation.state;
  for (const char* primitive : names) {
    const PrimitiveSpec* spec = findPrimitive(primitive);
    if (!spec || primitive == m_step.primitive) continue;
    for (const Subject& s : m_refusal.subjects) {
      for (const ArgumentSpec& a : spec->arguments) {
        Step step{primitive, {}, {}};
        std::string name;
        if (s.kind == "loop" && (a.kind == ArgumentKind::loop || a.kind == ArgumentKind::loops))
          name = nameOf(state, LoopId{s.id});
        if (s.kind == "block" && a.kind == ArgumentKind::block) name = nameOf(state, BlockId{s.id});
        if (s.kind == "buffer" && a.kind == ArgumentKind::buffer)
          name = nameOf(state, BufferId{s.id});
        if (name.empty()) continue;
        if (a.kind == ArgumentKind::loop) step.arguments[std::string(a.name)] = LoopName{name};
        if (a.kind == ArgumentKind::loops)
          step.arguments[std::string(a.name)] = std::vector<LoopName>{LoopName{name}};
        if (a.kind == ArgumentKind::block) step.arguments[std::string(a.name)] = BlockName{name};
        if (a.kind == ArgumentKind::buffer) step.arguments[std::string(a.name)] = BufferName{name};
        // The other arguments: each by its two likeliest values.
        std::vector<Step> partial = {step};
        for (const ArgumentSpec& other : spec->arguments) {
          if (other.isOptional || (other.name == a.name && a.kind != ArgumentKind::loops)) continue;
          std::vector<Step> next;
          for (const Step& p : partial) {
            auto choices = choicesFor(state, p, other);
            if (choices.size() > 2) choices.resize(2);
            for (Argument& c : choices) {
              next.push_back(p);
              next.back().arguments[std::string(other.name)] = std::move(c);
            }
          }
          partial = std::move(next);
        }
        out.insert(out.end(), partial.begin(), partial.end());
      }
    }
  }
  return out;
}

std::optional<Alternative> AlternativeSearch::afterPreparation() {
  for (const Step& preparation : preparations()) {
    if (m_tried >= m_maxTries) return {};
    ++m_tried, ++m_prepared;
    const auto prepared = applyStep(m_situation.state, preparation);
    if (prepared.isError()) continue;
    if (works(prepared.value(), m_step)) return Alternative{kept(), {preparation, m_step}};
    // The loop may have become several: the outermost is the one to run in parallel, the innermost
    // the one for vectors.
    const auto loop = m_step.arguments.find("loop");
    if (loop == m_step.arguments.end() || prepared.value().loops.count(nameIn(loop->second)))
      continue;
    auto parts = madeLoops(m_situation.state, prepared.value());
    if (m_step.primitive == "vectorize" || m_step.primitive == "unroll")
      std::reverse(parts.begin(), parts.end());
    for (const std::string& made : parts) {
      Step step = m_step;
      step.arguments["loop"] = LoopName{made};
      if (works(prepared.value(), step)) return Alternative{kept(), {preparation, step}};
    }
  }
  return {};
}

// The name most like the wrong one, and what is legal from there.
std::optional<Alternative> AlternativeSearch::withRightName() {
  const PrimitiveSpec& spec = *findPrimitive(m_step.primitive);
  const auto argument =
      std::find_if(spec.arguments.begin(), spec.arguments.end(),
                   [&](const ArgumentSpec& a) { return a.name == m_requirement; });
  const auto old = m_step.arguments.find(m_requirement);
  const bool isMissing = argument != spec.arguments.end() && isName(*argument) &&
                         old != m_step.arguments.end() && m_refusal.subjects.size() == 1 &&
                         m_refusal.subjects[0].id == 0;
  if (!isMissing) return {};
  auto choices = choicesFor(m_situation.state, m_step, *argument);
  const std::string wrong = nameIn(old->second);
  const auto best =
      std::min_element(choices.begin(), choices.end(), [&](const Argument& a, const Argument& b) {
        return editDistance(wrong, nameIn(a)) < editDistance(wrong, nameIn(b));
      });
  if (best == choices.end()) return {};
  Step step = m_step;
  step.arguments[m_requirement] = *best;
  const auto refused = applyStep(m_situation.state, step);
  ++m_tried;
  if (refused.isOk()) return Alternative{kept(), {step}};
  if (refused.error().code == m_refusal.code) return {};
  AlternativeSearch search(m_situation, step, refused.error(), m_maxTries - m_tried);
  auto out = search.run();
  m_tried += search.m_tried, m_variants += search.m_variants;
  m_prepared += search.m_prepared, m_earlier += search.m_earlier;
  return out;
}

std::optional<Alternative> AlternativeSearch::withKindred() {
  static const std::map<std::string, std::vector<const char*>> kindred = {
      {"compute_inline", {"compute_at", "reverse_compute_inline"}},
      {"reverse_compute_inline", {"reverse_compute_at", "compute_inline"}},
      {"compute_at", {"reverse_compute_at", "compute_inline"}},
      {"reverse_compute_at", {"reverse_compute_inline", "compute_at"}},
      {"merge", {"compute_at", "reverse_compute_at"}},
      {"transform_layout", {"reindex", "cache_read"}},
      {"reindex", {"cache_read", "cache_write", "read_at"}},
      {"cache_read", {"read_at", "set_scope"}},
      {"cache_write", {"write_at", "set_scope"}},
      {"read_at", {"cache_read"}},
      {"write_at", {"cache_write"}},
      {"vectorize", {"unroll"}},
      {"tensorize", {"vectorize"}},
      {"split", {"loop_partition"}},
      {"loop_partition", {"split"}},
      {"transform_block_layout", {"reorder_block_iter_var"}},
      {"rfactor", {"decompose_reduction"}},
      {"prefetch", {"cache_read"}},
  };
  const auto it = kindred.find(m_step.primitive);
  if (it == kindred.end()) return {};
  const State& state = m_situation.state;
  std::vector<Target> targets;
  for (const auto& [name, value] : m_step.arguments) {
    if (const auto* n = std::get_if<BlockName>(&value))
      targets.push_back({TargetKind::block, n->value});
    if (const auto* n = std::get_if<LoopName>(&value))
      targets.push_back({TargetKind::loop, n->value});
    if (const auto* n = std::get_if<BufferName>(&value))
      targets.push_back({TargetKind::buffer, n->value});
  }
  for (const Subject& s : m_refusal.subjects) {
    const std::string block = s.kind == "block" ? nameOf(state, BlockId{s.id}) : "";
    if (!block.empty()) targets.push_back({TargetKind::block, block});
  }
  for (const char* primitive : it->second) {
    for (const Target& target : targets) {
      const auto candidate = candidateFor(state, target, *findPrimitive(primitive));
      if (!candidate) continue;
      ++m_tried, ++m_kindred;
      if (!candidate->refusal) return Alternative{kept(), {candidate->step}};
    }
  }
  return {};
}

// False when there is no trace to take steps back from.
bool AlternativeSearch::replayStates() {
  if (!m_situation.program || !m_situation.trace) return false;
  if (!m_states.empty()) return true;
  std::vector<State> states = {initialState(*m_situation.program)};
  for (const Step& s : m_situation.trace->steps) {
    auto next = applyStep(states.back(), s);
    if (next.isError()) return false;
    states.push_back(std::move(next).value());
  }
  m_states = std::move(states);
  return true;
}

std::optional<Alternative> AlternativeSearch::earlier(Rest rest) {
  if (!replayStates()) return {};
  const size_t count = m_situation.trace->steps.size();
  for (size_t back = 1; back <= std::min(count, maxEarlier); ++back) {
    m_earlier += rest == Rest::follows;
    if (auto out = earlierBy(m_states[count - back], count - back, rest)) return out;
  }
  return {};
}

// The step after the first `keep` steps; the rest follows, on the outer part of a loop that the
// step split.
std::optional<Alternative> AlternativeSearch::earlierBy(const State& before, size_t keep,
                                                        Rest rest) {
  ++m_tried;
  auto state = applyStep(before, m_step);
  if (state.isError()) return {};
  Alternative out{keep, {m_step}};
  if (rest == Rest::isDropped) return out;
  const auto made = madeLoops(before, state.value());
  for (size_t i = keep; i < m_situation.trace->steps.size(); ++i) {
    Step step = m_situation.trace->steps[i];
    auto next = applyStep(state.value(), step);
    ++m_tried;
    const auto loop = step.arguments.find("loop");
    if (next.isError() && loop != step.arguments.end() && !made.empty() &&
        !state.value().loops.count(nameIn(loop->second))) {
      loop->second = LoopName{made[0]};
      next = applyStep(state.value(), step);
      ++m_tried;
    }
    if (next.isError()) return {};
    state = std::move(next);
    out.steps.push_back(std::move(step));
  }
  return out;
}

Phrase AlternativeSearch::report() const {
  Phrase list;
  const auto add = [&](int count, const char* one, const char* many) {
    if (!count) return;
    const Phrase item(count == 1 ? one : many, {std::to_string(count)});
    list = list.empty() ? item : Phrase("{0}, {1}", {list, item});
  };
  add(m_variants, "{0} other choice of an argument", "{0} other choices of an argument");
  add(m_prepared, "{0} preparing step", "{0} preparing steps");
  add(m_kindred, "{0} related primitive", "{0} related primitives");
  add(m_earlier, "{0} earlier place in the trace", "{0} earlier places in the trace");
  if (list.empty()) return "nothing else of this kind exists in the program";
  return {m_tried >= m_maxTries ? "tried {0}; then the search stopped"
                                : "tried {0}; all are refused",
          {list}};
}

}  // namespace heddle::schedule
