// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/codegen/support.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;

namespace {

const char* const kernel = R"(program mm(a: in f32[48, 64], b: in f32[64, 64], c: out f32[48, 64]):
  alloc acc: f32[48, 64] in registers
  for io in parallel(12):
    for jo in range(4):
      for ii in unrolled(4):
        for ji in vectorized(16):
          acc[io*4 + ii, jo*16 + ji] = 0.0
      for k in range(64):
        for ii in unrolled(4):
          for ji in vectorized(16):
            acc[io*4 + ii, jo*16 + ji] = acc[io*4 + ii, jo*16 + ji] + a[io*4 + ii, k] * b[k, jo*16 + ji]
      for ii in unrolled(4):
        for ji in vectorized(16):
          c[io*4 + ii, jo*16 + ji] = tanh(acc[io*4 + ii, jo*16 + ji])
)";

size_t countOf(const codegen::KernelListing& l, const std::string& what) {
  size_t n = 0;
  for (const auto& line : l.assembly) n += line.text.find(what) != std::string::npos;
  return n;
}

}  // namespace

class ListingTest : public QObject {
  Q_OBJECT
 private slots:
  void nearlyAllCodeHasALine() {
    const auto program = loops::parse(kernel);
    QVERIFY2(program.isOk(), program.isOk() ? "" : textOf(program.error()).c_str());
    for (const Target& target : runnableTargets()) {
      const auto lowered = loop_passes::lower(program.value(), target);
      QVERIFY2(lowered.isOk(), lowered.isOk() ? "" : textOf(lowered.error()).c_str());
      const auto listing = codegen::listing(lowered.value(), target);
      QVERIFY2(listing.isOk(), listing.isOk() ? "" : textOf(listing.error()).c_str());
      const auto printed = loop_passes::print(lowered.value());
      size_t bytes = 0, mapped = 0, ofLoop = 0;
      for (const auto& line : listing.value().assembly) {
        QVERIFY(line.sourceLine <= printed.lines.size());
        bytes += line.sizeBytes;
        if (line.sourceLine == 0) continue;
        mapped += line.sizeBytes;
        ofLoop += printed.lines[line.sourceLine - 1].loop.isValid() ? line.sizeBytes : 0;
      }
      QVERIFY(bytes > 0);
      QVERIFY2(mapped * 100 >= bytes * 99,
               (target.cpu + " " + std::to_string(mapped) + "/" + std::to_string(bytes)).c_str());
      QVERIFY(ofLoop * 2 >= bytes);
    }
  }

  void registersFollowTheTarget() {
    const auto program = loops::parse(kernel);
    const auto listingFor = [&](const char* text) {
      const Target target = codegen::parseTarget(text).value();
      return codegen::listing(loop_passes::lower(program.value(), target).value(), target).value();
    };
    const auto sse = listingFor("llvm -mcpu=x86-64-v2"), avx2 = listingFor("llvm -mcpu=x86-64-v3"),
               avx512 = listingFor("llvm -mcpu=x86-64-v4");
    QVERIFY(countOf(sse, "xmm") > 0 && countOf(sse, "ymm") == 0);
    QVERIFY(countOf(avx2, "ymm") > 0 && countOf(avx2, "zmm") == 0 && countOf(avx2, "vfmadd") > 0);
    QVERIFY(countOf(avx512, "zmm") > 0 && countOf(avx512, "vfmadd") > 0);
    const auto arm = listingFor("llvm -mtriple=aarch64-linux-gnu -mcpu=cortex-a72");
    QVERIFY(countOf(arm, "fmla") > 0);
  }

  void irLinesPointAtStatements() {
    const auto program = loops::parse(kernel);
    const Target target = codegen::hostTarget().value();
    const auto lowered = loop_passes::lower(program.value(), target).value();
    const auto listing = codegen::listing(lowered, target).value();
    const auto check = [](const std::string& text, const std::vector<uint32_t>& lines) {
      QCOMPARE(static_cast<size_t>(std::count(text.begin(), text.end(), '\n')), lines.size());
      QVERIFY(std::any_of(lines.begin(), lines.end(), [](uint32_t l) { return l > 0; }));
      QVERIFY(text.find("!dbg") == std::string::npos);
    };
    check(listing.llvmBefore, listing.llvmBeforeLines);
    check(listing.llvmAfter, listing.llvmAfterLines);
    QVERIFY(listing.llvmBefore.find("alloca") != std::string::npos);
    QVERIFY(listing.llvmAfter.find("alloca") == std::string::npos);
  }

  void targetsAreParsed() {
    const auto v3 = codegen::parseTarget("llvm -mcpu=x86-64-v3");
    QVERIFY(v3.isOk());
    QCOMPARE(v3.value().vectorBits, 256);
    QVERIFY(v3.value().hasFma);
    QCOMPARE(codegen::toText(v3.value()), std::string("llvm -mcpu=x86-64-v3"));
    const auto sse = codegen::parseTarget("llvm -mcpu=x86-64-v2");
    QCOMPARE(sse.value().vectorBits, 128);
    QCOMPARE(sse.value().vectorRegisters, 16);
    for (const char* wrong :
         {"cuda", "llvm -mcpu=pentium99", "llvm -mtriple=nonsense", "llvm -foo=1",
          "llvm -mattr=avx", "llvm -mcpu", "llvm -mattr=+nosuch", ""}) {
      const auto result = codegen::parseTarget(wrong);
      QVERIFY2(result.isError(), wrong);
      QCOMPARE(result.error().code, std::string("codegen.target"));
    }
    const Target host = codegen::hostTarget().value();
    QCOMPARE(codegen::parseTarget(codegen::toText(host)).value().vectorBits, host.vectorBits);
  }
};
HEDDLE_TEST(ListingTest)

#include "listing_test.moc"
