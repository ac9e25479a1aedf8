// ONNX's tests through the whole pass pipeline and the interpreter: passes keep the meaning, and
// every inferred type is the type of the value.
// SPDX-License-Identifier: Apache-2.0
#include "engine/conformance/conformance.h"
#include "engine/graph_passes/pass.h"
#include "engine/import/import.h"
#include "engine/reference/interpret_graph.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::conformance;
using graph::Graph;

namespace {

// Binds the symbols of the inputs' shapes; a shape that is not a plain symbol is left to the check
// of values.
SymbolValues symbolsOf(const Graph& graph, const std::map<std::string, Tensor>& inputs) {
  SymbolValues out;
  for (const OpId id : graph.inputs()) {
    const auto& type = graph.type({id, 0});
    const auto it = inputs.find(graph.node(id).name);
    if (!type || it == inputs.end()) continue;
    for (size_t i = 0; i < std::min(type->rank(), it->second.rank()); ++i)
      if (!type->shape[i].isConstant()) out.emplace(type->shape[i].text(), it->second.extents()[i]);
  }
  return out;
}

// Empty when the value has the type.
std::string misfit(const std::optional<TensorType>& type, const Tensor& value,
                   const SymbolValues& symbols) {
  if (!type) return {};
  bool fits = type->element == value.element() && type->rank() == value.rank();
  for (size_t i = 0; fits && i < value.rank(); ++i) {
    const auto extent = type->shape[i].evaluate(symbols);
    fits = !extent || *extent == value.extents()[i];
  }
  return fits ? std::string() : "inferred " + text(*type) + ", computed " + text(value.type());
}

Result<std::vector<Tensor>> interpretChecked(const Graph& graph,
                                             const std::map<std::string, Tensor>& inputs,
                                             const SymbolValues& symbols) {
  std::string problem;
  reference::InterpretOptions options;
  options.onNode = [&](OpId id, const std::vector<Tensor>& values) {
    for (size_t i = 0; i < values.size() && problem.empty(); ++i) {
      const std::string found =
          misfit(graph.type({id, static_cast<uint32_t>(i)}), values[i], symbols);
      if (!found.empty())
        problem = std::string(graph::name(graph.node(id).kind)) + " " + graph.node(id).name + ": " +
                  found;
    }
  };
  HEDDLE_TRY(auto outputs, reference::interpret(graph, inputs, options));
  if (!problem.empty()) return Diagnostic{"types.disagree", problem};
  return outputs;
}

Result<std::vector<Tensor>> interpretOptimised(const std::filesystem::path& model,
                                               const std::vector<Tensor>& inputs,
                                               bool bindsShapes) {
  HEDDLE_TRY(const import::ImportedModel imported, import::importModel(model));
  if (!imported.graph) return import::refusal(imported);
  std::map<std::string, Tensor> named;
  const auto ports = imported.graph->inputs();
  for (size_t i = 0; i < std::min(inputs.size(), ports.size()); ++i)
    named.emplace(imported.graph->node(ports[i]).name, inputs[i]);
  graph_passes::PassContext context;
  context.evaluate = reference::evaluate;
  const SymbolValues symbols = symbolsOf(*imported.graph, named);
  if (bindsShapes) context.shapes = symbols;
  HEDDLE_TRY(const auto stages, graph_passes::runPipeline(*imported.graph, {}, context));
  return interpretChecked(stages.back().graph, named, symbols);
}

// Neither wrong nor crashed, and nothing that runs without passes is lost.
void requireSame(const std::filesystem::path& folder, bool bindsShapes) {
  const auto tests = findTests(folder);
  QVERIFY2(tests.isOk(), "libonnx-testdata is missing: scripts/setup test installs it");
  Options options;
  options.jobs = 3;
  options.alsoInterpret = true;
  const auto results = runTests(
      tests.value(),
      [=](const std::filesystem::path& model, const std::vector<Tensor>& inputs) {
        return interpretOptimised(model, inputs, bindsShapes);
      },
      options);
  int lost = 0;
  for (const TestResult& result : results)
    if (result.outcome != result.interpreter && result.outcome != Outcome::excluded) {
      qWarning("%s: %s, %s", result.name.c_str(), std::string(name(result.outcome)).c_str(),
               result.reason.c_str());
      ++lost;
    }
  qInfo("%s", toText(results).substr(0, 100).c_str());
  QCOMPARE(count(results).wrong, 0);
  QCOMPARE(count(results).crash, 0);
  QCOMPARE(lost, 0);
}

std::filesystem::path debian(const char* folder) {
  return std::filesystem::path("/usr/share/libonnx-testdata/data") / folder;
}

}  // namespace

class OptimisedTests : public QObject {
  Q_OBJECT
 private slots:
  void nodes() { requireSame(debian("node"), true); }
  void nodesWithOpenShapes() { requireSame(debian("node"), false); }
  void converted() { requireSame(debian("pytorch-converted"), true); }
  void operators() { requireSame(debian("pytorch-operator"), true); }
  void others() {
    const QByteArray folder = qgetenv("HEDDLE_ONNX_TESTS");
    if (folder.isEmpty()) QSKIP("HEDDLE_ONNX_TESTS is not set: it names a folder of newer tests");
    requireSame(folder.toStdString(), true);
  }
};
HEDDLE_TEST(OptimisedTests)

#include "optimised_tests.moc"
