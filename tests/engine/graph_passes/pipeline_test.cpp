// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <random>

#include "engine/graph/text.h"
#include "engine/graph_passes/pass.h"
#include "engine/reference/interpret_graph.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::graph_passes;
using graph::Attributes;
using graph::OpKind;
using graph::ValueRef;

namespace {

PassContext contextWithEvaluator() {
  PassContext context;
  context.evaluate = reference::evaluate;
  return context;
}

graph::Graph atLevel(const graph::Graph& graph, int level) {
  auto stages = runPipeline(graph, {.optLevel = level}, contextWithEvaluator());
  if (stages.isError()) qFatal("O%d: %s", level, toText(stages.error()).c_str());
  for (const Stage& stage : stages.value()) {
    const Status status = graph::verifyGraph(stage.graph);
    if (status.isError() && stage.pass != "import")
      qFatal("after %s: %s\n%s", stage.pass.c_str(), toText(status.error()).c_str(),
             printGraph(stage.graph).c_str());
  }
  return stages.value().back().graph;
}

// Random networks of the operators that the passes know, always of valid shapes.
class RandomNetwork {
 public:
  explicit RandomNetwork(uint32_t seed)
      : m_random(seed), m_editor("random", std::make_shared<ConstantPool>()) {}

  graph::Graph make() {
    m_values.push_back(
        {{m_editor.addInput("x", {ElementType::f32, {1, 4, 6, 6}}), 0}, {1, 4, 6, 6}});
    for (int i = 0, n = 4 + pick(14); i < n; ++i) addNode();
    std::vector<graph::Output> outputs = {{"y", m_values.back().ref}};
    if (pick(3) == 0)
      outputs.push_back(
          {"z", m_values[static_cast<size_t>(pick(static_cast<int>(m_values.size())))].ref});
    m_editor.setOutputs(outputs);
    return std::move(m_editor).finish().value();
  }

 private:
  struct Value {
    ValueRef ref;
    Extents extents;
  };

  int pick(int n) { return static_cast<int>(m_random() % static_cast<uint32_t>(n)); }
  double real() { return (static_cast<double>(m_random() % 2001) - 1000) / 1000; }

  ValueRef constant(Extents extents) {
    Tensor tensor = Tensor::allocate(ElementType::f32, std::move(extents)).value();
    for (int64_t i = 0; i < tensor.elementCount(); ++i) tensor.setFromDouble(i, real());
    return {m_editor.addConstant(tensor, "c" + std::to_string(m_count++), "test"), 0};
  }
  ValueRef positive(int64_t n) {
    Tensor tensor = Tensor::allocate(ElementType::f32, {n}).value();
    for (int64_t i = 0; i < n; ++i) tensor.setFromDouble(i, 0.5 + std::abs(real()));
    return {m_editor.addConstant(tensor, "p" + std::to_string(m_count++), "test"), 0};
  }
  ValueRef scalar(double value) {
    return {m_editor.addConstant(Tensor::scalar(ElementType::f32, value),
                                 "s" + std::to_string(m_count++), "test"),
            0};
  }
  ValueRef ints(const std::vector<int64_t>& values) {
    return {
        m_editor.addConstant(Tensor::fromValues<int64_t>(
                                 ElementType::i64, {static_cast<int64_t>(values.size())}, values),
                             "i" + std::to_string(m_count++), "test"),
        0};
  }
  ValueRef add(OpKind kind, std::vector<ValueRef> inputs, Attributes attributes = {},
               uint32_t outputs = 1) {
    graph::Node node;
    node.kind = kind;
    node.inputs = std::move(inputs);
    node.attributes = std::move(attributes);
    node.outputCount = outputs;
    node.name = std::string(graph::name(kind)) + std::to_string(m_count++);
    return {m_editor.add(std::move(node)), 0};
  }
  void push(ValueRef ref, Extents extents) { m_values.push_back({ref, std::move(extents)}); }

  void addNode() {
    const Value x =
        m_values[m_values.size() - 1 -
                 static_cast<size_t>(pick(std::min<int>(3, static_cast<int>(m_values.size()))))];
    if (x.extents.size() == 4 && pick(3) != 0) return addImageNode(x);
    addAnyNode(x);
  }

