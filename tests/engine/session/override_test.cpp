// SPDX-License-Identifier: Apache-2.0
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QTest>

#include "engine/session/session.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::session;

namespace {

const std::string kModel = HEDDLE_SOURCE_DIR "/samples/digits/digits.onnx";
const std::string kRunner = HEDDLE_BINARY_DIR "/bin/heddle-runner";
using Action = FusionOverrideRequest::Action;

// The first edge that fusion joined by itself.
const FusionEdgeView* firstFused(const Snapshot& snapshot) {
  for (const FusionEdgeView& edge : snapshot.fusion->edges)
    if (edge.fused && !edge.isOverridden) return &edge;
  return nullptr;
}

const FusionEdgeView* edgeOf(const Snapshot& snapshot, OpId producer, OpId consumer) {
  for (const FusionEdgeView& edge : snapshot.fusion->edges)
    if (edge.producer == producer && edge.consumer == consumer) return &edge;
  return nullptr;
}

const FusionEdgeView* overridden(const Snapshot& snapshot) {
  for (const FusionEdgeView& edge : snapshot.fusion->edges)
    if (edge.isOverridden) return &edge;
  return nullptr;
}

std::string nameOf(const Snapshot& snapshot, OpId id) {
  for (const GraphNodeView& node : snapshot.stages.back()->nodes)
    if (node.id == id) return node.name;
  return {};
}

}  // namespace

class OverrideTest : public QObject {
  Q_OBJECT
  QTemporaryDir m_dir;
  std::string file(const char* name) const { return m_dir.filePath(name).toStdString(); }

 private slots:
  void survivesRecompilation() {
    Session session({.workspaceFile = {}, .cacheDir = file("cache"), .runnerPath = kRunner, .runtimeDir = {}});
    auto opened = session.open(kModel, {});
    QVERIFY(opened.isOk());
    const FusionEdgeView edge = *firstFused(*opened.value());
    QVERIFY(edge.predictedDeltaMilliseconds > 0);
    auto changed = session.setFusionOverride({edge.producer, edge.consumer, Action::forbid}, {});
    QVERIFY(changed.isOk());
    // Ids are as they were, so that a selection still means the same.
    const FusionEdgeView* forbidden = edgeOf(*changed.value(), edge.producer, edge.consumer);
    QVERIFY(forbidden && !forbidden->fused);
    CompileOptions options = changed.value()->options;
    QCOMPARE(options.fusionOverrides.size(), size_t{1});
    options.optLevel = 2;
    QVERIFY(session.configure(options, {}).isOk());
    options.optLevel = 3;
    const auto again = session.configure(options, {});
    QVERIFY(again.isOk());
    const FusionEdgeView* kept = overridden(*again.value());
    QVERIFY(kept);
    QVERIFY(!kept->fused);
    QCOMPARE(kept->rule, std::string("forbidden"));
    QCOMPARE(nameOf(*again.value(), kept->producer), nameOf(*opened.value(), edge.producer));
  }

  void itsEffectIsMeasuredByTurns() {
    Session session({.workspaceFile = {}, .cacheDir = file("cache"), .runnerPath = kRunner, .runtimeDir = {}});
    const auto opened = session.open(kModel, {});
    QVERIFY(opened.isOk());
    const FusionEdgeView edge = *firstFused(*opened.value());
    QCOMPARE(session.measureOverride(edge.producer, edge.consumer, {}, {}).error().code,
             std::string("session.no_override"));
    QVERIFY(session.setFusionOverride({edge.producer, edge.consumer, Action::forbid}, {}).isOk());
    const auto measured = session.measureOverride(edge.producer, edge.consumer, {.repeat = 15}, {});
    QVERIFY2(measured.isOk(), measured.isError() ? toText(measured.error()).c_str() : "");
    QCOMPARE(measured.value()->measuredEffects.size(), size_t{1});
    const OverrideEffectView effect = measured.value()->measuredEffects.front();
    QCOMPARE(effect.producer, edge.producer);
    QVERIFY(effect.groupsBefore > 0 && effect.groupsAfter > 0);
    QVERIFY(effect.ratioLow <= effect.ratio && effect.ratio <= effect.ratioHigh);
    QVERIFY(!effect.verdict.empty());
    // It is of this build: gone with the override, back with it.
    const auto undone = session.undo({});
    QVERIFY(undone.isOk() && undone.value()->measuredEffects.empty());
    const auto redone = session.redo({});
    QVERIFY(redone.isOk());
    QCOMPARE(redone.value()->measuredEffects.size(), size_t{1});
  }

  void edgesAreWrittenWithEscapes() {
    const FusionOverride fusion{"a:b", "c\\d", true};
    QCOMPARE(edgeText(fusion), std::string("a\\:b:c\\\\d"));
    const auto read = parseEdge(edgeText(fusion), true);
    QVERIFY(read.isOk() && read.value() == fusion);
    for (const char* bad : {"", "a", ":", "a:", ":b", "a:b:c", "a\\:b"}) QVERIFY2(parseEdge(bad, true).isError(), bad);
  }

  void survivesAKillAndReopening() {
    const Session::Settings settings{.workspaceFile = file("w.db"), .cacheDir = file("cache"),
                                     .runnerPath = kRunner, .runtimeDir = {}};
    const pid_t child = fork();
    QVERIFY(child >= 0);
    if (child == 0) {
      Session session(settings);
      const auto opened = session.open(kModel, {});
      if (opened.isError()) _exit(1);
      const FusionEdgeView* edge = firstFused(*opened.value());
      if (!edge || session.setFusionOverride({edge->producer, edge->consumer, Action::forbid}, {}).isError())
        _exit(2);
      kill(getpid(), SIGKILL);
    }
    int status = 0;
    QCOMPARE(waitpid(child, &status, 0), child);
    QVERIFY2(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL, "the child ended by itself");
    Session session(settings);
    const auto opened = session.open(kModel, {});
    QVERIFY(opened.isOk());
    const FusionEdgeView* kept = overridden(*opened.value());
    QVERIFY(kept);
    QVERIFY(!kept->fused);
    // Cleared and reopened it is gone.
    QVERIFY(session.setFusionOverride({kept->producer, kept->consumer, Action::clear}, {}).isOk());
    Session third(settings);
    const auto last = third.open(kModel, {});
    QVERIFY(last.isOk());
    QVERIFY(last.value()->options.fusionOverrides.empty());
  }

  void namesInTheOptionsDoTheSame() {
    Session session({.workspaceFile = {}, .cacheDir = file("cache"), .runnerPath = kRunner, .runtimeDir = {}});
    auto opened = session.open(kModel, {});
    QVERIFY(opened.isOk());
    const FusionEdgeView edge = *firstFused(*opened.value());
    CompileOptions options;
    options.fusionOverrides = {{nameOf(*opened.value(), edge.producer), nameOf(*opened.value(), edge.consumer), false}};
    const auto named = session.open(kModel, options, {});
    QVERIFY(named.isOk());
    QCOMPARE(named.value()->fusion->groups.size(), opened.value()->fusion->groups.size() + 1);
    options.fusionOverrides.push_back({"nobody", "knows", true});
    const auto refused = session.open(kModel, options, {});
    QVERIFY(refused.isOk());
    QCOMPARE(refused.value()->fusion->refusedOverrides.size(), size_t{1});
  }
};

HEDDLE_TEST(OverrideTest)
#include "override_test.moc"
