// What samples/ promises: the trained classifier, and the generator of networks.
// SPDX-License-Identifier: Apache-2.0
#include <QProcess>
#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>

#include "engine/graph/text.h"
#include "engine/reference/interpret_graph.h"
#include "engine/tensor/npz.h"
#include "tests/engine/import/model_maker.h"
#include "tests/support/test_main.h"

using namespace heddle;
namespace fs = std::filesystem;

namespace {

const fs::path kDigits = fs::path(HEDDLE_SOURCE_DIR) / "samples/digits";

std::string fileBytes(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// Runs heddle-make-model; an exit code of 0 is required by the caller.
int make(const std::string& network, const fs::path& file, const std::string& seed) {
  const QString program =
      qEnvironmentVariable("HEDDLE_BIN", HEDDLE_BINARY_DIR "/bin") + "/heddle-make-model";
  return QProcess::execute(
      program, {QString::fromStdString(network), QString::fromStdString(file.string()), "--seed",
                QString::fromStdString(seed)});
}

}  // namespace

class SamplesTest : public QObject {
  Q_OBJECT
 private slots:
  void summarisesTheDigits() {
    const auto model = import::importModel(kDigits / "digits.onnx");
    QVERIFY(model.isOk());
    const import::ModelSummary& s = model.value().summary;
    QCOMPARE(s.inputs.size(), size_t{1});
    QCOMPARE(s.inputs[0].name, std::string("image"));
    QCOMPARE(text(s.inputs[0].type), std::string("f32[N,1,8,8]"));
    QCOMPARE(text(s.outputs[0].type), std::string("f32[N,10]"));
    QCOMPARE(s.operatorCounts.at("Conv"), int64_t{3});
    QCOMPARE(s.operatorCounts.at("BatchNormalization"), int64_t{3});
    QCOMPARE(s.opsets.at("ai.onnx"), int64_t{17});
    QCOMPARE(s.irVersion, int64_t{8});
    QCOMPARE(s.parameterBytes, 4 * s.parameterCount);
    QCOMPARE(s.fileBytes, static_cast<int64_t>(fs::file_size(kDigits / "digits.onnx")));
    QCOMPARE(s.hash.size(), size_t{32});
    QVERIFY(s.fileBytes < 200 << 10);
  }
  void recognisesTheDigits() {
    const auto model = import::importModel(kDigits / "digits.onnx");
    const auto inputs = readNpz(kDigits / "digits_inputs.npz");
    const auto expected = readNpz(kDigits / "digits_expected.npz");
    QVERIFY(inputs.isOk() && expected.isOk());
    const auto outputs = reference::interpret(*model.value().graph, inputs.value());
    QVERIFY2(outputs.isOk(), outputs.isOk() ? "" : toText(outputs.error()).c_str());
    const Tensor& want = expected.value().at("probabilities");
    QCOMPARE(text(outputs.value()[0].extents()), std::string("[20,10]"));
    for (int64_t i = 0; i < want.elementCount(); ++i)
      QVERIFY(std::abs(outputs.value()[0].valueAsDouble(i) - want.valueAsDouble(i)) < 1e-5);
    int right = 0;  // two pictures of each digit, in order
    for (int64_t image = 0; image < 20; ++image) {
      const auto row = want.values<float>().subspan(static_cast<size_t>(image) * 10, 10);
      right += std::max_element(row.begin(), row.end()) - row.begin() == image / 2;
    }
    QVERIFY2(right >= 19, qPrintable(QString::number(right)));
  }
  void makesNetworksThatConvert_data() {
    QTest::addColumn<QString>("network");
    QTest::addColumn<int>("nodes");
    QTest::newRow("resnet18") << "resnet18" << 69;
    QTest::newRow("mobilenet_v2") << "mobilenet_v2" << 152;
    QTest::newRow("squeezenet") << "squeezenet" << 65;
    QTest::newRow("yolo") << "yolo:64" << 0;
    QTest::newRow("chain") << "chain:1000" << 1000;
    QTest::newRow("layers") << "layers:1000" << 1000;
  }
  void makesNetworksThatConvert() {
    QFETCH(QString, network);
    QFETCH(int, nodes);
    const test::ScratchFolder folder;
    const fs::path a = folder.path() / "a.onnx", b = folder.path() / "b.onnx";
    QCOMPARE(make(network.toStdString(), a, "5"), 0);
    const auto model = import::importModel(a);
    QVERIFY2(model.isOk() && model.value().graph, test::describe(model).c_str());
    QVERIFY(graph::verifyGraph(*model.value().graph).isOk());
    if (nodes > 0) QCOMPARE(static_cast<int>(model.value().nodes.size()), nodes);
    QCOMPARE(make(network.toStdString(), b, "5"), 0);
    QVERIFY(fileBytes(a) == fileBytes(b));
    QCOMPARE(make(network.toStdString(), b, "6"), 0);
    const bool hasWeights = !network.startsWith("chain");
    QCOMPARE(fileBytes(a) != fileBytes(b), hasWeights);
  }
  void refusesWrongArguments() {
    const test::ScratchFolder folder;
    QCOMPARE(make("resnet19", folder.path() / "a.onnx", "1"), 2);
    QCOMPARE(make("chain", folder.path() / "a.onnx", "1"), 2);
    QCOMPARE(make("chain:-3", folder.path() / "a.onnx", "1"), 2);
    QCOMPARE(make("resnet18", folder.path() / "a.onnx", "x"), 2);
  }
};
HEDDLE_TEST(SamplesTest)

#include "samples_test.moc"
