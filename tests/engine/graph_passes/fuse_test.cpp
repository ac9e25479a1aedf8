// SPDX-License-Identifier: Apache-2.0
#include "engine/graph_passes/fuse.h"

#include <set>

#include "engine/graph/text.h"
#include "engine/graph_passes/infer_types.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::graph_passes;

namespace {

graph::Graph typed(const std::string& body) {
  auto parsed = graph::parseGraph("graph \"g\"\n" + body, std::make_shared<ConstantPool>());
  if (parsed.isError()) qFatal("%s", toText(parsed.error()).c_str());
  auto inferred = inferTypes(parsed.value(), {});
  if (inferred.isError()) qFatal("%s", toText(inferred.error()).c_str());
  return inferred.value().graph;
}

// "{conv relu} {pool}", members by name.
std::string groupsOf(const FusedGraph& fused) {
  std::string out;
  for (const Group& group : fused.groups) {
    out += out.empty() ? "{" : " {";
    for (size_t i = 0; i < group.members.size(); ++i)
      out += (i ? " " : "") + fused.graph.node(group.members[i]).name;
    out += "}";
  }
  return out;
}

const FusionDecision& decision(const FusedGraph& fused, const std::string& producer,
                               const std::string& consumer) {
  for (const FusionDecision& d : fused.decisions)
    if (fused.graph.node(d.producer).name == producer &&
        fused.graph.node(d.consumer).name == consumer)
      return d;
  qFatal("no edge %s -> %s", producer.c_str(), consumer.c_str());
}

std::string ruleOf(const FusedGraph& fused, const std::string& producer,
                   const std::string& consumer) {
  return decision(fused, producer, consumer).rule;
}

const std::string kX =
    "%1 = input() : f32[1,4,8,8]  # x\n%2 = input() : f32[4,4,3,3]  # w\n"
    "%3 = input() : f32[1,4,1,1]  # s\n";
const std::string kPad = " {pads=[1,1,1,1]} : ?  # ";
std::string conv(int id, int x, const std::string& name) {
  return "%" + std::to_string(id) + " = conv(%" + std::to_string(x) + ", %2)" + kPad + name + "\n";
}
std::string op(int id, const std::string& call, const std::string& name) {
  return "%" + std::to_string(id) + " = " + call + " : ?  # " + name + "\n";
}
std::string out(int id, const std::string& name = "y") {
  return "output \"" + name + "\" = %" + std::to_string(id) + "\n";
}
FusedGraph fused(const std::string& body, const FusionOptions& options = {}) {
  return fuse(typed(body), options).value();
}

}  // namespace

