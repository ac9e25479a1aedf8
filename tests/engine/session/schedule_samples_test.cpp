// The ready schedules of samples/schedules: compiled by LLVM, run, and compared with the reference.
// SPDX-License-Identifier: Apache-2.0
#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <set>

#include "engine/schedule/primitive.h"
#include "engine/session/schedule_workloads.h"
#include "tests/engine/session/schedule_session.h"

using namespace heddle;
using namespace heddle::session;
using namespace heddle::test;

namespace {

const QDir kSamples(HEDDLE_SOURCE_DIR "/samples/schedules");

QStringList sampleFiles() {
  QStringList files = kSamples.entryList({"*.trace"}, QDir::Files, QDir::Name);
  files.removeIf([](const QString& file) { return file.startsWith("lesson"); });
  return files;
}

QString contentsOf(const QString& file) {
  QFile in(kSamples.filePath(file));
  return in.open(QIODevice::ReadOnly) ? QString::fromUtf8(in.readAll()) : QString();
}

}  // namespace

class ScheduleSamplesTest : public QObject {
  Q_OBJECT
  QTemporaryDir m_directory;

 private slots:
  void eachComputesWhatTheReferenceDoes_data() {
    QTest::addColumn<QString>("file");
    for (const QString& file : sampleFiles()) QTest::newRow(qPrintable(file)) << file;
  }
  void eachComputesWhatTheReferenceDoes() {
    QFETCH(QString, file);
    const std::string path = kSamples.filePath(file).toStdString();
    Session session(settingsIn(m_directory, ""));
    ScheduleEditor& editor = session.schedules();
    const auto workload = scheduleFileWorkload(path);
    VERIFY_OK(workload);
    const auto group = editor.openWorkload(workload.value());
    VERIFY_OK(group);
    const auto loaded = editor.load(group.value(), path);
    VERIFY_OK(loaded);
    const int state = loaded.value().current;
    QVERIFY(editor.program(group.value(), state).value().text.text !=
            editor.program(group.value(), 0).value().text.text);
    const auto speed = editor.measure(group.value(), state, quick(), {});
    VERIFY_OK(speed);
    QVERIFY(speed.value().worstOfTolerance <= 1);
    // Each says what it is for.
    QVERIFY(QRegularExpression("\n# [A-Z][^\n]{30}").match(contentsOf(file)).hasMatch());
  }

  // Together with the lesson and the default schedules they use every primitive.
  void everyPrimitiveIsUsed() {
    std::set<std::string> used;
    const auto note = [&](const schedule::Trace& trace) {
      for (const schedule::Step& step : trace.steps) used.insert(step.primitive);
    };
    for (const QString& file : sampleFiles())
      note(schedule::parseTrace(contentsOf(file).toStdString()).value());
    const Target target = codegen::parseTarget("llvm -mcpu=x86-64-v3").value();
    for (const char* workload : {"matmul:64,64,64", "conv3x3:16,32,16,16", "softmax:64,128",
                                 "row_sum:64,64", "pointwise:64,64"})
      note(workloadSubject(workload, target).value()->defaultTrace);
    Session session(settingsIn(m_directory, ""));
    const LessonView lesson = session.schedules().lessonSteps({}).value();
    for (const LessonRow& row : lesson.rows)
      note(schedule::parseTrace(row.step.steps).value());
    for (const schedule::PrimitiveSpec& primitive : schedule::primitives())
      QVERIFY2(used.count(std::string(primitive.name)) > 0, std::string(primitive.name).c_str());
  }

  void everyWorkloadOpensForEveryTarget_data() {
    QTest::addColumn<QString>("workload");
    for (const char* workload : {"matmul:5,7,9", "matmul_u8i8:4,32,8", "conv3x3:3,5,7,9",
                                 "softmax:3,17", "row_sum:5,33", "pointwise:3,5", "transpose:7,3"})
      QTest::newRow(workload) << workload;
  }
  void everyWorkloadOpensForEveryTarget() {
    QFETCH(QString, workload);
    for (const char* cpu : {"x86-64", "x86-64-v3", "x86-64-v4", "znver4"}) {
      const Target target = codegen::parseTarget("llvm -mcpu=" + std::string(cpu)).value();
      const auto subject = workloadSubject(workload.toStdString(), target);
      VERIFY_OK(subject);
      QVERIFY(subject.value()->cost.bytes > 0);
      VERIFY_OK(schedule::replay(subject.value()->group.program, subject.value()->defaultTrace));
    }
    QCOMPARE(workloadKinds().size(), size_t{7});
  }
};
HEDDLE_TEST(ScheduleSamplesTest)

#include "schedule_samples_test.moc"