  void addImageNode(const Value& x) {
    const Extents& e = x.extents;
    switch (pick(16)) {
      case 0:
      case 1: {
        const bool isDepthwise = pick(3) == 0;
        const int64_t channels = isDepthwise ? e[1] : 2 * (1 + pick(3));
        std::vector<ValueRef> inputs = {x.ref, constant({channels, isDepthwise ? 1 : e[1], 3, 3})};
        if (pick(2)) inputs.push_back(constant({channels}));
        return push(add(OpKind::conv, inputs,
                        {{"pads", std::vector<int64_t>{1, 1, 1, 1}},
                         {"group", isDepthwise ? e[1] : int64_t{1}}}),
                    {e[0], channels, e[2], e[3]});
      }
      case 2:
        return push(add(OpKind::batch_normalization, {x.ref, constant({e[1]}), constant({e[1]}),
                                                      constant({e[1]}), positive(e[1])}),
                    e);
      case 3: {
        const ValueRef factor = constant({e[1], 1, 1});
        return push(add(pick(2) ? OpKind::mul : OpKind::add,
                        pick(2) ? std::vector<ValueRef>{x.ref, factor}
                                : std::vector<ValueRef>{factor, x.ref}),
                    e);
      }
      case 4: {
        if (e[2] < 2 || e[3] < 2) return;
        return push(add(pick(2) ? OpKind::max_pool : OpKind::average_pool, {x.ref},
                        {{"kernel_shape", std::vector<int64_t>{2, 2}},
                         {"strides", std::vector<int64_t>{1, 1}},
                         {"auto_pad", std::string(pick(2) ? "SAME_LOWER" : "SAME_UPPER")}}),
                    e);
      }
      case 5: {
        const int64_t keep = pick(2);
        const ValueRef mean = add(OpKind::reduce_mean, {x.ref, ints({2, 3})}, {{"keepdims", keep}});
        if (keep) return push(add(OpKind::mul, {x.ref, add(OpKind::sigmoid, {mean})}), e);
        return push(mean, {e[0], e[1]});
      }
      case 6:
        return push(add(OpKind::concat, {x.ref, x.ref}, {{"axis", int64_t{-3}}}),
                    {e[0], 2 * e[1], e[2], e[3]});
      case 7: {
        const int64_t half = e[1] / 2;
        const ValueRef parts =
            add(OpKind::split, {x.ref, ints({half, e[1] - half})}, {{"axis", int64_t{1}}}, 2);
        push({parts.op, 1}, {e[0], e[1] - half, e[2], e[3]});
        return;
      }
      case 8: {
        // Channel shuffle.
        if (e[1] % 2) return;
        const ValueRef a = add(OpKind::reshape, {x.ref, ints({e[0], 2, e[1] / 2, e[2], e[3]})});
        const ValueRef b =
            add(OpKind::transpose, {a}, {{"perm", std::vector<int64_t>{0, 2, 1, 3, 4}}});
        return push(add(OpKind::reshape, {b, ints({e[0], e[1], e[2], e[3]})}), e);
      }
      case 10: {
        const int64_t channels = 2 * (1 + pick(2));
        return push(add(OpKind::conv_transpose, {x.ref, constant({e[1], channels / 2, 2, 2})},
                        {{"strides", std::vector<int64_t>{1, 1}},
                         {"group", int64_t{e[1] % 2 == 0 ? 2 : 1}}}),
                    {e[0], e[1] % 2 == 0 ? channels : channels / 2, e[2] + 1, e[3] + 1});
      }
      case 11: {
        if (e[2] > 8 || e[3] > 8) return;
        Tensor scales = Tensor::allocate(ElementType::f32, {4}).value();
        for (int64_t i = 0; i < 4; ++i) scales.setFromDouble(i, i < 2 ? 1 : 2);
        const ValueRef list{
            m_editor.addConstant(scales, "scales" + std::to_string(m_count++), "test"), 0};
        return push(add(OpKind::resize, {x.ref, {}, list},
                        {{"mode", std::string(pick(2) ? "nearest" : "linear")}}),
                    {e[0], e[1], 2 * e[2], 2 * e[3]});
      }
      case 12: {
        const ValueRef index =
            add(OpKind::arg_max, {x.ref}, {{"axis", int64_t{1}}, {"keepdims", int64_t{pick(2)}}});
        const bool keeps = m_editor.node(index.op).intAttribute("keepdims") != 0;
        const ValueRef number = add(OpKind::cast, {index}, {{"to", ElementType::f32}});
        return push(number, keeps ? Extents{e[0], 1, e[2], e[3]} : Extents{e[0], e[2], e[3]});
      }
      case 13: {
        if (e[2] < 2) return;
        const ValueRef parts =
            add(OpKind::split, {x.ref}, {{"axis", int64_t{2}}, {"num_outputs", int64_t{2}}}, 2);
        const int64_t first = (e[2] + 1) / 2;
        push({parts.op, 0}, {e[0], e[1], first, e[3]});
        return push({parts.op, 1}, {e[0], e[1], e[2] - first, e[3]});
      }
      case 14: {
        const ValueRef lrn = add(OpKind::lrn, {x.ref}, {{"size", int64_t{3}}});
        return push(add(OpKind::reduce_max, {lrn, ints({1})}, {{"keepdims", int64_t{0}}}),
                    {e[0], e[2], e[3]});
      }
      case 15: {
        const ValueRef slope = constant({e[1], 1, 1});
        const ValueRef p = add(OpKind::prelu, {x.ref, slope});
        return push(add(OpKind::where, {add(OpKind::less, {p, scalar(0)}), p, x.ref}), e);
      }
      case 9:
        return push(add(OpKind::pad, {x.ref, ints({0, 0, 1, 0, 0, 0, 0, 1})}),
                    {e[0], e[1], e[2] + 1, e[3] + 1});
      default:
        if (e[2] < 2) return;
        return push(add(OpKind::slice, {x.ref, ints({1}), ints({100}), ints({2})}),
                    {e[0], e[1], e[2] - 1, e[3]});
    }
  }

