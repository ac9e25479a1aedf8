// Files that are broken or made to break: each ends in an error with a code, a text and a place.
// SPDX-License-Identifier: Apache-2.0
#include <QElapsedTimer>

#include "engine/reference/interpret_graph.h"
#include "tests/engine/import/model_maker.h"
#include "tests/support/test_main.h"

using namespace heddle;
using test::ModelMaker;

namespace {

std::string codeOf(const Result<import::ImportedModel>& model) {
  if (model.isError()) return model.error().code;
  return model.value().graph ? "ok" : "refused";
}

std::string codeOf(const ModelMaker& model) {
  return codeOf(model.import());
}

ModelMaker sound() {
  ModelMaker m(17);
  m.input("x", {2, 2}).output("y").floats("w", {2, 2}, {1, 2, 3, 4}).node("Add", {"x", "w"}, {"y"});
  return m;
}

onnx::FunctionProto& addFunction(ModelMaker& m, const std::string& name) {
  onnx::FunctionProto& f = *m.model.add_functions();
  f.set_domain("local");
  f.set_name(name);
  f.add_input("a");
  f.add_output("b");
  f.add_opset_import()->set_version(17);
  auto* local = f.add_opset_import();
  local->set_domain("local");
  local->set_version(1);
  return f;
}

void addCall(onnx::FunctionProto& f, const std::string& op, const std::string& from,
             const std::string& to, bool isLocal) {
  auto* node = f.add_node();
  node->set_op_type(op);
  if (isLocal) node->set_domain("local");
  node->add_input(from);
  node->add_output(to);
}

// One graph in the other, `depth` times, as bytes: protobuf itself could not build it.
std::string nested(int depth) {
  const auto field = [](int number, const std::string& body) {
    std::string out(1, static_cast<char>(number << 3 | 2));
    for (size_t n = body.size();; n >>= 7) {
      out.push_back(static_cast<char>((n & 0x7f) | (n >= 0x80 ? 0x80 : 0)));
      if (n < 0x80) return out + body;
    }
  };
  std::string graph;
  for (int i = 0; i < depth; ++i)
    graph = field(1, field(4, "If") + field(5, field(1, "then_branch") + field(6, graph)));
  return std::string("\x08\x08", 2) + field(7, graph) + field(8, std::string("\x10\x11", 2));
}

}  // namespace

