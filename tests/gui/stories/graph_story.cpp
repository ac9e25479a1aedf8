// SPDX-License-Identifier: GPL-3.0-or-later
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>

#include "tests/gui/stories/story.h"
#include "views/graph/graph_view.h"
#include "views/graph/minimap.h"
#include "views/graph/pass_strip.h"
#include "views/inspector/inspector.h"
#include "views/ir/kernel_view.h"
#include "views/panels/groups_panel.h"
#include "views/profile/profile_panel.h"

using namespace heddle;
using namespace heddle::test;
using namespace heddle::views;

// Line 2: the graph before and after every pass and after fusion, with one selection.
class GraphStory : public QObject {
  Q_OBJECT
  Story* m_story = nullptr;

  GraphView& graph() { return *m_story->window().graphView(); }
  // Clicks the node of the canvas whose title or name contains `text`.
  bool clickNode(GraphCanvas* canvas, const QString& text) {
    const auto scene = canvas->scene();
    for (int i = 0; i < static_cast<int>(scene->nodes.size()); ++i) {
      if (!scene->titleOf(i).contains(text) && !scene->nameOf(i).contains(text)) continue;
      canvas->reveal(i);
      QTest::mouseClick(canvas, Qt::LeftButton, Qt::NoModifier,
                        canvas->view().toScreen(scene->nodes[static_cast<size_t>(i)].rect.center()).toPoint());
      return canvas->current() == i;
    }
    return false;
  }
  QString currentName() {
    const GraphCanvas* canvas = graph().afterCanvas();
    return canvas->current() < 0 ? QString() : canvas->scene()->copyNameOf(canvas->current());
  }

 private slots:
  void init() {
    m_story = new Story;
    QVERIFY(m_story->open(Story::digits()));
  }
  void cleanup() {
    delete m_story;
    m_story = nullptr;
  }

