// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/context/workbench_context.h"

#include <QAbstractItemModelTester>

#include "tests/support/fake_session.h"
#include "tests/support/test_main.h"
#include "views/common/numbers.h"
#include "views/common/theme.h"
#include "views/panels/groups_panel.h"
#include "views/panels/outline_model.h"
#include "views/panels/problems_model.h"

using namespace heddle;
using namespace heddle::views;
using session::JobControl;

namespace {

struct Fixture {
  std::shared_ptr<test::FakeControl> control = std::make_shared<test::FakeControl>();
  WorkbenchContext context{[c = control] { return std::make_unique<test::FakeSession>(c); }};
};

// Waits for cancel, then answers what it was given.
auto waiting(int value) {
  return [value](SessionApi&, const JobControl& job) -> Result<int> {
    while (!job.cancel.isCancelled()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    if (value < 0) return Diagnostic{"cancelled", "cancelled"};
    return value;
  };
}

}  // namespace

class EngineThreadTest : public QObject {
  Q_OBJECT
 private slots:
  void theLatestOfATagWins() {
    Fixture f;
    std::vector<int> replies;
    const auto reply = [&](Result<int> r) { replies.push_back(r.isOk() ? r.value() : -1); };
    f.context.engine().post<int>({"t", "first"}, this, waiting(1), reply);
    QTest::qWait(20);   // it runs by now
    for (int i = 2; i <= 20; ++i)
      f.context.engine().post<int>({"t", "later"}, this,
                                   [i](SessionApi&, const JobControl&) { return Result<int>(i); }, reply);
    QTRY_COMPARE(replies, std::vector<int>{20});
    QTest::qWait(50);
    QCOMPARE(replies.size(), size_t(1));
    QCOMPARE(f.context.jobs().unfinishedCount(), 0);
  }
  void aReplyToADeletedOwnerIsDropped() {
    Fixture f;
    auto owner = std::make_unique<QObject>();
    bool isCalled = false;
    f.context.engine().post<int>({}, owner.get(),
                                 [](SessionApi&, const JobControl&) {
                                   std::this_thread::sleep_for(std::chrono::milliseconds(30));
                                   return Result<int>(1);
                                 },
                                 [&](Result<int>) { isCalled = true; });
    owner.reset();
    QTRY_VERIFY(f.context.engine().isIdle());
    QTest::qWait(50);
    QVERIFY(!isCalled);
  }
  void cancelEndsTheRunningJob() {
    Fixture f;
    bool isError = false;
    const JobId id = f.context.engine().post<int>({"c", "long"}, this, waiting(-1),
                                                  [&](Result<int> r) { isError = r.isError(); });
    QTRY_VERIFY(f.context.jobs().running());
    f.context.engine().cancel(id);
    QTRY_VERIFY(isError);
    QCOMPARE(f.context.jobs().job(0).state, Job::State::cancelled);
  }
  void closingWhileAJobRunsIsSafe() {
    for (int i = 0; i < 10; ++i) {
      Fixture f;
      f.context.engine().post<int>({}, this, waiting(1), [](Result<int>) {});
      QTest::qWait(i);
    }
  }
};
HEDDLE_TEST(EngineThreadTest)

class SelectionTest : public QObject {
  Q_OBJECT
 private slots:
  void historyWalksBackAndForward() {
    Selection s;
    for (uint64_t i = 1; i <= 3; ++i) s.select(Thing::ofGroup(GroupId{i}));
    s.goBack();
    s.goBack();
    QCOMPARE(s.current(), Thing::ofGroup(GroupId{1}));
    QVERIFY(!s.canGoBack());
    s.goForward();
    QCOMPARE(s.current(), Thing::ofGroup(GroupId{2}));
    s.select(Thing::ofGroup(GroupId{9}));   // a new branch forgets the rest
    QVERIFY(!s.canGoForward());
  }
  void toggleAddsAndRemoves() {
    Selection s;
    s.select(Thing::ofSource(1));
    s.toggle(Thing::ofSource(2));
    QCOMPARE(s.things().size(), size_t(2));
    s.toggle(Thing::ofSource(1));
    QCOMPARE(s.current(), Thing::ofSource(2));
  }
  void provenanceGoesBothWays() {
    const Provenance p(test::sampleSnapshot());
    // The batch norm of layer1 (origin 4) became the add 114, which is in group 3.
    QCOMPARE(p.opsAt(Thing::ofSource(4), 2), std::vector<OpId>{OpId{114}});
    QCOMPARE(p.groupsOf(Thing::ofSource(4)), std::vector<GroupId>{GroupId{3}});
    QCOMPARE(p.opsAt(Thing::ofOp(OpId{114}, 4), 0), std::vector<OpId>{OpId{14}});
    QCOMPARE(p.sourcesOf(Thing::ofGroup(GroupId{3})), (std::vector<uint32_t>{3, 4, 5}));
    QVERIFY(p.fateOf(OpId{28}, 0).find("simplify") == 0);
    QVERIFY(p.opsAt(Thing::ofOp(OpId{999}, 99), 0).empty());
  }
};
HEDDLE_TEST(SelectionTest)

class NumbersTest : public QObject {
  Q_OBJECT
  QString spaced(QString text) { return text.replace(QChar(0x2009), ' '); }
 private slots:
  void initTestCase() { QLocale::setDefault(QLocale("en_US")); }
  void threeSignificantDigits() {
    QCOMPARE(significant(4.3149), QString("4.31"));
    QCOMPARE(significant(9.996), QString("10.0"));
    QCOMPARE(significant(211.7), QString("212"));
    QCOMPARE(significant(0.012345), QString("0.0123"));
    QCOMPARE(significant(0), QString("0"));
    QCOMPARE(significant(-4.3149), QString("-4.31"));
    QCOMPARE(significant(std::nan("")), QString("n/a"));
  }
  void units() {
    QCOMPARE(spaced(durationText(4.3149)), QString("4.31 ms"));
    QCOMPARE(spaced(durationText(0.2117)), QString("212 µs"));
    QCOMPARE(spaced(durationText(1200)), QString("1.20 s"));
    QCOMPARE(spaced(bytesText(1000)), QString("1,000 B"));
    QCOMPARE(spaced(bytesText(19293798)), QString("18.4 MiB"));
    QCOMPARE(spaced(flopsText(64100000)), QString("64.1 MFLOP"));
    QCOMPARE(spaced(shareText(0.862)), QString("86 %"));
    QCOMPARE(spaced(shareText(0.001)), QString("<1 %"));
    QCOMPARE(spaced(durationWithSpread(40.1, 39.9, 40.3)), QString("40.1 ms ±0.2"));
    QCOMPARE(countText(1234567), QString("1,234,567"));
    QCOMPARE(elidedMiddle("abcdefghij", 5), QString("ab…ij"));
  }
  // WCAG contrast of every text colour on the ground it is drawn on.
  void textIsLegible() {
    const auto luminance = [](const QColor& c) {
      const auto channel = [](double v) {
        return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
      };
      return 0.2126 * channel(c.redF()) + 0.7152 * channel(c.greenF()) + 0.0722 * channel(c.blueF());
    };
    const auto contrast = [&](const QColor& a, const QColor& b) {
      const double x = luminance(a), y = luminance(b);
      return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
    };
    for (const Colors* c : {&lightColors(), &darkColors()})
      for (const QColor& ground : {c->window, c->base, c->raised, c->accentSoft})
        for (const QColor& text : {c->text, c->muted, c->accent, c->error, c->warning, c->good})
          QVERIFY2(contrast(text, ground) >= (ground == c->accentSoft && text != c->text ? 3.0 : 4.5),
                   qPrintable(text.name() + " on " + ground.name()));
    for (double share : {0.0, 0.25, 0.5, 0.75, 1.0})
      for (const Colors* c : {&lightColors(), &darkColors()})
        QVERIFY2(contrast(c->text, sequentialColor(*c, share)) >= 3,
                 qPrintable(QString::number(share)));
  }
  void commandsAreQuoted() {
    session::CompileOptions options;
    options.optLevel = 2;
    options.fusion = false;
    QCOMPARE(commandLine("run", "/a b/it's.onnx", options, {"--seed", "1"}),
             QString("heddle run '/a b/it'\\''s.onnx' --opt-level 2 --no-fusion --seed 1"));
    options = {};
    options.scheduleArguments = {"--workspace", "/w x.db"};
    QCOMPARE(commandLine("run", "m.onnx", options), QString("heddle run m.onnx"));
    options.schedules["program"] = "";
    QCOMPARE(commandLine("run", "m.onnx", options),
             QString("heddle run m.onnx --workspace '/w x.db'"));
  }
};
HEDDLE_TEST(NumbersTest)

class ModelsTest : public QObject {
  Q_OBJECT
 private slots:
  void modelsKeepTheContract() {
    using Mode = QAbstractItemModelTester::FailureReportingMode;
    GroupsModel groups;
    OutlineModel outline;
    ProblemsModel problems;
    CommandLog commands;
    Fixture f;
    QAbstractItemModelTester t1(&groups, Mode::QtTest), t2(&outline, Mode::QtTest),
        t3(&problems, Mode::QtTest), t4(&commands, Mode::QtTest),
        t5(&f.context.jobs(), Mode::QtTest);
    for (int round = 0; round < 2; ++round) {
      const auto snapshot = test::sampleSnapshot(round == 1);
      groups.setSnapshot(snapshot);
      outline.setTree(buildOutline(snapshot, OutlineKind(round), {}));
      problems.setProblems(snapshot->problems);
      commands.add(QString::number(round));
      f.context.open("/models/a.onnx");
      QTRY_VERIFY(f.context.jobs().unfinishedCount() == 0);
    }
    groups.setSnapshot(nullptr);
    outline.setTree({});
    problems.setProblems({});
    QCOMPARE(groups.rowCount(), 0);
  }
  void theOutlineFollowsScopesAndFilters() {
    OutlineModel model;
    model.setTree(buildOutline(test::sampleSnapshot(), OutlineKind::scopes, {}));
    QModelIndex layer;
    for (int row = 0; row < model.rowCount(); ++row)
      if (model.index(row, 0).data().toString() == "layer1") layer = model.index(row, 0);
    QVERIFY(layer.isValid());
    QCOMPARE(model.rowCount(layer), 7);
    QCOMPARE(model.indexOf(Thing::ofOp(OpId{15}, 0)).parent(), layer);
    const OutlineTree found = buildOutline(test::sampleSnapshot(), OutlineKind::scopes, "softmax");
    QCOMPARE(found.items.size(), size_t(2));   // the node and its scope
  }
  void groupsAreSortedByEveryColumn() {
    GroupsModel groups;
    SortedGroups sorted;
    sorted.setSourceModel(&groups);
    groups.setSnapshot(test::sampleSnapshot(true));
    const auto ids = [&] {
      std::vector<uint64_t> out;
      for (int row = 0; row < sorted.rowCount(); ++row)
        out.push_back(groups.groupAt(sorted.mapToSource(sorted.index(row, 0)).row()).value);
      return out;
    };
    sorted.sort(GroupsModel::idColumn, Qt::DescendingOrder);
    auto backwards = ids();
    QVERIFY(backwards.size() > 2 && std::is_sorted(backwards.rbegin(), backwards.rend()));
    sorted.sort(GroupsModel::idColumn, Qt::AscendingOrder);
    const auto usual = ids();
    std::reverse(backwards.begin(), backwards.end());
    QCOMPARE(usual, backwards);
    for (int column = 0; column < GroupsModel::columnCount_; ++column) {
      sorted.sort(column, Qt::AscendingOrder);
      for (int row = 1; row < sorted.rowCount(); ++row)
        QVERIFY(!groups.isLess(sorted.mapToSource(sorted.index(row, 0)).row(),
                               sorted.mapToSource(sorted.index(row - 1, 0)).row(), column));
    }
  }
  void groupsByTimeAreSorted() {
    const OutlineTree tree = buildOutline(test::sampleSnapshot(true), OutlineKind::groupsByTime, {});
    QCOMPARE(tree.roots.size(), size_t(9));
    QVERIFY(tree.items.front().text.contains("conv"));
  }
};
HEDDLE_TEST(ModelsTest)

#include "context_test.moc"
