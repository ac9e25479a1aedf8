// Integer sums against the floats that they stand for.
// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/quantized_sums.h"

#include <cmath>
#include <random>

#include "engine/graph/text.h"
#include "engine/graph_passes/infer_types.h"
#include "engine/reference/interpret_graph.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::graph_passes;
using graph::OpKind;

namespace {

std::string weights(const std::string& type, int count) {
  std::mt19937 random(3);
  std::string text = type + "=[";
  for (int i = 0; i < count; ++i)
    text += (i ? "," : "") + std::to_string(static_cast<int>(random() % 255) - 127);
  return text + "]";
}

// x: 8 bits with scale 0.02 and the zero point; w dequantized by `wScale`, `wZero` along `axis`.
struct Text {
  std::string x = "u8[1,2,5,6]", zero = "u8[]=[131]", w = weights("i8[3,2,3,3]", 54);
  std::string wScale = "f32[3]=[0.01,0.02,0.03]", wZero = "i8[3]=[0,0,0]", axis = "0";
  std::string bias = "f32[3]=[1,-2,0.5]", op = "conv(%4, %8, %9) {pads=[1,0,1,2]}";

  std::string body() const {
    return "graph \"g\"\n%1 = input() : " + x +
           "  # q\n%2 = constant() {value=f32[]=[0.02]} : ?\n" + "%3 = constant() {value=" + zero +
           "} : ?\n%4 = dequantize_linear(%1, %2, %3) : ?\n" + "%5 = constant() {value=" + w +
           "} : ?\n%6 = constant() {value=" + wScale + "} : ?\n" +
           "%7 = constant() {value=" + wZero + "} : ?\n" +
           "%8 = dequantize_linear(%5, %6, %7) {axis=" + axis + "} : ?\n" +
           "%9 = constant() {value=" + bias + "} : ?\n%10 = " + op + " : ?\noutput \"y\" = %10\n";
  }
};

bool sumsIntegers(const graph::Graph& graph) {
  for (const OpId id : graph.order()) {
    const graph::Node& node = graph.node(id);
    if (node.kind == OpKind::conv || node.kind == OpKind::matmul || node.kind == OpKind::gemm)
      return graph.type({id, 0})->element == ElementType::i32;
  }
  return false;
}

}  // namespace

class QuantizedSumsTest : public QObject {
  Q_OBJECT
 private slots:
  void agrees_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isInteger");
    const auto row = [](const char* name, const Text& text, bool isInteger = true) {
      QTest::newRow(name) << QString::fromStdString(text.body()) << isInteger;
    };
    row("conv", {});
    row("signed", {.x = "i8[1,2,5,6]", .zero = "i8[]=[-3]"});
    row("one scale", {.wScale = "f32[]=[0.04]", .wZero = "i8[]=[0]"});
    row("no bias", {.op = "conv(%4, %8)"});
    const std::string b = weights("i8[4,3]", 12), turned = weights("i8[3,4]", 12);
    row("matmul", {.x = "u8[5,4]", .w = b, .axis = "1", .op = "matmul(%4, %8)"});
    row("gemm", {.x = "u8[5,4]", .w = b, .axis = "1", .op = "gemm(%4, %8, %9)"});
    row("gemm turned",
        {.x = "u8[5,4]", .w = turned, .axis = "0", .op = "gemm(%4, %8, %9) {transB=1}"});
    row("scales of inputs", {.wScale = "f32[2]=[1,2]", .wZero = "i8[2]=[0,0]", .axis = "1"}, false);
    row("weights of 9 bits", {.wZero = "i8[3]=[0,100,0]"}, false);
    row("gemm with alpha",
        {.x = "u8[5,4]", .w = b, .axis = "1", .op = "gemm(%4, %8, %9) {alpha=2}"}, false);
  }
  void agrees() {
    QFETCH(QString, text);
    QFETCH(bool, isInteger);
    PassContext context;
    context.evaluate = reference::evaluate;
    context.target.hasVnni = true;
    const auto parsed = graph::parseGraph(text.toStdString(), std::make_shared<ConstantPool>());
    if (parsed.isError()) QFAIL(toText(parsed.error()).c_str());
    const auto typed = inferTypes(parsed.value(), context);
    if (typed.isError()) QFAIL(toText(typed.error()).c_str());
    const graph::Graph& before = typed.value().graph;
    const auto after = quantizedSums(before, context);
    if (after.isError()) QFAIL(toText(after.error()).c_str());
    QVERIFY(graph::verifyGraph(after.value().graph).isOk());
    QCOMPARE(sumsIntegers(after.value().graph), isInteger);
    const graph::Node& input = before.node(before.inputs()[0]);
    Tensor q = Tensor::allocate(input.types[0]->element, input.types[0]->extents()).value();
    std::mt19937 random(5);
    for (std::byte& byte : q.mutableBytes()) byte = static_cast<std::byte>(random());
    const auto expected = reference::interpret(before, {{"q", q}});
    const auto found = reference::interpret(after.value().graph, {{"q", q}});
    QVERIFY(expected.isOk() && found.isOk());
    QCOMPARE(found.value()[0].type(), expected.value()[0].type());
    for (int64_t i = 0; i < expected.value()[0].elementCount(); ++i) {
      const double a = found.value()[0].valueAsDouble(i), b = expected.value()[0].valueAsDouble(i);
      QVERIFY2(std::abs(a - b) <= 1e-5 * std::max(1.0, std::abs(b)),
               qPrintable(QString("%1: %2, not %3").arg(i).arg(a).arg(b)));
    }
  }
  // Without an instruction for it integers are no quicker than floats.
  void leavesOtherTargetsAlone() {
    PassContext context;
    const auto parsed = graph::parseGraph(Text().body(), std::make_shared<ConstantPool>());
    const auto typed = inferTypes(parsed.value(), context);
    QVERIFY(!sumsIntegers(quantizedSums(typed.value().graph, context).value().graph));
  }
};
HEDDLE_TEST(QuantizedSumsTest)

#include "quantized_sums_test.moc"
