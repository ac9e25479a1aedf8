// Whole models: every kernel's schedule opens, replays, can be changed, and the model stays right.
// SPDX-License-Identifier: Apache-2.0
#include <QProcess>
#include <set>

#include "tests/engine/session/schedule_session.h"

using namespace heddle;
using namespace heddle::session;
using namespace heddle::test;

namespace {

constexpr const char* kDigits = HEDDLE_SOURCE_DIR "/samples/digits/digits.onnx";

std::string scheduleTextOf(const KernelView& kernel) {
  for (const TextView& text : kernel.texts)
    if (text.title == "schedule") return text.text;
  return {};
}

// The program's name is that of its group, of which the first stands for all that share it.
std::string withoutName(const std::string& text) {
  return text.substr(text.find('('));
}

}  // namespace

class ScheduleModelsTest : public QObject {
  Q_OBJECT
  QTemporaryDir m_directory;

  std::string modelFile(const QString& network) {
    if (network == "digits") return kDigits;
    const QString file = m_directory.filePath(QString(network).replace(':', '_') + ".onnx");
    QProcess::execute(HEDDLE_BINARY_DIR "/bin/heddle-make-model", {network, file});
    return file.toStdString();
  }

 private slots:
  void theDefaultScheduleOfEveryGroupReplaysToTheSameProgram_data() {
    QTest::addColumn<QString>("network");
    for (const char* network : {"digits", "yolo:32", "bert_base:1"})
      QTest::newRow(network) << network;
  }
  void theDefaultScheduleOfEveryGroupReplaysToTheSameProgram() {
    QFETCH(QString, network);
    Session session(settingsIn(m_directory, ""));
    const auto opened = session.open(modelFile(network), JobControl());
    VERIFY_OK(opened);
    ScheduleEditor& editor = session.schedules();
    std::set<std::string> seen;
    for (const GroupView& group : opened.value()->fusion->groups) {
      const auto history = editor.history(group.id);
      VERIFY_OK(history);
      if (!seen.insert(history.value().workload).second) continue;
      const int state = static_cast<int>(history.value().states.size()) - 1;
      const auto program = editor.program(group.id, state);
      VERIFY_OK(program);
      const auto kernel = session.kernel(group.id, {});
      VERIFY_OK(kernel);
      QCOMPARE(withoutName(program.value().text.text), withoutName(scheduleTextOf(kernel.value())));
      // The same trace, set as text, is the same state.
      const auto again = editor.setTrace(group.id, program.value().trace);
      VERIFY_OK(again);
      QCOMPARE(again.value().current, state);
    }
    QVERIFY(seen.size() >= 9);
  }

  // Every trace loses its last step; the model is built with what is left, verified kernel by
  // kernel, and compared with the default build.
  void aModelWithChangedKernelsIsVerifiedAndCompared_data() {
    QTest::addColumn<QString>("network");
    for (const char* network : {"digits", "yolo:32"}) QTest::newRow(network) << network;
  }
  void aModelWithChangedKernelsIsVerifiedAndCompared() {
    QFETCH(QString, network);
    Session session(settingsIn(m_directory, ""));
    const auto opened = session.open(modelFile(network), JobControl());
    VERIFY_OK(opened);
    ScheduleEditor& editor = session.schedules();
    size_t changed = 0;
    constexpr size_t kMostChanged = 12;
    for (const GroupView& group : opened.value()->fusion->groups) {
      const auto history = editor.history(group.id).value();
      if (history.chosen >= 0 || changed == kMostChanged) continue;
      std::string trace = currentOf(history).trace;
      if (trace.empty()) continue;
      trace.resize(trace.rfind('\n', trace.size() - 2) + 1);
      const auto set = editor.setTrace(group.id, trace);
      VERIFY_OK(set);
      VERIFY_OK(editor.choose(group.id, set.value().current, {}));
      ++changed;
    }
    QVERIFY(changed >= 8);
    QCOMPARE(session.snapshot()->options.schedules.size(), changed);
    const auto verified = session.verify({}, {});
    VERIFY_OK(verified);
    QVERIFY(verified.value().passed);
    CompileOptions byDefault = session.snapshot()->options;
    byDefault.schedules.clear();
    MeasureOptions measure;
    measure.warmup = 1;
    measure.repeat = 3;
    const auto compared = session.compare(byDefault, measure, {});
    VERIFY_OK(compared);
    QVERIFY(!compared.value().verdict.empty());
    Session::ExportRequest request;
    request.directory = m_directory.filePath("module").toStdString();
    VERIFY_OK(session.exportModule(request, {}));
  }

  void aScheduleIsCarriedToSimilarGroups() {
    Session session(settingsIn(m_directory, ""));
    const auto opened = session.open(kDigits, JobControl());
    VERIFY_OK(opened);
    ScheduleEditor& editor = session.schedules();
    GroupId from;
    for (const GroupView& group : opened.value()->fusion->groups)
      if (group.name == "conv_relu_3") from = group.id;
    QVERIFY(from.isValid());
    // A step that only some extents allow: the channels of conv_relu_3 are 32.
    QVERIFY(editor.select(from, 0).isOk());
    const auto applied = editor.apply(from, "vectorize(loop=relu.i3)\n");
    VERIFY_OK(applied);
    const auto rows = editor.transplantTargets(from, applied.value().current, {});
    VERIFY_OK(rows);
    QVERIFY(rows.value().size() >= 2);
    std::vector<GroupId> targets;
    for (const TransplantRow& row : rows.value()) {
      QVERIFY2(row.isLegal, heddle::toText(row.refusal).c_str());
      QVERIFY(row.before.milliseconds > 0 && row.after.milliseconds > 0);
      targets.push_back(row.group);
    }
    const auto done = editor.transplant(from, applied.value().current, targets, quick(), {});
    VERIFY_OK(done);
    for (const TransplantRow& row : done.value()) {
      QVERIFY(row.speedBefore && row.speedAfter && !row.verdict.empty());
      QCOMPARE(currentOf(editor.history(row.group).value()).trace,
               currentOf(applied.value()).trace);
    }
    // Four iterations are all that conv_relu_5 has; the others have eight.
    GroupId small;
    for (const GroupView& group : opened.value()->fusion->groups)
      if (group.name == "conv_relu_5") small = group.id;
    QVERIFY(editor.select(small, 0).isOk());
    const auto split = editor.apply(small, "a, b = split(loop=relu.i2, factors=[4, 1])\n");
    VERIFY_OK(split);
    const auto refused = editor.transplantTargets(small, split.value().current, {});
    VERIFY_OK(refused);
    QVERIFY(refused.value().size() >= 2);
    for (const TransplantRow& row : refused.value()) {
      QVERIFY(!row.isLegal);
      QCOMPARE(row.refusal.code, std::string("schedule.split.cover"));
      QVERIFY(row.refusal.where.starts_with("step 1"));
    }
  }
};
HEDDLE_TEST(ScheduleModelsTest)

#include "schedule_models_test.moc"
