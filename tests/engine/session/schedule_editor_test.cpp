// Schedules edited by way of a session.
// SPDX-License-Identifier: Apache-2.0
#include "engine/session/schedule_editor.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QFile>
#include <set>

#include "tests/engine/session/schedule_session.h"

using namespace heddle;
using namespace heddle::session;
using namespace heddle::test;

namespace {

constexpr const char* kDigits = HEDDLE_SOURCE_DIR "/samples/digits/digits.onnx";

}  // namespace

class ScheduleEditorTest : public QObject {
  Q_OBJECT
  QTemporaryDir m_directory;

 private slots:
  void aWorkloadOpensUnscheduledAndByDefault() {
    Session session(settingsIn(m_directory, "a.db"));
    ScheduleEditor& editor = session.schedules();
    const GroupId group = editor.openWorkload("matmul:24,32,8").value();
    QCOMPARE(editor.openWorkload("matmul:24,32,8").value(), group);
    const auto history = editor.history(group);
    VERIFY_OK(history);
    QCOMPARE(history.value().states.size(), size_t{2});
    QCOMPARE(history.value().current, 1);
    QVERIFY(history.value().states[0].trace.empty());
    QVERIFY(!history.value().states[1].trace.empty());
    QCOMPARE(editor.history(GroupId{77}).error().code, std::string("session.no_group"));
    for (const char* text : {"", "matmul", "matmul:1,2", "matmul:0,1,1", "matmul:1,1,1,1",
                             "matmul:1,1,99999999999999999999", "conv:1,1,1"})
      QCOMPARE(editor.openWorkload(text).error().code, std::string("session.workload"));
  }
  void aWorkloadIsForTheTargetAskedFor() {
    Session session(settingsIn(m_directory, "target.db"));
    ScheduleEditor& editor = session.schedules();
    const auto assembly = [&](const char* target) -> std::string {
      const GroupId group = editor.openWorkload("matmul:24,32,8", target).value();
      const auto code = editor.code(group, 1, JobControl());
      if (code.isError()) return code.error().message;
      for (const TextView& form : code.value().texts)
        if (form.title == "asm") return form.text;
      return "no assembly";
    };
    const std::string narrow = assembly("llvm -mcpu=x86-64-v2");
    QVERIFY2(narrow.find(" mulps") != std::string::npos, narrow.c_str());
    const std::string wide = assembly("llvm -mcpu=x86-64-v3");
    QVERIFY2(wide.find("ymm") != std::string::npos, wide.c_str());
    QVERIFY(editor.openWorkload("matmul:24,32,8", "llvm -mcpu=none").isError());
  }

  void stepsAreAppliedUndoneBranchedNamedAndMerged() {
    Session session(settingsIn(m_directory, "b.db"));
    ScheduleEditor& editor = session.schedules();
    const GroupId group = editor.openWorkload("matmul:16,32,8").value();
    QVERIFY(editor.select(group, 0).isOk());
    const auto split = editor.apply(group, "n_o, n_i = split(loop=matmul.n, factors=[-1, 16])");
    VERIFY_OK(split);
    const int a = split.value().current;
    QCOMPARE(split.value().states[static_cast<size_t>(a)].parent, 0);
    const auto vector = editor.apply(group, "vectorize(loop=n_i)").value();
    QVERIFY(vector.canUndo && !vector.canRedo);
    const auto back = editor.undo(group).value();
    QCOMPARE(back.current, a);
    QVERIFY(back.canRedo);
    QCOMPARE(editor.redo(group).value().current, vector.current);
    // A branch from the first split; what was there stays.
    QVERIFY(editor.undo(group).isOk());
    const auto branch = editor.apply(group, "unroll(loop=n_i)").value();
    QCOMPARE(branch.states.size(), vector.states.size() + 1);
    QCOMPARE(currentOf(branch).parent, a);
    // The same steps again are the same state.
    QVERIFY(editor.undo(group).isOk());
    QCOMPARE(editor.apply(group, "vectorize( loop = n_i )").value().current, vector.current);
    QCOMPARE(editor.rename(group, a, "split n").value().states[static_cast<size_t>(a)].name,
             std::string("split n"));
    // Merge: the other branch's steps on top of this one.
    QVERIFY(editor.select(group, 0).isOk());
    const auto other =
        editor.apply(group, "m_o, m_i = split(loop=matmul.m, factors=[-1, 4])").value();
    const auto merged = editor.merge(group, vector.current).value();
    QCOMPARE(currentOf(merged).parent, other.current);
    QCOMPARE(currentOf(merged).trace, currentOf(other).trace + currentOf(vector).trace);
    QCOMPARE(editor.merge(group, 0).error().code, std::string("schedule.merge"));
    const auto clash = editor.merge(group, branch.current);
    QVERIFY(clash.isError());  // n_i is vectorized already, or named already
    QCOMPARE(editor.history(group).value().current, merged.current);
  }

