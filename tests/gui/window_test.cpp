// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include <QAbstractScrollArea>
#include <QDir>
#include <QDockWidget>
#include <QDropEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QTreeWidget>

#include "app/cheat_sheet.h"
#include "app/command_palette.h"
#include "tests/support/fake_session.h"
#include "tests/support/pictures.h"
#include "tests/support/test_main.h"
#include "views/graph/graph_view.h"
#include "views/inspector/inspector.h"
#include "views/panels/groups_panel.h"
#include "views/panels/log_panels.h"
#include "views/panels/shape_form.h"

using namespace heddle;
using namespace heddle::views;

namespace {

// A window over the fake session, shown, with the small model open when asked for.
struct Bench {
  std::shared_ptr<test::FakeControl> control;
  WorkbenchContext context{[c = control] { return std::make_unique<test::FakeSession>(c); }};
  app::MainWindow window{context, {}};

  explicit Bench(ThemeMode mode = ThemeMode::light,
                 std::shared_ptr<test::FakeControl> shared = std::make_shared<test::FakeControl>())
      : control(std::move(shared)) {
    applyTheme(*qApp, mode);
    window.show();
  }
  bool open(const QString& file = "/models/resnet_small.onnx") {
    context.open(file);
    return QTest::qWaitFor([&] { return window.graphView() && window.graphView()->afterCanvas()->scene(); },
                           20000);
  }
  bool settle() {
    return QTest::qWaitFor([&] { return context.jobs().unfinishedCount() == 0 && context.engine().isIdle(); }) &&
           (QTest::qWait(120), true);
  }
};

}  // namespace

class WindowTest : public QObject {
  Q_OBJECT
  QTemporaryDir m_settings;

  void save(QWidget& widget, const QString& name) {
    QVERIFY(widget.grab().save(heddle::test::pictureFile(name)));
  }

