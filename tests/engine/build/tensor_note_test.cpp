// A schedule that asks for an instruction the target lacks, or that lowering could not use, says
// so.
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/tensor_note.h"

#include "engine/build/compile_group.h"
#include "engine/loops/text.h"
#include "tests/engine/codegen/tensorize_cases.h"
#include "tests/programs/programs.h"
#include "tests/support/test_main.h"

using namespace heddle;

namespace {

Target machine(int vectorBits, bool hasFma, bool hasVnni) {
  Target target;
  target.cpu = "somecpu";
  target.vectorBits = vectorBits;
  target.hasFma = hasFma;
  target.hasVnni = hasVnni;
  return target;
}

std::string noteFor(const char* intrinsic, const Target& target, const std::string& more = {}) {
  for (const tensorize_cases::Case& c : tensorize_cases::cases) {
    if (std::string(c.name) != intrinsic) continue;
    build::CompiledGroup group;
    group.source.program = loops::parse(programs::text(c.program)).value();
    group.trace = schedule::parseTrace(c.trace + more).value();
    const Status done = build::applyTrace(group, target, build::TraceOrigin::user);
    return done.isOk() ? group.note.text() : toText(done.error());
  }
  return "no such case";
}

}  // namespace

class TensorNoteTest : public QObject {
  Q_OBJECT
 private slots:
  void nothingToSayWhereTheInstructionIsThere() {
    const Target full = machine(512, true, true);
    for (const tensorize_cases::Case& c : tensorize_cases::cases)
      QCOMPARE(noteFor(c.name, full), std::string());
  }
  void namesWhatTheTargetLacks() {
    const std::string bytes = noteFor("dot_u8i8_16", machine(512, true, false));
    QVERIFY2(bytes.find("tensorize dot_u8i8_16: somecpu has no AVX-512 VNNI") == 0, bytes.c_str());
    const std::string wide = noteFor("fma_f32_16", machine(256, true, false));
    QVERIFY2(wide.find("no 512-bit registers") != std::string::npos, wide.c_str());
    const std::string old = noteFor("fma_f32_8", machine(256, false, false));
    QVERIFY2(old.find("no fused multiply-add") != std::string::npos, old.c_str());
    QCOMPARE(noteFor("fma_f32_8", machine(256, true, false)), std::string());
  }
  // A layout changed behind the instruction's back.
  void saysWhichNestsStayLoops() {
    const std::string note =
        noteFor("dot_f32_16", machine(512, true, true),
                "transform_layout(buffer=b_pad_reindex, map=\"a, b -> b, a\")\n");
    QVERIFY2(note.find("dot_f32_16: other steps changed the loops") != std::string::npos,
             note.c_str());
  }
};
HEDDLE_TEST(TensorNoteTest)

#include "tensor_note_test.moc"
