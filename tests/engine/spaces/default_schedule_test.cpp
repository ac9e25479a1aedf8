// Every default schedule replays, and the scheduled program computes what the operator means.
// SPDX-License-Identifier: Apache-2.0
#include "engine/spaces/default_schedule.h"

#include "engine/build/pack_constant.h"
#include "engine/loops/text.h"
#include "tests/engine/operators/operator_cases.h"
#include "tests/support/jit.h"
#include "tests/support/targets.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;
using graph::OpKind;

namespace {

using Ints = std::vector<int64_t>;

std::string text(const Diagnostic& d) {
  return d.code + ": " + toText(d);
}

// The built case with constants rearranged as the schedule asks.
Result<BuiltCase> packed(const BuiltCase& built, const operators::GroupProgram& group,
                         const schedule::State& state) {
  BuiltCase out = built;
  for (const auto& rewrite : state.layoutRewrites) {
    for (size_t i = 0; i < group.params.size(); ++i) {
      if (group.program.params[i].buffer->name != rewrite.buffer) continue;
      HEDDLE_TRY(out.values[group.params[i].value],
                 build::packConstant(out.values.at(group.params[i].value), rewrite));
    }
  }
  return out;
}

enum class Run { interpreted, compiled };

std::string check(const OpCase& c, const Target& target, Run run) {
  const auto built = buildCase(c, 3);
  if (built.isError()) return "reference: " + text(built.error());
  const auto group = operators::buildProgram({"case", built.value().graph, built.value().members});
  if (group.isError()) return text(group.error());
  const auto trace = spaces::defaultSchedule(group.value(), target);
  const auto state = schedule::replay(group.value().program, trace);
  if (state.isError()) return "replay: " + text(state.error());
  const auto values = packed(built.value(), group.value(), state.value());
  if (values.isError()) return text(values.error());
  std::string difference;
  if (run == Run::interpreted) {
    difference = compareOutputs(group.value(), state.value().program, values.value(),
                                toleranceOf(c, 2e-5), 7);
  } else {
    std::vector<Tensor> arguments, expected;
    for (const auto& param : group.value().params) {
      (param.role == loops::ParamRole::output ? expected : arguments)
          .push_back(values.value().values.at(param.value));
    }
    const auto outputs = compileAndRun(state.value().program, target, arguments);
    if (outputs.isError())
      return "compiled: " + text(outputs.error()) + "\n" + loops::print(state.value().program).text;
    for (size_t i = 0; i < expected.size() && difference.empty(); ++i) {
      difference = compareTensors(outputs.value()[i], expected[i], toleranceOf(c, 2e-5));
    }
  }
  if (!difference.empty())
    difference += "\n" + schedule::toText(trace) + loops::print(state.value().program).text;
  return difference;
}

void runAll(const std::vector<OpCase>& cases, const std::vector<Target>& targets, Run run) {
  int failures = 0;
  for (const OpCase& c : cases) {
    for (const Target& target : targets) {
      const std::string failure = check(c, target, run);
      if (failure.empty()) continue;
      qWarning("%s (%d bits): %s", c.label.c_str(), target.vectorBits, failure.c_str());
      ++failures;
      break;
    }
  }
  QCOMPARE(failures, 0);
}

// Weights are larger than its cache.
Target smallCache(Target target) {
  target.l2Bytes = 256;
  return target;
}

std::vector<Target> allTargets() {
  return {targetOf(512, 32), targetOf(256, 16), targetOf(128, 16)};
}

OpCase convLast(std::string label, Extents x, Extents w, graph::Attributes attributes = {}) {
  attributes["data_layout"] = std::string("channels_last");
  OpCase c{"conv " + std::move(label),
           OpKind::conv,
           {floats(std::move(x)), floats(w), floats({w[0]})},
           std::move(attributes)};
  c.inputs[1].isConstant = c.inputs[2].isConstant = true;
  return c;
}

OpCase convTransposed(std::string label, Extents x, Extents w, graph::Attributes attributes) {
  attributes["data_layout"] = std::string("channels_last");
  OpCase c{"conv_transpose " + std::move(label),
           OpKind::conv_transpose,
           {floats(std::move(x)), floats(w), floats({w[1]})},
           std::move(attributes)};
  c.inputs[1].isConstant = c.inputs[2].isConstant = true;
  return c;
}

// Shapes that reach the rules' tiles, with and without remainders.
std::vector<OpCase> tiledCases() {
  const graph::Attributes same{{"pads", Ints{1, 1, 1, 1}}};
  std::vector<OpCase> cases = {
      convLast("tile 1x1", {1, 5, 6, 8}, {32, 8, 1, 1}),
      convLast("tile 3x3", {1, 6, 7, 5}, {48, 5, 3, 3}, same),
      convLast("tile stride", {2, 9, 9, 4}, {64, 4, 3, 3},
               {{"pads", Ints{1, 1, 1, 1}}, {"strides", Ints{2, 2}}}),
      convLast("tile prime width", {1, 3, 17, 4}, {16, 4, 1, 1}),
      convLast("tile 24 channels", {1, 4, 4, 3}, {24, 3, 3, 3}, same),
      convLast("tile odd channels", {1, 4, 4, 3}, {51, 3, 1, 1}),
      convLast("tile one channel", {1, 4, 4, 3}, {1, 3, 1, 1}),
      convLast("tile depthwise", {1, 6, 7, 32}, {32, 1, 3, 3},
               {{"pads", Ints{1, 1, 1, 1}}, {"group", int64_t{32}}}),
      convLast("tile depthwise 72", {1, 13, 11, 72}, {72, 1, 3, 3},
               {{"pads", Ints{1, 1, 1, 1}}, {"group", int64_t{72}}}),
      convLast("tile depthwise 256", {1, 3, 12, 256}, {256, 1, 3, 3},
               {{"pads", Ints{1, 1, 1, 1}}, {"group", int64_t{256}}}),
      convLast("tile depthwise 5x5", {1, 8, 9, 20}, {20, 1, 5, 5},
               {{"pads", Ints{2, 2, 2, 2}}, {"group", int64_t{20}}, {"strides", Ints{2, 2}}}),
      convLast("tile depthwise far out", {1, 2, 3, 16}, {16, 1, 5, 5},
               {{"pads", Ints{4, 4, 4, 4}}, {"group", int64_t{16}}, {"dilations", Ints{2, 1}}}),
      convLast("tile depthwise batch", {3, 5, 9, 24}, {24, 1, 3, 3},
               {{"pads", Ints{1, 0, 0, 1}}, {"group", int64_t{24}}}),
      convLast("tile depthwise 3d", {1, 4, 5, 6, 16}, {16, 1, 3, 3, 3},
               {{"pads", Ints{1, 1, 1, 1, 1, 1}}, {"group", int64_t{16}}}),
      convLast("tile depthwise 1d", {1, 20, 16}, {16, 1, 7},
               {{"pads", Ints{3, 3}}, {"group", int64_t{16}}}),
      convLast("tile grouped", {1, 5, 5, 8}, {32, 4, 3, 3},
               {{"pads", Ints{1, 1, 1, 1}}, {"group", int64_t{2}}}),
      convLast("tile grouped 24", {1, 5, 5, 8}, {48, 4, 1, 1}, {{"group", int64_t{2}}}),
      convLast("tile last block", {1, 3, 9, 4}, {107, 4, 1, 1}),
      convLast("tile last block 3x3", {1, 4, 5, 4}, {74, 4, 3, 3}, same),
      convLast("tile 1d", {1, 20, 4}, {32, 4, 3}, {{"pads", Ints{1, 1}}}),
      convLast("tile 3d", {1, 3, 4, 5, 4}, {16, 4, 2, 2, 2}),
      convTransposed("tile 2x2", {1, 3, 10, 5}, {5, 24, 2, 2}, {{"strides", Ints{2, 2}}}),
      convTransposed("tile 4x4", {1, 3, 6, 5}, {5, 32, 4, 4},
                     {{"strides", Ints{2, 2}}, {"pads", Ints{1, 1, 1, 1}}}),
      convTransposed("tile odd", {1, 3, 5, 3}, {3, 16, 3, 3},
                     {{"strides", Ints{2, 2}}, {"pads", Ints{1, 1, 1, 1}}}),
      convTransposed("tile seven 4x4 s4", {1, 2, 3, 32}, {32, 7, 4, 4}, {{"strides", Ints{4, 4}}}),
      convTransposed("tile one channel", {1, 3, 6, 4}, {4, 1, 2, 2}, {{"strides", Ints{2, 2}}}),
      {"matmul tile", OpKind::matmul, {floats({14, 9}), floats({9, 64})}},
      {"matmul tile dynamic", OpKind::matmul, {floats({2, 13, 9}), floats({2, 9, 32})}},
      {"matmul vector", OpKind::matmul, {floats({1, 33}), floats({33, 50})}},
      {"gemm tile",
       OpKind::gemm,
       {floats({7, 9}), floats({48, 9}), floats({48})},
       {{"transB", int64_t{1}}}},
      {"add large", OpKind::add, {floats({4, 64, 80}), floats({80})}},
      {"add equal", OpKind::add, {floats({4, 64, 80}), floats({4, 64, 80})}},
      {"relu odd", OpKind::relu, {floats({3, 1009})}},
      {"softmax rows", OpKind::softmax, {floats({6, 5, 70})}},
      {"layer_normalization rows",
       OpKind::layer_normalization,
       {floats({12, 70}), floats({70}), floats({70})}},
      {"reduce_mean spatial", OpKind::reduce_mean, {floats({1, 7, 7, 64}), ints({1, 2})}},
      {"max_pool tile",
       OpKind::max_pool,
       {floats({1, 9, 9, 48})},
       {{"kernel_shape", Ints{3, 3}},
        {"strides", Ints{2, 2}},
        {"pads", Ints{1, 1, 1, 1}},
        {"data_layout", std::string("channels_last")}}},
      {"average_pool tile",
       OpKind::average_pool,
       {floats({1, 8, 8, 20})},
       {{"kernel_shape", Ints{2, 2}},
        {"strides", Ints{2, 2}},
        {"data_layout", std::string("channels_last")}}},
      {"max_pool channels first",
       OpKind::max_pool,
       {floats({1, 3, 9, 75})},
       {{"kernel_shape", Ints{3, 3}}, {"strides", Ints{2, 2}}, {"pads", Ints{1, 1, 1, 1}}}},
      {"max_pool far out",
       OpKind::max_pool,
       {floats({2, 2, 8, 41}, -9, -1)},
       {{"kernel_shape", Ints{3, 4}}, {"strides", Ints{1, 3}}, {"pads", Ints{2, 3, 2, 3}}}},
      {"average_pool channels first",
       OpKind::average_pool,
       {floats({1, 3, 9, 75})},
       {{"kernel_shape", Ints{3, 3}}, {"strides", Ints{2, 2}}, {"pads", Ints{1, 1, 1, 1}}}},
      {"reduce_mean of planes", OpKind::reduce_mean, {floats({2, 20, 7, 9}), ints({2, 3})}},
      {"reduce_mean of all but planes", OpKind::reduce_mean, {floats({6, 5, 3, 20}), ints({0, 3})}},
      {"gather rows",
       OpKind::gather,
       {floats({9, 300}), given(ElementType::i64, {4}, {8, 0, -1, 3})}},
      {"arg_max of planes",
       OpKind::arg_max,
       {floats({2, 5, 9, 75})},
       {{"axis", int64_t{1}}, {"keepdims", int64_t{0}}}},
      {"arg_min of columns, last",
       OpKind::arg_min,
       {typed(ElementType::i8, {30, 70}, -3, 3)},
       {{"axis", int64_t{0}}, {"select_last_index", int64_t{1}}}},
      {"depth_to_space",
       OpKind::depth_to_space,
       {floats({1, 12, 9, 20})},
       {{"blocksize", int64_t{2}}}},
      {"space_to_depth",
       OpKind::space_to_depth,
       {floats({1, 3, 18, 40})},
       {{"blocksize", int64_t{2}}}},
      {"top_k rows", OpKind::top_k, {floats({40, 500}), given(ElementType::i64, {1}, {20})}, {}, 2},
      {"transpose large",
       OpKind::transpose,
       {floats({1, 40, 20, 30})},
       {{"perm", Ints{0, 2, 3, 1}}}}};
  for (OpCase& c : cases) {
    if (c.label == "matmul tile" || c.label == "matmul vector" || c.label == "gemm tile")
      c.inputs[1].isConstant = true;
  }
  return cases;
}

// Few output channels: lanes over input channels, or over the phases of a transposed convolution.
std::vector<OpCase> fewChannelCases() {
  const graph::Attributes same{{"pads", Ints{1, 1, 1, 1}}}, twice{{"strides", Ints{2, 2}}},
      twicePadded{{"strides", Ints{2, 2}}, {"pads", Ints{1, 1, 1, 1}}};
  std::vector<OpCase> cases = {
      convLast("few 1x1", {1, 3, 10, 24}, {1, 24, 1, 1}),
      convLast("few 3x3", {1, 5, 19, 16}, {1, 16, 3, 3}, same),
      convLast("few three", {2, 5, 17, 32}, {3, 32, 3, 3}, twicePadded),
      convLast("few five", {1, 4, 23, 20}, {5, 20, 3, 3}, same),
      convLast("few 5x5", {1, 5, 9, 16}, {2, 16, 5, 5}, {{"pads", Ints{2, 2, 2, 2}}}),
      convLast("few 1d", {1, 40, 48}, {1, 48, 3}, {{"pads", Ints{1, 1}}}),
      convTransposed("few 2x2", {1, 3, 10, 24}, {24, 1, 2, 2}, twice),
      convTransposed("few three 2x2", {2, 3, 7, 8}, {8, 3, 2, 2}, twice),
      convTransposed("few 4x4 s4", {1, 2, 6, 8}, {8, 2, 4, 4}, {{"strides", Ints{4, 4}}}),
      convTransposed("few 4x4", {1, 3, 6, 32}, {32, 1, 4, 4}, twicePadded),
      convTransposed("few three 4x4", {1, 3, 13, 32}, {32, 3, 4, 4}, twicePadded),
      convTransposed("few 3x3", {1, 3, 6, 32}, {32, 3, 3, 3}, twice),
      convTransposed("few 1d", {1, 9, 16}, {16, 2, 2}, {{"strides", Ints{2}}})};
  for (const char* label : {"bare", "bare transposed"}) {
    cases.push_back(std::string(label) == "bare" ? cases[1] : cases[6]);
    cases.back().label = label;
    cases.back().inputs.pop_back();  // no bias: the result has no block after it
  }
  return cases;
}

// Axes that are short, whole vectors, with remainders; a formula and a border on the way.
std::vector<OpCase> turnedCases() {
  std::vector<OpCase> cases;
  for (const int64_t channels : {2, 3, 4, 5, 8, 13, 24}) {
    const std::string label = "turned " + std::to_string(channels);
    cases.push_back({label + " to last",
                     OpKind::transpose,
                     {floats({2, channels, 9, 37})},
                     {{"perm", Ints{0, 2, 3, 1}}}});
    cases.push_back({label + " to first",
                     OpKind::transpose,
                     {floats({2, 9, 37, channels})},
                     {{"perm", Ints{0, 3, 1, 2}}}});
  }
  cases.push_back({"turned bytes",
                   OpKind::transpose,
                   {typed(ElementType::u8, {1, 4, 16, 32}, 0, 255)},
                   {{"perm", Ints{0, 2, 3, 1}}}});
  cases.push_back(
      {"turned matrix", OpKind::transpose, {floats({150, 130})}, {{"perm", Ints{1, 0}}}});
  return cases;
}

// With the step that makes each fast.
std::vector<std::pair<OpCase, std::string>> lanedCases() {
  return {
      {{"reshape that reads in pieces",
        OpKind::reshape,
        {floats({1, 8, 512}), ints({1, 32, 8, 16})}},
       "vectorize"},
      {{"sum of everything", OpKind::reduce_max, {floats({4, 67})}, {{"keepdims", int64_t{0}}}},
       "reduce_lanes"},
      {{"rests of rows and columns", OpKind::matmul, {floats({12, 29, 6}), floats({12, 6, 37})}},
       "fuse(loops=[matmul.b0, matmul.n_o])"}};
}

OpCase convNarrow(std::string label, Extents x, Extents w, graph::Attributes attributes = {}) {
  OpCase c = convLast("8 bits " + std::move(label), std::move(x), w, std::move(attributes));
  c.inputs[0] = typed(ElementType::u8, c.inputs[0].extents, 0, 255);
  c.inputs[1] = typed(ElementType::i8, w, -128, 127);
  c.inputs[2] = typed(ElementType::i32, {w[0]}, -1000, 1000);
  c.inputs[1].isConstant = c.inputs[2].isConstant = true;
  return c;
}

// With and without remainders of channels, of steps, and of both.
std::vector<OpCase> narrowCases() {
  const graph::Attributes same{{"pads", Ints{1, 1, 1, 1}}, {"pad_value", int64_t{77}}};
  std::vector<OpCase> cases = {
      convNarrow("1x1", {1, 5, 6, 8}, {32, 8, 1, 1}),
      convNarrow("64 channels", {1, 2, 5, 4}, {64, 4, 1, 1}),
      convNarrow("3x3", {1, 6, 7, 4}, {48, 4, 3, 3}, same),
      convNarrow("23 channels", {1, 4, 5, 12}, {23, 12, 1, 1}),
      convNarrow("87 channels", {1, 3, 5, 4}, {87, 4, 1, 1}),
      convNarrow("one channel", {1, 4, 4, 4}, {1, 4, 1, 1}),
      convNarrow("three steps", {1, 6, 7, 3}, {16, 3, 3, 3}, same),
      convNarrow("grouped", {1, 5, 5, 16}, {32, 8, 1, 1}, {{"group", int64_t{2}}}),
      convNarrow("depthwise", {1, 6, 7, 32}, {32, 1, 3, 3},
                 {{"pads", Ints{1, 1, 1, 1}}, {"group", int64_t{32}}, {"pad_value", int64_t{3}}})};
  for (const int64_t k : {12, 9}) {
    for (const int64_t rows : {1, 14}) {
      OpCase c{
          "matmul 8 bits",
          OpKind::matmul,
          {typed(ElementType::u8, {rows, k}, 0, 255), typed(ElementType::i8, {k, 50}, -128, 127)}};
      c.inputs[1].isConstant = true;
      cases.push_back(std::move(c));
    }
  }
  return cases;
}

Target withDots(Target target) {
  target.hasVnni = true;
  return target;
}

}  // namespace

