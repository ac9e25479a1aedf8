// SPDX-License-Identifier: Apache-2.0
#include "tests/programs/random_steps.h"

#include <algorithm>
#include <set>

#include "engine/loops/tensor_intrinsics.h"
#include "engine/loops/visit.h"

namespace heddle::test {

using namespace schedule;

template <class Map>
std::string RandomSteps::name(const Map& map) {
  if (map.empty()) return "none";
  return std::next(map.begin(), static_cast<long>(pick(map.size())))->first;
}

Step RandomSteps::step(const State& state) {
  Step out;
  const auto specs = primitives();
  const PrimitiveSpec& spec = specs[m_random() % specs.size()];
  static const std::set<std::string_view> rare = {"tensorize", "rolling_buffer",
                                                  "decompose_padding", "pad_einsum"};
  if (m_random() % 4 == 0 || rare.count(spec.name)) {
    if (const auto offered = candidateFor(state, target(state, spec), spec)) return offered->step;
  }
  out.primitive = spec.name;
  for (const ArgumentSpec& a : spec.arguments) {
    if (a.isOptional && m_random() % 2) continue;
    out.arguments[std::string(a.name)] = value(state, spec, a);
  }
  return out;
}

schedule::Target RandomSteps::target(const State& state, const PrimitiveSpec& spec) {
  for (const ArgumentSpec& a : spec.arguments) {
    if (a.kind == ArgumentKind::block) return {TargetKind::block, name(state.blocks)};
    if (a.kind == ArgumentKind::buffer) return {TargetKind::buffer, name(state.buffers)};
  }
  return {TargetKind::loop, name(state.loops)};
}

Argument RandomSteps::value(const State& state, const PrimitiveSpec& spec, const ArgumentSpec& a) {
  const bool isNumber = a.kind == ArgumentKind::integers || a.kind == ArgumentKind::value;
  if (isNumber && !state.values.empty() && pick(2)) return ValueName{name(state.values)};
  switch (a.kind) {
    case ArgumentKind::loop:
      return LoopName{name(state.loops)};
    case ArgumentKind::block:
      return BlockName{name(state.blocks)};
    case ArgumentKind::buffer:
      return BufferName{name(state.buffers)};
    case ArgumentKind::integer:
      return static_cast<int64_t>(pick(4));
    case ArgumentKind::integers:
      if (a.name == "padding") return padding(state);
      return a.name == "factors" ? factors() : numbers(a.name == "order");
    case ArgumentKind::loops:
      return spec.name == "merge" ? siblings(state) : loopList(state, spec.name == "fuse");
    case ArgumentKind::texts:
      return std::vector<std::string>{};
    case ArgumentKind::value:
      return static_cast<int64_t>(pick(100));
    case ArgumentKind::text:
      break;
  }
  return text(a.name);
}

std::string RandomSteps::text(std::string_view argument) {
  if (argument == "scope") return pick(2) ? "local" : pick(2) ? "registers" : "global";
  if (argument == "map") {
    static const char* const maps[] = {"a, b -> b, a",
                                       "a, b -> b//4, a, b % 4",
                                       "a, b, c -> c, a, b",
                                       "a, b, c, d -> d//3, a, b, c, d % 3",
                                       "a, b, c -> a, b*9 + c",
                                       "a -> a//2, a % 2",
                                       "a, b -> b//16, a//4, (b % 16)*4 + a % 4",
                                       "a, b, c -> b//2, c, a, b % 2"};
    return maps[pick(8)];
  }
  if (argument == "intrinsic") {
    const auto all = loops::tensorIntrinsics();
    return std::string(all[pick(all.size())].name);
  }
  if (argument == "thread") return pick(2) ? "blockIdx.x" : "threadIdx.x";
  return "note";
}

std::vector<int64_t> RandomSteps::padding(const State& state) {
  const auto places = blocksIn(state.program.body);
  std::vector<int64_t> out(places[pick(places.size())].block->f.iters.size());
  for (int64_t& p : out) p = static_cast<int64_t>(1 + pick(5));
  return out;
}

std::vector<int64_t> RandomSteps::factors() {
  std::vector<int64_t> out;
  const size_t count = 2 + pick(2);
  for (size_t i = 0; i < count; ++i) out.push_back(static_cast<int64_t>(1 + pick(5)));
  if (pick(8)) out[pick(count)] = -1;
  return out;
}

std::vector<int64_t> RandomSteps::numbers(bool isOrder) {
  std::vector<int64_t> out;
  const size_t count = 1 + pick(isOrder ? 5 : 2);
  for (size_t i = 0; i < count; ++i) {
    out.push_back(static_cast<int64_t>(isOrder ? i : 1 + pick(4) + 4 * i));
  }
  if (isOrder) std::shuffle(out.begin(), out.end(), m_random);
  return out;
}

std::vector<LoopName> RandomSteps::loopList(const State& state, bool isNested) {
  const auto places = blocksIn(state.program.body);
  const Place& place = places[pick(places.size())];
  std::vector<LoopName> out;
  if (place.loops.empty()) return out;
  size_t at = pick(place.loops.size());
  const size_t count = 2 + pick(2);
  for (size_t i = 0; i < count; ++i) {
    for (const auto& [name, id] : state.loops) {
      if (id == place.loops[at]->id) {
        out.push_back({name});
        break;
      }
    }
    at = isNested ? std::min(at + 1, place.loops.size() - 1) : pick(place.loops.size());
  }
  return out;
}

std::vector<LoopName> RandomSteps::siblings(const State& state) {
  std::vector<std::vector<LoopName>> pairs;
  loops::walk(state.program.body, [&](const loops::Stmt& s) {
    const auto* seq = loops::as<loops::Seq>(s);
    for (size_t i = 0; seq && i + 1 < seq->stmts.size(); ++i) {
      const auto *a = loops::as<loops::For>(seq->stmts[i]),
                 *b = loops::as<loops::For>(seq->stmts[i + 1]);
      std::vector<LoopName> pair;
      for (const auto* loop : {a, b}) {
        for (const auto& [name, id] : state.loops) {
          if (loop && id == loop->id) pair.push_back({name});
        }
      }
      pairs.push_back(std::move(pair));
    }
    return s->kind != loops::StmtKind::Block;
  });
  return pairs.empty() ? std::vector<LoopName>{} : pairs[pick(pairs.size())];
}

}  // namespace heddle::test
