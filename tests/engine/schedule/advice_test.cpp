// What can be done here, why the rest cannot, and what instead.
// SPDX-License-Identifier: Apache-2.0
#include <QElapsedTimer>

#include "engine/loops/text.h"
#include "engine/schedule/advice/applicable.h"
#include "engine/schedule/advice/explain.h"
#include "tests/engine/schedule/refusals/refusals.h"
#include "tests/programs/programs.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::schedule;

namespace {

// A refused step with everything that explain() wants to know.
struct Refused {
  loops::Program program;
  Trace before;
  Step step;
  State state;
  Diagnostic refusal;

  Refused(const std::string& text, const std::string& trace)
      : program(loops::parse(text).value()), before(parseTrace(trace).value()) {
    step = before.steps.back();
    before.steps.pop_back();
    state = replay(program, before).value();
    refusal = applyStep(state, step).error();
  }
  Explanation explanation() const { return explain({state, &program, &before}, step, refusal); }
};

std::string alternativeText(const Explanation& why) {
  std::string out;
  for (const Step& s : why.alternative ? why.alternative->steps : std::vector<Step>{})
    out += toText(s) + "\n";
  return out;
}

}  // namespace

class ExplainTest : public QObject {
  Q_OBJECT
 private slots:
  void explains_data() {
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("trace");
    int i = 0;
    for (const auto& row : refusals::all())
      QTest::addRow("%s %d", row.code, ++i) << programs::text(row.program) << row.trace;
  }
  // Each of the refusals has a cause, a counter-example, and an alternative that is legal or the
  // statement of what was tried in vain.
  void explains() {
    QFETCH(QString, program);
    QFETCH(QString, trace);
    const Refused r(program.toStdString(), trace.toStdString());
    const Explanation why = r.explanation();
    QVERIFY(!messageText(why.refusal).empty());
    QVERIFY(!why.counterExample.empty());
    QVERIFY(why.tried > 0 || why.noneNear.text() == "nothing else of this kind exists in the program");
    QVERIFY2(why.alternative.has_value() != !why.noneNear.empty(), why.noneNear.text().c_str());
    if (!why.alternative) return;
    QVERIFY(why.alternative->keep <= r.before.steps.size());
    Trace instead{{r.before.steps.begin(),
                   r.before.steps.begin() + static_cast<long>(why.alternative->keep)}};
    for (const Step& s : why.alternative->steps) instead.steps.push_back(s);
    // As text, as a click in the editor takes it.
    const auto replayed = replay(r.program, parseTrace(toText(instead)).value());
    QVERIFY2(replayed.isOk(), alternativeText(why).c_str());
  }
  void thereAreTwoHundredCases() {
    QVERIFY(refusals::all().size() >= 200);
    int alternatives = 0, pairs = 0;
    for (const auto& row : refusals::all()) {
      const Explanation why = Refused(programs::text(row.program), row.trace).explanation();
      alternatives += why.alternative.has_value(), pairs += why.hasIterations;
    }
    qInfo("%zu refusals, %d with an alternative, %d with a pair of iterations",
          refusals::all().size(), alternatives, pairs);
    QVERIFY(alternatives >= 150);
    QVERIFY(pairs >= 12);
  }
  // Where two iterations are in each other's way, it is those that are named.
  void namesIterations_data() {
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("trace");
    QTest::addColumn<QString>("counterExample");
    QTest::newRow("reduction") << programs::text("matmul") << "parallel(loop=mul.k)"
                               << "k = 0 and k = 1 both write c[0, 0]";
    QTest::newRow("race") << programs::text("odd") << "vectorize(loop=lie.i)"
                          << "i = 0 and i = 1 both write z[0]";
    QTest::newRow("dependence") << programs::text("odd") << "parallel(loop=w.i)"
                                << "i = 0 (r) reads u[7], which i = 7 (w) writes later";
    QTest::newRow("reorder") << programs::text("odd") << "reorder(loops=[w.j, w.i])"
                             << "i = 0, j = 1 (r) reads u[7], which i = 7, j = 0 (w) writes later";
    QTest::newRow("merge") << programs::text("stencil") << "merge(loops=[make.i, blur.i])"
                           << "i = 7 (make) writes t[7], which i = 0 (blur) reads";
    QTest::newRow("order") << programs::text("odd") << "parallel(loop=scan.i)"
                           << "i = 0 of block scan must run before i = 1";
    QTest::newRow("lost") << programs::text("matmul") << "split(loop=mul.i, factors=[2, 2])"
                          << "i = 4 would not run";
    QTest::newRow("layout") << programs::text("matmul")
                            << "transform_layout(buffer=b, map=\"a, b -> a + b\")"
                            << "the elements at a = 1, b = 0 and at a = 0, b = 1 come to the same "
                               "place";
  }
  void namesIterations() {
    QFETCH(QString, program);
    QFETCH(QString, trace);
    QFETCH(QString, counterExample);
    const Refused r(program.toStdString(), trace.toStdString());
    const Explanation why = r.explanation();
    QCOMPARE(QString::fromStdString(why.counterExample.text()), counterExample);
  }
  void findsTheNearestAlternative_data() {
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("trace");
    QTest::addColumn<QString>("alternative");
    QTest::newRow("typing error") << programs::text("matmul")
                                  << "split(loop=mull.j, factors=[-1, 4])"
                                  << "split(loop=mul.j, factors=[-1, 4])\n";
    QTest::newRow("factor") << programs::text("matmul") << "split(loop=mul.i, factors=[4])"
                            << "split(loop=mul.i, factors=[-1, 4])\n";
    QTest::newRow("other loop") << programs::text("matmul") << "vectorize(loop=mul.k)"
                                << "vectorize(loop=mul.j)\n";
    QTest::newRow("split before") << programs::text("odd") << "vectorize(loop=large.i)"
                                  << "split(loop=large.i, factors=[-1, 16])\nvectorize(loop=i_i)\n";
    QTest::newRow("earlier") << programs::text("matmul")
                             << "parallel(loop=mul.i)\nsplit(loop=mul.i, factors=[2, -1])"
                             << "split(loop=mul.i, factors=[2, -1])\nparallel(loop=i_o)\n";
    QTest::newRow("copy before")
        << programs::text("fork") << "reverse_compute_inline(block=next)"
        << "reindex(block=next, buffer=s)\nreverse_compute_inline(block=next)\n";
  }
  void findsTheNearestAlternative() {
    QFETCH(QString, program);
    QFETCH(QString, trace);
    QFETCH(QString, alternative);
    const Explanation why = Refused(program.toStdString(), trace.toStdString()).explanation();
    QCOMPARE(QString::fromStdString(alternativeText(why)), alternative);
  }
  void saysWhenNoneIsNear() {
    const Explanation why = Refused(programs::text("odd"), "parallel(loop=lie.i)").explanation();
    QVERIFY(!why.alternative);
    QVERIFY(QString::fromStdString(why.noneNear.text()).endsWith("; all are refused"));
  }
  void aSearchThatIsCutShortSaysSo() {
    const Refused r(programs::text("odd"), "parallel(loop=lie.i)");
    const Explanation why = explain({r.state, &r.program, &r.before}, r.step, r.refusal, 3);
    QVERIFY(QString::fromStdString(why.noneNear.text()).endsWith("then the search stopped"));
    QVERIFY(why.tried <= 8);
    QCOMPARE(explain({r.state}, r.step, r.refusal, 0).tried, 0);
  }
  void explainsStepsThatAreNone() {
    const State state = initialState(loops::parse(programs::text("matmul")).value());
    for (const Step& step : {Step{"polish", {}, {}}, Step{"unroll", {}, {}}}) {
      const Explanation why = explain({state}, step, applyStep(state, step).error());
      QVERIFY(!why.counterExample.empty() && !why.alternative);
    }
  }
};
HEDDLE_TEST(ExplainTest)

