// An If that asks for the size of an input: another size may take another branch.
// SPDX-License-Identifier: Apache-2.0
#include <QTemporaryDir>
#include <fstream>

#include "engine/session/session.h"
#include "tests/engine/import/model_maker.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::session;

namespace {

// if x.shape[axis] == 1 then |x| else -x; x: [batch, side].
std::string oneOrMore(int64_t axis) {
  test::ModelMaker m(17);
  m.input("x", {1, 1}).int64s("axis", {}, {axis}).int64s("one", {}, {1}).output("y");
  auto* shape = m.model.mutable_graph()->mutable_input(0)->mutable_type()->mutable_tensor_type()
                    ->mutable_shape();
  shape->mutable_dim(0)->set_dim_param("batch");
  shape->mutable_dim(1)->set_dim_param("side");
  m.node("Shape", {"x"}, {"s"}).node("Gather", {"s", "axis"}, {"n"});
  m.node("Equal", {"n", "one"}, {"c"}).node("If", {"c"}, {"y"}).setAbsOrNeg("x");
  return m.bytes();
}

}  // namespace

class BranchesTest : public QObject {
  Q_OBJECT
  QTemporaryDir m_directory;

  std::string fileOf(int64_t axis) const {
    const std::string file = m_directory.filePath("m.onnx").toStdString();
    std::ofstream(file, std::ios::binary) << oneOrMore(axis);
    return file;
  }
  static std::unique_ptr<Session> session() {
    Session::Settings settings;
    settings.runnerPath = HEDDLE_BINARY_DIR "/bin/heddle-runner";
    return std::make_unique<Session>(settings);
  }
  static CompileOptions sized(int64_t batch, int64_t side) {
    CompileOptions options;
    options.inputShapes = {{"x", {batch, side}}};
    return options;
  }
  static double first(Session& session, const Extents& extents) {
    Tensor x = Tensor::allocate(ElementType::f32, extents).value();
    for (int64_t i = 0; i < x.elementCount(); ++i) x.setFromDouble(i, 3);
    const auto run = session.run({{"x", x}}, {}, {});
    if (run.isError()) qFatal("%s", toText(run.error()).c_str());
    return run.value().outputs.at("y").valueAsDouble(0);
  }

 private slots:
  void aSizeChoosesAndAnotherChoosesAgain() {
    const auto open = session();
    QVERIFY(open->open(fileOf(0), sized(1, 4), {}).isOk());
    QCOMPARE(first(*open, {1, 4}), 3.0);
    QVERIFY(open->configure(sized(2, 4), {}).isOk());
    QCOMPARE(first(*open, {2, 4}), -3.0);
    QVERIFY(open->undo({}).isOk());
    QCOMPARE(first(*open, {1, 4}), 3.0);
  }
  void aSizeThatIsMissingIsAskedFor() {
    const auto open = session();
    const auto opened = open->open(fileOf(1), {}, {});
    QVERIFY(opened.isOk());
    QVERIFY(!opened.value()->model->isSupported);
    QVERIFY(open->compile({}).isError());
    QVERIFY(open->configure(sized(4, 1), {}).isOk());
    QVERIFY(open->snapshot()->model->isSupported);
    QCOMPARE(first(*open, {4, 1}), 3.0);
  }
};
HEDDLE_TEST(BranchesTest)

#include "branches_test.moc"
