// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/text.h"

#include <random>

#include "engine/loops/visit.h"
#include "tests/engine/loops/programs.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::loops;

namespace {

std::string parsedText(std::string_view text) {
  auto program = parse(text);
  if (program.isError()) return toText(program.error());
  return print(program.value()).text;
}

}  // namespace

class TextTest : public QObject {
  Q_OBJECT
 private slots:
  void roundTrips_data() {
    QTest::addColumn<QString>("text");
    QTest::newRow("conv") << QString(conv);
    QTest::newRow("vectors") << QString(vectors);
    QTest::newRow("empty") << QString("program \"a b\"():\n  pass\n");
  }
  void roundTrips() {
    QFETCH(QString, text);
    const std::string source = text.toStdString();
    auto first = parse(source);
    QVERIFY2(first.isOk(), first.isError() ? toText(first.error()).c_str() : "");
    const std::string printed = print(first.value()).text;
    QCOMPARE(QString::fromStdString(printed), text);
    auto second = parse(printed);
    QVERIFY(second.isOk());
    QVERIFY(structurallyEqual(first.value(), second.value(), EqualMode::alphaEquivalent));
    const Status status = verify(first.value());
    QVERIFY2(status.isOk(), status.isError() ? toText(status.error()).c_str() : "");
  }

  void knowsWhatEachLineIsAbout() {
    auto program = parse(conv);
    const PrintedProgram printed = print(program.value());
    const auto lines = QString::fromStdString(printed.text).split('\n', Qt::SkipEmptyParts);
    QCOMPARE(static_cast<size_t>(lines.size()), printed.lines.size());
    QVERIFY(!printed.lines[0].loop.isValid() && !printed.lines[0].block.isValid());
    for (qsizetype i = 0; i < lines.size(); ++i) {
      const LineInfo& info = printed.lines[static_cast<size_t>(i)];
      if (lines[i].contains("for n in")) QVERIFY(info.loop.isValid() && !info.block.isValid());
      if (lines[i].contains("t[0] =")) QVERIFY(info.loop.isValid() && info.block.isValid());
      if (lines[i].contains("t[0] =")) QVERIFY(info.stmt && info.stmt->kind == StmtKind::Store);
    }
  }

  void keepsNamesApart() {
    Program p;
    p.name = "names";
    const auto loop = [&](const char* name, Stmt body) {
      return For::make({p.freshId<LoopId>(),
                        Var::make(p.freshId<VarId>(), name),
                        constant(0),
                        constant(2),
                        ForKind::serial,
                        {},
                        {},
                        std::move(body)});
    };
    BufferNode node{p.freshId<BufferId>(), "if"};
    node.shape = {constant(2), constant(2)};
    const Buffer b = makeBuffer(node);
    p.params.push_back({b, ParamRole::output});
    const VarRef i = Var::make(p.freshId<VarId>(), "i"), j = Var::make(p.freshId<VarId>(), "i");
    Stmt inner = For::make({p.freshId<LoopId>(),
                            j,
                            constant(0),
                            constant(2),
                            ForKind::serial,
                            {},
                            {},
                            Store::make(b, {i, j}, FloatImm::make(1))});
    p.body = For::make(
        {p.freshId<LoopId>(), i, constant(0), constant(2), ForKind::serial, {}, {}, inner});
    p.body = Seq::make({p.body, loop("i", nullptr)});
    auto again = parse(print(p).text);
    QVERIFY2(again.isOk(), print(p).text.c_str());
    QVERIFY(structurallyEqual(p, again.value(), EqualMode::alphaEquivalent));
    QVERIFY(!structurallyEqual(p, again.value()));
  }

