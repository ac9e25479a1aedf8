// Bisection against passes that really break the model.
// SPDX-License-Identifier: Apache-2.0
#include "engine/session/verify.h"

#include "engine/build/separate_outputs.h"
#include "engine/session/measure.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::session;

namespace {

// What a wrong rewrite leaves: the first output negated.
graph::Graph broken(const graph::Graph& graph) {
  graph::GraphEditor editor(graph);
  std::vector<graph::Output> outputs = graph.outputs();
  graph::Node neg;
  neg.kind = graph::OpKind::neg;
  neg.name = "broken";
  neg.inputs = {outputs[0].value};
  neg.types = {graph.type(outputs[0].value)};
  outputs[0].value = {editor.add(std::move(neg)), 0};
  editor.setOutputs(std::move(outputs));
  return std::move(editor).finish().value();
}

// The state as if that stage's pass had broken the graph, and the later ones had kept it so.
ModelState brokenBy(const ModelState& state, size_t stage) {
  ModelState out = state;
  for (size_t i = stage; i < out.stages.size(); ++i)
    out.stages[i].graph = broken(out.stages[i].graph);
  const auto last = build::separateOutputs(out.stages.back().graph);
  out.fused = graph_passes::fuse(last.value(), {}).value();
  return out;
}

}  // namespace

class VerifyTest : public QObject {
  Q_OBJECT
  ModelStateRef m_state;
  runner::Runner m_runner{HEDDLE_BINARY_DIR "/bin/heddle-runner"};

  VerifyView verify(const ModelState& state) {
    VerifyOptions options;
    options.bisect = true;
    const auto inputs = fillInputs(state, 1, "random");
    auto view = verifyBuild(m_runner, std::make_shared<const ModelState>(state), inputs.value(), options, {}, {});
    if (view.isError()) qFatal("%s", toText(view.error()).c_str());
    return std::move(view).value();
  }

 private slots:
  void initTestCase() {
    auto model = import::importModel(HEDDLE_SOURCE_DIR "/samples/digits/digits.onnx");
    QVERIFY(model.isOk());
    auto state =
        prepare(std::make_shared<import::ImportedModel>(std::move(model).value()), {}, {}, {});
    QVERIFY(state.isOk());
    m_state = state.value();
    QVERIFY(m_state->stages.size() > 5);
  }
  void nothingIsNamedWhenAllIsRight() {
    const VerifyView view = verify(*m_state);
    QVERIFY(view.passed);
    QCOMPARE(view.culpritPass, std::string());
  }
  void everyPassIsFound() {
    for (size_t i = 1; i < m_state->stages.size(); ++i) {
      const VerifyView view = verify(brokenBy(*m_state, i));
      QVERIFY(!view.passed);
      QCOMPARE(view.culpritPass, m_state->stages[i].pass);
      QVERIFY(!view.culpritReason.empty());
    }
  }
};
HEDDLE_TEST(VerifyTest)

#include "verify_test.moc"
