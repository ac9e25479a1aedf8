// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/reference/calls.h"

using namespace heddle;
using namespace heddle::test;
using graph::GraphEditor;

namespace {

graph::Node nodeOf(OpKind kind, std::vector<graph::ValueRef> inputs, uint32_t outputs = 1) {
  graph::Node node;
  node.kind = kind;
  node.name = std::string(graph::name(kind));
  node.inputs = std::move(inputs);
  node.outputCount = outputs;
  return node;
}

// y = relu(x - c)
graph::Graph sample() {
  GraphEditor editor("g", std::make_shared<ConstantPool>());
  const OpId x = editor.addInput("x", {ElementType::f32, {Dim::symbol("N")}});
  const OpId c = editor.addConstant(f32({}, {1}), "c", "test");
  const OpId difference = editor.add(nodeOf(OpKind::sub, {{x, 0}, {c, 0}}));
  const OpId y = editor.add(nodeOf(OpKind::relu, {{difference, 0}}));
  editor.setOutputs({{"y", {y, 0}}});
  return std::move(editor).finish().value();
}

}  // namespace

class InterpreterTest : public QObject {
  Q_OBJECT
 private slots:
  void runsAGraph() {
    const auto out = reference::interpret(sample(), {{"x", f32({3}, {0, 1, 4})}});
    QVERIFY2(out.isOk(), out.isError() ? toText(out.error()).c_str() : "");
    QCOMPARE(out.value().size(), size_t{1});
    QCOMPARE(numbers(out), (Numbers{0, 0, 3}));
  }
  void showsEveryNode() {
    std::vector<size_t> seen;
    reference::InterpretOptions options;
    options.onNode = [&](OpId, const std::vector<Tensor>& values) {
      seen.push_back(values.size());
    };
    QVERIFY(reference::interpret(sample(), {{"x", f32({1}, {0})}}, options).isOk());
    QCOMPARE(seen.size(), size_t{4});
  }
  void refusesMissingAndMisfittingInputs() {
    QCOMPARE(reference::interpret(sample(), {}).error().code, std::string("reference.input"));
    QVERIFY(reference::interpret(sample(), {{"x", i32({1}, {0})}}).isError());
    QVERIFY(reference::interpret(sample(), {{"x", f32({1, 1}, {0})}}).isError());
  }
  void stopsWhenCancelled() {
    reference::InterpretOptions options;
    options.cancel.cancel();
    QVERIFY(reference::interpret(sample(), {{"x", f32({1}, {0})}}, options).isError());
  }
};
HEDDLE_TEST(InterpreterTest)

#include "interpreter_test.moc"
