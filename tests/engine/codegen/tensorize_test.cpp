// Instructions on tiles: each computes its description, on every machine, and is in the code.
// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/tensor_intrinsics.h"

#include "engine/reference/interpret_loops.h"
#include "engine/schedule/step.h"
#include "tests/engine/codegen/support.h"
#include "tests/engine/codegen/tensorize_cases.h"
#include "tests/programs/programs.h"
#include "tests/programs/run_program.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;

namespace {

// Operands with the extremes of their types; bytes reach 255 * -128.
std::vector<Tensor> operandsFor(const loops::Program& program, unsigned seed) {
  std::mt19937 random(seed);
  return tensorsFor(program, [&](const Tensor& t, int64_t) -> double {
    const auto draw = static_cast<int>(random() % 256);
    if (t.element() == ElementType::u8) return random() % 4 ? draw : 255;
    if (t.element() == ElementType::i8) return random() % 4 ? draw - 128 : -128;
    return t.element() == ElementType::f32 ? draw % 9 - 4 : 0;
  });
}

// The description with its sum starting at 3, as loops or as the instruction.
loops::Program started(const loops::TensorIntrinsic& intrinsic, bool isInstruction) {
  using namespace loops;
  Program p = intrinsic.description;
  const Buffer out = p.params.back().buffer;
  const VarRef var = Var::make(p.freshId<VarId>(), "s");
  const Expr three =
      isFloat(out->element) ? FloatImm::make(3, out->element) : IntImm::make(3, out->element);
  const Stmt start = For::make({p.freshId<LoopId>(),
                                var,
                                constant(0),
                                out->shape[0],
                                ForKind::serial,
                                {},
                                {},
                                Store::make(out, {var}, three)});
  p.body = Seq::make({start, isInstruction ? intrinsic.implementation : p.body});
  return p;
}

int lines(const codegen::KernelListing& l, const std::string& what) {
  int n = 0;
  for (const auto& line : l.assembly) n += line.text.find(what) != std::string::npos;
  return n;
}

using tensorize_cases::Case;
using tensorize_cases::cases;

Result<schedule::State> scheduled(const Case& c) {
  HEDDLE_TRY(const auto program, loops::parse(programs::text(c.program)));
  HEDDLE_TRY(const auto trace, schedule::parseTrace(c.trace));
  return schedule::replay(program, trace);
}

}  // namespace

class TensorizeTest : public QObject {
  Q_OBJECT
 private slots:
  // By the interpreter, on values that would show saturation and signs gone wrong.
  void implementationsComputeTheirDescriptions() {
    for (const auto& intrinsic : loops::tensorIntrinsics()) {
      const auto asLoops = started(intrinsic, false), asVectors = started(intrinsic, true);
      QVERIFY(loops::verify(asVectors).isOk());
      for (unsigned seed = 1; seed <= 20; ++seed) {
        const auto operands = operandsFor(asLoops, seed);
        const auto expected = reference::interpret(asLoops, operands);
        const auto got = reference::interpret(asVectors, operands);
        QVERIFY2(got.isOk(), got.isOk() ? "" : textOf(got.error()).c_str());
        const std::string difference = compare(expected.value(), got.value());
        QVERIFY2(difference.empty(), difference.c_str());
      }
    }
  }
  void runsOnEveryMachine_data() {
    QTest::addColumn<int>("index");
    for (int i = 0; i < static_cast<int>(std::size(cases)); ++i) QTest::newRow(cases[i].name) << i;
  }
  void runsOnEveryMachine() {
    QFETCH(int, index);
    const Case& c = cases[index];
    const auto original = loops::parse(programs::text(c.program)).value();
    const auto state = scheduled(c);
    QVERIFY2(state.isOk(), state.isOk() ? "" : textOf(state.error()).c_str());
    const auto operands = operandsFor(original, 7);
    const auto expected = reference::interpret(original, operands);
    QVERIFY2(expected.isOk(), expected.isOk() ? "" : textOf(expected.error()).c_str());
    const auto arranged = rearranged(state.value(), original, operands);
    const auto interpreted = reference::interpret(state.value().program, arranged);
    QVERIFY2(interpreted.isOk(), interpreted.isOk() ? "" : textOf(interpreted.error()).c_str());
    QCOMPARE(QString::fromStdString(compare(expected.value(), interpreted.value())), QString());
    for (const heddle::Target& target : runnableTargets()) {
      const auto got = compileAndRun(state.value().program, target, arranged);
      QVERIFY2(got.isOk(), got.isOk() ? "" : textOf(got.error()).c_str());
      const std::string difference = compare(expected.value(), got.value());
      QVERIFY2(difference.empty(), (target.cpu + ": " + difference).c_str());
    }
  }
  // Lowering must not fall back to loops, and the machine that has the instruction must use it.
  void theInstructionIsInTheCode() {
    for (const Case& c : cases) {
      const auto state = scheduled(c).value();
      for (const char* cpu : {"x86-64-v2", "x86-64-v3", "x86-64-v4", "cascadelake", "znver4"}) {
        const auto target = codegen::parseTarget(std::string("llvm -mcpu=") + cpu).value();
        const auto lowered = loop_passes::lower(state.program, target);
        QVERIFY2(lowered.isOk(), lowered.isOk() ? "" : textOf(lowered.error()).c_str());
        std::string text;
        for (const auto& kernel : lowered.value().kernels) text += loops::toText(kernel.body);
        QVERIFY2(text.find("tensorize") == std::string::npos, text.c_str());
        const std::string name = c.name;
        const bool isBytes = name.starts_with("dot_u8i8");
        if (isBytes) QVERIFY2(text.find("dotU8I8") != std::string::npos, text.c_str());
        const auto listing = codegen::listing(lowered.value(), target).value();
        if (isBytes) QCOMPARE(lines(listing, "vpdpbusd") > 0, target.hasVnni);
      }
    }
  }
  // A layout changed behind the instruction's back: the loops stay, and are right.
  void staysLoopsWhenTheLayoutIsGone() {
    Case c = cases[4];
    const std::string trace =
        std::string(c.trace) + "transform_layout(buffer=b_pad_reindex, map=\"a, b -> b, a\")\n";
    c.trace = trace.c_str();
    const auto state = scheduled(c);
    QVERIFY2(state.isOk(), state.isOk() ? "" : textOf(state.error()).c_str());
    const auto original = loops::parse(programs::text(c.program)).value();
    const auto operands = operandsFor(original, 3);
    const auto got = compileAndRun(state.value().program, runnableTargets().back(), operands);
    QVERIFY2(got.isOk(), got.isOk() ? "" : textOf(got.error()).c_str());
    const auto expected = reference::interpret(original, operands).value();
    QCOMPARE(QString::fromStdString(compare(expected, got.value())), QString());
  }
};
HEDDLE_TEST(TensorizeTest)

#include "tensorize_test.moc"