class DefaultScheduleTest : public QObject {
  Q_OBJECT
 private slots:
  void elementwise() { runAll(elementwiseCases(), {targetOf(512, 32)}, Run::interpreted); }
  void movement() { runAll(movementCases(), {targetOf(256, 16)}, Run::interpreted); }
  void reduction() { runAll(reductionCases(), allTargets(), Run::interpreted); }
  void anchor() { runAll(anchorCases(), allTargets(), Run::interpreted); }
  void tiles() { runAll(tiledCases(), allTargets(), Run::interpreted); }
  void tilesOfLargeWeights() {
    runAll(tiledCases(), {smallCache(targetOf(512, 32))}, Run::interpreted);
  }
  void compiledTiles() {
    const Target host = codegen::hostTarget().value();
    runAll(tiledCases(),
           {host, smallCache(host), codegen::parseTarget("llvm -mcpu=x86-64-v2").value()},
           Run::compiled);
  }
  void fewChannels() { runAll(fewChannelCases(), allTargets(), Run::interpreted); }
  void compiledFewChannels() {
    runAll(fewChannelCases(),
           {codegen::hostTarget().value(), codegen::parseTarget("llvm -mcpu=x86-64-v2").value()},
           Run::compiled);
  }
  void narrow() {
    runAll(narrowCases(), {withDots(targetOf(512, 32)), targetOf(128, 16)}, Run::interpreted);
  }
  // Dots are multiplied out where there is no instruction for them.
  void compiledNarrow() {
    const Target host = codegen::hostTarget().value();
    const Target old = codegen::parseTarget("llvm -mcpu=x86-64-v2").value();
    runAll(narrowCases(), {host, withDots(host), withDots(old)}, Run::compiled);
  }
  void compiledAnchors() { runAll(anchorCases(), {codegen::hostTarget().value()}, Run::compiled); }
  void compiledReductions() {
    runAll(reductionCases(), {codegen::hostTarget().value()}, Run::compiled);
  }
  void compiledMovement() {
    runAll(movementCases(), {codegen::hostTarget().value()}, Run::compiled);
  }
  void compiledElementwise() {
    runAll(elementwiseCases(), {codegen::hostTarget().value()}, Run::compiled);
  }

