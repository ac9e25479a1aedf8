// A quantisation behind its inverse makes the same 8-bit values again, all 256 of them.
// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/requantise.h"

#include "engine/graph/text.h"
#include "engine/graph_passes/infer_types.h"
#include "engine/graph_passes/simplify.h"
#include "engine/reference/interpret_graph.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::graph_passes;
using graph::OpKind;

namespace {

std::string body(const std::string& moves, const std::string& moved, double scale, int zero) {
  return "graph \"g\"\n%1 = input() : i8[16,16]  # q\n%2 = constant() {value=f32[]=[0.0123]} : ?\n"
         "%3 = constant() {value=i8[]=[5]} : ?\n%4 = constant() {value=f32[]=[" +
         std::to_string(scale) + "]} : ?\n%5 = constant() {value=i8[]=[" + std::to_string(zero) +
         "]} : ?\n%6 = dequantize_linear(%1, %2, %3) : ?\n" + moves + "%9 = quantize_linear(" +
         moved + ", %4, %5) : ?\n%10 = neg(%9) : ?\noutput \"y\" = %10\n";
}

const char* kMoves =
    "%11 = constant() {value=i64[3]=[8,4,8]} : ?\n%7 = reshape(%6, %11) : ?\n"
    "%8 = transpose(%7) {perm=[2,0,1]} : ?\n";

}  // namespace

class RequantiseTest : public QObject {
  Q_OBJECT
 private slots:
  void isExact_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("vanishes");
    const auto row = [](const char* name, const std::string& text, bool vanishes) {
      QTest::newRow(name) << QString::fromStdString(text) << vanishes;
    };
    row("at once", body("", "%6", 0.0123, 5), true);
    row("behind moves", body(kMoves, "%8", 0.0123, 5), true);
    row("another scale", body("", "%6", 0.0124, 5), false);
    row("another zero", body(kMoves, "%8", 0.0123, 6), false);
  }
  void isExact() {
    QFETCH(QString, text);
    QFETCH(bool, vanishes);
    PassContext context;
    context.evaluate = reference::evaluate;
    const auto parsed = graph::parseGraph(text.toStdString(), std::make_shared<ConstantPool>());
    QVERIFY2(parsed.isOk(), parsed.isOk() ? "" : toText(parsed.error()).c_str());
    const graph::Graph before = inferTypes(parsed.value(), context).value().graph;
    const graph::Graph after = simplify(before, context).value().graph;
    bool quantises = false;
    for (const OpId id : after.order())
      quantises = quantises || after.node(id).kind == OpKind::quantize_linear;
    QCOMPARE(quantises, !vanishes);
    Tensor q = Tensor::allocate(ElementType::i8, {16, 16}).value();
    for (size_t i = 0; i < 256; ++i) q.mutableBytes()[i] = static_cast<std::byte>(i);
    const auto expected = reference::interpret(before, {{"q", q}});
    const auto found = reference::interpret(after, {{"q", q}});
    QVERIFY(expected.isOk() && found.isOk());
    QCOMPARE(found.value()[0].type(), expected.value()[0].type());
    for (int64_t i = 0; i < 256; ++i)
      QCOMPARE(found.value()[0].valueAsInt(i), expected.value()[0].valueAsInt(i));
  }
};
HEDDLE_TEST(RequantiseTest)

#include "requantise_test.moc"
