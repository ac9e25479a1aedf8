// ONNX's operator tests through the importer and the reference interpreter: what is converted must
// mean the same.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>

#include "engine/import/import.h"
#include "engine/reference/interpret_graph.h"
#include "tests/support/test_main.h"

using namespace heddle;
namespace fs = std::filesystem;

namespace {

// As ONNX's own runner compares: relative 1e-3, absolute 1e-7; half floats looser.
std::string difference(const Tensor& got, const Tensor& want) {
  if (got.element() != want.element()) return "element type " + std::string(name(got.element()));
  if (got.extents() != want.extents())
    return "shape " + text(got.extents()) + " instead of " + text(want.extents());
  const bool isHalf = want.element() == ElementType::f16 || want.element() == ElementType::bf16;
  for (int64_t i = 0; i < want.elementCount(); ++i) {
    const double g = got.valueAsDouble(i), w = want.valueAsDouble(i);
    if (g == w || (std::isnan(g) && std::isnan(w))) continue;
    const double tolerance =
        isFloat(want.element()) ? (isHalf ? 1e-2 : 1e-3) * std::abs(w) + 1e-6 : 0;
    if (!(std::abs(g - w) <= tolerance))
      return "element " + std::to_string(i) + " is " + std::to_string(g) + " instead of " +
             std::to_string(w);
  }
  return {};
}

// numpy has no bfloat16, so ONNX's test data keeps its bits as uint16.
Result<Tensor> readAs(const fs::path& file, ElementType declared) {
  HEDDLE_TRY(const Tensor tensor, import::readTensorProto(file));
  if (declared != ElementType::bf16 || tensor.element() != ElementType::u16) return tensor;
  const auto bits = tensor.values<uint16_t>();
  return Tensor::fromValues<uint16_t>(ElementType::bf16, tensor.extents(), bits);
}

struct Verdict {
  std::string kind;  // "pass", "refused", "stopped" by the interpreter, "wrong"
  std::string why;
};

Verdict judge(const fs::path& folder) {
  const auto model = import::importModel(folder / "model.onnx");
  if (model.isError()) return {"refused", toText(model.error())};
  if (!model.value().graph) return {"refused", toText(import::refusal(model.value()))};
  const graph::Graph& graph = *model.value().graph;
  for (int set = 0;; ++set) {
    const fs::path data = folder / ("test_data_set_" + std::to_string(set));
    if (!fs::exists(data)) return {"pass", ""};
    std::map<std::string, Tensor> inputs;
    const auto ids = graph.inputs();
    for (size_t i = 0; i < ids.size(); ++i) {
      auto tensor =
          readAs(data / ("input_" + std::to_string(i) + ".pb"), graph.type({ids[i], 0})->element);
      if (tensor.isError()) return {"stopped", toText(tensor.error())};
      inputs.emplace(graph.node(ids[i]).name, std::move(tensor).value());
    }
    const auto outputs = reference::interpret(graph, inputs);
    if (outputs.isError()) return {"stopped", toText(outputs.error())};
    for (size_t i = 0; i < outputs.value().size(); ++i) {
      const auto want = readAs(data / ("output_" + std::to_string(i) + ".pb"),
                               model.value().summary.outputs[i].type.element);
      if (want.isError()) return {"stopped", toText(want.error())};
      const std::string why = difference(outputs.value()[i], want.value());
      if (!why.empty()) return {"wrong", "output " + std::to_string(i) + ": " + why};
    }
  }
}

std::map<std::string, int> judgeAll(const fs::path& folder) {
  std::vector<fs::path> tests;
  for (const auto& entry : fs::directory_iterator(folder))
    if (fs::exists(entry.path() / "model.onnx")) tests.push_back(entry.path());
  std::sort(tests.begin(), tests.end());
  std::map<std::string, int> counts;
  const bool isVerbose = qEnvironmentVariableIsSet("HEDDLE_VERBOSE");
  for (const fs::path& test : tests) {
    const Verdict verdict = judge(test);
    ++counts[verdict.kind];
    if (verdict.kind == "wrong" || verdict.kind == "stopped" ||
        (isVerbose && verdict.kind == "refused"))
      qInfo("%s %s: %s", verdict.kind.c_str(), test.filename().c_str(),
            verdict.why.substr(0, 300).c_str());
  }
  for (const auto& [kind, count] : counts)
    qInfo("%s: %d of %zu", kind.c_str(), count, tests.size());
  return counts;
}

// What ONNX Runtime 1.30 gave for element i = ((i * 7919) mod 2003) / 2003 of each input.
struct Recorded {
  const char* file;
  std::vector<Extents> inputs;
  double norm;
  int64_t largest;
};

const std::vector<Recorded> kRecorded = {
    {"mnist-8.onnx", {{1, 1, 28, 28}}, 3.17573, 5},
    {"mlperftiny_ks_int8.onnx", {{1, 1, 49, 10}}, 3.32223, 11},
    {"dtln_1.onnx", {{1, 1, 257}, {1, 2, 128, 2}}, 11.0232, 112},
    {"ppocr_cls.onnx", {{1, 3, 48, 192}}, 0.717827, 0},
    {"mobilenetv2-12-int8.onnx", {{1, 3, 224, 224}}, 64.5146, 556}};

Tensor patternTensor(const Extents& extents) {
  Tensor out = Tensor::allocate(ElementType::f32, extents).value();
  for (int64_t i = 0; i < out.elementCount(); ++i)
    out.setFromDouble(i, static_cast<double>((i * 7919) % 2003) / 2003);
  return out;
}

}  // namespace