  void turned() { runAll(turnedCases(), allTargets(), Run::interpreted); }
  void compiledTurned() {
    runAll(turnedCases(),
           {codegen::hostTarget().value(), codegen::parseTarget("llvm -mcpu=x86-64-v2").value()},
           Run::compiled);
  }
  void turnsInRegisters() {
    for (const OpCase& c : turnedCases()) {
      const auto built = buildCase(c, 1);
      const auto group =
          operators::buildProgram({"case", built.value().graph, built.value().members});
      const auto text = schedule::toText(spaces::defaultSchedule(group.value(), targetOf(512, 32)));
      QVERIFY2(text.find("registers") != std::string::npos, (c.label + "\n" + text).c_str());
    }
  }

  void fillsLanes() {
    for (const auto& [c, step] : lanedCases()) {
      const auto built = buildCase(c, 1);
      const auto group =
          operators::buildProgram({"case", built.value().graph, built.value().members});
      const auto text = schedule::toText(spaces::defaultSchedule(group.value(), targetOf(512, 32)));
      QVERIFY2(text.find(step) != std::string::npos, (c.label + "\n" + text).c_str());
      runAll({c}, allTargets(), Run::interpreted);
      runAll({c}, {codegen::hostTarget().value()}, Run::compiled);
    }
  }