 private slots:
  void initTestCase() {
    QCoreApplication::setOrganizationName("heddle");
    QCoreApplication::setApplicationName("heddle-test");
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_settings.path());
  }
  void init() { QSettings().clear(); }

  void startsWithTheStartPage() {
    Bench bench;
    QVERIFY(bench.window.isStartPageShown());
    QTest::qWait(100);
    save(bench.window, "window-start");
    QVERIFY(bench.open());
    QVERIFY(!bench.window.isStartPageShown());
  }
  void pictures() {
    for (const ThemeMode mode : {ThemeMode::light, ThemeMode::dark}) {
      Bench bench(mode);
      QVERIFY(bench.open());
      bench.context.profile({});
      QVERIFY(bench.settle());
      bench.context.selection().select(Thing::ofGroup(GroupId{4}));
      QTest::qWait(200);
      save(bench.window, mode == ThemeMode::light ? "window-light" : "window-dark");
    }
  }
  void everyActionIsInThePalette() {
    Bench bench;
    auto& palette = bench.window.commandPalette();
    for (QAction* action : bench.window.actions().all()) {
      const QString text = app::plainTextOf(action->text());
      const auto found = palette.find(text, 1000);
      QVERIFY2(std::any_of(found.begin(), found.end(),
                           [&](const auto& entry) { return entry.action == action; }),
               qPrintable(text));
    }
  }
  void whatOnlyMenusHaveIsInThePaletteToo() {
    Bench bench;
    QVERIFY(bench.open() && bench.settle());
    auto& palette = bench.window.commandPalette();
    const auto leads = [&](const QString& words, const QAction* to) {
      const auto found = palette.find(words, 20);
      return std::any_of(found.begin(), found.end(), [&](const auto& entry) { return entry.action == to; });
    };
    for (const char* id : {"outline", "inspector", "problems", "jobs", "commands", "groups"})
      QVERIFY2(leads(bench.window.dock(QLatin1String(id))->windowTitle(), bench.window.dock(QLatin1String(id))->toggleViewAction()), id);
    const auto passes = bench.window.findChildren<QAction*>(QRegularExpression(QStringLiteral("^pass_")));
    QVERIFY(!passes.empty());
    for (const QAction* pass : passes) QVERIFY2(leads(app::plainTextOf(pass->text()), pass), qPrintable(pass->text()));
    QCOMPARE(app::plainTextOf(QString::fromUtf8("打开模型(&O)")), QString::fromUtf8("打开模型"));
    QCOMPARE(app::plainTextOf("Optimise at O&3"), QString("Optimise at O3"));
  }
  // Tab leaves every widget, comes back to the first, and is never where it cannot be seen.
  void tabReachesAndLeavesEveryWidget() {
    Bench bench;
    QVERIFY(bench.open());
    bench.context.profile({});
    QVERIFY(bench.settle());
    for (const app::Perspective& p : app::perspectives()) {
      if (!p.make) continue;
      bench.window.showPerspective(p.id);
      QVERIFY(bench.settle());
      bench.window.setFocus();
      QTest::keyClick(&bench.window, Qt::Key_Tab);
      const QWidget* first = QApplication::focusWidget();
      QSet<const QWidget*> seen;
      QStringList names;
      int steps = 0;
      do {
        const QWidget* now = QApplication::focusWidget();
        QVERIFY(now && now->isVisible());
        const auto* area = qobject_cast<const QAbstractScrollArea*>(now);   // covers itself with its viewport
        const QWidget* ground = area ? area->viewport() : now;
        QVERIFY2(QTest::qWaitFor([&] { return !ground->visibleRegion().isEmpty(); }, 2000),
                 qPrintable(p.id + QLatin1Char(' ') + now->metaObject()->className() + QLatin1Char(' ') + now->accessibleName()));
        seen.insert(now);
        names << now->metaObject()->className() + QLatin1Char(' ') + now->accessibleName();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
      } while ((QApplication::focusWidget() != first || seen.size() == 1) && ++steps < 200);   // links are walked too
      QVERIFY2(steps < 200, qPrintable(p.id + ": held by " + QApplication::focusWidget()->accessibleName()));
      QVERIFY2(seen.size() >= 6, qPrintable(p.id + ": " + names.join(", ")));
    }
  }
  void aDockThatStandsAloneHasATitle() {
    Bench bench;
    QVERIFY(bench.open() && bench.settle());
    QDockWidget* problems = bench.window.dock("problems");
    QVERIFY(problems->titleBarWidget() != nullptr);   // its tab is the title
    for (const char* id : {"jobs", "commands", "groups"}) bench.window.dock(QLatin1String(id))->hide();
    QTRY_VERIFY(problems->titleBarWidget() == nullptr);
    bench.window.dock("jobs")->show();
    QTRY_VERIFY(problems->titleBarWidget() != nullptr);
  }
  void everyActionSaysWhatItDoesAndHasKeysOfItsOwn() {
    Bench bench;
    QSet<QString> ids;
    QMap<QString, QString> owners;
    for (QAction* action : bench.window.actions().all()) {
      const QString id = action->objectName();
      QVERIFY2(!id.isEmpty() && !ids.contains(id), qPrintable(id));
      ids.insert(id);
      for (const QString& text : {action->text(), action->toolTip(), action->statusTip()})
        QVERIFY2(!text.isEmpty(), qPrintable(id));
      for (const QKeySequence& key : action->shortcuts()) {
        QVERIFY2(!owners.contains(key.toString()),
                 qPrintable(QString("%1: %2 and %3").arg(key.toString(), id, owners[key.toString()])));
        owners[key.toString()] = id;
      }
    }
    QVERIFY(ids.size() > 30);
  }
  void reopeningRestoresViewAndSelection() {
    const auto control = std::make_shared<test::FakeControl>();
    {
      Bench bench(ThemeMode::light, control);
      QVERIFY(bench.open() && bench.settle());
      bench.window.graphView()->showStage(1);
      bench.context.selection().select(Thing::ofSource(4));
      bench.window.showPerspective("profile");
      QVERIFY(bench.settle());
      // Not only when the window is closed: the program may be killed.
      QString kept;
      QTRY_VERIFY((bench.context.recall("window", &bench.window, [&](const QString& text) { kept = text; }),
                   kept == "profile|1|4"));
    }
    Bench again(ThemeMode::light, control);
    QVERIFY(again.open() && again.settle());
    QTRY_COMPARE(again.window.perspective(), QString("profile"));
    QTRY_COMPARE(again.context.selection().current(), Thing::ofSource(4));
    QCOMPARE(again.window.graphView()->stage(), 1);
  }
  void thePaletteReachesGroupsAndNodes() {
    Bench bench;
    QVERIFY(bench.open());
    QTest::keyClick(&bench.window, Qt::Key_K, Qt::ControlModifier);
    auto& palette = bench.window.commandPalette();
    QTRY_VERIFY(palette.isVisible());
    QTest::keyClicks(palette.field(), "layer1/relu_2");
    save(bench.window, "window-palette");
    QTest::keyClick(palette.field(), Qt::Key_Return);
    QVERIFY(!palette.isVisible());
    QCOMPARE(bench.context.selection().current(), Thing::ofOp(OpId{15}, 0));
    const auto found = palette.find("global_average_pool", 10);
    QVERIFY(std::any_of(found.begin(), found.end(), [](const auto& e) {
      return e.thing == Thing::ofGroup(GroupId{7});
    }));
  }
  void oneSelectionManyFaces() {
    Bench bench;
    QVERIFY(bench.open());
    bench.context.selection().select(Thing::ofSource(4));   // batch norm of layer1
    auto* groups = bench.window.findChild<GroupsPanel*>();
    QCOMPARE(groups->table()->currentIndex().siblingAtColumn(0).data().toString(), QString("#3"));
    auto* inspector = bench.window.findChild<Inspector*>();
    QVERIFY(inspector->plainText().contains("batch_norm"));
    const GraphCanvas* canvas = bench.window.graphView()->afterCanvas();
    QCOMPARE(canvas->current(), canvas->scene()->nodeOf(Thing::ofGroup(GroupId{3})));
  }
  void fusionIsForcedFromTheInspectorAndUndone() {
    Bench bench;
    QVERIFY(bench.open() && bench.settle());
    bench.context.selection().select(Thing::ofFusionEdge(OpId{11}, OpId{12}));
    auto* inspector = bench.window.findChild<Inspector*>();
    QVERIFY(inspector->forceButton()->isVisible());
    save(bench.window, "window-fusion");
    QTest::mouseClick(inspector->forceButton(), Qt::LeftButton);
    QTRY_VERIFY(bench.context.provenance().fusionEdge(OpId{11}, OpId{12})->isOverridden);
    QVERIFY(bench.window.actions().find("undo")->isEnabled());
    QTest::mouseClick(inspector->measureButton(), Qt::LeftButton);
    QTRY_VERIFY(inspector->plainText().contains("1.040–1.060"));
    save(bench.window, "window-fusion-measured");
    QTest::keyClick(&bench.window, Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY(!bench.context.provenance().fusionEdge(OpId{11}, OpId{12})->isOverridden);
  }
  void openShapesAreAskedForAndRemembered() {
    const auto control = std::make_shared<test::FakeControl>();
    {
      Bench bench(ThemeMode::light, control);
      QVERIFY(bench.open("/models/dynamic_detector.onnx"));
      bench.window.actions().find("compile")->trigger();
      QTRY_VERIFY(bench.window.findChild<ShapeForm*>());
      auto* form = bench.window.findChild<ShapeForm*>();
      QCOMPARE(form->field("height")->value(), 224);
      form->field("height")->setValue(96);
      form->field("width")->setValue(320);
      QTest::qWait(50);
      save(*form, "shape-form");
      form->accept();
      QTRY_VERIFY(bench.context.snapshot()->isCompiled);
      QCOMPARE(bench.context.snapshot()->options.inputShapes.at("x"), (Extents{1, 3, 96, 320}));
      QVERIFY(bench.context.commands().allText().contains("--input-shapes 'x:[1,3,96,320]'"));
      QVERIFY(bench.settle());
    }
    Bench again(ThemeMode::light, control);
    QVERIFY(again.open("/models/dynamic_detector.onnx"));
    QTRY_VERIFY(again.context.snapshot()->unboundSymbols.empty());
    QCOMPARE(again.context.snapshot()->options.inputShapes.at("x"), (Extents{1, 3, 96, 320}));
  }
  void refusedShapesRunNothing() {
    Bench bench;
    QVERIFY(bench.open("/models/dynamic_detector.onnx"));
    const size_t problems = bench.context.problems().size();
    bench.window.actions().find("measure")->trigger();
    QTRY_VERIFY(bench.window.findChild<ShapeForm*>());
    bench.window.findChild<ShapeForm*>()->reject();
    QVERIFY(bench.settle());
    QVERIFY(!bench.context.snapshot()->profile);
    QCOMPARE(bench.context.problems().size(), problems);
  }
  void theKeysOfEveryActionAreOnOneSheet() {
    Bench bench;
    QVERIFY(bench.open());
    QTest::keyClick(&bench.window, Qt::Key_Question, Qt::NoModifier);
    QTRY_VERIFY(bench.window.findChild<app::CheatSheet*>());
    auto* sheet = bench.window.findChild<app::CheatSheet*>();
    QTest::qWait(50);
    save(*sheet, "cheat-sheet");
    for (QAction* action : bench.window.actions().all()) {
      if (action->shortcut().isEmpty()) continue;
      const QString text = QString(action->text()).remove('&');
      const auto rows = sheet->tree()->findItems(text, Qt::MatchExactly | Qt::MatchRecursive, 0);
      QVERIFY2(!rows.isEmpty(), qPrintable(text));
      QVERIFY2(rows.front()->text(1).contains(action->shortcut().toString(QKeySequence::NativeText)),
               qPrintable(text));
    }
    sheet->filter()->setText("no key has this name");
    for (int i = 0; i < sheet->tree()->topLevelItemCount(); ++i)
      QVERIFY(sheet->tree()->topLevelItem(i)->isHidden());
  }
  void jobsShowProgressAndCancel() {
    Bench bench;
    QVERIFY(bench.open());
    bench.control->slowMs = 5000;
    bench.window.actions().find("compile")->trigger();
    QTRY_VERIFY(bench.context.jobs().running() && bench.context.jobs().running()->fraction > 0);
    save(bench.window, "window-job");
    bench.window.actions().find("cancel")->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(bench.context.jobs().job(0).state, Job::State::cancelled, 1000);
    QVERIFY(!bench.context.snapshot()->isCompiled);
    QCOMPARE(bench.context.problems().size(), size_t(1));   // the model's own; a cancel is none
  }
  void aFailureIsAProblem() {
    Bench bench;
    QVERIFY(bench.open());
    bench.control->isFailing = true;
    bench.window.actions().find("compile")->trigger();
    QTRY_COMPARE(bench.context.jobs().job(0).state, Job::State::failed);
    QCOMPARE(bench.context.problems().back().code, std::string("fake.failed"));
    QVERIFY(bench.window.dock("problems")->windowTitle().contains("2"));
  }
  void aFailedOpenSaysWhyOnTheStartPage() {
    Bench bench;
    bench.control->isFailing = true;
    bench.context.open("/models/bad.onnx");
    QTRY_VERIFY(!bench.context.problems().empty());
    QVERIFY(bench.window.isStartPageShown());
    save(bench.window, "window-failed");
  }
  void aDroppedFileOpens() {
    Bench bench;
    QMimeData mime;
    mime.setUrls({QUrl::fromLocalFile("/models/resnet_small.onnx")});
    QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&bench.window, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&bench.window, &drop);
    QTRY_VERIFY(bench.context.snapshot() != nullptr);
  }
  void commandsRepeatWhatWasDone() {
    Bench bench;
    QVERIFY(bench.open());
    bench.window.actions().find("measure")->trigger();
    QVERIFY(bench.settle());
    QVERIFY(bench.context.commands().allText().contains(
        "heddle profile /models/resnet_small.onnx"));
  }
  void theWindowFitsASmallScreen() {
    Bench bench;
    QVERIFY(bench.open());
    QVERIFY2(bench.window.minimumSizeHint().width() <= 1366, "wider than 1366");
    QVERIFY2(bench.window.minimumSizeHint().height() <= 700, "higher than 768 less a task bar");
  }
  void stageAndSelectionComeBackWithTheModel() {
    auto control = std::make_shared<test::FakeControl>();
    {
      Bench bench(ThemeMode::light, control);
      QVERIFY(bench.open());
      bench.window.graphView()->showStage(1);
      bench.context.selection().select(Thing::ofSource(4));
      QVERIFY(bench.settle());
      bench.window.close();
    }
    Bench bench(ThemeMode::light, control);
    QVERIFY(bench.open());
    QTRY_COMPARE(bench.window.graphView()->stage(), 1);
    QTRY_COMPARE(bench.context.selection().current(), Thing::ofSource(4));
  }
  void everyPerspectiveOpensByKey() {
    Bench bench;
    QVERIFY(bench.open());
    int key = Qt::Key_1;
    for (const app::Perspective& p : app::perspectives()) {
      QTest::keyClick(&bench.window, Qt::Key(key++), Qt::ControlModifier);
      if (!p.make) continue;
      QCOMPARE(bench.window.perspective(), p.id);
      QVERIFY(bench.settle());
      save(bench.window, "window-" + p.id);
    }
    QVERIFY(!bench.window.actions().find("show_tune")->isEnabled());
  }
  void theLayoutIsRememberedAndReset() {
    {
      Bench bench;
      QVERIFY(bench.open());
      bench.window.dock("outline")->hide();
      bench.window.close();
    }
    Bench bench;
    QVERIFY(bench.open());
    QVERIFY(!bench.window.dock("outline")->isVisibleTo(&bench.window));
    bench.window.actions().find("reset_layout")->trigger();
    QVERIFY(bench.window.dock("outline")->isVisibleTo(&bench.window));
  }
};
HEDDLE_TEST(WindowTest)

#include "window_test.moc"
