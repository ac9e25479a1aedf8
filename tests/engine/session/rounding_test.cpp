// One step of a quantised value is right at a border of rounding, and nowhere else.
// SPDX-License-Identifier: Apache-2.0
#include "engine/session/rounding.h"

#include <cmath>
#include <random>

#include "engine/graph/text.h"
#include "engine/graph_passes/infer_types.h"
#include "engine/reference/interpret_graph.h"
#include "engine/session/check_group.h"
#include "engine/session/follow.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::session;
using graph::OpKind;

namespace {

constexpr int64_t kCount = 2 * 6 * 6;
constexpr double kAtol = 1e-5, kRtol = 1e-3;

graph::Graph typed(const std::string& text) {
  const auto parsed = graph::parseGraph(text, std::make_shared<ConstantPool>());
  if (parsed.isError()) qFatal("%s", toText(parsed.error()).c_str());
  graph_passes::PassContext context;
  context.evaluate = reference::evaluate;
  auto result = graph_passes::inferTypes(parsed.value(), context);
  if (result.isError()) qFatal("%s", toText(result.error()).c_str());
  return std::move(result.value().graph);
}

// conv, rounded to u8 with `scale`, a sigmoid of it, rounded to u8 again.
std::string body(float scale) {
  std::string weights;
  std::mt19937 random(7);
  for (int i = 0; i < 36; ++i)
    weights += (i ? "," : "") + std::to_string(static_cast<int>(random() % 200) / 100.0 - 1);
  char number[40];
  std::snprintf(number, sizeof number, "%.9g", static_cast<double>(scale));
  return R"(graph "g"
%1 = input() : f32[1,2,8,8]  # x
%2 = constant() {value=f32[2,2,3,3]=[)" + weights + R"(]} : ?
%3 = conv(%1, %2) : ?
%4 = constant() {value=f32[]=[)" + number + R"(]} : ?
%5 = constant() {value=u8[]=[120]} : ?
%6 = quantize_linear(%3, %4, %5) : ?  # first
%7 = dequantize_linear(%6, %4, %5) : ?
%8 = sigmoid(%7) : ?
%9 = constant() {value=f32[]=[0.004]} : ?
%10 = constant() {value=u8[]=[0]} : ?
%11 = quantize_linear(%8, %9, %10) : ?  # second
output "y" = %11
output "c" = %3
)";
}

std::map<std::string, Tensor> inputs() {
  Tensor x = Tensor::allocate(ElementType::f32, {1, 2, 8, 8}).value();
  std::mt19937 random(11);
  for (int64_t i = 0; i < x.elementCount(); ++i)
    x.setFromDouble(i, static_cast<double>(random() % 2000) / 1000 - 1);
  return {{"x", x}};
}

using Rounding = std::function<double(double)>;  // of x / scale

// A kernel of `body` as it could have been compiled: what it gives when it rounds that way.
struct Kernel {
  explicit Kernel(float chosen) : scale(chosen), whole(typed(body(chosen))) {
    conv = reference::interpret(whole, inputs()).value()[1];
  }

  // x / scale as ONNX has it: rounded to x's type.
  double quotient(int64_t i, double by) const {
    return static_cast<double>(static_cast<float>(conv.valueAsDouble(i)) / static_cast<float>(by));
  }
  Tensor first(const Rounding& rounded, double usedScale) const {
    Tensor q = Tensor::allocate(ElementType::u8, conv.extents()).value();
    for (int64_t i = 0; i < kCount; ++i)
      q.setFromDouble(i, std::clamp(rounded(quotient(i, usedScale)) + 120, 0.0, 255.0));
    return q;
  }
  Tensor second(const Tensor& q) const {
    reference::InterpretOptions options;
    options.replace = [&](const graph::Node& node, const auto&, std::vector<Tensor>& outputs) -> Status {
      if (node.name == "first") outputs[0] = q;
      return {};
    };
    return reference::interpret(whole, inputs(), options).value()[0];
  }
  // `y` is what the build computed; the reference runs on conv's true result.
  GroupCheck check(const Tensor& y) const {
    graph_passes::Group group;
    group.name = "epilogue";
    for (const OpId id : whole.order())
      if (const OpKind kind = whole.node(id).kind;
          kind != OpKind::input && kind != OpKind::constant)
        group.members.push_back(id);
    group.outputs = {whole.outputs()[0].value};
    auto result = checkGroup(
        whole, group,
        [&](graph::ValueRef value) -> std::optional<Tensor> {
          const graph::Node& node = whole.node(value.op);
          if (node.kind == OpKind::constant) return whole.constantValue(value);
          return node.kind == OpKind::input ? inputs().at("x") : y;
        },
        kRtol, kAtol);
    if (result.isError()) qFatal("%s", toText(result.error()).c_str());
    return std::move(result).value();
  }