class FuseTest : public QObject {
  Q_OBJECT
 private slots:
  void givesAnAnchorItsEpilogue() {
    const auto f = fused(kX + conv(4, 1, "c") + op(5, "add(%4, %3)", "bias") +
                         op(6, "relu(%5)", "r") + out(6));
    QCOMPARE(groupsOf(f), std::string("{c bias r}"));
    QCOMPARE(ruleOf(f, "c", "bias"), std::string("fused"));
    QCOMPARE(f.groups[0].name, std::string("conv_add_relu_1"));
    QCOMPARE(f.groups[0].inputs.size(), size_t{3});
    QCOMPARE(f.groups[0].outputs.size(), size_t{1});
    QVERIFY(f.groups[0].anchor == OpId{4});
    QVERIFY(decision(f, "c", "bias").phase == 0);
  }
  void joinsDiamonds() {
    const auto f = fused(kX + conv(4, 1, "c") + op(5, "sigmoid(%4)", "s") +
                         op(6, "mul(%4, %5)", "m") + out(6));
    QCOMPARE(groupsOf(f), std::string("{c s m}"));
  }
  void keepsAnchorsApart() {
    const auto f =
        fused(kX + conv(4, 1, "a") + conv(5, 4, "b") + op(6, "add(%4, %5)", "sum") + out(6));
    QCOMPARE(groupsOf(f), std::string("{a} {b sum}"));
    QCOMPARE(ruleOf(f, "a", "b"), std::string("epilogue_not_elementwise"));
    QCOMPARE(ruleOf(f, "a", "sum"), std::string("second_consumer"));
    QVERIFY(decision(f, "a", "sum").blocker == OpId{5});
  }
  void refusesASecondAnchor() {
    const auto f =
        fused(kX + conv(4, 1, "a") + conv(5, 1, "b") + op(6, "add(%4, %5)", "sum") + out(6));
    QCOMPARE(groupsOf(f), std::string("{b} {a sum}"));
    QCOMPARE(ruleOf(f, "b", "sum"), std::string("two_anchors"));
    QVERIFY(decision(f, "b", "sum").blocker == OpId{6});
    QVERIFY(decision(f, "b", "sum").reason.text().find("sum") != std::string::npos);
  }
  void takesElementwiseIntoReductionsOnly() {
    const std::string axes = "%9 = constant() {value=i64[1]=[1]} : ?\n";
    const auto f = fused(kX + axes + op(4, "relu(%1)", "r") + op(5, "reduce_sum(%4, %9)", "sum") +
                         op(6, "neg(%5)", "n") + out(6));
    QCOMPARE(groupsOf(f), std::string("{r sum} {n}"));
    QCOMPARE(ruleOf(f, "sum", "n"), std::string("reduction_start"));
  }
  void keepsInjectiveBeforeAnchorsApart() {
    const auto f =
        fused(kX + op(4, "transpose(%1) {perm=[0,1,3,2]}", "t") + conv(5, 4, "c") + out(5));
    QCOMPARE(groupsOf(f), std::string("{t} {c}"));
    QCOMPARE(ruleOf(f, "t", "c"), std::string("injective_into_anchor"));
    const auto g = fused(kX + op(4, "relu(%1)", "r") + conv(5, 4, "c") + out(5));
    QCOMPARE(ruleOf(g, "r", "c"), std::string("injective_into_anchor"));
  }
  void joinsInjectiveChains() {
    const auto f = fused(kX + op(4, "transpose(%1) {perm=[0,1,3,2]}", "t") +
                         op(5, "flatten(%4)", "f") + op(6, "relu(%5)", "r") + out(6));
    QCOMPARE(groupsOf(f), std::string("{t f r}"));
    QVERIFY(decision(f, "t", "f").phase == 1);
  }
  void doesNotFuseInjectiveAfterAnAnchor() {
    const auto f =
        fused(kX + conv(4, 1, "c") + op(5, "relu(%4)", "r") + op(6, "flatten(%5)", "f") + out(6));
    QCOMPARE(groupsOf(f), std::string("{c r} {f}"));
    QCOMPARE(ruleOf(f, "r", "f"), std::string("epilogue_not_elementwise"));
  }
  void namesOutputsAndDivergence() {
    const auto f =
        fused(kX + op(4, "relu(%1)", "r") + op(5, "neg(%4)", "n") + out(4, "a") + out(5, "b"));
    QCOMPARE(ruleOf(f, "r", "n"), std::string("graph_output"));
    const auto g = fused(kX + op(4, "relu(%1)", "r") + op(5, "neg(%4)", "n") +
                         op(6, "abs(%4)", "m") + out(5, "a") + out(6, "b"));
    QCOMPARE(ruleOf(g, "r", "n"), std::string("no_common_consumer"));
  }
  void leavesOpaqueAlone() {
    const std::string axis = "%9 = constant() {value=i64[]=[1]} : ?\n";
    const auto f = fused(kX + axis + op(4, "relu(%1)", "r") + op(5, "cumsum(%4, %9)", "cs") +
                         op(6, "neg(%5)", "n") + out(6));
    QCOMPARE(groupsOf(f), std::string("{r} {cs} {n}"));
    QCOMPARE(ruleOf(f, "r", "cs"), std::string("opaque_consumer"));
    QCOMPARE(ruleOf(f, "cs", "n"), std::string("opaque"));
  }
  void refusesPathsThroughReductions() {
    const std::string axes = "%9 = constant() {value=i64[1]=[1]} : ?\n";
    const auto f = fused(kX + axes + op(4, "relu(%1)", "r") + op(5, "reduce_sum(%4, %9)", "sum") +
                         op(6, "sub(%4, %5)", "d") + out(6));
    QCOMPARE(groupsOf(f), std::string("{r} {sum} {d}"));
    QCOMPARE(ruleOf(f, "r", "sum"), std::string("path_not_injective"));
    QCOMPARE(ruleOf(f, "r", "d"), std::string("second_consumer"));
  }
  void refusesAnchorPathsThroughInjective() {
    const std::string axes = "%9 = constant() {value=i64[1]=[1]} : ?\n";
    const auto f =
        fused(kX + axes + conv(4, 1, "c") + op(5, "neg(%4)", "n") +
              op(6, "transpose(%4) {perm=[0,1,3,2]}", "t") + op(7, "add(%5, %6)", "sum") + out(7));
    QCOMPARE(ruleOf(f, "c", "t"), std::string("epilogue_not_elementwise"));
    QVERIFY(!decision(f, "c", "n").fused);
  }
  void keepsToTheDepthLimit() {
    std::string body = kX;
    for (int i = 4; i < 14; ++i)
      body += op(i, "relu(%" + std::to_string(i == 4 ? 1 : i - 1) + ")", "r" + std::to_string(i));
    const auto f = fused(body + out(13), {.maxDepth = 4});
    for (const Group& group : f.groups) QVERIFY(group.members.size() <= 4);
    bool isNamed = false;
    for (const auto& d : f.decisions) isNamed = isNamed || d.rule == "max_depth";
    QVERIFY(isNamed);
    QCOMPARE(fused(body + out(13)).groups.size(), size_t{1});
  }
  void keepsToTheArgumentLimit() {
    const auto full = kX + "%6 = input() : f32[1,4,8,8]  # z\n" + op(4, "add(%1, %3)", "a") +
                      op(5, "mul(%4, %6)", "b") + out(5);
    QCOMPARE(fused(full).groups.size(), size_t{1});
    const auto f = fused(full, {.maxArguments = 3});
    QCOMPARE(f.groups.size(), size_t{2});
    QCOMPARE(ruleOf(f, "a", "b"), std::string("max_arguments"));
  }
  void canBeSwitchedOff() {
    const auto f =
        fused(kX + conv(4, 1, "c") + op(5, "relu(%4)", "r") + out(5), {.enabled = false});
    QCOMPARE(groupsOf(f), std::string("{c} {r}"));
    QCOMPARE(ruleOf(f, "c", "r"), std::string("disabled"));
  }
  void obeysForbid() {
    using Action = FusionOverride::Action;
    const std::string body =
        kX + conv(4, 1, "c") + op(5, "sigmoid(%4)", "s") + op(6, "mul(%4, %5)", "m") + out(6);
    const auto f = fused(body, {.overrides = {{Action::forbid, "c", "s"}}});
    QCOMPARE(groupsOf(f), std::string("{c} {s m}"));
    QCOMPARE(ruleOf(f, "c", "s"), std::string("forbidden"));
    const auto g = fused(body, {.overrides = {{Action::forbid, "c", "nobody"}}});
    QCOMPARE(g.refusedOverrides.size(), size_t{1});
  }
  void obeysForceWhereLegal() {
    using Action = FusionOverride::Action;
    const std::string body =
        kX + conv(4, 1, "c") + op(5, "relu(%4)", "r") + op(6, "flatten(%5)", "f") + out(6);
    const auto f = fused(body, {.overrides = {{Action::force, "r", "f"}}});
    QCOMPARE(groupsOf(f), std::string("{c r f}"));
    QCOMPARE(ruleOf(f, "r", "f"), std::string("forced"));
  }
  void refusesIllegalForce() {
    using Action = FusionOverride::Action;
    const auto refusal = [](const std::string& body, const char* p, const char* c) {
      const auto f = fused(body, {.overrides = {{Action::force, p, c}}});
      return f.refusedOverrides.size() == 1 ? messageText(f.refusedOverrides[0])
                                            : std::string("granted");
    };
    const std::string axes = "%9 = constant() {value=i64[1]=[1]} : ?\n";
    QVERIFY(
        refusal(kX + conv(4, 1, "a") + conv(5, 4, "b") + out(5), "a", "b").find("two anchors") !=
        std::string::npos);
    QVERIFY(refusal(kX + axes + op(4, "reduce_sum(%1, %9)", "s") + op(5, "neg(%4)", "n") + out(5),
                    "s", "n")
                .find("reduction") != std::string::npos);
    // a -> b -> c with a -> c: fusing a and c around b is a cycle.
    const std::string cycle = kX + axes + op(4, "relu(%1)", "a") +
                              op(5, "reduce_sum(%4, %9)", "b") + op(6, "sub(%4, %5)", "c") + out(6);
    QVERIFY(refusal(cycle, "a", "c").find("another kernel") != std::string::npos);
  }
  void ordersGroupsAfterTheirInputs() {
    const auto f = fused(kX + conv(4, 1, "a") + op(5, "relu(%4)", "r") + conv(6, 5, "b") +
                         op(7, "add(%6, %5)", "s") + conv(8, 7, "d") + out(8));
    std::set<OpId> made;
    for (const Group& group : f.groups) {
      for (const auto& input : group.inputs)
        QVERIFY(f.graph.node(input.op).kind == graph::OpKind::input || made.contains(input.op));
      for (const OpId id : group.members) made.insert(id);
    }
    QCOMPARE(groupsOf(f), std::string("{a r} {b s} {d}"));
  }
  void isFastOnDeepGraphs() {
    // A long residual chain: every block's input is read again at its end.
    graph::GraphEditor editor("g", std::make_shared<ConstantPool>());
    const TensorType type{ElementType::f32, {64}};
    const auto add = [&](graph::OpKind kind, std::vector<graph::ValueRef> inputs) {
      graph::Node node;
      node.kind = kind;
      node.inputs = std::move(inputs);
      node.types = {type};
      return graph::ValueRef{editor.add(std::move(node)), 0};
    };
    const graph::ValueRef x{editor.addInput("x", type), 0};
    graph::ValueRef last = add(graph::OpKind::relu, {x});
    const graph::ValueRef first = last;
    for (int i = 0; i < 33000; ++i) {
      const auto softmax = add(graph::OpKind::softmax, {last});
      last = add(graph::OpKind::add, {add(graph::OpKind::neg, {softmax}), i % 2 ? first : last});
    }
    editor.setOutputs({{"y", last}});
    const graph::Graph graph = std::move(editor).finish().value();
    QElapsedTimer timer;
    timer.start();
    const auto f = fuse(graph, {}).value();
    QVERIFY2(timer.elapsed() < 120000, "near-linear fusion takes well under a second here");
    QCOMPARE(f.groups.size(), size_t{33001});
  }
};
HEDDLE_TEST(FuseTest)

#include "fuse_test.moc"
