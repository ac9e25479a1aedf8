// Expansions against the interpreter, which computes composites directly.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <random>

#include "engine/graph/text.h"
#include "engine/graph_passes/pass.h"
#include "engine/reference/interpret_graph.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::graph_passes;

namespace {

// Runs the text as it is and after O0 and O3 on the same random inputs; empty when they agree.
std::string disagreement(const std::string& body) {
  auto parsed = graph::parseGraph("graph \"g\"\n" + body, std::make_shared<ConstantPool>());
  if (parsed.isError()) return toText(parsed.error());
  std::map<std::string, Tensor> inputs;
  std::mt19937 random(7);
  for (const OpId id : parsed.value().inputs()) {
    const graph::Node& node = parsed.value().node(id);
    Tensor tensor = Tensor::allocate(node.types[0]->element, node.types[0]->extents()).value();
    for (int64_t i = 0; i < tensor.elementCount(); ++i)
      tensor.setFromDouble(i, (static_cast<double>(random() % 2001) - 1000) / 1000);
    inputs[node.name] = tensor;
  }
  const auto expected = reference::interpret(parsed.value(), inputs);
  if (expected.isError()) return "reference: " + toText(expected.error());
  PassContext context;
  context.evaluate = reference::evaluate;
  for (const int level : {0, 3}) {
    const auto stages = runPipeline(parsed.value(), {.optLevel = level}, context);
    if (stages.isError()) return toText(stages.error());
    const graph::Graph& graph = stages.value().back().graph;
    for (const OpId id : graph.order()) {
      const auto kind = graph.node(id).kind;
      if (kind == graph::OpKind::lstm || kind == graph::OpKind::gru || kind == graph::OpKind::rnn ||
          kind == graph::OpKind::einsum)
        return "not expanded";
    }
    if (const Status status = graph::verifyGraph(graph); status.isError())
      return toText(status.error());
    const auto found = reference::interpret(graph, inputs);
    if (found.isError()) return toText(found.error());
    for (size_t o = 0; o < expected.value().size(); ++o) {
      const Tensor &a = expected.value()[o], &b = found.value()[o];
      if (a.type() != b.type()) return text(a.type()) + " and " + text(b.type());
      for (int64_t i = 0; i < a.elementCount(); ++i)
        if (!(std::abs(a.valueAsDouble(i) - b.valueAsDouble(i)) <= 1e-5))
          return "output " + std::to_string(o) + "[" + std::to_string(i) + "] is " +
                 std::to_string(b.valueAsDouble(i)) + ", not " + std::to_string(a.valueAsDouble(i));
    }
  }
  return {};
}

std::string input(int id, const std::string& type, const std::string& name) {
  return "%" + std::to_string(id) + " = input() : " + type + "  # " + name + "\n";
}

}  // namespace