  // One output channel does not mean one lane: the sum over input channels is split (rfactor), or
  // the phases are fused to lanes and the sums arranged by them.
  void fewChannelsFillVectors() {
    for (const OpCase& c : fewChannelCases()) {
      const auto built = buildCase(c, 1);
      const auto group =
          operators::buildProgram({"case", built.value().graph, built.value().members});
      const auto text = schedule::toText(spaces::defaultSchedule(group.value(), targetOf(512, 32)));
      const bool hasLanes =
          text.find("rfactor") != std::string::npos || text.find("p0 // ") != std::string::npos;
      QVERIFY2(hasLanes, (c.label + "\n" + text).c_str());
    }
  }

  // A convolution gets the tile in registers, packed weights and a parallel loop, not the fallback.
  void convolutionIsTiled() {
    const auto built = buildCase(tiledCases()[1], 1);
    const auto group =
        operators::buildProgram({"case", built.value().graph, built.value().members});
    const auto text = schedule::toText(spaces::defaultSchedule(group.value(), targetOf(512, 32)));
    for (const char* step : {"transform_layout", "decompose_reduction", "reverse_compute_at",
                             "vectorize", "parallel"}) {
      QVERIFY2(text.find(step) != std::string::npos,
               (std::string(step) + " is missing:\n" + text).c_str());
    }
  }
};
HEDDLE_TEST(DefaultScheduleTest)

#include "default_schedule_test.moc"