class ApplicableTest : public QObject {
  Q_OBJECT
 private slots:
  void asksForEveryLoopBlockAndBuffer_data() {
    QTest::addColumn<QString>("program");
    for (const char* w : programs::workloads()) QTest::newRow(w) << programs::text(w);
    QTest::newRow("odd") << programs::text("odd");
  }
  // Candidates say the truth, and each primitive stands in the list of what it is about.
  void asksForEveryLoopBlockAndBuffer() {
    QFETCH(QString, program);
    const State state = initialState(loops::parse(program.toStdString()).value());
    std::vector<Target> targets;
    for (const auto& [name, id] : state.loops) targets.push_back({TargetKind::loop, name});
    for (const auto& [name, id] : state.blocks) targets.push_back({TargetKind::block, name});
    for (const auto& [name, id] : state.buffers) targets.push_back({TargetKind::buffer, name});
    for (const Target& target : targets) {
      const auto candidates = applicable(state, target);
      QVERIFY(candidates.size() >= 8);
      for (const Candidate& c : candidates) {
        const auto next = applyStep(state, c.step);
        QCOMPARE(next.isOk(), !c.refusal.has_value());
        if (c.refusal) QCOMPARE(next.error().code, c.refusal->code);
      }
    }
  }
  void fillsInWhatIsMissing_data() {
    QTest::addColumn<QString>("primitive");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("step");
    QTest::newRow("split") << "split" << 0 << "conv.ow"
                           << "split(loop=conv.ow, factors=[-1, 5])";
    QTest::newRow("fuse") << "fuse" << 0 << "conv.oh"
                          << "fuse(loops=[conv.n, conv.oh])";
    QTest::newRow("compute_at") << "compute_at" << 1 << "pad"
                                << "compute_at(block=pad, loop=conv.n)";
    QTest::newRow("consumer") << "reverse_compute_at" << 1 << "relu"
                              << "reverse_compute_at(block=relu, loop=bias.n)";
    QTest::newRow("cache_read") << "cache_read" << 2 << "w"
                                << "cache_read(block=conv, buffer=w, scope=\"local\")";
    QTest::newRow("start value") << "decompose_reduction" << 1 << "conv"
                                 << "decompose_reduction(block=conv, loop=conv.kh)";
  }
  void fillsInWhatIsMissing() {
    QFETCH(QString, primitive);
    QFETCH(int, kind);
    QFETCH(QString, target);
    QFETCH(QString, step);
    const State state = initialState(loops::parse(programs::text("conv")).value());
    const auto candidate =
        candidateFor(state, {static_cast<TargetKind>(kind), target.toStdString()},
                     *findPrimitive(primitive.toStdString()));
    QVERIFY(candidate && !candidate->refusal);
    QCOMPARE(QString::fromStdString(toText(candidate->step)), step);
  }
  void knowsNothingOfUnknownNames() {
    const State state = initialState(loops::parse(programs::text("matmul")).value());
    QVERIFY(applicable(state, {TargetKind::loop, "none"}).empty());
    QVERIFY(!candidateFor(state, {TargetKind::buffer, "a"}, *findPrimitive("fuse")));
  }
  void offersDivisors() {
    const State state = initialState(loops::parse(programs::text("matmul")).value());
    const PrimitiveSpec& split = *findPrimitive("split");
    const Step step{"split", {{"loop", LoopName{"mul.j"}}}, {}};
    const auto choices = choicesFor(state, step, split.arguments[1]);
    QCOMPARE(std::get<std::vector<int64_t>>(choices.at(0)), (std::vector<int64_t>{-1, 10}));
    QCOMPARE(divisorsNear(12, 4), (std::vector<int64_t>{4, 3, 2, 6}));
  }
};
HEDDLE_TEST(ApplicableTest)

#include "advice_test.moc"
