// Accuracy of the emitted functions against long double.
// SPDX-License-Identifier: Apache-2.0
#include <cfloat>
#include <cstring>

#include "tests/engine/codegen/support.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;

namespace {

constexpr int64_t count = 1 << 16;

// In units of the last place of the exact result. Denormal results may be flushed.
double unitsOff(float got, long double exact) {
  if (std::isnan(exact)) return std::isnan(got) ? 0 : INFINITY;
  const auto rounded = static_cast<float>(exact);
  if (got == rounded) return 0;
  if (std::isinf(rounded) || std::isinf(got) || std::isnan(got)) return INFINITY;
  const double magnitude = std::max<double>(std::abs(static_cast<double>(exact)), FLT_MIN);
  const double unit = std::ldexp(1.0, std::ilogb(magnitude) - 23);
  return std::abs(static_cast<double>(static_cast<long double>(got) - exact)) / unit;
}

Tensor samples(float low, float high) {
  Tensor t = Tensor::allocate(ElementType::f32, {count}).value();
  auto values = t.mutableValues<float>();
  std::mt19937 random(11);
  for (int64_t i = 0; i < count; ++i) {
    if (i % 2 == 0) {
      values[i] = low + (high - low) * static_cast<float>(i) / count;
    } else {  // over all exponents
      const uint32_t bits = random();
      float x;
      std::memcpy(&x, &bits, 4);
      values[i] = x >= low && x <= high
                      ? x
                      : low + (high - low) * static_cast<float>(random() % 65536) / 65536;
    }
  }
  const float special[] = {0.0f,     -0.0f, INFINITY, -INFINITY, NAN,   FLT_MIN, -FLT_MIN, FLT_MAX,
                           -FLT_MAX, 1.0f,  -1.0f,    88.7f,     88.8f, -87.3f,  -103.9f,  -200.0f};
  std::copy(std::begin(special), std::end(special), values.begin());
  for (uint32_t i = 0; i < 24; ++i) {  // NaN with every payload bit
    const uint32_t bits = 0x7fc00000u | (1u << i);
    std::memcpy(&values[static_cast<size_t>(32 + i)], &bits, 4);
  }
  return t;
}

}  // namespace

