// Numbers that stand side by side are for as many threads, and count the same operations.
// SPDX-License-Identifier: Apache-2.0
#include "engine/session/predict.h"
#include "tests/engine/session/schedule_session.h"

using namespace heddle;
using namespace heddle::session;
using namespace heddle::test;

namespace {

const std::string kDigits = HEDDLE_SOURCE_DIR "/samples/digits/digits.onnx";

// gflops over its share: the peak that the share is of.
double peakOf(double gflops, double share) {
  return share > 0 ? gflops / share : 0;
}
bool areClose(double a, double b) {
  return std::abs(a - b) <= 1e-6 * std::abs(b);
}

}  // namespace

class PredictionTest : public QObject {
  Q_OBJECT
  QTemporaryDir m_directory;

 private slots:
  void aSchedulesPredictionIsForTheMeasuredThreads() {
    Session session(settingsIn(m_directory, "a.db"));
    ScheduleEditor& editor = session.schedules();
    const GroupId group = editor.openWorkload("matmul:64,64,64").value();
    const auto two = editor.predict(group, 1, 2, {});
    VERIFY_OK(two);
    QCOMPARE(two.value().threads, 2);
    ScheduleTiming timing = quick();
    timing.threads = 1;
    const auto speed = editor.measure(group, 1, timing, {});
    VERIFY_OK(speed);
    const auto one = editor.predict(group, 1, 2, {});  // measured meanwhile
    VERIFY_OK(one);
    QCOMPARE(one.value().threads, speed.value().time.threads);
    const double peak = peakOf(one.value().gflops, one.value().shareOfPeak);
    QVERIFY(areClose(peakOf(two.value().gflops, two.value().shareOfPeak), 2 * peak));
    QVERIFY(areClose(peakOf(speed.value().gflops, speed.value().shareOfPeak), peak));
    QVERIFY(one.value().note.empty());
  }

  void aProfilesPredictionsAreForItsThreads() {
    Session session(settingsIn(m_directory, "b.db"));
    CompileOptions options;
    options.threads = 2;
    const auto opened = session.open(kDigits, options, {});
    VERIFY_OK(opened);
    QCOMPARE(opened.value()->fusion->threads, 2);
    MeasureOptions measure;
    measure.threads = 1;
    measure.warmup = 0;
    measure.repeat = 1;
    const auto profiled = session.profile(measure, {});
    VERIFY_OK(profiled);
    const Snapshot& snapshot = *profiled.value();
    QCOMPARE(snapshot.profile->total.threads, 1);
    QCOMPARE(snapshot.fusion->threads, 1);
    int64_t flops = 0;
    for (const GroupView& group : snapshot.fusion->groups) {
      flops += group.flops;
      QVERIFY(group.predictedMilliseconds > 0);
    }
    QCOMPARE(snapshot.profile->flops, flops);
    QVERIFY(flops < snapshot.model->flops);  // nominal, borders and all
    for (const ProfileRow& row : snapshot.profile->rows)
      if (row.gflops > 0)
        QVERIFY(areClose(peakOf(row.gflops, row.shareOfPeak), snapshot.profile->peakGflops));
  }

  // Softmax multiplies little and computes much.
  void functionsAreCounted() {
    MachineFacts machine;
    machine.peakGflopsOneThread = 100;
    machine.gigahertz = 3;
    machine.memory = {{INT64_MAX, 1000, 1000}};
    Session session(settingsIn(m_directory, "c.db"));
    ScheduleEditor& editor = session.schedules();
    const GroupId group = editor.openWorkload("softmax:64,64").value();
    const auto predicted = editor.predict(group, 1, 1, {});
    VERIFY_OK(predicted);
    QVERIFY(predicted.value().milliseconds > 2 * predicted.value().rooflineMilliseconds);
  }
};
HEDDLE_TEST(PredictionTest)

#include "prediction_test.moc"
