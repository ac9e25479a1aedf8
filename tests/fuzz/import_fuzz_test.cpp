// Mutated models and tensors through the open path. HEDDLE_FUZZ_COUNT mutants (2,000 unless set),
// HEDDLE_FUZZ_SEED.
// SPDX-License-Identifier: Apache-2.0
#include <sys/resource.h>

#include <fstream>
#include <iterator>
#include <random>

#include "engine/graph/text.h"
#include "engine/graph_passes/fuse.h"
#include "engine/reference/interpret_graph.h"
#include "tests/engine/import/model_maker.h"
#include "tests/support/test_main.h"

using namespace heddle;

namespace {

std::string fileBytes(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// A model with a function, a subgraph, external data, every kind of attribute and old operators.
std::string oddModel() {
  test::ModelMaker m(11);
  m.domain("local", 1).input("x", {2, 3, 8, 8}).input("n", {-1}, 7).output("y").output("s");
  m.floats("w", {4, 3, 3, 3}, std::vector<float>(108, 0.5f)).int64s("shape", {2}, {2, -1});
  m.node("Conv", {"x", "w"}, {"c"}).set("pads", test::Ints{1, 1, 1, 1}).set("auto_pad", "NOTSET");
  m.node("Clip", {"c"}, {"d"}).node("F", {"d"}, {"e"}, "local").set("slope", 0.5);
  m.node("Softmax", {"e"}, {"f"}).set("axis", int64_t{1}).node("Reshape", {"f", "shape"}, {"y"});
  m.node("Upsample", {"x", "w"}, {"u"}).node("Shape", {"n"}, {"s"});
  auto* f = m.model.add_functions();
  f->set_domain("local");
  f->set_name("F");
  f->add_input("a");
  f->add_output("b");
  f->add_attribute("slope");
  f->add_opset_import()->set_version(11);
  auto* node = f->add_node();
  node->set_op_type("LeakyRelu");
  node->add_input("a");
  node->add_output("b");
  auto* attribute = node->add_attribute();
  attribute->set_name("alpha");
  attribute->set_ref_attr_name("slope");
  auto* external = m.model.mutable_graph()->add_initializer();
  external->set_name("unused");
  external->set_data_type(1);
  external->set_data_location(onnx::TensorProto::EXTERNAL);
  auto* location = external->add_external_data();
  location->set_key("location");
  location->set_value("m.onnx");
  external->add_dims(4);
  return m.bytes();
}

// The six mutations of the project's outside check: cut, overwrite, flip, insert, remove, copy.
std::string mutated(std::string bytes, std::mt19937_64& random) {
  const auto below = [&](size_t n) {
    return n == 0 ? size_t{0} : static_cast<size_t>(random() % n);
  };
  const size_t at = below(bytes.size());
  switch (random() % 6) {
    case 0:
      bytes.resize(at);
      break;
    case 1:
      for (size_t n = 1 + below(29); n > 0; --n)
        bytes[below(std::min<size_t>(bytes.size(), 4000))] = static_cast<char>(random());
      break;
    case 2:
      for (size_t n = 1 + below(7); n > 0; --n)
        bytes[below(bytes.size())] ^= static_cast<char>(1 << below(8));
      break;
    case 3: {
      std::string extra(1 + below(199), '\0');
      for (char& c : extra) c = static_cast<char>(random());
      bytes.insert(at, extra);
      break;
    }
    case 4:
      bytes.erase(at, 1 + below(499));
      break;
    default:
      bytes.replace(at, std::min<size_t>(64, bytes.size() - at),
                    bytes.substr(below(bytes.size()), 64));
      break;
  }
  return bytes;
}

// What opening does after the import: every pass with constants folded, then fusion.
Status passesAndFusion(const graph::Graph& graph) {
  graph_passes::PassContext context;
  context.evaluate = &reference::evaluate;
  HEDDLE_TRY(const auto stages, graph_passes::runPipeline(graph, {}, context));
  graph::printGraph(stages.back().graph);
  HEDDLE_TRY(const auto fused, graph_passes::fuse(stages.back().graph, {}));
  (void)fused;
  return {};
}

long peakKilobytes() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

size_t countOf(const char* variable, size_t otherwise) {
  return qEnvironmentVariableIsSet(variable) ? qEnvironmentVariable(variable).toULongLong()
                                             : otherwise;
}

}  // namespace

class ImportFuzzTest : public QObject {
  Q_OBJECT
 private slots:
  void answersEveryMutant() {
    std::vector<std::string> seeds = {oddModel(),
                                      fileBytes(HEDDLE_SOURCE_DIR "/samples/digits/digits.onnx")};
    for (const QString& extra :
         qEnvironmentVariable("HEDDLE_FUZZ_MODELS").split(':', Qt::SkipEmptyParts))
      seeds.push_back(fileBytes(extra.toStdString()));
    for (const std::string& seed : seeds) QVERIFY(!seed.empty());
    const size_t count = countOf("HEDDLE_FUZZ_COUNT", 2000), seed = countOf("HEDDLE_FUZZ_SEED", 1);
    std::mt19937_64 random(seed);
    const test::ScratchFolder folder;
    const long before = peakKilobytes();
    std::map<std::string, size_t> outcomes;
    for (size_t i = 0; i < count; ++i) {
      const auto file = folder.write("m.onnx", mutated(seeds[random() % seeds.size()], random));
      const auto model = import::importModel(file);
      const bool isGraph = model.isOk() && model.value().graph;
      const Diagnostic problem = model.isError() ? model.error() : import::refusal(model.value());
      QVERIFY2(isGraph || !messageText(problem).empty(), qPrintable(QString::number(i)));
      QVERIFY2(isGraph || problem.where.starts_with(file.string()), problem.where.c_str());
      if (!isGraph) {
        ++outcomes[problem.code];
        continue;
      }
      graph::printGraph(*model.value().graph);
      const Status opened = passesAndFusion(*model.value().graph);
      QVERIFY2(opened.isOk() || !messageText(opened.error()).empty(), qPrintable(QString::number(i)));
      ++outcomes[opened.isOk() ? "opened" : opened.error().code];
    }
    for (const auto& [outcome, times] : outcomes) qInfo("%6zu %s", times, outcome.c_str());
    qInfo("seed %zu, memory grew by %ld kB", seed, peakKilobytes() - before);
    QVERIFY(outcomes.size() > 3);
#ifndef __SANITIZE_ADDRESS__  // which keeps freed memory for a while
    QVERIFY(peakKilobytes() - before < 256 << 10);
#endif
  }
  void answersEveryMutantOfATensor() {
    onnx::TensorProto tensor;
    tensor.set_name("t");
    tensor.set_data_type(1);
    tensor.add_dims(4);
    tensor.add_dims(25);
    for (int i = 0; i < 100; ++i) tensor.add_float_data(static_cast<float>(i));
    const std::string bytes = tensor.SerializeAsString();
    std::mt19937_64 random(countOf("HEDDLE_FUZZ_SEED", 1));
    const test::ScratchFolder folder;
    size_t read = 0;
    const size_t count = countOf("HEDDLE_FUZZ_COUNT", 2000);
    for (size_t i = 0; i < count; ++i) {
      const auto result = import::readTensorProto(folder.write("t.pb", mutated(bytes, random)));
      QVERIFY(result.isOk() || !messageText(result.error()).empty());
      read += result.isOk();
    }
    QVERIFY(read > 0 && read < count);
  }
};
HEDDLE_TEST(ImportFuzzTest)

#include "import_fuzz_test.moc"