  void oneSelectionInEveryView() {
    m_story->trigger("measure");
    QVERIFY(m_story->settle());
    // A node of the graph before fusion; its group, its row and its kernel follow.
    QVERIFY(clickNode(graph().beforeCanvas(), "conv2"));
    const auto groups = m_story->context().provenance().groupsOf(m_story->context().selection().current());
    QCOMPARE(groups.size(), size_t(1));
    const QString name = QString::fromStdString(m_story->context().provenance().group(groups.front())->name);
    auto* table = m_story->view<GroupsPanel>()->table();
    QVERIFY(table->currentIndex().siblingAtColumn(1).data().toString() == name);
    const GraphCanvas* after = graph().afterCanvas();
    QCOMPARE(after->current(), after->scene()->nodeOf(Thing::ofGroup(groups.front())));
    QVERIFY(m_story->view<Inspector>()->plainText().contains("BatchNormalization"));
    m_story->save("graph-selected");
    m_story->press(Qt::Key_2, Qt::ControlModifier);
    QVERIFY(m_story->settle());
    QCOMPARE(m_story->view<KernelPanel>()->kernel()->group, groups.front());
    m_story->press(Qt::Key_4, Qt::ControlModifier);
    QVERIFY(m_story->settle());
    auto* profile = m_story->view<ProfilePanel>()->findChild<QTableView*>();
    QCOMPARE(profile->currentIndex().siblingAtColumn(0).data().toString(), name);
    // And back: a row of the profile is a node of the graph.
    QVERIFY(Story::clickRow(profile, "softmax"));
    m_story->press(Qt::Key_1, Qt::ControlModifier);
    QVERIFY(currentName().contains("softmax"));
  }
  void searchByRegularExpression() {
    graph().afterCanvas()->setFocus();
    m_story->press(Qt::Key_Slash);
    QCOMPARE(QApplication::focusWidget(), static_cast<QWidget*>(graph().searchField()));
    QTest::keyClicks(graph().searchField(), "conv[23]|maxpool2$");
    QTest::keyClick(graph().searchField(), Qt::Key_Return);
    const QString first = currentName();
    QVERIFY2(first.contains("conv"), qPrintable(first));
    m_story->save("graph-search");
    graph().afterCanvas()->setFocus();
    m_story->press(Qt::Key_N);
    QVERIFY(currentName() != first);
    QTest::keyClicks(graph().searchField(), "(");
    QVERIFY(!m_story->window().findChildren<QLabel*>().isEmpty());   // says what is wrong, does not fail
    m_story->save("graph-search-bad");
  }
  void theKeyboardFollowsEdgesAndExpandsGroups() {
    GraphCanvas* canvas = graph().afterCanvas();
    QVERIFY(clickNode(canvas, "conv_relu_3"));
    m_story->press(Qt::Key_Down);
    QVERIFY(currentName().contains("max_pool"));
    m_story->press(Qt::Key_Up);
    QVERIFY(currentName().contains("conv_relu_3"));
    const size_t collapsed = canvas->scene()->nodes.size();
    m_story->press(Qt::Key_Space);
    QVERIFY(m_story->settle());
    QCOMPARE(canvas->scene()->nodes.size(), collapsed + 1);
    m_story->save("graph-expanded");
    m_story->trigger("collapse_all");
    QVERIFY(m_story->settle());
    QCOMPARE(canvas->scene()->nodes.size(), collapsed);
    QVERIFY(clickNode(canvas, "conv_relu_3"));
    m_story->press(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(QGuiApplication::clipboard()->text().contains("conv_relu_3"));
    m_story->press(Qt::Key_Return);
    QCOMPARE(m_story->window().perspective(), QString("kernel"));
  }
  void theMinimapAndTheMouseMoveTheView() {
    GraphCanvas* canvas = graph().afterCanvas();
    auto* map = canvas->findChild<Minimap*>();
    QVERIFY(map && map->isVisible());
    const QPointF before = canvas->view().offset;
    Story::click(map, QPoint(map->width() / 2, map->height() - 8));
    QVERIFY(canvas->view().offset.y() < before.y() - 50);
    const double scale = canvas->view().scale;
    const QPointF at(200, 200);
    QWheelEvent wheel(at, canvas->mapToGlobal(at), {}, {0, -240}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(canvas, &wheel);
    QVERIFY(canvas->view().scale < scale);
    QCOMPARE(graph().beforeCanvas()->view().scale, canvas->view().scale);   // they move together
  }
  void nothingJumpsFromPassToPass() {
    m_story->trigger("expand_all");
    QVERIFY(m_story->settle());
    GraphCanvas* canvas = graph().afterCanvas();
    int compared = 0;
    while (graph().stage() > 1) {
      const auto scene = canvas->scene();
      const QPointF offset = canvas->view().offset;
      m_story->press(Qt::Key_BracketLeft, Qt::ControlModifier);
      QVERIFY(m_story->settle());
      QCOMPARE(canvas->view().offset, offset);
      for (const SceneNode& node : scene->nodes) {
        const int same = canvas->scene()->nodeOf(Thing::ofOp(node.thing.op, canvas->scene()->stage));
        if (node.thing.kind != Thing::Kind::op || same < 0) continue;
        const QRectF there = canvas->scene()->nodes[static_cast<size_t>(same)].rect;
        QVERIFY2(QLineF(there.center(), node.rect.center()).length() < 1, qPrintable(scene->nameOf(0)));
        ++compared;
      }
    }
    QVERIFY(compared > 50);
    m_story->save("graph-first-pass");
  }
  void picturesAndPasses() {
    for (const char* name : {"g.svg", "g.png"}) {
      Story::answerFileDialog(m_story->path(name));
      m_story->trigger("export_graph");
      QTRY_VERIFY2(QFile::exists(m_story->path(name)), name);
    }
    QFile svg(m_story->path("g.svg"));
    QVERIFY(svg.open(QIODevice::ReadOnly) && svg.readAll().contains("conv_relu_3"));
    QVERIFY(QImage(m_story->path("g.png")).height() > 500);
    const int last = graph().strip()->current();
    QTest::keyClick(graph().strip(), Qt::Key_Home);
    QVERIFY(m_story->settle());
    QCOMPARE(graph().stage(), 0);
    QTest::keyClick(graph().strip(), Qt::Key_End);
    QVERIFY(m_story->settle());
    QCOMPARE(graph().stage(), last);
  }
  void aPassIsLeftOutAndPutBack() {
    auto& context = m_story->context();
    const auto nodes = [&] { return context.snapshot()->stages.back()->nodes.size(); };
    const auto action = [&](const QString& name) { return m_story->window().findChild<QAction*>(name); };
    const size_t before = nodes();
    QVERIFY(!action("pass_infer_types")->isEnabled());   // nothing compiles without it
    action("pass_convert_layout")->trigger();
    QVERIFY(m_story->settle());
    QVERIFY(context.snapshot()->options.disabledPasses == std::vector<std::string>{"convert_layout"});
    QVERIFY(nodes() != before);
    QVERIFY(!action("pass_convert_layout")->isChecked());
    m_story->save("graph-pass-left-out");
    QVERIFY(context.commands().allText().contains("--disable-pass convert_layout"));
    action("pass_all")->trigger();
    QVERIFY(m_story->settle());
    QCOMPARE(nodes(), before);
    QVERIFY(action("pass_convert_layout")->isChecked());
  }
};
HEDDLE_TEST(GraphStory)

#include "graph_story.moc"