  void addAnyNode(const Value& x) {
    Extents e = x.extents;
    switch (pick(12)) {
      case 0:
        return push(add(OpKind::mul, {x.ref, add(OpKind::sigmoid, {x.ref})}), e);
      case 1: {
        const ValueRef gate =
            add(OpKind::clip, {add(OpKind::add, {x.ref, scalar(3)}), scalar(0), scalar(6)});
        return push(add(OpKind::div, {add(OpKind::mul, {x.ref, gate}), scalar(6)}), e);
      }
      case 2: {
        const ValueRef erf = add(OpKind::erf, {add(OpKind::div, {x.ref, scalar(std::sqrt(2.0))})});
        const ValueRef sum = add(OpKind::add, {erf, scalar(1)});
        return push(add(OpKind::mul, {add(OpKind::mul, {x.ref, sum}), scalar(0.5)}), e);
      }
      case 3:
        return push(add(OpKind::relu, {x.ref}), e);
      case 4:
        return push(
            add(OpKind::add,
                {x.ref,
                 m_values[static_cast<size_t>(pick(static_cast<int>(m_values.size())))].extents == e
                     ? x.ref
                     : scalar(real())}),
            e);
      case 5: {
        std::vector<int64_t> perm(e.size());
        for (size_t i = 0; i < perm.size(); ++i) perm[i] = static_cast<int64_t>(i);
        std::shuffle(perm.begin(), perm.end(), m_random);
        Extents to;
        for (const int64_t axis : perm) to.push_back(e[static_cast<size_t>(axis)]);
        return push(add(OpKind::transpose, {x.ref}, {{"perm", perm}}), to);
      }
      case 6: {
        int64_t rest = 1;
        for (size_t i = 1; i < e.size(); ++i) rest *= e[i];
        return push(add(OpKind::flatten, {x.ref}), {e[0], rest});
      }
      case 7:
        return push(
            add(OpKind::softmax, {x.ref}, {{"axis", e.size() > 1 ? int64_t{1} : int64_t{0}}}), e);
      case 8: {
        if (e.size() != 2) return;
        const int64_t width = 1 + pick(5);
        std::vector<ValueRef> inputs = {x.ref, constant({e[1], width}), constant({width})};
        return push(add(OpKind::gemm, inputs, {{"beta", 0.5}}), {e[0], width});
      }
      case 9: {
        const ValueRef back = add(OpKind::reshape, {add(OpKind::unsqueeze, {x.ref, ints({0})}),
                                                    add(OpKind::shape, {x.ref})});
        return push(back, e);
      }
      case 10:
        return push(add(OpKind::pow, {x.ref, scalar(2)}), e);
      default:
        return push(add(OpKind::sub, {add(OpKind::abs, {x.ref}), scalar(real())}), e);
    }
  }

