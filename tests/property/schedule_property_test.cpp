// Random legal step sequences keep the outputs. HEDDLE_PROPERTY_SEED runs one seed, HEDDLE_PROPERTY_COUNT more.
// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/text.h"
#include "engine/loops/visit.h"
#include "engine/schedule/primitive.h"
#include "tests/property/run_program.h"
#include "tests/property/workloads.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::schedule;

namespace {

class RandomSteps {
 public:
  explicit RandomSteps(unsigned seed) : m_random(seed) {}

  // A step with arguments of the right kinds; most are illegal, which is part of the test.
  Step step(const State& state) {
    Step out;
    const auto specs = primitives();
    const PrimitiveSpec& spec = specs[m_random() % specs.size()];
    out.primitive = spec.name;
    for (const ArgumentSpec& a : spec.arguments) {
      if (a.isOptional && m_random() % 2) continue;
      out.arguments[std::string(a.name)] = value(state, spec, a);
    }
    return out;
  }
  size_t pick(size_t n) { return m_random() % n; }

 private:
  template <class Map>
  std::string name(const Map& map) {
    if (map.empty()) return "none";
    return std::next(map.begin(), static_cast<long>(pick(map.size())))->first;
  }
  Argument value(const State& state, const PrimitiveSpec& spec, const ArgumentSpec& a) {
    switch (a.kind) {
      case ArgumentKind::loop: return LoopName{name(state.loops)};
      case ArgumentKind::block: return BlockName{name(state.blocks)};
      case ArgumentKind::buffer: return BufferName{name(state.buffers)};
      case ArgumentKind::integer: return static_cast<int64_t>(pick(4));
      case ArgumentKind::integers: return factors();
      case ArgumentKind::loops: return loopList(state, spec.name == "fuse");
      case ArgumentKind::texts: return std::vector<std::string>{};
      case ArgumentKind::value: return static_cast<int64_t>(pick(100));
      case ArgumentKind::text: break;
    }
    if (a.name == "scope") return std::string(pick(2) ? "local" : pick(2) ? "registers" : "global");
    if (a.name == "map") {
      static const char* const maps[] = {"a, b -> b, a", "a, b -> b//4, a, b % 4", "a, b, c -> c, a, b",
                                         "a, b, c, d -> d//3, a, b, c, d % 3", "a, b, c -> a, b*9 + c", "a -> a//2, a % 2"};
      return std::string(maps[pick(6)]);
    }
    return std::string("note");
  }
  std::vector<int64_t> factors() {
    std::vector<int64_t> out;
    const size_t count = 2 + pick(2);
    for (size_t i = 0; i < count; ++i) out.push_back(static_cast<int64_t>(1 + pick(5)));
    if (pick(8)) out[pick(count)] = -1;
    return out;
  }
  // Loops of one nest: neighbours for fuse, any order for reorder.
  std::vector<LoopName> loopList(const State& state, bool isNested) {
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

  std::mt19937 m_random;
};

struct Outcome {
  std::string problem;
  Trace trace;
  int refused = 0;
};

Outcome runSequence(const char* text, unsigned seed) {
  const loops::Program original = loops::parse(text).value();
  RandomSteps random(seed);
  State state = initialState(original);
  Outcome out;
  const size_t wanted = 1 + random.pick(12);
  for (int attempt = 0; attempt < 150 && out.trace.steps.size() < wanted; ++attempt) {
    const Step step = random.step(state);
    auto next = applyStep(state, step);
    if (next.isError()) {
      ++out.refused;
      const std::string code = next.error().code;
      if (code.ends_with(".internal")) out.problem = code + ": " + toText(next.error());
      if (!code.starts_with("schedule." + step.primitive + ".")) out.problem = "strange code " + code;
      if (!out.problem.empty()) {
        out.trace.steps.push_back(step);
        return out;
      }
      continue;
    }
    out.trace.steps.push_back(step);
    state = std::move(next).value();
  }
  const auto inputs = test::inputsFor(original, seed + 1);
  const auto expected = reference::interpret(original, inputs);
  const auto actual = reference::interpret(state.program, test::rearranged(state, original, inputs), seed);
  if (actual.isError()) out.problem = toText(actual.error());
  else out.problem = test::compare(expected.value(), actual.value());
  const std::string printed = loops::print(state.program).text;
  auto again = loops::parse(printed);
  if (again.isError()) out.problem += " text does not parse: " + toText(again.error());
  else if (!loops::structurallyEqual(state.program, again.value(), loops::EqualMode::alphaEquivalent)) {
    out.problem += " text does not round-trip";
  }
  auto replayed = replay(original, parseTrace(toText(out.trace)).value());
  if (replayed.isError()) out.problem += " replay: " + toText(replayed.error());
  else if (!loops::structurallyEqual(replayed.value().program, state.program)) out.problem += " replay differs";
  if (!out.problem.empty()) out.problem += "\n" + printed;
  return out;
}

}  // namespace

class SchedulePropertyTest : public QObject {
  Q_OBJECT
 private slots:
  void randomSequencesKeepOutputs() {
    const int count = qEnvironmentVariableIntValue("HEDDLE_PROPERTY_COUNT");
    const unsigned rounds = count > 0 ? static_cast<unsigned>(count) : 40;
    std::map<std::string, int> used;
    unsigned sequences = 0;
    for (unsigned seed = 1; seed <= rounds; ++seed) {
      if (qEnvironmentVariableIsSet("HEDDLE_PROPERTY_SEED")) {
        seed = static_cast<unsigned>(qEnvironmentVariableIntValue("HEDDLE_PROPERTY_SEED"));
      }
      for (const auto& workload : workloads::all()) {
        const Outcome o = runSequence(workload.text, seed);
        const std::string where = std::string(workload.name) + ", seed " + std::to_string(seed) + ":\n" + toText(o.trace);
        QVERIFY2(o.problem.empty(), (where + o.problem).c_str());
        for (const Step& s : o.trace.steps) ++used[s.primitive];
        ++sequences;
      }
      if (qEnvironmentVariableIsSet("HEDDLE_PROPERTY_SEED")) break;
    }
    qInfo("%u sequences, seeds 1 to %u", sequences, rounds);
    // Every primitive was legal somewhere, so that none goes untested.
    if (qEnvironmentVariableIsSet("HEDDLE_PROPERTY_SEED")) return;
    for (const PrimitiveSpec& spec : primitives()) {
      qInfo("%s: %d", std::string(spec.name).c_str(), used[std::string(spec.name)]);
      QVERIFY2(used[std::string(spec.name)] > 0, std::string(spec.name).c_str());
    }
  }
};
HEDDLE_TEST(SchedulePropertyTest)

#include "schedule_property_test.moc"
