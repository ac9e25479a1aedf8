// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/simplify.h"

#include <random>

#include "engine/loops/fold.h"
#include "engine/loops/text.h"
#include "engine/loops/visit.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::loops;

namespace {

// The value of a scalar expression of integers and bools; nothing on a division by zero.
std::optional<int64_t> evaluate(const Expr& e, const std::map<VarId, int64_t>& values) {
  if (const auto* n = as<IntImm>(e)) return n->value;
  if (const auto* n = as<Var>(e)) return values.at(n->id);
  if (const auto* n = as<Not>(e)) {
    const auto v = evaluate(n->value, values);
    return v ? std::optional<int64_t>(!*v) : v;
  }
  if (const auto* n = as<Select>(e)) {
    const auto c = evaluate(n->condition, values);
    return c ? evaluate(*c ? n->whenTrue : n->whenFalse, values) : c;
  }
  const auto* b = as<Binary>(e);
  const auto* c = as<Compare>(e);
  const auto x = evaluate(b ? b->a : c->a, values), y = evaluate(b ? b->b : c->b, values);
  if (!x || !y) return {};
  if (c) return foldCompare(c->op, c->a->type.element, *x, *y);
  return foldBinary(b->op, b->type.element, *x, *y);
}

struct Generator {
  std::mt19937 random;
  std::vector<VarRef> vars;

  int pick(int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); }
  Expr integer(int depth) {
    if (depth == 0 || pick(5) == 0) {
      if (pick(3) == 0) return constant(pick(17) - 4);
      return vars[static_cast<size_t>(pick(static_cast<int>(vars.size())))];
    }
    static constexpr BinaryOp ops[] = {BinaryOp::add, BinaryOp::sub, BinaryOp::mul, BinaryOp::min,
                                       BinaryOp::max, BinaryOp::add, BinaryOp::add};
    switch (pick(5)) {
      case 0:
        return Binary::make(BinaryOp::floorDiv, integer(depth - 1), constant(pick(9) + 1));
      case 1:
        return Binary::make(BinaryOp::floorMod, integer(depth - 1), constant(pick(9) + 1));
      case 2:
        return Select::make(condition(depth - 1), integer(depth - 1), integer(depth - 1));
      case 3:
        return Binary::make(BinaryOp::mul, integer(depth - 1), constant(pick(9) - 2));
      default:
        return Binary::make(ops[pick(7)], integer(depth - 1), integer(depth - 1));
    }
  }
  Expr condition(int depth) {
    if (depth > 0 && pick(3) == 0) {
      const BinaryOp op = pick(2) ? BinaryOp::logicalAnd : BinaryOp::logicalOr;
      return Binary::make(op, condition(depth - 1), condition(depth - 1));
    }
    if (depth > 0 && pick(5) == 0) return Not::make(condition(depth - 1));
    return Compare::make(static_cast<CompareOp>(pick(6)), integer(depth > 0 ? depth - 1 : 0),
                         integer(depth > 0 ? depth - 1 : 0));
  }
};

}  // namespace

class SimplifyTest : public QObject {
  Q_OBJECT
 private slots:
  void rules_data() {
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    const auto row = [](const char* from, const char* to) { QTest::newRow(from) << from << to; };
    // x in [0, 10), y in [0, 4), z in [0, 16)
    row("(x*4 + y)//4", "x");
    row("(x*4 + y) % 4", "y");
    row("(x*16 + y*4)//8", "x*2 + y//2");
    row("(x*4 + y)//8", "x//2");
    row("(x*4 + y) % 8", "x % 2*4 + y");
    row("x//4*4 + x % 4", "x");
    row("x//12*12 + x//4 % 3*4 + x % 4", "x");
    row("x//3//5", "0");
    row("z//3//2", "z//6");
    row("z % 8 % 4", "z % 4");
    row("y//4", "0");
    row("y + x - y", "x");
    row("x + 3 + y - 5", "x + y - 2");
    row("2*(x + y)*3", "x*6 + y*6");
    row("min(x, x + y)", "x");
    row("max(y, 3)", "3");
    row("min(y, 4)", "y");
    row("16 - x", "16 - x");
    row("(x*4 + y) if x*4 + y < 40 else 7", "x*4 + y");
    row("1 if x < 10 else 0", "1");
    row("1 if x*4 + y < 16 else 0", "1 if x < 4 else 0");
    row("1 if x*4 + y < 18 else 0", "1 if x*4 + y < 18 else 0");
    row("1 if x + y < x + 4 else 0", "1");
    row("1 if not x < 5 else 0", "1 if x >= 5 else 0");
    row("(x if x < 3 else 2) if x < 3 else 5", "x if x < 3 else 5");
    row("1 if x < 5 and x < 20 else 0", "1 if x < 5 else 0");
    row("(x*2 + 1)//2", "x");
    row("(0 - x)//4", "x*-1//4");
    row("(x*4 - 4)//4", "x - 1");
  }
  void rules() {
    QFETCH(QString, from);
    QFETCH(QString, to);
    const std::string head =
        "program p(o: out i64[1]):\n  for x in range(10):\n    for y in range(4):\n"
        "      for z in range(16):\n        o[0] = ";
    auto program = parse(head + from.toStdString() + "\n");
    QVERIFY2(program.isOk(), program.isError() ? toText(program.error()).c_str() : "");
    Program p = program.value();
    p.body = simplify(p.body);
    const QString line = QString::fromStdString(print(p).text).split('\n')[4].trimmed();
    QCOMPARE(line, "o[0] = " + to);
  }

