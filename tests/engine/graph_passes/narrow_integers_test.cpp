// 8-bit sums against the i32 arithmetic that they stand for: equal to the last bit.
// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/narrow_integers.h"

#include <random>

#include "engine/graph/text.h"
#include "engine/graph_passes/infer_types.h"
#include "engine/reference/interpret_graph.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::graph_passes;
using graph::OpKind;

namespace {

std::string listOf(const std::string& shape, int count, int low, int high) {
  std::mt19937 random(3);
  std::string text = "i32" + shape + "=[";
  for (int i = 0; i < count; ++i)
    text +=
        (i ? "," : "") +
        std::to_string(low + static_cast<int>(random() % static_cast<unsigned>(high - low + 1)));
  return text + "]";
}

// i32(q) - zero, times weights; a bias for convolutions.
std::string body(const std::string& q, int zero, const std::string& weight, bool isConv) {
  const std::string sums = isConv ? "%6 = conv(%4, %5, %7) {pads=[1,0,1,2], strides=[2,1]} : ?\n"
                                  : "%6 = matmul(%4, %5) : ?\n";
  return "graph \"g\"\n%1 = input() : " + q + "  # q\n%2 = cast(%1) {to=i32} : ?\n" +
         "%3 = constant() {value=i32[]=[" + std::to_string(zero) +
         "]} : ?\n%4 = sub(%2, %3) : ?\n" + "%5 = constant() {value=" + weight + "} : ?\n" +
         "%7 = constant() {value=i32[3]=[100000,-5,7]} : ?\n" + sums + "output \"y\" = %6\n";
}

// The zero is the largest q, as a range found when the model runs decides one.
std::string found(std::string text) {
  const size_t line = text.find("%3 = "), end = text.find('\n', line);
  return text.replace(line, end - line, "%3 = reduce_max(%2) {keepdims=0} : ?");
}

graph::Graph typed(const std::string& text, const PassContext& context) {
  const auto parsed = graph::parseGraph(text, std::make_shared<ConstantPool>());
  if (parsed.isError()) qFatal("%s", toText(parsed.error()).c_str());
  return inferTypes(parsed.value(), context).value().graph;
}

// The kind of the first node of that kind with 8-bit operands, or nothing.
bool sumsNarrow(const graph::Graph& graph) {
  for (const OpId id : graph.order()) {
    const graph::Node& node = graph.node(id);
    if (node.kind != OpKind::conv && node.kind != OpKind::matmul) continue;
    return graph.type(node.inputs[0])->element == ElementType::u8 &&
           graph.type(node.inputs[1])->element == ElementType::i8;
  }
  return false;
}

// Input channels of convolutions come in fours.
bool sumsByFours(const graph::Graph& graph) {
  for (const OpId id : graph.order()) {
    const graph::Node& node = graph.node(id);
    if (node.kind == OpKind::conv && graph.type(node.inputs[1])->extents()[1] % 4 != 0)
      return false;
  }
  return true;
}

}  // namespace

class NarrowIntegersTest : public QObject {
  Q_OBJECT
 private slots:
  void isExact_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isNarrow");
    const std::string w = listOf("[3,2,3,3]", 54, -128, 127), b = listOf("[5,3]", 15, -128, 127);
    const auto row = [](const char* name, const std::string& text, bool isNarrow = true) {
      QTest::newRow(name) << QString::fromStdString(text) << isNarrow;
    };
    row("u8", body("u8[1,2,5,6]", 131, w, true));
    row("u8 without zero", body("u8[1,2,5,6]", 0, w, true));
    row("i8", body("i8[1,2,5,6]", -7, w, true));
    row("matmul u8", body("u8[4,5]", 200, b, false));
    row("matmul i8", body("i8[2,4,5]", 3, b, false));
    row("matmul u8, zero found", found(body("u8[4,5]", 0, b, false)));
    row("matmul i8, zero found", found(body("i8[2,4,5]", 0, b, false)));
    row("conv, zero found", found(body("u8[1,2,5,6]", 0, w, true)), false);
    row("zero out of range", body("u8[1,2,5,6]", 300, w, true), false);
    row("weights of 9 bits", body("u8[1,2,5,6]", 1, listOf("[3,2,3,3]", 54, 120, 140), true),
        false);
  }
  void isExact() {
    PassContext context;
    check(context);
  }
  // Channels are rounded up to fours then, and the sums are the same.
  void isExactByFours_data() { isExact_data(); }
  void isExactByFours() {
    PassContext context;
    context.target.hasVnni = true;
    check(context);
  }

 private:
  static void check(PassContext& context) {
    QFETCH(QString, text);
    QFETCH(bool, isNarrow);
    context.evaluate = reference::evaluate;
    const graph::Graph before = typed(text.toStdString(), context);
    const auto after = narrowIntegers(before, context);
    QVERIFY(after.isOk());
    QVERIFY(graph::verifyGraph(after.value().graph).isOk());
    QCOMPARE(sumsNarrow(after.value().graph), isNarrow);
    if (isNarrow && context.target.hasVnni) QVERIFY(sumsByFours(after.value().graph));
    const graph::Node& input = before.node(before.inputs()[0]);
    Tensor q = Tensor::allocate(input.types[0]->element, input.types[0]->extents()).value();
    std::mt19937 random(5);
    for (std::byte& byte : q.mutableBytes()) byte = static_cast<std::byte>(random());
    const auto expected = reference::interpret(before, {{"q", q}});
    const auto found = reference::interpret(after.value().graph, {{"q", q}});
    QVERIFY(expected.isOk() && found.isOk());
    QCOMPARE(found.value()[0].type(), expected.value()[0].type());
    for (int64_t i = 0; i < expected.value()[0].elementCount(); ++i)
      QCOMPARE(found.value()[0].valueAsInt(i), expected.value()[0].valueAsInt(i));
  }
};
HEDDLE_TEST(NarrowIntegersTest)

#include "narrow_integers_test.moc"
