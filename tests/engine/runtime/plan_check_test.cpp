// SPDX-License-Identifier: Apache-2.0
#include "engine/runtime/plan_check.h"

#include <functional>

#include "tests/engine/runtime/plan_builder.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;

class PlanCheckTest : public QObject {
  Q_OBJECT
 private:
  // The text of the refusal of a plan with one damage.
  QString refusal(const std::function<void(PlanBuilder&)>& damage) {
    PlanBuilder builder;
    damage(builder);
    runtime::ErrorText error;
    return runtime::checkPlan(builder.plan, error) == HEDDLE_ERROR_PLAN ? error.text : "accepted";
  }
 private slots:
  void acceptsAGoodPlan() {
    PlanBuilder builder;
    runtime::ErrorText error;
    QCOMPARE(runtime::checkPlan(builder.plan, error), HEDDLE_OK);
  }
  void refusesForeignHeaders() {
    QCOMPARE(refusal([](PlanBuilder& b) { b.plan.magic = 1; }), QString("this is no Heddle plan"));
    QCOMPARE(refusal([](PlanBuilder& b) { b.plan.version = 9; }),
             QString("the plan has version 9; this runtime reads version 1"));
    QCOMPARE(refusal([](PlanBuilder& b) { b.plan.steps = nullptr; }),
             QString("the plan lacks a table"));
    QCOMPARE(refusal([](PlanBuilder& b) { b.plan.arena_alignment = 96; }),
             QString("the plan asks for an alignment of 96 bytes"));
  }
  void refusesDamagedTensors() {
    QVERIFY(refusal([](PlanBuilder& b) { b.inputs[1].name = nullptr; }).contains("input 1"));
    QVERIFY(refusal([](PlanBuilder& b) { b.inputs[0].element = 13; }).contains("element type 13"));
    QVERIFY(refusal([](PlanBuilder& b) { b.inputs[0].element = 99; }).contains("element type 99"));
    QVERIFY(refusal([](PlanBuilder& b) { b.extents[0] = -1; }).contains("impossible shape"));
    QVERIFY(refusal([](PlanBuilder& b) { b.extents[0] = INT64_MAX; }).contains("impossible shape"));
    QVERIFY(refusal([](PlanBuilder& b) {
              b.outputs[0].size_bytes = 4;
            }).contains("output 'y' has 4000"));
  }
  void refusesDamagedSteps() {
    QVERIFY(refusal([](PlanBuilder& b) { b.steps[1].kernel = nullptr; }).contains("step 1"));
    QVERIFY(refusal([](PlanBuilder& b) {
              b.steps[1].parallel_extent = -2;
            }).contains("negative extent"));
    const char* outside = "argument 2 of step 0, add_k0, lies outside its space";
    QCOMPARE(refusal([](PlanBuilder& b) { b.addArgs[2].offset_bytes = 5000; }), QString(outside));
    QCOMPARE(refusal([](PlanBuilder& b) { b.addArgs[2].space = 4; }), QString(outside));
    QCOMPARE(refusal([](PlanBuilder& b) {
               b.addArgs[2] = {HEDDLE_SPACE_OUTPUT, 1, 0};
             }),
             QString(outside));
    QCOMPARE(refusal([](PlanBuilder& b) {
               b.addArgs[2] = {HEDDLE_SPACE_CONSTANT, 0, 0};
             }),
             QString(outside));
  }
};
HEDDLE_TEST(PlanCheckTest)

#include "plan_check_test.moc"
