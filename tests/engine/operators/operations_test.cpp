// The counted operations of every operator are those that the loop interpreter does.
// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/operations.h"
#include "engine/loop_passes/passes.h"
#include "engine/loops/text.h"
#include "tests/engine/operators/operator_cases.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;
using graph::OpKind;

namespace {

struct Counts {
  loops::OperationCount counted;
  int64_t done = 0, nominal = 0;
};

Result<Counts> countsOf(const OpCase& c) {
  HEDDLE_TRY(const BuiltCase built, buildCase(c, 1));
  HEDDLE_TRY(const auto group, operators::buildProgram({"case", built.graph, built.members}));
  // As lowering does it: a sum takes no step for what lies outside.
  const loops::Program guarded = loop_passes::guardTerms(group.program);
  std::vector<Tensor> arguments;
  for (const auto& param : group.params)
    if (param.role != loops::ParamRole::output) arguments.push_back(built.values.at(param.value));
  Counts out{loops::countOperations(guarded.body), 0, 0};
  HEDDLE_TRY(const auto outputs, reference::interpret(guarded, arguments, 0, &out.done));
  for (const OpId member : built.members)
    out.nominal += operators::costOf(built.graph, member).flops;
  return out;
}

// The number of cases whose count is exact.
int checkAll(const std::vector<OpCase>& cases) {
  int failures = 0, exact = 0;
  for (const OpCase& c : cases) {
    const auto counts = countsOf(c);
    const bool isRight =
        counts.isOk() &&
        (counts.value().counted.isExact ? counts.value().counted.operations == counts.value().done
                                        : counts.value().counted.operations >= counts.value().done);
    exact += counts.isOk() && counts.value().counted.isExact;
    if (isRight) continue;
    ++failures;
    if (counts.isError())
      qWarning("%s: %s", c.label.c_str(), toText(counts.error()).c_str());
    else
      qWarning("%s: counted %lld, done %lld", c.label.c_str(),
               static_cast<long long>(counts.value().counted.operations),
               static_cast<long long>(counts.value().done));
  }
  return failures == 0 ? exact : -failures;
}

loops::Stmt parsedBody(const char* text) {
  auto program = loops::parse(text);
  return program.isOk() ? program.value().body : nullptr;
}

}  // namespace

class OperationsTest : public QObject {
  Q_OBJECT
 private slots:
  void anchors() {
    const auto cases = anchorCases();
    QCOMPARE(checkAll(cases), static_cast<int>(cases.size()));
  }
  void elementwise() { QVERIFY(checkAll(elementwiseCases()) > 0); }
  void movement() { QVERIFY(checkAll(movementCases()) >= 0); }
  void reduction() { QVERIFY(checkAll(reductionCases()) > 0); }

  void theBorderIsNotCounted() {
    graph::Attributes attributes{{"pads", std::vector<int64_t>{1, 1, 1, 1}}};
    attributes["data_layout"] = std::string("channels_last");
    const OpCase padded{
        "padded", OpKind::conv, {floats({1, 4, 4, 2}), floats({3, 2, 3, 3})}, attributes};
    const auto counts = countsOf(padded);
    QVERIFY2(counts.isOk(), counts.isOk() ? "" : toText(counts.error()).c_str());
    // Of 4 positions of 3 steps an axis, two miss one: 10 of 12.
    QCOMPARE(counts.value().nominal, int64_t{2 * 3 * 2 * 12 * 12});
    QCOMPARE(counts.value().counted.operations, int64_t{2 * 3 * 2 * 10 * 10});
    QVERIFY(counts.value().counted.isExact);
  }

  // A loop whose ends move with another, and a condition over both: 1 + 2 + 3 + 4, less the
  // diagonal.
  void movingEnds() {
    const loops::Stmt body = parsedBody(
        "program p(\n    x: in f32[4],\n    y: out f32[4]):\n"
        "  for i in range(4):\n"
        "    for j in range(i + 1):\n"
        "      if i != j:\n"
        "        y[i] = x[i] * x[j]\n");
    QVERIFY(body != nullptr);
    const auto count = loops::countOperations(body);
    QVERIFY(count.isExact);
    QCOMPARE(count.operations, int64_t{6});
  }

  void dataMakesAnUpperBound() {
    const loops::Stmt body = parsedBody(
        "program p(\n    x: in f32[4],\n    y: out f32[4]):\n"
        "  for i in range(4):\n"
        "    if x[i] > 0.0:\n"
        "      y[i] = x[i] * x[i]\n");
    QVERIFY(body != nullptr);
    const auto count = loops::countOperations(body);
    QVERIFY(!count.isExact);
    QCOMPARE(count.operations, int64_t{8});  // four comparisons, at most four products
  }
};
HEDDLE_TEST(OperationsTest)

#include "operations_test.moc"
