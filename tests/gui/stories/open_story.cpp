// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QDockWidget>
#include <QDropEvent>
#include <QListWidget>
#include <QMenuBar>
#include <QMimeData>
#include <QProcess>
#include <QProgressBar>
#include <QTableView>

#include "tests/gui/stories/story.h"
#include "views/inspector/inspector.h"
#include "views/panels/log_panels.h"
#include "views/start/start_page.h"

using namespace heddle;
using namespace heddle::test;

// Line 1: a model is opened in four ways, says what it is, and says all at once what it cannot do.
class OpenStory : public QObject {
  Q_OBJECT
 private slots:
  void byTheFileDialog() {
    Story story;
    story.save("open-start");
    Story::answerFileDialog(Story::digits());
    story.press(Qt::Key_O, Qt::ControlModifier);
    QVERIFY(story.settle());
    QCOMPARE(story.context().file(), Story::digits());
    QVERIFY(story.window().windowTitle().startsWith("digits.onnx"));
    const QString summary = story.view<views::Inspector>()->plainText();
    for (const char* fact : {"train_digits.py", "ai.onnx 17", "f32[N,1,8,8]", "f32[N,10]", "15,578", "FLOP", "KiB",
                             "BatchNormalization", "Conv"})
      QVERIFY2(summary.contains(QLatin1String(fact)), fact);
    story.save("open-summary");
  }
  void byDropping() {
    Story story;
    QMimeData mime;
    mime.setUrls({QUrl::fromLocalFile(Story::digits())});
    QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&story.window(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&story.window(), &drop);
    QVERIFY(story.settle());
    QCOMPARE(story.context().file(), Story::digits());
  }
  void fromTheRecentFiles() {
    Story story;
    QVERIFY(story.open(Story::digits()));
    story.restart();
    QVERIFY(story.settle());
    QVERIFY(story.window().isStartPageShown());
    auto lists = story.view<views::StartPage>()->findChildren<QListWidget*>();
    QVERIFY(!lists.isEmpty());
    QVERIFY(Story::clickRow(lists.front(), "digits.onnx"));
    QVERIFY(story.settle());
    QCOMPARE(story.context().file(), Story::digits());
    // And from the menu.
    QAction* found = nullptr;
    for (QMenu* menu : story.window().menuBar()->findChildren<QMenu*>())
      for (QAction* action : menu->actions())
        if (action->data().toString() == Story::digits()) found = action;
    QVERIFY(found && found->isEnabled());
  }
  void byTheCommandLine() {
    QTemporaryDir dir;
    const QString picture = dir.filePath("shot.png");
    QProcess program;
    program.start(QStringLiteral(HEDDLE_BINARY_DIR "/bin/heddle-workbench"),
                  {"--screenshot", picture, Story::digits()});
    QVERIFY(program.waitForFinished(60000));
    QCOMPARE(program.exitCode(), 0);
    QVERIFY(!QImage(picture).isNull());
  }
  void withProgressAndCancel() {
    Story story;
    const QString big = story.write(samples::layers(30000, 1), "layers.onnx");
    story.context().open(big);
    QTRY_VERIFY(story.context().jobs().running());
    auto* bar = story.window().findChild<QProgressBar*>();
    QTRY_VERIFY(bar->isVisible());
    QTest::qWait(40);
    story.save("open-progress");
    story.press(Qt::Key_Period, Qt::ControlModifier);
    QVERIFY(story.settle());
    QCOMPARE(story.context().jobs().job(0).state, views::Job::State::cancelled);
    QVERIFY(story.window().isStartPageShown());
    QVERIFY(!story.context().snapshot());
    QVERIFY(story.open(Story::digits()));
  }
  void whatIsNotSupportedIsSaidAtOnce() {
    Story story;
    samples::Network net("odd", 1);
    std::string x = net.input("x", {1, 4, 8, 8});
    x = net.node("Relu", {x});
    x = net.node("NoSuchOperator", {x});
    x = net.node("Sigmoid", {x});
    x = net.node("StringNormalizer", {x});
    x = net.node("NoSuchOperator", {x});
    net.output(x, "y", {1, 4, 8, 8});
    QVERIFY(story.open(story.write(net, "odd.onnx")));
    auto* problems = story.view<views::ProblemsPanel>()->findChild<QTableView*>();
    QTRY_COMPARE(problems->model()->rowCount(), 3);
    QVERIFY(story.window().dock("problems")->windowTitle().contains("3"));
    story.save("open-unsupported");
    QVERIFY(!story.window().actions().find("compile")->isEnabled());
    QVERIFY(problems->isVisible());
    QVERIFY(Story::clickRow(problems, "StringNormalizer", true));
    story.save("open-unsupported-node");
    QVERIFY(story.view<views::Inspector>()->plainText().contains("StringNormalizer"));
  }
};
HEDDLE_TEST(OpenStory)

#include "open_story.moc"
