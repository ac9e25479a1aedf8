// SPDX-License-Identifier: GPL-3.0-or-later
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>

#include "tests/gui/stories/story.h"
#include "views/graph/graph_view.h"
#include "views/inspector/inspector.h"
#include "views/profile/profile_panel.h"
#include "views/run/run_panel.h"
#include "views/run/verify_page.h"

using namespace heddle;
using namespace heddle::test;
using namespace heddle::views;

namespace {

// What a convolution gives is read twice, so that fusion leaves both readers apart.
samples::Network readTwice() {
  samples::Network net("read_twice", 1);
  std::string x = net.input("x", {1, 8, 24, 24});
  x = net.node("Tanh", {net.conv(x, {.in = 8, .out = 8, .kernel = 3, .stride = 1, .pad = 1}, true)});
  net.output(net.relu(x), "r", {1, 8, 24, 24});
  net.output(net.maxPool(x, 2, 2, 0), "q", {1, 8, 12, 12});
  return net;
}

}  // namespace

// Line 3 and WORKBENCH story 1: why is my model slow, what kept two kernels apart, and does forcing them help?
class FusionStory : public QObject {
  Q_OBJECT

  static QPushButton* button(QWidget* parent, const QString& text) {
    for (QPushButton* b : parent->findChildren<QPushButton*>())
      if (QString(b->text()).remove('&').startsWith(text) && b->isVisible()) return b;
    return nullptr;
  }
  // Clicks the mark on the edge into the node of this title.
  static bool askWhy(GraphCanvas* canvas, const QString& consumer) {
    for (const SceneEdge& edge : canvas->scene()->edges) {
      if (!edge.fusion || !canvas->scene()->titleOf(edge.to).contains(consumer)) continue;
      canvas->zoomToFull();
      canvas->reveal(edge.to);
      QTest::mouseClick(canvas, Qt::LeftButton, Qt::NoModifier, canvas->view().toScreen(markCenter(edge)).toPoint());
      return true;
    }
    return false;
  }
  static const session::FusionEdgeView* overridden(Story& story) {
    for (const auto& edge : story.context().snapshot()->fusion->edges)
      if (edge.isOverridden) return &edge;
    return nullptr;
  }

 private slots:
  void whyIsMyModelSlow() {
    Story story;
    QVERIFY(story.open(story.write(readTwice(), "read_twice.onnx")));
    story.press(Qt::Key_B, Qt::ControlModifier);
    story.press(Qt::Key_M, Qt::ControlModifier);
    QVERIFY(story.settle());
    QVERIFY(story.context().snapshot()->isCompiled && story.context().snapshot()->profile);
    // The table is sorted by time; the reader that stands alone is chosen there, and found in the graph.
    story.press(Qt::Key_4, Qt::ControlModifier);
    QVERIFY(story.settle());
    auto* table = story.view<ProfilePanel>()->findChild<QTableView*>();
    QVERIFY(Story::clickRow(table, "relu"));
    story.save("slow-profile");
    story.press(Qt::Key_1, Qt::ControlModifier);
    QVERIFY(story.settle());
    GraphCanvas* canvas = story.window().graphView()->afterCanvas();
    QVERIFY(canvas->current() >= 0 && canvas->scene()->titleOf(canvas->current()).contains("relu"));
    // The mark on its edge tells why; the inspector has the rule and the predicted effect.
    QVERIFY(askWhy(canvas, "relu"));
    auto* inspector = story.view<Inspector>();
    QVERIFY2(inspector->plainText().contains("Not fused"), qPrintable(inspector->plainText()));
    QVERIFY(inspector->plainText().contains("no_common_consumer"));
    story.save("slow-why");
    const size_t groups = story.context().snapshot()->fusion->groups.size();
    Story::click(inspector->forceButton());
    QVERIFY(story.settle());
    QVERIFY(overridden(story) && overridden(story)->fused);
    QCOMPARE(story.context().snapshot()->fusion->groups.size(), groups - 1);
    // Then measured, with and without it by turns.
    Story::click(button(inspector, "Measure"));
    QVERIFY(story.settle());
    QCOMPARE(story.context().snapshot()->measuredEffects.size(), size_t(1));
    QVERIFY(inspector->plainText().contains("Measured effect"));
    story.save("slow-forced");
    // And verified.
    story.press(Qt::Key_3, Qt::ControlModifier);
    QVERIFY(story.settle());
    auto* panel = story.view<RunPanel>();
    QSignalSpy verified(panel->verification(), &VerifyPage::verified);
    Story::click(button(panel, "Verify"));
    QVERIFY(story.settle());
    QVERIFY(verified.size() == 1 && verified.front().front().toBool());
  }
  void itIsUndoneKeptAndReopened() {
    Story story(ThemeMode::dark);
    QVERIFY(story.open(Story::digits()));
    GraphCanvas* canvas = story.window().graphView()->afterCanvas();
    QVERIFY(askWhy(canvas, "max_pool"));
    story.save("fusion-why-dark");
    // Two anchors: forcing is refused with the reason, and nothing changes.
    auto* inspector = story.view<Inspector>();
    Story::click(inspector->forceButton());
    QVERIFY(story.settle());
    story.save("fusion-refused-dark");
    QVERIFY(!overridden(story) || !overridden(story)->fused);
    const auto& snapshot = story.context().snapshot();
    QVERIFY(!snapshot->fusion->refusedOverrides.empty() || !story.context().problems().empty());
    QTest::keyClick(&story.window(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(story.settle());
    // A fused edge is forbidden, undone, redone.
    const auto& edges = story.context().snapshot()->fusion->edges;
    const auto fused = std::find_if(edges.begin(), edges.end(), [](const auto& e) { return e.fused; });
    QVERIFY(fused != edges.end());
    story.context().selection().select(Thing::ofFusionEdge(fused->producer, fused->consumer));
    const size_t groups = story.context().snapshot()->fusion->groups.size();
    Story::click(button(inspector, "Forbid"));
    QVERIFY(story.settle());
    story.save("fusion-forbidden-dark");
    const auto count = [&] { return story.context().snapshot()->fusion->groups.size(); };
    QCOMPARE(count(), groups + 1);
    QTest::keyClick(&story.window(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(story.settle());
    QCOMPARE(count(), groups);
    QVERIFY(story.window().actions().find("redo")->isEnabled());
    QTest::keySequence(&story.window(), QKeySequence::Redo);
    QVERIFY(story.settle());
    QCOMPARE(count(), groups + 1);
    // It survives another level and back, and the next day.
    story.trigger("level_2");
    QVERIFY(story.settle());
    story.trigger("level_3");
    QVERIFY(story.settle());
    QVERIFY(overridden(story) && !overridden(story)->fused);
    story.restart();
    QVERIFY(story.open(Story::digits()));
    QVERIFY(overridden(story) && !overridden(story)->fused);
    QCOMPARE(count(), groups + 1);
    QVERIFY(story.context().commands().allText().contains("--forbid-fusion"));
  }
};
HEDDLE_TEST(FusionStory)

#include "fusion_story.moc"