  float scale;
  graph::Graph whole;
  Tensor conv;
};

double even(double x) { return std::nearbyint(x); }

// Such that one element of conv, returned too, is at a border: n + 1/2 steps.
std::pair<float, int64_t> scaleWithBorder() {
  const Kernel any(0.05F);
  for (int64_t i = 0; i < kCount; ++i) {
    const double value = any.conv.valueAsDouble(i), steps = std::floor(value / 0.05) + 0.5;
    if (value > 0.3 && value < 2) return {static_cast<float>(value / steps), i};
  }
  qFatal("no element fits");
}

Tensor withStep(const Tensor& q, int64_t i, double by) {
  Tensor out = Tensor::allocate(q.element(), q.extents()).value();
  for (int64_t k = 0; k < q.elementCount(); ++k)
    out.setFromDouble(k, q.valueAsDouble(k) + (k == i ? by : 0));
  return out;
}

// Which of its neighbours the border's other side is.
double sideOf(const Kernel& kernel, int64_t i) {
  const double x = kernel.quotient(i, static_cast<double>(kernel.scale));
  return even(x) > x ? -1 : 1;
}

}  // namespace

class RoundingTest : public QObject {
  Q_OBJECT
  const std::pair<float, int64_t> m_border = scaleWithBorder();
  const Kernel m_kernel{m_border.first};

  bool isRight(const Tensor& y) const {
    return m_kernel.check(y).values[0].difference.worstOfTolerance <= 1;
  }
  StepCount followed(const QuantisedValues& values) const {
    const auto run = interpretFollowing(m_kernel.whole, inputs(), values, kAtol, {});
    if (run.isError()) qFatal("%s", toText(run.error()).c_str());
    StepCount sum;
    for (const FollowedNode& node : run.value().nodes) {
      sum.elements += node.steps.elements;
      sum.atBorder += node.steps.atBorder;
      sum.wrong += node.steps.wrong;
    }
    return sum;
  }

