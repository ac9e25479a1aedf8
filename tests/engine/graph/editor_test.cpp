// SPDX-License-Identifier: Apache-2.0
#include "engine/graph/graph.h"
#include "engine/graph/text.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::graph;

namespace {

Node unary(OpKind kind, ValueRef input, std::string name = {}) {
  Node node;
  node.kind = kind;
  node.inputs = {input};
  node.name = std::move(name);
  return node;
}

}  // namespace

class EditorTest : public QObject {
  Q_OBJECT
 private slots:
  void keepsAnOrderThatIsTopological() {
    GraphEditor editor("g", std::make_shared<ConstantPool>());
    const OpId x = editor.addInput("x", {ElementType::f32, {1}});
    const OpId a = editor.add(unary(OpKind::relu, {x}));
    const OpId b = editor.add(unary(OpKind::neg, {x}));
    const Graph graph = std::move(editor).finish().value();
    QCOMPARE(graph.order().size(), size_t{3});
    QVERIFY(graph.order()[0] == x && graph.order()[1] == a && graph.order()[2] == b);
  }
  void movesAProducerBeforeItsReader() {
    GraphEditor editor("g", std::make_shared<ConstantPool>());
    const OpId x = editor.addInput("x", {ElementType::f32, {1}});
    const OpId reader = editor.add(unary(OpKind::relu, {x}));
    const Graph before = std::move(editor).finish().value();
    GraphEditor again(before);
    const OpId added = again.add(unary(OpKind::neg, {x}));
    Node changed = again.node(reader);
    changed.inputs = {{added}};
    again.replace(changed);
    const Graph after = std::move(again).finish().value();
    QVERIFY(after.order()[1] == added && after.order()[2] == reader);
    QVERIFY(!before.contains(added));
    QVERIFY(before.node(reader).inputs[0].op == x);
  }
  void refusesCyclesAndDanglingReferences() {
    GraphEditor editor("g", std::make_shared<ConstantPool>());
    const OpId a = editor.add(unary(OpKind::relu, {OpId{2}}, "a"));
    editor.add(unary(OpKind::relu, {a}, "b"));
    const auto cycle = std::move(editor).finish();
    QVERIFY(cycle.isError());
    QCOMPARE(cycle.error().code, std::string("graph.cycle"));

    GraphEditor other("g", std::make_shared<ConstantPool>());
    other.add(unary(OpKind::relu, {OpId{99}}));
    const auto dangling = std::move(other).finish();
    QVERIFY(dangling.isError());
    QCOMPARE(dangling.error().code, std::string("graph.dangling"));
  }
  void redirectsUsesInNodesAndOutputs() {
    GraphEditor editor("g", std::make_shared<ConstantPool>());
    const OpId x = editor.addInput("x", {ElementType::f32, {1}});
    const OpId a = editor.add(unary(OpKind::relu, {x}));
    const OpId b = editor.add(unary(OpKind::neg, {a}));
    editor.setOutputs({{"y", {a}}, {"z", {b}}});
    editor.redirect({a}, {x});
    editor.erase(a);
    editor.redirect({x}, {b});  // would be a cycle, and is one
    QVERIFY(std::move(editor).finish().isError());
  }
  void neverReusesIds() {
    GraphEditor editor("g", std::make_shared<ConstantPool>());
    const OpId x = editor.addInput("x", {ElementType::f32, {1}});
    const Graph base = std::move(editor).finish().value();
    GraphEditor left(base), right(base);
    QVERIFY(left.add(unary(OpKind::relu, {x})) != right.add(unary(OpKind::relu, {x})));
  }
  void listsUsersOnce() {
    GraphEditor editor("g", std::make_shared<ConstantPool>());
    const OpId x = editor.addInput("x", {ElementType::f32, {1}});
    Node add = unary(OpKind::add, {x});
    add.inputs.push_back({x});
    const OpId sum = editor.add(add);
    const Graph graph = std::move(editor).finish().value();
    const auto users = graph.users();
    QCOMPARE(users.of(x).size(), size_t{1});
    QVERIFY(users.of(x)[0] == sum);
    QVERIFY(users.of(sum).empty());
  }
  void sharesStorageOfLargeGraphs() {
    GraphEditor editor("g", std::make_shared<ConstantPool>());
    OpId last = editor.addInput("x", {ElementType::f32, {1}});
    const OpId first = last;
    for (int i = 0; i < 100000; ++i) last = editor.add(unary(OpKind::relu, {last}));
    const Graph graph = std::move(editor).finish().value();
    QCOMPARE(graph.size(), size_t{100001});
    GraphEditor change(graph);
    for (uint64_t i = 2; i < 90000; i += 2) change.redirect({OpId{i}}, {OpId{i - 1}});
    const Graph changed = std::move(change).finish().value();
    QVERIFY(&changed.node(OpId{95001}) == &graph.node(OpId{95001}));
    QVERIFY(graph.users().of(first).size() == 1);
  }
};
HEDDLE_TEST(EditorTest)

#include "editor_test.moc"
