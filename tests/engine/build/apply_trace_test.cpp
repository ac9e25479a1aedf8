// SPDX-License-Identifier: Apache-2.0
#include "engine/build/compile_group.h"
#include "engine/loops/text.h"
#include "tests/support/test_main.h"

using namespace heddle;

namespace {

// Each row of c reads 100 rows of t, 2 MB each: too many for a copy per iteration.
build::CompiledGroup windows() {
  build::CompiledGroup group;
  group.source.program = loops::parse(R"(program p(a: in f32[102, 500000], c: out f32[3, 500000]):
  alloc t: f32[102, 500000]
  for i in range(102):
    for x in range(500000):
      block t(vi: 102 = i, vx: 500000 = x):
        reads a[vi, vx]
        writes t[vi, vx]
        t[vi, vx] = a[vi, vx] * 2.0
  for i in range(3):
    for x in range(500000):
      block c(vi: 3 = i, vx: 500000 = x):
        reads t[vi:vi + 100, vx]
        writes c[vi, vx]
        c[vi, vx] = t[vi, vx] + t[vi + 99, vx]
)").value();
  group.trace = schedule::parseTrace("compute_at(block=t, loop=c.vi)\nparallel(loop=c.vi)\n").value();
  return group;
}

}  // namespace

class ApplyTraceTest : public QObject {
  Q_OBJECT
 private slots:
  void whatWeChoseFallsBackToOneThread() {
    build::CompiledGroup group = windows();
    const Status done = build::applyTrace(group, Target(), build::TraceOrigin::chosen);
    QVERIFY2(done.isOk(), done.isError() ? toText(done.error()).c_str() : "");
    QVERIFY2(group.note.text().find("one thread") != std::string::npos, group.note.text().c_str());
    QCOMPARE(group.trace.steps.size(), size_t{1});
    QCOMPARE(group.lowered.kernels.size(), size_t{1});
    QCOMPARE(group.lowered.kernels[0].parallelExtent, int64_t{1});
  }
  void whatTheUserWroteIsRefused() {
    build::CompiledGroup group = windows();
    const Status done = build::applyTrace(group, Target(), build::TraceOrigin::user);
    QVERIFY(done.isError());
    QCOMPARE(done.error().code, std::string("lower.compact_buffers.shared_buffer"));
    QCOMPARE(group.trace.steps.size(), size_t{2});
  }
};
HEDDLE_TEST(ApplyTraceTest)

#include "apply_trace_test.moc"