class CompositesTest : public QObject {
  Q_OBJECT
 private slots:
  void expands_data() {
    QTest::addColumn<QString>("body");
    const auto row = [](const char* name, const std::string& body) {
      QTest::newRow(name) << QString::fromStdString(body);
    };
    const auto layer = [&](const std::string& kind, int gates, int directions, bool batchFirst,
                           const std::string& attributes, bool full) {
      const std::string D = std::to_string(directions), G = std::to_string(gates * 4),
                        G2 = std::to_string(gates * 8);
      const std::string state = batchFirst ? "f32[2," + D + ",4]" : "f32[" + D + ",2,4]";
      std::string body = input(1, batchFirst ? "f32[2,3,5]" : "f32[3,2,5]", "x") +
                         input(2, "f32[" + D + "," + G + ",5]", "w") +
                         input(3, "f32[" + D + "," + G + ",4]", "r");
      std::string call = "(%1, %2, %3";
      if (full) {
        body += input(4, "f32[" + D + "," + G2 + "]", "b") + input(5, state, "h0");
        call += ", %4, _, %5";
        if (kind == "lstm") {
          body += input(6, state, "c0") + input(7, "f32[" + D + ",12]", "p");
          call += ", %6, %7";
        }
      }
      const bool isLstm = kind == "lstm";
      body += "%8 = " + kind + call + ") {hidden_size=4" + attributes +
              (batchFirst ? ", layout=1" : "") + "} : ?, ?" + (isLstm ? ", ?" : "") + "  # layer\n";
      body += "output \"y\" = %8\noutput \"h\" = %8.1\n";
      if (isLstm) body += "output \"c\" = %8.2\n";
      return body;
    };
    row("lstm", layer("lstm", 4, 1, false, "", false));
    row("lstm full", layer("lstm", 4, 1, false, "", true));
    row("lstm reverse", layer("lstm", 4, 1, false, ", direction=\"reverse\"", true));
    row("lstm bidirectional", layer("lstm", 4, 2, false, ", direction=\"bidirectional\"", true));
    row("lstm clip", layer("lstm", 4, 1, false, ", clip=0.3", true));
    row("lstm coupled", layer("lstm", 4, 1, false, ", input_forget=1", true));
    row("lstm relu", layer("lstm", 4, 1, false, ", activations=\"Sigmoid,Relu,Tanh\"", true));
    row("lstm batch first", layer("lstm", 4, 2, true, ", direction=\"bidirectional\"", true));
    row("gru", layer("gru", 3, 1, false, "", true));
    row("gru without bias", layer("gru", 3, 1, false, "", false));
    row("gru linear before reset",
        layer("gru", 3, 2, false, ", direction=\"bidirectional\", linear_before_reset=1", true));
    row("gru batch first", layer("gru", 3, 1, true, ", linear_before_reset=1", false));
    row("rnn", layer("rnn", 1, 2, false, ", direction=\"bidirectional\"", true));
    for (const char* kind : {"rnn", "lstm"}) {
      const bool isLstm = std::string(kind) == "lstm";
      const std::string rows = isLstm ? "16" : "4";
      row((std::string(kind) + " lengths").c_str(),
          input(1, "f32[3,2,5]", "x") + input(2, "f32[2," + rows + ",5]", "w") +
              input(3, "f32[2," + rows + ",4]", "r") +
              "%4 = constant() {value=i32[2]=[2,3]} : ?\n%5 = " + kind +
              "(%1, %2, %3, _, %4) {hidden_size=4, direction=\"bidirectional\"} : ?, ?  # layer\n"
              "output \"y\" = %5\noutput \"h\" = %5.1\n");
    }
    const auto einsum = [&](const std::string& equation, const std::vector<std::string>& types) {
      std::string body, call;
      for (size_t i = 0; i < types.size(); ++i) {
        body += input(static_cast<int>(i) + 1, types[i], "x" + std::to_string(i));
        call += (i ? ", %" : "%") + std::to_string(i + 1);
      }
      return body + "%9 = einsum(" + call + ") {equation=\"" + equation +
             "\"} : ?  # e\noutput \"y\" = %9\n";
    };
    row("einsum product", einsum("ij,jk->ik", {"f32[2,3]", "f32[3,4]"}));
    row("einsum batched", einsum("bij, bjk -> bik", {"f32[5,2,3]", "f32[5,3,4]"}));
    row("einsum attention", einsum("bqhd,bkhd->bhqk", {"f32[2,3,4,5]", "f32[2,6,4,5]"}));
    row("einsum inner", einsum("i,i", {"f32[4]", "f32[4]"}));
    row("einsum outer", einsum("i,j->ji", {"f32[4]", "f32[3]"}));
    row("einsum sum", einsum("ijk->j", {"f32[2,3,4]"}));
    row("einsum transpose", einsum("ij->ji", {"f32[2,3]"}));
    row("einsum diagonal", einsum("...ii->...i", {"f32[3,5,5]"}));
    row("einsum trace", einsum("ii", {"f32[4,4]"}));
    row("einsum three", einsum("ab,bc,cd->ad", {"f32[2,3]", "f32[3,4]", "f32[4,2]"}));
    row("einsum ellipsis", einsum("...ij,...jk->...ik", {"f32[2,1,3,4]", "f32[5,4,2]"}));
    row("einsum kept batch", einsum("bi,bi->bi", {"f32[2,3]", "f32[2,3]"}));
  }
  void expands() {
    QFETCH(QString, body);
    const std::string found = disagreement(body.toStdString());
    QVERIFY2(found.empty(), found.c_str());
  }
  void refusesWhatItCannotUnroll() {
    const auto refusal = [](const std::string& x, const std::string& lengths) {
      const std::string body =
          input(1, x, "x") + input(2, "f32[1,4,5]", "w") + input(3, "f32[1,4,4]", "r") +
          "%4 = constant() {value=i32[2]=[" + lengths +
          "]} : ?\n"
          "%5 = rnn(%1, %2, %3, _, %4) {hidden_size=4} : ?, ?  # layer\noutput \"y\" = %5\n";
      const auto parsed =
          graph::parseGraph("graph \"g\"\n" + body, std::make_shared<ConstantPool>());
      const auto stages = runPipeline(parsed.value(), {}, {});
      return stages.isError() ? stages.error().code + " " + messageText(stages.error())
                              : std::string("accepted");
    };
    QCOMPARE(refusal("f32[3,2,5]", "3,3"), std::string("accepted"));
    QCOMPARE(refusal("f32[3,2,5]", "3,2"), std::string("accepted"));
    QVERIFY(refusal("f32[100000,2,5]", "3,3").starts_with("graph.expand layer"));
  }
  // So that a model whose sizes are asked for later can be looked at before.
  void waitsUntilSizesAreGiven() {
    const std::string body = input(1, "f32[T,2,5]", "x") + input(2, "f32[1,4,5]", "w") + input(3, "f32[1,4,4]", "r") +
                             "%4 = rnn(%1, %2, %3) {hidden_size=4} : ?, ?  # layer\n"
                             "%5 = einsum(%1, %1) {equation=\"tij,tij->t\"} : ?  # sum\n"
                             "output \"y\" = %4\noutput \"s\" = %5\n";
    const auto parsed = graph::parseGraph("graph \"g\"\n" + body, std::make_shared<ConstantPool>());
    QVERIFY2(parsed.isOk(), parsed.isOk() ? "" : toText(parsed.error()).c_str());
    const auto recurrent = [&](const PassContext& context) {
      const auto stages = runPipeline(parsed.value(), {}, context);
      if (stages.isError()) return toText(stages.error());
      const graph::Graph& last = stages.value().back().graph;
      const auto order = last.order();
      return std::string(std::any_of(order.begin(), order.end(),
                                     [&](OpId id) { return last.node(id).kind == graph::OpKind::rnn; })
                             ? "waits"
                             : "expanded");
    };
    QCOMPARE(recurrent({}), std::string("waits"));
    PassContext sized;
    sized.shapes["T"] = 3;
    QCOMPARE(recurrent(sized), std::string("expanded"));
  }
};
HEDDLE_TEST(CompositesTest)

#include "composites_test.moc"
