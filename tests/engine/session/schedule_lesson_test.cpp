// SPDX-License-Identifier: Apache-2.0
#include "engine/session/schedule_lesson.h"

#include "engine/loops/text.h"
#include "engine/session/schedule_workloads.h"
#include "tests/programs/run_program.h"
#include "tests/support/targets.h"
#include "tests/support/test_main.h"

using namespace heddle;
using test::targetOf;
using namespace heddle::session;

class ScheduleLessonTest : public QObject {
  Q_OBJECT
 private slots:
  void theMatmulLessonHasADozenExplainedSteps() {
    const Lesson lesson = parseLesson(matmulLessonText(), targetOf(512, 32)).value();
    QVERIFY(lesson.steps.size() >= 10 && lesson.steps.size() <= 14);
    QVERIFY(!lesson.title.empty() && !lesson.introduction.empty());
    QVERIFY(lesson.steps.front().steps.empty());
    for (size_t i = 1; i < lesson.steps.size(); ++i) {
      QVERIFY2(!lesson.steps[i].steps.empty(), lesson.steps[i].title.c_str());
      const std::string said = lesson.steps[i].explanation.text();
      QVERIFY2(said.size() > 40 && said.find_first_of("${") == std::string::npos, said.c_str());
    }
  }

  // On SSE, AVX2 and AVX-512 every step is legal at full size, changes the program, and computes a
  // small product right.
  void everyStepIsLegalAndRight_data() {
    QTest::addColumn<int>("bits");
    QTest::addColumn<int>("registers");
    QTest::newRow("sse") << 128 << 16;
    QTest::newRow("avx2") << 256 << 16;
    QTest::newRow("avx512") << 512 << 32;
  }
  void everyStepIsLegalAndRight() {
    QFETCH(int, bits);
    QFETCH(int, registers);
    const Target target = targetOf(bits, registers);
    const Lesson lesson = parseLesson(matmulLessonText(), target).value();
    const auto full = workloadSubject("matmul:512,512,512", target).value();
    const auto small = workloadSubject("matmul:16,64,9", target).value();
    const auto inputs = test::inputsFor(small->group.program, 7);
    const auto expected = reference::interpret(small->group.program, inputs).value();
    std::string before;
    for (const LessonStep& step : lesson.steps) {
      const schedule::Trace trace = schedule::parseTrace(step.trace).value();
      const auto large = schedule::replay(full->group.program, trace);
      QVERIFY2(large.isOk(), large.isError() ? toText(large.error()).c_str() : "");
      const std::string text = loops::print(large.value().program).text;
      QVERIFY2(text != before, step.title.c_str());
      before = text;
      const auto state = schedule::replay(small->group.program, trace);
      QVERIFY2(state.isOk(), state.isError() ? toText(state.error()).c_str() : "");
      const auto actual = reference::interpret(state.value().program, inputs);
      QVERIFY2(actual.isOk(), actual.isError() ? toText(actual.error()).c_str() : "");
      const std::string difference = test::compare(expected, actual.value());
      QVERIFY2(difference.empty(), (step.title + ": " + difference).c_str());
      const auto lowered = loop_passes::lower(large.value().program, target);
      QVERIFY2(lowered.isOk(), lowered.isError() ? toText(lowered.error()).c_str() : "");
    }
  }

  void aLessonThatReadsBadlyIsRefusedWithItsLine() {
    const Target target = targetOf(256, 16);
    QCOMPARE(parseLesson("", target).error().code, std::string("schedule.lesson"));
    QCOMPARE(parseLesson("# only words\n", target).error().code, std::string("schedule.lesson"));
    const auto early = parseLesson("# title\n\nunroll(loop=a)\n#: One\n", target);
    QVERIFY(early.isError());
    QCOMPARE(early.error().where, std::string("line 3"));
    QVERIFY(parseLesson(std::string(2 << 20, 'x'), target).isError());
  }
};
HEDDLE_TEST(ScheduleLessonTest)

class ScheduleSubjectTest : public QObject {
  Q_OBJECT
 private slots:
  void aGroupAloneIsTheGroupInItsModel() {
    const Target target = targetOf(256, 16);
    const auto subject = workloadSubject("matmul:8,16,4", target).value();
    const auto again = subjectOf(subject->alone, subject->alone.groups.front(), target).value();
    QCOMPARE(again->programHash, subject->programHash);
    QCOMPARE(again->kind, subject->kind);
    QCOMPARE(again->cost.flops, int64_t{2 * 8 * 16 * 4});
    QCOMPARE(again->cost.bytes, int64_t{4 * (8 * 4 + 4 * 16 + 8 * 16)});
    const auto other = workloadSubject("matmul:8,16,5", target).value();
    QVERIFY(other->programHash != subject->programHash);
    QCOMPARE(other->kind, subject->kind);
  }
};
HEDDLE_TEST(ScheduleSubjectTest)

#include "schedule_lesson_test.moc"
