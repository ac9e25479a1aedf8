// SPDX-License-Identifier: GPL-3.0-or-later
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>

#include "tests/gui/stories/story.h"
#include "views/compare/compare_panel.h"
#include "views/compare/waterfall.h"
#include "views/graph/graph_view.h"
#include "views/profile/memory_chart.h"
#include "views/profile/profile_panel.h"
#include "views/profile/timeline.h"

using namespace heddle;
using namespace heddle::test;
using namespace heddle::views;

// Lines 7 and 8: where the time goes, and whether another build is faster.
class ProfileStory : public QObject {
  Q_OBJECT

  static QPushButton* button(QWidget* parent, const QString& text) {
    for (QPushButton* b : parent->findChildren<QPushButton*>())
      if (QString(b->text()).remove('&').startsWith(text) && b->isVisible()) return b;
    return nullptr;
  }

 private slots:
  void theTimeOfEveryGroup() {
    Story story;
    QVERIFY(story.open(Story::digits()));
    story.press(Qt::Key_4, Qt::ControlModifier);
    QVERIFY(story.settle());
    story.save("profile-empty");
    story.press(Qt::Key_M, Qt::ControlModifier);
    QVERIFY(story.settle());
    auto* panel = story.view<ProfilePanel>();
    auto* table = panel->findChild<QTableView*>();
    QCOMPARE(table->model()->rowCount(), static_cast<int>(story.context().snapshot()->fusion->groups.size()));
    story.save("profile-measured");
    // Sorted by another column, and back.
    const QString first = table->model()->index(0, 0).data().toString();
    Story::click(table->horizontalHeader()->viewport(), QPoint(table->columnViewportPosition(0) + 8, 8));
    QVERIFY(table->model()->index(0, 0).data().toString() != first || first.startsWith("conv"));
    // A bar of the timeline is a row of the table and a node of the graph.
    QVERIFY(Story::clickRow(table, "conv_relu_5"));
    auto* timeline = panel->findChild<Timeline*>();
    auto* memory = panel->findChild<MemoryChart*>();
    QVERIFY(timeline && timeline->isVisible() && memory && memory->isVisible());
    const Thing before = story.context().selection().current();
    for (int x = 110; x < timeline->width() && story.context().selection().current() == before; x += 40)
      Story::click(timeline, QPoint(x, 36));
    QVERIFY(!(story.context().selection().current() == before));
    story.save("profile-selected");
    // Every absent counter has its reason, on one line.
    const auto& profile = *story.context().snapshot()->profile;
    QString texts;
    for (QLabel* label : panel->findChildren<QLabel*>()) texts += label->text();
    for (const auto& [name, reason] : profile.absentCounters)
      QVERIFY2(texts.contains(QString::fromStdString(name)) && texts.contains(QString::fromStdString(reason.text())), name.c_str());
    // Both files.
    for (const char* name : {"p.csv", "p.json"}) {
      Story::answerFileDialog(story.path(name));
      Story::click(button(panel, "Save profile"));
    }
    QFile csv(story.path("p.csv"));
    QVERIFY(csv.open(QIODevice::ReadOnly));
    QCOMPARE(csv.readAll().count('\n'), table->model()->rowCount() + 1);
    QFile trace(story.path("p.json"));
    QVERIFY(trace.open(QIODevice::ReadOnly));
    QVERIFY(QJsonDocument::fromJson(trace.readAll())["traceEvents"].toArray().size() >= table->model()->rowCount());
    QVERIFY(story.context().commands().allText().contains("heddle profile"));
    // Heat on the graph.
    story.press(Qt::Key_1, Qt::ControlModifier);
    story.trigger("color_1");
    QVERIFY(story.settle());
    double most = 0;
    for (const SceneNode& node : story.window().graphView()->afterCanvas()->scene()->nodes) most = std::max(most, node.share);
    QVERIFY(most > 0.1);
    story.save("profile-heat");
  }
  void twoBuildsByTurns() {
    Story story;
    QVERIFY(story.open(Story::digits()));
    story.press(Qt::Key_5, Qt::ControlModifier);
    QVERIFY(story.settle());
    auto* panel = story.view<ComparePanel>();
    QSignalSpy compared(panel, &ComparePanel::compared);
    Story::click(button(panel, "Compare"));
    QVERIFY(story.settle());
    QCOMPARE(compared.size(), 1);
    story.save("compare-fusion");
    const session::CompareView* result = panel->result();
    QVERIFY(result && !result->verdict.empty());   // a busy machine may leave no pair
    QVERIFY(result->ratioLow <= result->ratio && result->ratio <= result->ratioHigh);
    double sum = result->residualMilliseconds;
    for (const auto& row : result->rows) sum += row.delta;
    QVERIFY(std::abs(sum - (result->b.median - result->a.median)) < 1e-6 + 1e-3 * result->a.median);
    // The same again: whatever the noise does, the verdict and the interval agree.
    auto* choice = panel->findChild<QComboBox*>();
    choice->setFocus();
    QTest::keyClick(choice, Qt::Key_End);
    QVERIFY(choice->currentText().contains("same"));
    Story::click(button(panel, "Compare"));
    QVERIFY(story.settle());
    QCOMPARE(compared.size(), 2);
    result = panel->result();
    QVERIFY(result->isDifferent != QString::fromStdString(result->verdict.text()).contains("no difference", Qt::CaseInsensitive));
    story.save("compare-same");
  }
};
HEDDLE_TEST(ProfileStory)

#include "profile_story.moc"
