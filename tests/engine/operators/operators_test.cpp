// Every operator's blocks, run by the loop interpreter, against the graph interpreter.
// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/text.h"
#include "engine/loops/visit.h"
#include "tests/engine/operators/operator_cases.h"
#include "tests/support/golden.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;
using graph::OpKind;

namespace {

std::string check(const OpCase& c, uint64_t seed) {
  auto built = buildCase(c, seed);
  if (built.isError()) return "reference: " + toText(built.error());
  const auto group = operators::buildProgram({"case", built.value().graph, built.value().members});
  if (group.isError()) return toText(group.error());
  const auto& program = group.value().program;
  if (const Status status = loops::verify(program); status.isError()) return toText(status.error());
  const auto parsed = loops::parse(loops::print(program).text);
  if (parsed.isError()) return "parse: " + toText(parsed.error()) + loops::print(program).text;
  if (!loops::structurallyEqual(parsed.value(), program, loops::EqualMode::alphaEquivalent)) {
    return "text does not round-trip:\n" + loops::print(program).text +
           loops::print(parsed.value()).text;
  }
  std::string difference = compareOutputs(group.value(), program, built.value(), toleranceOf(c, 1e-5));
  if (!difference.empty()) difference += "\n" + loops::print(program).text;
  return difference;
}

void runAll(const std::vector<OpCase>& cases) {
  int failures = 0;
  for (const OpCase& c : cases) {
    for (uint64_t seed : {1, 2}) {
      const std::string failure = check(c, seed);
      if (failure.empty()) continue;
      qWarning("%s (seed %d): %s", c.label.c_str(), int(seed), failure.c_str());
      ++failures;
      break;
    }
  }
  QCOMPARE(failures, 0);
}

}  // namespace

class OperatorsTest : public QObject {
  Q_OBJECT
 private slots:
  void elementwise() { runAll(elementwiseCases()); }
  void movement() { runAll(movementCases()); }
  void reduction() { runAll(reductionCases()); }
  void anchor() { runAll(anchorCases()); }

  void golden_data() {
    QTest::addColumn<QString>("label");
    QTest::addColumn<QString>("file");
    QTest::newRow("conv") << "conv 3x3 pad last"
                          << "conv";
    QTest::newRow("depthwise") << "conv depthwise last"
                               << "conv_depthwise";
    QTest::newRow("softmax") << "softmax f32"
                             << "softmax";
    QTest::newRow("matmul") << "matmul batch"
                            << "matmul";
    QTest::newRow("concat") << "concat"
                            << "concat";
  }
  void golden() {
    QFETCH(QString, label);
    QFETCH(QString, file);
    std::vector<OpCase> all = anchorCases();
    for (const auto& more : {reductionCases(), movementCases()})
      all.insert(all.end(), more.begin(), more.end());
    const auto it = std::find_if(all.begin(), all.end(),
                                 [&](const OpCase& c) { return c.label == label.toStdString(); });
    QVERIFY(it != all.end());
    const auto built = buildCase(*it, 1);
    QVERIFY(built.isOk());
    const auto group =
        operators::buildProgram({file.toStdString(), built.value().graph, built.value().members});
    QVERIFY(group.isOk());
    const std::string text = loops::print(group.value().program).text;
    QCOMPARE(compareWithGolden("operators/" + file.toStdString() + ".txt", text), std::string());
  }

  void refusesWhatIsNoLoopNest() {
    OpCase c{"non_zero", OpKind::non_zero, {floats({3})}};
    const auto built = buildCase(c, 1);
    QVERIFY(built.isOk());
    const auto group = operators::buildProgram({"g", built.value().graph, built.value().members});
    QVERIFY(group.isError());
    QCOMPARE(group.error().code, std::string("operators.unsupported"));
    QCOMPARE(group.error().subjects[0].id, built.value().members[0].value);
  }

  void countsWork() {
    const OpCase conv{
        "conv", OpKind::conv, {floats({1, 4, 5, 5}), floats({8, 4, 3, 3}), floats({8})}};
    const auto built = buildCase(conv, 1);
    const auto cost = operators::costOf(built.value().graph, built.value().members[0]);
    QCOMPARE(cost.flops, int64_t{2 * 8 * 9 * 4 * 9 + 8 * 9});
    QCOMPARE(cost.bytes, int64_t{4 * (100 + 288 + 8 + 72)});
  }
};
HEDDLE_TEST(OperatorsTest)

#include "operators_test.moc"