  std::mt19937 m_random;
  graph::GraphEditor m_editor;
  std::vector<Value> m_values;
  int m_count = 0;
};

Tensor randomImage(uint32_t seed) {
  std::mt19937 random(seed);
  Tensor tensor = Tensor::allocate(ElementType::f32, {1, 4, 6, 6}).value();
  for (int64_t i = 0; i < tensor.elementCount(); ++i)
    tensor.setFromDouble(i, (static_cast<double>(random() % 4001) - 2000) / 1000);
  return tensor;
}

// The first difference beyond rounding, or nothing.
std::string difference(const Tensor& a, const Tensor& b) {
  if (a.type() != b.type()) return text(a.type()) + " and " + text(b.type());
  for (int64_t i = 0; i < a.elementCount(); ++i) {
    const double x = a.valueAsDouble(i), y = b.valueAsDouble(i);
    if (std::isnan(x) && std::isnan(y)) continue;
    if (x == y) continue;
    if (!(std::abs(x - y) <= 1e-4 + 1e-4 * std::abs(x)))
      return "element " + std::to_string(i) + ": " + std::to_string(x) + " and " +
             std::to_string(y);
  }
  return {};
}

}  // namespace

class PipelineTest : public QObject {
  Q_OBJECT
 private slots:
  void keepsResults() {
    const uint32_t seeds = qEnvironmentVariableIntValue("HEDDLE_TEST_SEEDS");
    for (uint32_t seed = 1; seed <= std::max(seeds, 300u); ++seed) {
      const graph::Graph source = RandomNetwork(seed).make();
      const graph::Graph plain = atLevel(source, 0);
      const std::map<std::string, Tensor> inputs = {{"x", randomImage(seed)}};
      const auto expected = reference::interpret(plain, inputs);
      if (expected.isError())
        QFAIL((std::to_string(seed) + ": " + toText(expected.error()) + printGraph(plain)).c_str());
      for (const int level : {1, 2, 3}) {
        const graph::Graph optimised = atLevel(source, level);
        const auto found = reference::interpret(optimised, inputs);
        if (found.isError())
          QFAIL((std::to_string(seed) + ": " + toText(found.error()) + printGraph(optimised))
                    .c_str());
        for (size_t i = 0; i < expected.value().size(); ++i) {
          const std::string diff = difference(expected.value()[i], found.value()[i]);
          if (!diff.empty())
            QFAIL(("seed " + std::to_string(seed) + " level " + std::to_string(level) + ": " +
                   diff + "\n" + printGraph(plain) + printGraph(optimised))
                      .c_str());
        }
      }
    }
  }
  void refusesToLeaveOutWhatCompilationNeeds() {
    const graph::Graph source = RandomNetwork(1).make();
    const auto required =
        runPipeline(source, {.disabled = {"infer_types"}}, contextWithEvaluator());
    QVERIFY(required.isError());
    QCOMPARE(required.error().code, std::string("graph.pass_required"));
    QVERIFY(runPipeline(source, {.disabled = {"no_such_pass"}}, contextWithEvaluator()).isError());
    const auto without =
        runPipeline(source, {.disabled = {"convert_layout"}}, contextWithEvaluator());
    QVERIFY(without.isOk());
    for (const Stage& stage : without.value()) QVERIFY(stage.pass != "convert_layout");
  }
  void stopsWhenCancelled() {
    PassContext context = contextWithEvaluator();
    context.cancel.cancel();
    const auto stages = runPipeline(RandomNetwork(1).make(), {}, context);
    QVERIFY(stages.isError());
    QCOMPARE(stages.error().code, std::string("cancelled"));
  }
};
HEDDLE_TEST(PipelineTest)

#include "pipeline_test.moc"