  void vectorRules_data() {
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    const auto row = [](const char* from, const char* to) { QTest::newRow(from) << from << to; };
    row("ramp(x, 1, 4) + broadcast(3, 4)", "ramp(x + 3, 1, 4)");
    row("ramp(x, 1, 4)*broadcast(3, 4)", "ramp(x*3, 3, 4)");
    row("ramp(x*4, 1, 4)//broadcast(4, 4)", "broadcast(x, 4)");
    row("ramp(x*4, 1, 4) % broadcast(4, 4)", "ramp(0, 1, 4)");
    row("ramp(x*4, 1, 4)//broadcast(3, 4)", "ramp(x*4, 1, 4)//broadcast(3, 4)");
    row("broadcast(1, 4) if ramp(x, 1, 4) < broadcast(13, 4) else broadcast(0, 4)",
        "broadcast(1, 4)");
  }
  void vectorRules() {
    QFETCH(QString, from);
    QFETCH(QString, to);
    auto program =
        parse("program p(o: out i64[4]):\n  for x in range(10):\n    o[ramp(0, 1, 4)] = " +
              from.toStdString() + "\n");
    QVERIFY2(program.isOk(), program.isError() ? toText(program.error()).c_str() : "");
    Program p = program.value();
    p.body = simplify(p.body);
    QCOMPARE(QString::fromStdString(print(p).text).split('\n')[2].trimmed(),
             "o[ramp(0, 1, 4)] = " + to);
  }

  // Random expressions keep their value at every point, and intervals contain it.
  void keepsValues() {
    Generator g{std::mt19937(11), {}};
    Bounds bounds;
    const Interval ranges[] = {{0, 5}, {-3, 2}, {0, 7}};
    for (uint64_t i = 0; i < 3; ++i) {
      g.vars.push_back(Var::make(VarId{i + 1}, std::string(1, static_cast<char>('x' + i))));
      bounds[VarId{i + 1}] = ranges[i];
    }
    for (int round = 0; round < 3000; ++round) {
      const Expr e = round % 2 ? g.integer(4) : g.condition(3);
      const Expr s = simplify(e, bounds);
      const auto range = intervalOf(e, bounds);
      const std::string text =
          "round " + std::to_string(round) + ": " + toText(e) + "  ->  " + toText(s);
      for (int64_t x = ranges[0].min; x <= ranges[0].max; ++x)
        for (int64_t y = ranges[1].min; y <= ranges[1].max; ++y)
          for (int64_t z = ranges[2].min; z <= ranges[2].max; ++z) {
            const std::map<VarId, int64_t> at = {{VarId{1}, x}, {VarId{2}, y}, {VarId{3}, z}};
            const auto before = evaluate(e, at), after = evaluate(s, at);
            QVERIFY2(before == after, text.c_str());
            QVERIFY2(!range || (range->min <= *before && *before <= range->max), text.c_str());
          }
      QVERIFY2(structurallyEqual(simplify(s, bounds), simplify(s, bounds)), text.c_str());
    }
  }

  void cleansStatements() {
    auto program = parse(R"(program p(x: in f32[60], y: out f32[60]):
  for i in range(4):
    for j in range(16):
      block b(v: 60 = (i*16 + j)//16*16 + (i*16 + j) % 16):
        where (i*16 + j)//1 < 60
        y[v] = x[v] if v < 60 else 0.0
  for i in range(0):
    y[i] = 0.0
  if 1 < 0:
    y[0] = 0.0
)");
    Program p = program.value();
    p.body = simplify(p.body);
    QCOMPARE(QString::fromStdString(print(p).text),
             QString(R"(program p(x: in f32[60], y: out f32[60]):
  for i in range(4):
    for j in range(16):
      block b(v: 60 = i*16 + j):
        where i*16 + j < 60
        y[v] = x[v]
)"));
  }

  void findsAffineForms() {
    const VarRef i = Var::make(VarId{1}, "i"), j = Var::make(VarId{2}, "j");
    const auto form = affineForm(constant(3) * (i + constant(2)) - j);
    QVERIFY(form.has_value());
    QCOMPARE(form->coefficient(i->id), int64_t{3});
    QCOMPARE(form->coefficient(j->id), int64_t{-1});
    QCOMPARE(form->constant, int64_t{6});
    QVERIFY(!affineForm(i * j).has_value());
  }

  void givesUpOnOverflow() {
    const VarRef i = Var::make(VarId{1}, "i");
    const Bounds bounds = {{VarId{1}, {0, INT64_MAX}}};
    const Expr e = Binary::make(BinaryOp::mul, Binary::make(BinaryOp::add, i, constant(INT64_MAX)),
                                constant(3));
    QVERIFY(!intervalOf(e, bounds).has_value());
    QVERIFY(!provablyTrue(Compare::make(CompareOp::ge, e, constant(0)), bounds));
  }
};
HEDDLE_TEST(SimplifyTest)

#include "simplify_test.moc"