class NodeTestsTest : public QObject {
  Q_OBJECT
 private slots:
  void givesTheExpectedOutputs() {
    const fs::path folder = "/usr/share/libonnx-testdata/data/node";
    QVERIFY2(fs::exists(folder), "libonnx-testdata is missing: scripts/setup test installs it");
    auto counts = judgeAll(folder);
    QCOMPARE(counts["wrong"], 0);
    QVERIFY(counts["pass"] >= 800);
  }
  void agreesWithRecordedResultsOfWholeModels() {
    const QByteArray folder = qgetenv("HEDDLE_MODELS");
    if (folder.isEmpty()) QSKIP("HEDDLE_MODELS is not set: it names a folder of more models to check");
    for (const Recorded& recorded : kRecorded) {
      const auto model = import::importModel(fs::path(folder.toStdString()) / recorded.file);
      QVERIFY2(model.isOk() && model.value().graph, recorded.file);
      std::map<std::string, Tensor> inputs;
      for (size_t i = 0; i < recorded.inputs.size(); ++i)
        inputs.emplace(model.value().summary.inputs[i].name, patternTensor(recorded.inputs[i]));
      const auto outputs = reference::interpret(*model.value().graph, inputs);
      QVERIFY2(outputs.isOk(), outputs.isOk() ? "" : toText(outputs.error()).c_str());
      const Tensor& first = outputs.value()[0];
      double squares = 0;
      int64_t largest = 0;
      for (int64_t i = 0; i < first.elementCount(); ++i) {
        squares += first.valueAsDouble(i) * first.valueAsDouble(i);
        if (first.valueAsDouble(i) > first.valueAsDouble(largest)) largest = i;
      }
      qInfo("%s: norm %.6g instead of %.6g", recorded.file, std::sqrt(squares), recorded.norm);
      QCOMPARE(largest, recorded.largest);
      QVERIFY(std::abs(std::sqrt(squares) - recorded.norm) < 0.01 * recorded.norm);
    }
  }
  void givesTheExpectedOutputsOfNewerOpsets() {
    const QByteArray folder = qgetenv("HEDDLE_ONNX_TESTS");
    if (folder.isEmpty()) QSKIP("HEDDLE_ONNX_TESTS is not set: it names a folder of newer node tests");
    QCOMPARE(judgeAll(folder.toStdString())["wrong"], 0);
  }
};
HEDDLE_TEST(NodeTestsTest)

#include "node_tests_test.moc"