class IntrinsicsTest : public QObject {
  Q_OBJECT
 private slots:
  void accuracy_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<float>("low");
    QTest::addColumn<float>("high");
    QTest::newRow("exp") << "exp" << -104.0f << 89.0f;
    QTest::newRow("log") << "log" << 0.0f << 10.0f;
    QTest::newRow("tanh") << "tanh" << -10.0f << 10.0f;
    QTest::newRow("sigmoid") << "sigmoid" << -100.0f << 100.0f;
    QTest::newRow("erf") << "erf" << -5.0f << 5.0f;
    for (const char* f : {"sin", "cos", "atan", "sinh", "asinh", "sqrt"})
      QTest::newRow(f) << f << -50.0f << 50.0f;
  }
  void accuracy() {
    QFETCH(QString, name);
    QFETCH(float, low);
    QFETCH(float, high);
    const std::string f = name.toStdString();
    using Function = long double (*)(long double);
    static const std::map<std::string, Function> exact = {
        {"exp", [](long double x) { return std::exp(x); }},
        {"log", [](long double x) { return std::log(x); }},
        {"tanh", [](long double x) { return std::tanh(x); }},
        {"erf", [](long double x) { return std::erf(x); }},
        {"sigmoid", [](long double x) { return 1 / (1 + std::exp(-x)); }},
        {"sin", [](long double x) { return std::sin(x); }},
        {"cos", [](long double x) { return std::cos(x); }},
        {"atan", [](long double x) { return std::atan(x); }},
        {"sinh", [](long double x) { return std::sinh(x); }},
        {"asinh", [](long double x) { return std::asinh(x); }},
        {"sqrt", [](long double x) { return std::sqrt(x); }}};
    const Tensor x = samples(low, high);
    const std::string text =
        "program f(x: in f32[65536], y: out f32[65536]):\n  for i in parallel(4096):\n"
        "    for j in vectorized(16):\n      y[i*16 + j] = " +
        f + "(x[i*16 + j])\n";
    const auto program = loops::parse(text);
    QVERIFY2(program.isOk(), program.isOk() ? "" : textOf(program.error()).c_str());
    for (const Target& target : runnableTargets()) {
      const auto got = compileAndRun(program.value(), target, {x});
      QVERIFY2(got.isOk(), got.isOk() ? "" : textOf(got.error()).c_str());
      double worst = 0;
      float where = 0;
      for (int64_t i = 0; i < count; ++i) {
        const float input = x.values<float>()[i];
        const double off = unitsOff(got.value()[0].values<float>()[i], exact.at(f)(input));
        if (off > worst) worst = off, where = input;
      }
      qInfo("%s on %s: %.2f units at %.9g", f.c_str(), target.cpu.c_str(), worst, where);
      QVERIFY(worst <= 3);
    }
  }

  void halfWidthFloatsRoundTrip() {
    for (const char* type : {"f16", "bf16"}) {
      const std::string t(type);
      const ElementType element = t == "f16" ? ElementType::f16 : ElementType::bf16;
      Tensor x = Tensor::allocate(element, {65536}).value();
      for (uint32_t i = 0; i < 65536; ++i)
        x.mutableValues<uint16_t>()[i] = static_cast<uint16_t>(i);
      const auto text = "program h(x: in " + t + "[65536], y: out f32[65536], z: out " + t +
                        "[65536]):\n"
                        "  for i in range(4096):\n    for j in vectorized(16):\n"
                        "      y[i*16 + j] = f32(x[i*16 + j])\n"
                        "      z[i*16 + j] = " +
                        t + "(f32(x[i*16 + j]) * 1.0009765)\n";
      const auto scalar = loops::parse(text);
      QVERIFY2(scalar.isOk(), scalar.isOk() ? "" : textOf(scalar.error()).c_str());
      for (const Target& target : runnableTargets()) {
        const auto got = compileAndRun(scalar.value(), target, {x});
        QVERIFY2(got.isOk(), got.isOk() ? "" : textOf(got.error()).c_str());
        for (uint32_t i = 0; i < 65536; ++i) {
          const auto bits = static_cast<uint16_t>(i);
          const float wide =
              element == ElementType::f16 ? floatFromHalf(bits) : floatFromBfloat(bits);
          const float y = got.value()[0].values<float>()[i];
          const uint16_t z = got.value()[1].values<uint16_t>()[i];
          if (std::isnan(wide)) {
            QVERIFY(std::isnan(y));
            continue;
          }
          QCOMPARE(y, wide);
          const float scaled = wide * 1.0009765f;
          QCOMPARE(z,
                   element == ElementType::f16 ? halfFromFloat(scaled) : bfloatFromFloat(scaled));
        }
      }
    }
  }

  void integersDivideWithoutTrapping() {
    const auto program = loops::parse(
        R"(program d(a: in i32[8], b: in i32[8], q: out i32[8], f: out i32[8], m: out i32[8], s: out i32[8]):
  for i in vectorized(8):
    q[i] = a[i] / b[i]
    f[i] = a[i] // b[i]
    m[i] = a[i] % b[i]
    s[i] = a[i] << b[i]
)");
    QVERIFY2(program.isOk(), program.isOk() ? "" : textOf(program.error()).c_str());
    const int32_t a[] = {7, -7, 7, -7, INT32_MIN, 5, 0, 100}, b[] = {2, 2, -2, -2, -1, 0, 3, 40};
    const int32_t q[] = {3, -3, -3, 3, INT32_MIN, 5, 0, 2},
                  f[] = {3, -4, -4, 3, INT32_MIN, 5, 0, 2}, m[] = {1, 1, -1, -1, 0, 0, 0, 20};
    const auto tensor = [](const int32_t(&v)[8]) {
      return Tensor::fromValues<int32_t>(ElementType::i32, {8}, v);
    };
    for (const Target& target : runnableTargets()) {
      const auto got = compileAndRun(program.value(), target, {tensor(a), tensor(b)});
      QVERIFY2(got.isOk(), got.isOk() ? "" : textOf(got.error()).c_str());
      for (size_t i = 0; i < 8; ++i) {
        QCOMPARE(got.value()[0].values<int32_t>()[i], q[i]);
        QCOMPARE(got.value()[1].values<int32_t>()[i], f[i]);
        QCOMPARE(got.value()[2].values<int32_t>()[i], m[i]);
      }
      QCOMPARE(got.value()[3].values<int32_t>()[0], 28);
      QCOMPARE(got.value()[3].values<int32_t>()[7], 0);
    }
  }
};
HEDDLE_TEST(IntrinsicsTest)

#include "intrinsics_test.moc"