  void refusesWrongText_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* text, const char* message) {
      QTest::newRow(message) << text << message;
    };
    row("", "expected 'program'");
    row("program p(x: in f32[4]):\n  x[0] = 1\n",
        "a value of type i64 is stored where f32 is expected");
    row("program p(x: in f32[4]):\n  x[i] = 1.0\n", "no variable is named 'i' here");
    row("program p(x: in f32[4]):\n  y[0] = 1.0\n", "no buffer is named 'y'");
    row("program p(x: in f32[4]):\n  x[0, 1] = 1.0\n", "one index per dimension is needed");
    row("program p(x: in f32[4]):\n  x[0] = 1.0 + 1\n", "'+' has operands of types f32 and i64");
    row("program p(x: in f32[4]):\n  x[0] = exp(1.0, 2.0)\n", "wrong number of arguments");
    row("program p(x: in f32[4]):\n  x[0] = wavelet(1.0)\n", "no function is named 'wavelet'");
    row("program p(x: in f32[4]):\n    x[0] = 1.0\n  x[1] = 1.0\n",
        "this indentation matches no line above");
    row("program p(x: in f32[99999999999999999999]):\n  pass\n",
        "'99999999999999999999' is too large");
    row("program p(x: in f32[4]):\n  for i in range(2):\n    block b():\n      x[i] = 1.0\n",
        "no variable is named 'i' here");
    row("program p(x: in f32[4]):\n  x[0] = \"abc\n", "a string has no end");
    row("program p(x: in f32[4], x: in f32[4]):\n  pass\n", "a buffer named 'x' exists already");
  }
  void refusesWrongText() {
    QFETCH(QString, text);
    QFETCH(QString, message);
    auto result = parse(text.toStdString());
    QVERIFY(result.isError());
    QCOMPARE(QString::fromStdString(result.error().code), QString("loops.parse"));
    QCOMPARE(QString::fromStdString(result.error().message), message);
    QVERIFY(!result.error().where.empty());
  }

  // Cut and garbled programs end in a result or an error, never in a crash.
  void survivesHostileText() {
    std::mt19937 random(7);
    const std::string text = conv;
    for (size_t length = 0; length < text.size(); length += 3) (void)parse(text.substr(0, length));
    for (int i = 0; i < 2000; ++i) {
      std::string garbled = text;
      for (int k = 0; k < 3; ++k) garbled[random() % garbled.size()] = text[random() % text.size()];
      (void)parse(garbled);
    }
    const std::string head = "program p(x: in f32[4]):\n  x[0] = ";
    QVERIFY(parse(head + std::string(100000, '(')).isError());
    std::string sum = "1.0";
    for (int i = 0; i < 100000; ++i) sum += " + 1.0";
    QVERIFY(parse(head + sum + "\n").isError());
    std::string nest = "program p():\n";
    for (int i = 1; i < 1000; ++i) nest += std::string(static_cast<size_t>(i), ' ') + "if true:\n";
    QVERIFY(parse(nest).isError());
  }

  void printsParenthesesOnlyWhereNeeded() {
    const std::string head =
        "program p(x: out i64[9]):\n  for a in range(9):\n    for b in range(9):\n";
    for (const char* value :
         {"a - (b - 1)", "(a + b)*2", "a*2 + b//3 % 4", "(a if a < b else b) + 1",
          "a if a < b and (b == 1 or a == 2) else b if not a == b else 3", "a - -3", "-3*a",
          "min(a, max(b, 2))", "(a < b) == (b < 3)"}) {
      const std::string text = head + "      x[0] = " +
                               (std::string(value).find(" == (b") != std::string::npos
                                    ? "1 if " + std::string(value) + " else 0"
                                    : std::string(value)) +
                               "\n";
      QCOMPARE(QString::fromStdString(parsedText(text)), QString::fromStdString(text));
    }
  }
};
HEDDLE_TEST(TextTest)

class VerifyTest : public QObject {
  Q_OBJECT
 private slots:
  void init() {
    m_program = parse(
                    "program p(x: in f32[4], y: out f32[4]):\n  for i in range(4):\n"
                    "    block b(v: 4 = i):\n      y[v] = x[v]\n")
                    .value();
    QVERIFY(verify(m_program).isOk());
  }
  void refusesALoopVariableInsideABlock() {
    const auto* loop = as<For>(m_program.body);
    const auto* block = as<Block>(loop->body);
    m_program.body = rewrite(m_program.body, {}, [&](const Expr& e) -> Expr {
      const auto* v = as<Var>(e);
      return v && v->id == block->f.iters[0].var->id ? Expr(loop->var) : e;
    });
    expectRule("its iterators");
  }
  void refusesAnIdUsedTwice() {
    m_program.body = Seq::make({m_program.body, m_program.body});
    expectRule("a loop id is used once");
  }
  void refusesIdsBeyondTheCounter() {
    m_program.nextId = 2;
    expectRule("ids come from the program's counter");
  }
  void refusesForeignBuffers() {
    BufferNode node{BufferId{1000}, "z"};
    node.shape = {constant(1)};
    m_program.body = Store::make(makeBuffer(node), {constant(0)}, FloatImm::make(0));
    expectRule("a buffer is a parameter or allocated around its use");
  }
  void refusesTwoNodesForOneBuffer() {
    BufferNode copy = *m_program.params[1].buffer;
    m_program.body = Store::make(makeBuffer(copy), {constant(0)}, FloatImm::make(0));
    expectRule("all uses of a buffer share one node");
  }
  void refusesWrongRank() {
    m_program.body = Store::make(m_program.params[1].buffer, {}, FloatImm::make(0));
    expectRule("one index per dimension");
  }
  void refusesAnOpaqueBlockWithBody() {
    Block::Fields f{BlockId{m_program.nextId++}, "o"};
    f.opaqueFunction = "f";
    f.body = Store::make(m_program.params[1].buffer, {constant(0)}, FloatImm::make(0));
    m_program.body = Block::make(f);
    expectRule("an opaque block has no body");
  }

 private:
  void expectRule(const char* rule) {
    const Status status = verify(m_program);
    QVERIFY(status.isError());
    QCOMPARE(status.error().code, std::string("loops.verify"));
    QVERIFY2(status.error().message.find(rule) != std::string::npos,
             status.error().message.c_str());
  }
  Program m_program;
};
HEDDLE_TEST(VerifyTest)

#include "text_test.moc"
