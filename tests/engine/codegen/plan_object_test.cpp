// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "engine/codegen/data_object.h"
#include "engine/runtime/plan.h"
#include "tests/engine/codegen/support.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;

class PlanObjectTest : public QObject {
  Q_OBJECT
 private slots:
  void planIsReadBackThroughTheLinker() {
    const Target target = codegen::hostTarget().value();
    const auto program = loops::parse(
        "program twice(x: in f32[8], y: out f32[8]):\n  for i in vectorized(8):\n    y[i] = x[i] * "
        "2.0\n");
    const auto lowered = loop_passes::lower(program.value(), target).value();
    const auto code = codegen::compile(lowered, target).value();
    const std::vector<float> weights = {1, 2, 3};
    codegen::PlanData plan;
    plan.name = "my model";
    plan.metadataJson = "{}";
    plan.requiredFeatures = "sse4.2";
    plan.inputs = {{"x", 0, {2, 4}, 32}};
    plan.outputs = {{"y", 0, {2, 4}, 32}, {"scalar", 0, {}, 4}};
    plan.constants = {{"w", std::as_bytes(std::span(weights))}, {"far", {}, false, 128, 4096}};
    plan.steps = {{code.symbols[0], 7, {{0, 0, 0}, {1, 0, 0}, {3, 0, 64}}, 5, 10, 20}};
    plan.arenaBytes = 1024;
    const auto object = codegen::emitPlanObject(plan, target);
    QVERIFY2(object.isOk(), object.isOk() ? "" : textOf(object.error()).c_str());
    const auto loaded = LoadedObjects::load({code.object, object.value()});
    QVERIFY2(loaded.isOk(), loaded.isOk() ? "" : textOf(loaded.error()).c_str());
    QCOMPARE(codegen::planSymbol("my model"), std::string("heddle_plan_my_model"));
    const auto* p = static_cast<const heddle_plan*>(loaded.value().find("heddle_plan_my_model"));
    QVERIFY(p);
    QCOMPARE(p->magic, HEDDLE_PLAN_MAGIC);
    QCOMPARE(p->version, HEDDLE_PLAN_VERSION);
    QCOMPARE(std::string(p->name), plan.name);
    QCOMPARE(std::string(p->required_cpu_features), plan.requiredFeatures);
    QCOMPARE(p->input_count, 1u);
    QCOMPARE(p->output_count, 2u);
    QCOMPARE(std::string(p->inputs[0].name), std::string("x"));
    QCOMPARE(p->inputs[0].rank, 2u);
    QCOMPARE(p->inputs[0].extents[1], int64_t{4});
    QCOMPARE(p->outputs[1].rank, 0u);
    QCOMPARE(p->outputs[1].size_bytes, uint64_t{4});
    QCOMPARE(p->constant_count, 2u);
    QCOMPARE(reinterpret_cast<uintptr_t>(p->constants[0].data) % 64, uintptr_t{0});
    QCOMPARE(std::memcmp(p->constants[0].data, weights.data(), 12), 0);
    QCOMPARE(p->constants[1].data, nullptr);
    QCOMPARE(p->constants[1].file_offset, uint64_t{128});
    QCOMPARE(p->constants[1].size_bytes, uint64_t{4096});
    QCOMPARE(p->step_count, 1u);
    const heddle_step& step = p->steps[0];
    QCOMPARE(step.group, 7u);
    QCOMPARE(step.arg_count, 3u);
    QCOMPARE(step.args[2].offset_bytes, uint64_t{64});
    QCOMPARE(step.parallel_extent, int64_t{5});
    QCOMPARE(step.flops, int64_t{10});
    QCOMPARE(step.bytes, int64_t{20});
    QCOMPARE(p->arena_bytes, uint64_t{1024});
    QCOMPARE(p->arena_alignment, uint64_t{64});
    alignas(64) float x[8] = {1, 2, 3, 4, 5, 6, 7, 8}, y[8] = {};
    void* args[] = {x, y};
    QCOMPARE(step.kernel(args, nullptr, 0, 1), 0);
    QCOMPARE(y[7], 16.0f);
  }

  void inconsistentPlansAreRefused() {
    const Target target = codegen::hostTarget().value();
    codegen::PlanData plan;
    plan.steps = {{"k", 0, {{0, 3, 0}}}};
    QCOMPARE(codegen::emitPlanObject(plan, target).error().code, std::string("codegen.plan"));
    plan.steps.clear();
    plan.constants = {{"w", {}, false, 3, 8}};
    QCOMPARE(codegen::emitPlanObject(plan, target).error().code, std::string("codegen.plan"));
  }
};
HEDDLE_TEST(PlanObjectTest)

#include "plan_object_test.moc"