class HostileTest : public QObject {
  Q_OBJECT
 private slots:
  void takesASoundModel() { QCOMPARE(codeOf(sound()), std::string("ok")); }
  void refusesWhatIsNoModel() {
    QCOMPARE(codeOf(test::importBytes("this is no model, it is a sentence")),
             std::string("import.not_onnx"));
    QCOMPARE(codeOf(test::importBytes("")), std::string("import.open"));
    QCOMPARE(codeOf(test::importBytes(std::string(100, '\0'))), std::string("import.not_onnx"));
    QCOMPARE(codeOf(import::importModel("/nonexistent/m.onnx")), std::string("import.open"));
    QCOMPARE(codeOf(import::importModel("/tmp")), std::string("import.open"));
    const auto pointer =
        test::importBytes("version https://git-lfs.github.com/spec/v1\noid sha256:0\n");
    QVERIFY(messageText(pointer.error()).find("Git LFS") != std::string::npos);
  }
  void refusesEveryTruncation() {
    ModelMaker m = sound();
    m.floats("big", {200}, std::vector<float>(200, 1.0f));
    const std::string bytes = m.bytes();
    for (size_t length = 0; length < bytes.size(); ++length) {
      const std::string code = codeOf(test::importBytes(bytes.substr(0, length)));
      QVERIFY2(code.starts_with("import."), code.c_str());
    }
  }
  void refusesVersionsItDoesNotKnow() {
    QCOMPARE(codeOf(ModelMaker(17, 14).input("x", {1})), std::string("import.ir_version"));
    QCOMPARE(codeOf(ModelMaker(28).input("x", {1})), std::string("import.opset"));
    QCOMPARE(codeOf(ModelMaker(0).input("x", {1})), std::string("import.opset"));
  }
  void refusesCycles() {
    ModelMaker m(17);
    m.input("x", {1})
        .output("y")
        .node("Add", {"x", "b"}, {"a"})
        .node("Relu", {"a"}, {"b"})
        .node("Relu", {"b"}, {"y"});
    const auto model = m.import();
    QCOMPARE(codeOf(model), std::string("import.cycle"));
    QVERIFY(messageText(model.error()).find("node 0 (Add)") != std::string::npos);
  }
  void sortsNodesThatAreOutOfOrder() {
    ModelMaker m(17);
    m.input("x", {1}).output("y").node("Relu", {"a"}, {"y"}).node("Abs", {"x"}, {"a"});
    const auto model = m.import();
    QCOMPARE(codeOf(model), std::string("ok"));
    QCOMPARE(model.value().graph->node(model.value().graph->outputs()[0].value.op).origins,
             std::vector<uint32_t>{0});
  }
  void refusesNamesThatClash() {
    QCOMPARE(codeOf(sound().node("Relu", {"x"}, {"y"})), std::string("import.duplicate_name"));
    QCOMPARE(codeOf(sound().floats("w", {}, {1})), std::string("import.duplicate_name"));
    QCOMPARE(codeOf(sound().input("x", {1})), std::string("import.duplicate_name"));
    QCOMPARE(codeOf(sound().output("y")), std::string("import.duplicate_name"));
  }
  void refusesValuesThatNobodyMakes() {
    const auto model = sound().node("Relu", {"nowhere"}, {"z"}).import();
    QCOMPARE(codeOf(model), std::string("import.missing_value"));
    QVERIFY(model.error().where.ends_with("m.onnx: node 1 (Relu)"));
    QCOMPARE(codeOf(sound().output("z")), std::string("import.missing_value"));
  }
  void refusesInputsWithoutRankOrWithAbsurdShapes() {
    ModelMaker m = sound();
    m.model.mutable_graph()->mutable_input(0)->mutable_type()->mutable_tensor_type()->clear_shape();
    QCOMPARE(codeOf(m), std::string("import.input"));
    QCOMPARE(codeOf(sound().input("h", {int64_t{1} << 40, int64_t{1} << 40})),
             std::string("import.input"));
    QCOMPARE(codeOf(sound().input("h", test::Ints(65, 1))), std::string("import.input"));
    QCOMPARE(codeOf(sound().input("h", {1}, 77)), std::string("import.input"));
  }
  void namesUnknownDimensions() {
    ModelMaker m(17);
    m.input("x", {-1, 3}).output("y").node("Relu", {"x"}, {"y"});
    QCOMPARE(text(m.import().value().summary.inputs[0].type), std::string("f32[x.0,3]"));
  }
  void refusesDeepNesting() {
    const auto model = test::importBytes(nested(10'000));
    QCOMPARE(codeOf(model), std::string("import.too_deep"));
    for (const int depth : {20, 31, 32, 33, 34, 100, 500}) {
      const std::string code = codeOf(test::importBytes(nested(depth)));
      QVERIFY2(code == "import.too_deep" || code == "import.not_onnx" || code == "refused",
               code.c_str());
    }
  }
  void refusesMoreNodesThanItCanHold() {
    std::string graph;  // field 1, a node, of no bytes
    for (int i = 0; i < 1'000'001; ++i) graph += std::string("\x0a\x00", 2);
    const std::string length = {static_cast<char>(0x82), static_cast<char>(0x89), 0x7a};
    QCOMPARE(codeOf(test::importBytes(std::string("\x08\x08\x3a", 3) + length + graph)),
             std::string("import.too_large"));
  }
  void survivesLongNames() {
    const std::string name(1 << 20, 'n');
    ModelMaker m(17);
    m.input(name, {2}).output("y").node(name, {name}, {"y"}, name);
    m.model.mutable_graph()->mutable_node(0)->set_name(name);
    const auto model = m.import();
    QCOMPARE(codeOf(model), std::string("refused"));
    QVERIFY(toText(import::refusal(model.value())).size() < 2000);
  }
  void refusesNamesThatAreNoText() {
    ModelMaker m(17);
    m.input("x", {2}).output("y").node("Relu", {"x"}, {"y"});
    for (const char* broken :
         {"\xff", "\xc0\x80", "\xed\xa0\x80", "\xf5\x80\x80\x80", "a\xe2\x82"}) {
      m.model.mutable_graph()->mutable_node(0)->set_name(broken);
      QCOMPARE(codeOf(m), std::string("import.not_onnx"));
    }
    m.model.mutable_graph()->mutable_node(0)->set_name("\xe2\x82\xac \xf0\x9f\x90\x8d");
    QCOMPARE(codeOf(m), std::string("ok"));
  }
  void refusesFunctionsThatCallThemselves() {
    ModelMaker m(17);
    m.domain("local", 1).input("x", {1}).output("y").node("Even", {"x"}, {"y"}, "local");
    addCall(addFunction(m, "Even"), "Odd", "a", "b", true);
    addCall(addFunction(m, "Odd"), "Even", "a", "b", true);
    const auto model = m.import();
    QCOMPARE(codeOf(model), std::string("refused"));
    QVERIFY(model.value().nodes[0].problem.text().find("calls itself") != std::string::npos);
  }
  void refusesFunctionsThatGrowWithoutBound() {
    ModelMaker m(17);
    m.domain("local", 1).input("x", {1}).output("y").node("F0", {"x"}, {"y"}, "local");
    for (int i = 0; i < 30; ++i) {
      onnx::FunctionProto& f = addFunction(m, "F" + std::to_string(i));
      const bool isLast = i == 29;
      addCall(f, isLast ? "Relu" : "F" + std::to_string(i + 1), "a", "c", !isLast);
      addCall(f, isLast ? "Relu" : "F" + std::to_string(i + 1), "c", "b", !isLast);
    }
    const auto model = m.import();
    QCOMPARE(codeOf(model), std::string("refused"));
    QVERIFY(model.value().nodes[0].problem.text().find("200000 nodes") != std::string::npos);
  }
  void inlinesFunctions() {
    ModelMaker m(17);
    m.domain("local", 1)
        .input("x", {1})
        .output("y")
        .node("F", {"x"}, {"y"}, "local")
        .set("slope", 0.25);
    onnx::FunctionProto& f = addFunction(m, "F");
    f.add_attribute("slope");
    addCall(f, "LeakyRelu", "a", "c", false);
    auto* attribute = f.mutable_node(0)->add_attribute();
    attribute->set_name("alpha");
    attribute->set_type(onnx::AttributeProto::FLOAT);
    attribute->set_ref_attr_name("slope");
    addCall(f, "Abs", "c", "b", false);
    const auto model = m.import();
    QCOMPARE(codeOf(model), std::string("ok"));
    QCOMPARE(model.value().nodes[0].how, std::string("expanded"));
    const graph::Graph& g = *model.value().graph;
    const graph::Node& abs = g.node(g.outputs()[0].value.op);
    QCOMPARE(g.node(abs.inputs[0].op).floatAttribute("alpha"), 0.25);
  }
  void inlinesTheBranchOfAKnownCondition() {
    ModelMaker m(17);
    m.input("x", {1}).output("y");
    onnx::TensorProto flag;
    flag.set_data_type(onnx::TensorProto::BOOL);
    flag.add_int32_data(1);
    m.node("Constant", {}, {"c"}).setTensor("value", flag).node("If", {"c"}, {"y"}).setAbsOrNeg("x");
    const auto model = m.import();
    QCOMPARE(codeOf(model), std::string("ok"));
    const graph::Graph& g = *model.value().graph;
    QCOMPARE(g.node(g.outputs()[0].value.op).kind, graph::OpKind::abs);
  }
  // y = x + 0 + 1 + 2 and, a row each trip, the sums before.
  void writesALoopOutWhoseTripsAreKnown() {
    ModelMaker m(17);
    m.input("x", {2}).int64s("n", {}, {3}).output("y").output("rows");
    m.node("Loop", {"n", "", "x"}, {"y", "rows"});
    auto* attribute = m.model.mutable_graph()->mutable_node(0)->add_attribute();
    attribute->set_name("body");
    attribute->set_type(onnx::AttributeProto::GRAPH);
    ModelMaker body(17);
    body.input("i", {}, 7).input("go", {}, 9).input("v", {2});
    body.node("Identity", {"go"}, {"on"}).node("Cast", {"i"}, {"f"}).set("to", int64_t{1});
    body.node("Add", {"v", "f"}, {"w"}).node("Identity", {"v"}, {"row"});
    body.output("on").output("w").output("row");
    *attribute->mutable_g() = body.model.graph();
    const auto model = m.import();
    QCOMPARE(codeOf(model), std::string("ok"));
    QVERIFY(model.value().graph.has_value());
    const std::vector<float> x = {5, -1};
    const auto out = reference::interpret(
        *model.value().graph, {{"x", Tensor::fromValues<float>(ElementType::f32, {2}, x)}});
    QVERIFY(out.isOk());
    const std::vector<double> y = {8, 2}, rows = {5, -1, 5, -1, 6, 0};
    for (int64_t i = 0; i < 2; ++i) QCOMPARE(out.value()[0].valueAsDouble(i), y[i]);
    QCOMPARE(out.value()[1].extents(), (Extents{3, 2}));
    for (int64_t i = 0; i < 6; ++i) QCOMPARE(out.value()[1].valueAsDouble(i), rows[i]);
  }
  void stopsWhenAsked() {
    import::ImportOptions options;
    options.cancel.cancel();
    const test::ScratchFolder folder;
    const auto model = import::importModel(folder.write("m.onnx", sound().bytes()), options);
    QCOMPARE(codeOf(model), std::string("cancelled"));
  }
  void convertsLongChainsWithoutRecursion() {
    ModelMaker m(11);
    m.input("x", {2, 3, 4}).output("y");
    std::string x = "x";
    for (int i = 0; i < 100'000; ++i) {
      const std::string next = "v" + std::to_string(i);
      m.node(i % 2 ? "Identity" : "Relu", {x}, {next});
      x = next;
    }
    m.node("Softmax", {x}, {"y"});
    QElapsedTimer timer;
    const std::string bytes = m.bytes();
    timer.start();
    QCOMPARE(codeOf(test::importBytes(bytes)), std::string("ok"));
    qInfo("100,000 nodes in %lld ms", static_cast<long long>(timer.elapsed()));
  }
};
HEDDLE_TEST(HostileTest)

#include "hostile_test.moc"