 private slots:
  void equalRoundingIsRight() {
    const Tensor q = m_kernel.first(even, static_cast<double>(m_kernel.scale));
    const GroupCheck check = m_kernel.check(m_kernel.second(q));
    QCOMPARE(check.values[0].atBorder, int64_t{0});
    QCOMPARE(check.values[0].difference.worstOfTolerance, 0.0);
    QCOMPARE(check.quantised.size(), size_t{2});
  }
  void anElementAtABorderMayGoToTheOtherSide() {
    const Tensor q = m_kernel.first(even, static_cast<double>(m_kernel.scale));
    const int64_t i = m_border.second;
    const Tensor other = withStep(q, i, sideOf(m_kernel, i));
    const GroupCheck check = m_kernel.check(m_kernel.second(other));
    QCOMPARE(check.values[0].difference.worstOfTolerance, 0.0);
    QCOMPARE(check.values[0].atBorder, int64_t{1});
    // What the kernel rounded to is known, though it shows only behind the sigmoid.
    QCOMPARE(check.quantised.begin()->second.valueAsInt(i), other.valueAsInt(i));
    QCOMPARE(followed({{"first", other}}).atBorder, int64_t{1});
    QCOMPARE(followed({{"first", other}}).wrong, int64_t{0});
  }
  void otherElementsMayNot() {
    const Tensor q = m_kernel.first(even, static_cast<double>(m_kernel.scale));
    int refused = 0;
    for (int64_t i = 0; i < kCount; ++i) {
      const double x = m_kernel.quotient(i, static_cast<double>(m_kernel.scale));
      if (std::fabs(x - std::floor(x) - 0.5) < 0.01 || std::fabs(x) > 100) continue;
      for (const double by : {-1.0, 1.0}) {
        const Tensor wrong = withStep(q, i, by);
        QCOMPARE(followed({{"first", wrong}}).wrong, int64_t{1});
        const Tensor y = m_kernel.second(wrong);
        const bool isSeen = y.valueAsInt(i) != m_kernel.second(q).valueAsInt(i);
        QCOMPARE(isRight(y), !isSeen);
        refused += isSeen;
      }
    }
    QVERIFY(refused > 20);
  }
  void twoStepsMayNot() {
    const Tensor q = m_kernel.first(even, static_cast<double>(m_kernel.scale));
    const int64_t i = m_border.second;
    const Tensor wrong = withStep(q, i, 2 * sideOf(m_kernel, i));
    QCOMPARE(followed({{"first", wrong}}).wrong, int64_t{1});
    QVERIFY(!isRight(m_kernel.second(wrong)));
  }
  void faultsAreCaught_data() {
    QTest::addColumn<int>("fault");
    QTest::newRow("scale off by 1 %") << 0;
    QTest::newRow("floor") << 1;
    QTest::newRow("truncation") << 2;
    QTest::newRow("zero point off by 1") << 3;
    QTest::newRow("half step added") << 4;
  }
  void faultsAreCaught() {
    QFETCH(int, fault);
    const Rounding roundings[] = {even, [](double x) { return std::floor(x); },
                                  [](double x) { return std::trunc(x); },
                                  [](double x) { return even(x) + 1; },
                                  [](double x) { return even(x + 0.5); }};
    const double scale = static_cast<double>(m_kernel.scale) * (fault == 0 ? 1.01 : 1);
    const Tensor q = m_kernel.first(roundings[fault], scale);
    QVERIFY(followed({{"first", q}}).wrong > 0);
    QVERIFY(!isRight(m_kernel.second(q)));
  }
  // Nothing before the rounding has two results, so a tie has one too.
  void tiesOfExactValuesGoToEven() {
    const graph::Graph graph = typed(R"(graph "g"
%1 = input() : u8[6]  # x
%2 = constant() {value=f32[]=[0.5]} : ?
%3 = dequantize_linear(%1, %2) : ?
%4 = constant() {value=f32[]=[1]} : ?
%5 = quantize_linear(%3, %4) {to=u8} : ?  # q
output "y" = %5
)");
    Tensor x = Tensor::allocate(ElementType::u8, {6}).value();
    Tensor up = Tensor::allocate(ElementType::u8, {6}).value();
    for (int i = 0; i < 6; ++i) {
      x.setFromDouble(i, i);
      up.setFromDouble(i, std::floor(i * 0.5 + 0.5));
    }
    const auto wrong = interpretFollowing(graph, {{"x", x}}, {{"q", up}}, kAtol, {});
    QVERIFY(wrong.isOk() && wrong.value().isWrong());
    QCOMPARE(wrong.value().nodes[0].steps.wrong, int64_t{2});  // 0.5 and 2.5
    QCOMPARE(wrong.value().atBorder(), int64_t{0});
  }
  void valuesInAnotherLayoutAreTurned() {
    const Tensor q = m_kernel.first(even, static_cast<double>(m_kernel.scale));
    Tensor last = Tensor::allocate(ElementType::u8, {1, 6, 6, 2}).value();
    for (int64_t i = 0; i < 36; ++i)
      for (int64_t c = 0; c < 2; ++c) last.setFromDouble(i * 2 + c, q.valueAsDouble(c * 36 + i));
    const StepCount steps = followed({{"first", last}});
    QCOMPARE(steps.elements, kCount);
    QCOMPARE(steps.wrong + steps.atBorder, int64_t{0});
    QCOMPARE(followed({{"first", withStep(last, 1, 3)}}).wrong, int64_t{1});
  }
};
HEDDLE_TEST(RoundingTest)

#include "rounding_test.moc"
