// The judge of schedules sees every fault that was put in on purpose.
// SPDX-License-Identifier: Apache-2.0
#include "engine/loop_passes/lower.h"
#include "tests/property/miscompilations.h"
#include "tests/programs/oracle.h"
#include "tests/programs/programs.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::schedule;

namespace {

heddle::Target avx512() {
  heddle::Target t;
  t.vectorBits = 512, t.vectorRegisters = 32, t.hasFma = true;
  return t;
}

// The program after the pass, or the scheduled one.
loops::Program programAt(const State& state, const char* stage) {
  if (!stage) return state.program;
  loops::Program out;
  const auto lowered =
      loop_passes::lower(state.program, avx512(), [&](std::string_view pass, const auto& p) {
        if (pass == stage) out = p;
      });
  if (lowered.isError()) qFatal("%s", toText(lowered.error()).c_str());
  return out;
}

// The same bytes with the extents of the program's parameters, which lowering makes flat.
std::vector<Tensor> shapedFor(const loops::Program& program, const std::vector<Tensor>& tensors,
                              bool wantsOutputs) {
  std::vector<Tensor> out;
  size_t i = 0;
  for (const loops::Param& p : program.params) {
    if ((p.role == loops::ParamRole::output) != wantsOutputs) continue;
    Extents extents;
    for (const auto& e : p.buffer->shape) extents.push_back(loops::constantInt(e).value());
    const Tensor& from = tensors.at(i++);
    Tensor t = Tensor::allocate(from.element(), extents).value();
    std::copy(from.bytes().begin(), from.bytes().end(), t.mutableBytes().begin());
    out.push_back(std::move(t));
  }
  return out;
}

std::string verdict(const loops::Program& original, const State& state,
                    const loops::Program& judged) {
  for (unsigned seed : {1, 2, 3}) {
    const auto inputs = test::inputsFor(original, seed);
    const auto expected = reference::interpret(original, inputs).value();
    const auto actual = reference::interpret(
        judged, shapedFor(judged, test::rearranged(state, original, inputs), false), seed);
    if (actual.isError()) return toText(actual.error());
    const std::string difference = test::compare(shapedFor(judged, expected, true), actual.value());
    if (!difference.empty()) return difference;
  }
  return "";
}

}  // namespace

class MiscompilationTest : public QObject {
  Q_OBJECT
 private slots:
  void isCaught_data() {
    QTest::addColumn<int>("index");
    const auto& rows = miscompilations::all();
    for (size_t i = 0; i < rows.size(); ++i) QTest::newRow(rows[i].name) << static_cast<int>(i);
  }
  void isCaught() {
    QFETCH(int, index);
    const auto& row = miscompilations::all()[static_cast<size_t>(index)];
    const auto original = loops::parse(programs::text(row.program)).value();
    const auto state = replay(original, parseTrace(row.trace).value());
    QVERIFY2(state.isOk(), state.isOk() ? "" : toText(state.error()).c_str());
    const auto right = programAt(state.value(), row.stage);
    QCOMPARE(QString::fromStdString(verdict(original, state.value(), right)), QString());
    std::string text = loops::print(right).text;
    const size_t at = text.find(row.right);
    QVERIFY2(at != std::string::npos, text.c_str());
    text.replace(at, std::string(row.right).size(), row.wrong);
    const auto wrong = loops::parse(text);
    QVERIFY2(wrong.isOk(), wrong.isOk() ? "" : (toText(wrong.error()) + "\n" + text).c_str());
    const std::string caught = verdict(original, state.value(), wrong.value());
    QVERIFY2(!caught.empty(), text.c_str());
    qInfo("%s", caught.c_str());
  }
  void thereAreMoreThanTwenty() { QVERIFY(miscompilations::all().size() > 20); }
};
HEDDLE_TEST(MiscompilationTest)

#include "miscompilation_test.moc"