  void aWholeTraceIsSetAsText() {
    Session session(settingsIn(m_directory, "c.db"));
    ScheduleEditor& editor = session.schedules();
    const GroupId group = editor.openWorkload("matmul:16,32,8").value();
    const auto set =
        editor
            .setTrace(group,
                      "# a comment\n\nn_o, n_i = split(loop=matmul.n, factors=[-1, 16])\n"
                      "vectorize(loop=n_i)\n")
            .value();
    QCOMPARE(currentOf(set).parent, 0);
    // Only what differs becomes a new state, below the one that is shared.
    const auto more =
        editor.setTrace(group, currentOf(set).trace + "unroll(loop=matmul.k)\n").value();
    QCOMPARE(currentOf(more).parent, set.current);
    QCOMPARE(currentOf(more).steps, std::string("unroll(loop=matmul.k)\n"));
    QCOMPARE(editor.setTrace(group, currentOf(set).trace).value().current, set.current);
    QCOMPARE(editor.setTrace(group, "").value().current, 0);
  }

  void badTextIsRefusedAtItsLineAndTheStateStays_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("where");
    QTest::newRow("no primitive") << "fold(loop=matmul.n)"
                                  << "schedule.parse"
                                  << "line 1, column 5";
    QTest::newRow("second line") << "unroll(loop=matmul.k)\nunroll(loop=matmul.x)"
                                 << "schedule.unroll.loop"
                                 << "line 2, unroll";
    QTest::newRow("comments count") << "# head\n\nunroll(loop=gone)"
                                    << "schedule.unroll.loop"
                                    << "line 3, unroll";
    QTest::newRow("factor 0") << "split(loop=matmul.n, factors=[-1, 0])"
                              << "schedule.split.factors"
                              << "line 1, split";
    QTest::newRow("factor 10^18") << "split(loop=matmul.n, factors=[-1, 1000000000000000000])"
                                  << "schedule.split.factors"
                                  << "line 1, split";
    QTest::newRow("factor 10^30")
        << "split(loop=matmul.n, factors=[-1, 1000000000000000000000000000000])"
        << "schedule.parse"
        << "line 1, column 35";
    QTest::newRow("cut in the middle") << "unroll(loop=matmul.k)\nsplit(loop=matmul.n, fac"
                                       << "schedule.parse"
                                       << "line 2, column 25";
    QTest::newRow("cut in a string") << "cache_write(block=matmul, scope=\"loc"
                                     << "schedule.parse"
                                     << "line 1, column 37";
    QString many;
    for (int i = 0; i < 100000; ++i) many += "add_unit_loop(block=matmul)\n";
    QTest::newRow("100,000 steps") << "# head\n" + many << "schedule.trace.length"
                                   << "line 2002, step 2001";
    QTest::newRow("2 MiB") << "unroll(loop=a)\n\n# " + QString(2 << 20, 'x') + "\n"
                           << "schedule.trace.length"
                           << "line 3, step 1";
    QString some;
    for (int i = 0; i < 30000; ++i) some += "unroll(loop=a)\n";
    QTest::newRow("30,000 steps") << some << "schedule.trace.length"
                                  << "line 2001, step 2001";
    QTest::newRow("another workload") << "compute_inline(block=relu)"
                                      << "schedule.compute_inline.block"
                                      << "line 1, compute_inline";
  }
  void badTextIsRefusedAtItsLineAndTheStateStays() {
    QFETCH(QString, text);
    QFETCH(QString, code);
    QFETCH(QString, where);
    Session session(settingsIn(m_directory, "d.db"));
    ScheduleEditor& editor = session.schedules();
    const GroupId group = editor.openWorkload("matmul:16,32,8").value();
    const auto before = editor.history(group).value();
    for (const bool isWhole : {true, false}) {
      const auto refused = isWhole ? editor.setTrace(group, text.toStdString())
                                   : editor.apply(group, text.toStdString());
      QVERIFY(refused.isError());
      if (isWhole) {
        QCOMPARE(QString::fromStdString(refused.error().code), code);
        QCOMPARE(QString::fromStdString(refused.error().where), where);
      }
      QVERIFY(!messageText(refused.error()).empty());
      const auto after = editor.history(group).value();
      QCOMPARE(after.current, before.current);
      QCOMPARE(after.states.size(), before.states.size());
      QCOMPARE(currentOf(after).trace, currentOf(before).trace);
    }
  }

  void formsKnowEachOther() {
    Session session(settingsIn(m_directory, "e.db"));
    ScheduleEditor& editor = session.schedules();
    const GroupId group = editor.openWorkload("matmul:64,64,64").value();
    const auto program = editor.program(group, 1);
    VERIFY_OK(program);
    QVERIFY(program.value().tree.size() > 5);
    QCOMPARE(program.value().buffers.front().role, std::string("input"));
    const auto code = editor.code(group, 1, {});
    VERIFY_OK(code);
    // Every loop of the tree that is not written out or made of lanes is on a line of the program's
    // text and of the machine code's.
    for (const ScheduleTreeItem& row : program.value().tree) {
      QVERIFY(!row.name.empty());
      QVERIFY(row.tripCount > 0);
      if (row.item.kind != LoopTreeItem::Kind::loop || row.item.loopKind != "serial") continue;
      const auto mentions = [&](const TextView& text) {
        return std::any_of(text.lines.begin(), text.lines.end(),
                           [&](const TextLineView& line) { return line.loop == row.item.loop; });
      };
      QVERIFY2(mentions(program.value().text), row.name.c_str());
      QVERIFY2(mentions(code.value().texts.back()), row.name.c_str());
    }
    QCOMPARE(code.value().texts.back().title, std::string("asm"));
    // A preview makes no state.
    const auto preview = editor.preview(group, "annotate(key=\"note\", value=1, block=matmul)");
    VERIFY_OK(preview);
    QCOMPARE(preview.value().state, -1);
    QCOMPARE(editor.history(group).value().states.size(), size_t{2});
    const auto prediction = editor.predict(group, 1, 1, {});
    VERIFY_OK(prediction);
    QVERIFY(prediction.value().milliseconds > 0 && prediction.value().multiplyAdds > 0);
  }

  void saysWhatCanBeDoneAndWhyNot() {
    Session session(settingsIn(m_directory, "f.db"));
    ScheduleEditor& editor = session.schedules();
    const GroupId group = editor.openWorkload("matmul:64,64,64").value();
    QVERIFY(editor.select(group, 0).isOk());
    using Kind = ScheduleSelection::Kind;
    const auto options = editor.options(group, {Kind::loop, "matmul.k"});
    VERIFY_OK(options);
    int applying = 0;
    for (const SchedulePrimitiveView& option : options.value()) {
      applying += option.applies;
      if (option.applies) {
        VERIFY_OK(editor.preview(group, option.step));
      } else {
        QVERIFY(editor.preview(group, option.step).isError());
        QVERIFY2(!option.counterExample.empty(), option.step.c_str());
        if (!option.alternativeTrace.empty())
          VERIFY_OK(editor.setTrace(group, option.alternativeTrace));
        QVERIFY(editor.select(group, 0).isOk());
      }
    }
    QVERIFY(applying >= 5);
    QCOMPARE(options.value().front().primitive, std::string("split"));
    QVERIFY(options.value().front().arguments[1].choices.size() > 3);
    const auto refused = editor.explain(group, "vectorize(loop=matmul.k)").value();
    QVERIFY(!refused.applies && refused.isCounterExampleOfIterations);
    QCOMPARE(refused.refusal.code, std::string("schedule.vectorize.reduction"));
    QVERIFY(!refused.alternative.empty());
    QVERIFY(editor.options(group, {Kind::buffer, "nothing"}).isError());
    QVERIFY(editor.explain(group, "").isError());
  }

  void aScheduleSurvivesAsAFileAndTellsWhatItIsFor() {
    Session session(settingsIn(m_directory, "g.db"));
    ScheduleEditor& editor = session.schedules();
    const GroupId group = editor.openWorkload("matmul:64,64,64").value();
    const std::string file = m_directory.filePath("one.trace").toStdString();
    QVERIFY(editor.save(group, 1, file).isOk());
    const GroupId other = editor.openWorkload("matmul:128,64,64").value();
    VERIFY_OK(editor.load(other, file));
    const auto write = [&](const QByteArray& bytes) {
      QFile out(m_directory.filePath("bad.trace"));
      QVERIFY(out.open(QIODevice::WriteOnly));
      out.write(bytes);
    };
    const auto code = [&] {
      return editor.load(group, m_directory.filePath("bad.trace").toStdString()).error().code;
    };
    write("# heddle schedule 2\n");
    QCOMPARE(code(), std::string("schedule.version"));
    write("# heddle schedule x\n");
    QCOMPARE(code(), std::string("schedule.file"));
    write("# heddle schedule 1\n# kind conv/conv oc;\nunroll(loop=matmul.k)\n");
    QCOMPARE(code(), std::string("schedule.workload"));
    write(QByteArray("a\0b", 3));
    QCOMPARE(code(), std::string("schedule.file"));
    write(QByteArray(2 << 20, '#'));
    QCOMPARE(code(), std::string("schedule.trace.length"));
    write("# heddle schedule 1\n# steps 2\nunroll(loop=matmul.k)\n");
    QCOMPARE(code(), std::string("schedule.file"));
    write("# heddle schedule 1\n# gro");
    QCOMPARE(code(), std::string("schedule.file"));
    QCOMPARE(editor.load(group, m_directory.path().toStdString()).error().code,
             std::string("file.read"));
  }

  void aStateIsProvenMeasuredAndCompared() {
    Session session(settingsIn(m_directory, "h.db"));
    ScheduleEditor& editor = session.schedules();
    const GroupId group = editor.openWorkload("matmul:48,64,32").value();
    const auto speed = editor.measure(group, 1, quick(), {});
    VERIFY_OK(speed);
    QVERIFY(speed.value().gflops > 0 && speed.value().worstOfTolerance <= 1);
    QVERIFY(speed.value().time.command.find("--workload matmul:48,64,32") != std::string::npos);
    QVERIFY(editor.history(group).value().states[1].speed.has_value());
    const auto compared = editor.compare(group, 0, 1, quick(), {});
    VERIFY_OK(compared);
    QVERIFY(!compared.value().trace.empty() && !compared.value().program.empty());
    QVERIFY(!compared.value().verdict.empty());
    QVERIFY(editor.history(group).value().states[1].overParent > 0);
  }

  void measuresInTheBackground() {
    Session session(settingsIn(m_directory, "i.db"));
    ScheduleEditor& editor = session.schedules();
    const GroupId group = editor.openWorkload("matmul:48,64,32").value();
    std::atomic<int> news{0};
    editor.onMeasured([&](GroupId, int) { ++news; });
    editor.measureSoon(group, 0, quick());
    editor.measureSoon(group, 1, quick());  // replaces the first
    QTRY_VERIFY_WITH_TIMEOUT(editor.history(group).value().states[1].speed.has_value(), 60000);
    QVERIFY(news >= 1);
    QTRY_VERIFY_WITH_TIMEOUT(!editor.history(group).value().states[1].isMeasuring, 60000);
  }

  void historiesAndNumbersAreThereAgain() {
    int current = 0;
    {
      Session session(settingsIn(m_directory, "j.db"));
      ScheduleEditor& editor = session.schedules();
      const GroupId group = editor.openWorkload("matmul:16,32,8").value();
      QVERIFY(editor.select(group, 0).isOk());
      current = editor.apply(group, "unroll(loop=matmul.k)").value().current;
      QVERIFY(editor.rename(group, current, "mine").isOk());
      VERIFY_OK(editor.measure(group, current, quick(), {}));
    }
    Session session(settingsIn(m_directory, "j.db"));
    ScheduleEditor& editor = session.schedules();
    const auto history = editor.history(editor.openWorkload("matmul:16,32,8").value()).value();
    QCOMPARE(history.current, current);
    QCOMPARE(currentOf(history).name, std::string("mine"));
    QVERIFY(currentOf(history).speed && currentOf(history).speed->gflops > 0);
    QCOMPARE(history.states.size(), size_t{3});
  }

  // What an edit returned from is there after the process was killed without warning.
  void survivesBeingKilled() {
    const Session::Settings settings = settingsIn(m_directory, "killed.db");
    QVERIFY(Session(settings).schedules().openWorkload("matmul:16,32,8").isOk());
    for (int round = 0; round < 3; ++round) {
      int pipes[2];
      QCOMPARE(pipe(pipes), 0);
      const pid_t child = fork();
      if (child == 0) {
        Session session(settings);
        ScheduleEditor& editor = session.schedules();
        const GroupId group = editor.openWorkload("matmul:16,32,8").value();
        for (int i = 0; i < 100000; ++i) {
          const std::string step =
              "annotate(key=\"note\", value=" + std::to_string(round * 1000000 + i) +
              ", block=matmul)";
          if (editor.select(group, 0).isError() || editor.apply(group, step).isError()) _exit(1);
          if (write(pipes[1], &i, sizeof i) != sizeof i) _exit(1);
        }
        _exit(0);
      }
      close(pipes[1]);
      int last = -1;
      while (last < 20 && read(pipes[0], &last, sizeof last) == sizeof last) {
      }
      kill(child, SIGKILL);
      waitpid(child, nullptr, 0);
      while (read(pipes[0], &last, sizeof last) == sizeof last) {
      }
      close(pipes[0]);
      QVERIFY(last >= 20);
      Session session(settings);
      ScheduleEditor& editor = session.schedules();
      const auto history = editor.history(editor.openWorkload("matmul:16,32,8").value()).value();
      std::set<std::string> traces;
      for (const ScheduleStateView& state : history.states) traces.insert(state.trace);
      for (int i = 0; i <= last; ++i)
        QVERIFY2(traces.count("annotate(key=\"note\", value=" +
                              std::to_string(round * 1000000 + i) + ", block=matmul)\n") == 1,
                 std::to_string(i).c_str());
    }
  }

  void aWrongTraceIsReducedOrSaidToBeRight() {
    Session session(settingsIn(m_directory, "m.db"));
    ScheduleEditor& editor = session.schedules();
    const GroupId group = editor.openWorkload("matmul:16,32,8").value();
    QCOMPARE(editor.reduce(group, 1, quick(), {}).error().code,
             std::string("schedule.not_failing"));
    // Registers need constant indices: this one does not compile, whatever else is done.
    QVERIFY(editor.select(group, 0).isOk());
    const auto bad = editor.apply(group,
                                  "m_o, m_i = split(loop=matmul.m, factors=[-1, 4])\n"
                                  "add_unit_loop(block=matmul)\n"
                                  "cache_write(block=matmul, scope=\"registers\")\n");
    VERIFY_OK(bad);
    const auto measured = editor.measure(group, bad.value().current, quick(), {});
    QVERIFY(measured.isError());
    QVERIFY(!currentOf(editor.history(group).value()).refusal.empty());
    const auto reduced = editor.reduce(group, bad.value().current, quick(), {});
    VERIFY_OK(reduced);
    QCOMPARE(reduced.value(), std::string("cache_write(block=matmul, scope=\"registers\")\n"));
  }

  void theChosenScheduleIsBuiltMeasuredAndUndone() {
    std::string workload;
    {
      Session session(settingsIn(m_directory, "k.db"));
      const auto opened = session.open(kDigits, JobControl());
      VERIFY_OK(opened);
      ScheduleEditor& editor = session.schedules();
      const GroupId group = opened.value()->fusion->groups.front().id;
      const auto history = editor.history(group);
      VERIFY_OK(history);
      workload = history.value().workload;
      QCOMPARE(history.value().chosen, -1);
      const auto chosen = editor.choose(group, 0, {});
      VERIFY_OK(chosen);
      QCOMPARE(chosen.value().chosen, 0);
      QCOMPARE(session.snapshot()->options.schedules.count(workload), size_t{1});
      // The whole model with it, verified layer by layer.
      const auto verified = session.verify({}, {});
      VERIFY_OK(verified);
      QVERIFY(verified.value().passed);
      QCOMPARE(session.kernel(group, {}).value().traceText, std::string());
      CompileOptions byDefault = session.snapshot()->options;
      byDefault.schedules.clear();
      MeasureOptions measure;
      measure.repeat = 3;
      VERIFY_OK(session.compare(byDefault, measure, {}));
      VERIFY_OK(session.undo({}));
      QCOMPARE(editor.history(group).value().chosen, -1);
      VERIFY_OK(session.redo({}));
      QCOMPARE(editor.history(group).value().chosen, 0);
    }
    Session session(settingsIn(m_directory, "k.db"));
    VERIFY_OK(session.open(kDigits, JobControl()));
    QCOMPARE(session.snapshot()->options.schedules.count(workload), size_t{1});
  }

  void aLessonComesStepByStep() {
    Session session(settingsIn(m_directory, "l.db"));
    ScheduleEditor& editor = session.schedules();
    LessonRequest request;
    request.rows = request.columns = request.inner = 64;
    const auto lesson = editor.lessonSteps(request);
    VERIFY_OK(lesson);
    const GroupId group = editor.openWorkload(lesson.value().subject).value();
    for (const LessonRow& row : lesson.value().rows)
      VERIFY_OK(editor.setTrace(group, row.step.trace));
  }
};
HEDDLE_TEST(ScheduleEditorTest)

#include "schedule_editor_test.moc"
