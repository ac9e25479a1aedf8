// SPDX-License-Identifier: Apache-2.0
#include "engine/session/shapes.h"

#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::session;

namespace {

graph::Graph twoInputs() {
  graph::GraphEditor editor("g", std::make_shared<ConstantPool>());
  const OpId x = editor.addInput("x", {ElementType::f32, {Dim::symbol("N"), Dim(3), Dim::symbol("H")}});
  const OpId y = editor.addInput("y", {ElementType::f32, {Dim::symbol("N")}});
  editor.setOutputs({{"x", {x, 0}}, {"y", {y, 0}}});
  return std::move(editor).finish().value();
}

}  // namespace

class ShapesTest : public QObject {
  Q_OBJECT
 private slots:
  void readsTvmsSpelling() {
    const auto shapes = parseInputShapes("x:[1,3,224,224], a:b:[8],s:[]");
    QVERIFY(shapes.isOk());
    QCOMPARE(shapes.value().at("x"), (Extents{1, 3, 224, 224}));
    QCOMPARE(shapes.value().at("a:b"), (Extents{8}));
    QCOMPARE(shapes.value().at("s"), Extents{});
    QVERIFY(parseInputShapes("").value().empty());
  }
  void saysWhereTheSpellingIsWrong() {
    for (const char* text : {"x", "x:", "x:[1,3", "[1]", "x:[a]", "x:[1]y:[2]", "x:[1;2]", "x:[99999999999999999999]"}) {
      const auto shapes = parseInputShapes(text);
      QVERIFY2(shapes.isError(), text);
      QCOMPARE(shapes.error().code, std::string("session.shape_syntax"));
    }
  }
  void bindsSymbols() {
    const auto values = bindSymbols(twoInputs(), {{"x", {2, 3, 7}}, {"y", {2}}});
    QVERIFY(values.isOk());
    QCOMPARE(values.value().at("N"), int64_t{2});
    QCOMPARE(values.value().at("H"), int64_t{7});
    QCOMPARE(inputSymbols(twoInputs()), (std::vector<std::string>{"N", "H"}));
  }
  void refusesContradictions() {
    const graph::Graph g = twoInputs();
    QVERIFY(bindSymbols(g, {{"x", {2, 3}}}).isError());                 // rank
    QVERIFY(bindSymbols(g, {{"x", {2, 4, 7}}}).isError());              // fixed dimension
    QVERIFY(bindSymbols(g, {{"x", {2, 3, 7}}, {"y", {3}}}).isError());  // N twice
    QVERIFY(bindSymbols(g, {{"x", {-2, 3, 7}}}).isError());
    const auto unknown = bindSymbols(g, {{"z", {1}}});
    QVERIFY(unknown.isError());
    QVERIFY(toText(unknown.error()).find("it has x, y") != std::string::npos);
  }
};
HEDDLE_TEST(ShapesTest)

#include "shapes_test.moc"
