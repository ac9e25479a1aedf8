// SPDX-License-Identifier: Apache-2.0
#include "engine/graph/text.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::graph;

class TextTest : public QObject {
  Q_OBJECT
 private slots:
  void roundTrips() {
    const std::string source =
        "graph \"net \\\"1\\\"\"\n"
        "%1 = input() : f32[N,3,((H - 1)//2),max(H, W)]  # x\n"
        "%2 = constant() {value=#1:f32[2]=[1.5,-0.1]} : f32[2]  # w\\nline\n"
        "%3 = constant() {value=#2:i64[1]=[9007199254740993]} : i64[1]\n"
        "%7 = conv(%1, %2, _) {auto_pad=\"SAME_UPPER\", group=2, strides=[1,2]} : ?  # c  \n"
        "%8 = top_k(%7, %3) {axis=-1} : f32[], i64[]  # k\n"
        "%9 = leaky_relu(%8.1) {alpha=0.1} : i64[]\n"
        "%10 = cast(%9) {to=bf16} : bf16[]\n"
        "output \"y\" = %8.1\n";
    auto pool = std::make_shared<ConstantPool>();
    const auto graph = parseGraph(source, pool);
    if (graph.isError()) QFAIL(toText(graph.error()).c_str());
    QCOMPARE(printGraph(graph.value()), source);
    QCOMPARE(pool->tensor(ConstantId{2}).valueAsInt(0), int64_t{9007199254740993});
    QCOMPARE(printGraph(parseGraph(source, pool).value()), source);
    QCOMPARE(pool->size(), size_t{2});
  }
  void namesThePlaceOfAnError() {
    const auto graph = parseGraph("graph \"g\"\n%1 = input() : f32[1]\n%2 = relo(%1) : ?\n",
                                  std::make_shared<ConstantPool>());
    QVERIFY(graph.isError());
    QCOMPARE(graph.error().code, std::string("graph.parse"));
    QVERIFY(graph.error().where.starts_with("line 3"));
  }
  void survivesMutatedText() {
    const std::string source =
        "graph \"g\"\n%1 = input() : f32[N,((H + 1)//2)]  # x\n"
        "%2 = constant() {value=#1:f32[2]=[1.5,inf]} : f32[2]  # \\x01\n"
        "%3 = add(%1, %2) : ?\noutput \"y\" = %3\n";
    uint32_t state = 12345;
    const auto next = [&] { return state = state * 1664525u + 1013904223u, state >> 8; };
    for (int round = 0; round < 5000; ++round) {
      std::string text = source;
      for (uint32_t i = 0, n = 1 + next() % 3; i < n; ++i)
        text[next() % text.size()] = source[next() % source.size()];
      const auto graph = parseGraph(text, std::make_shared<ConstantPool>());
      if (graph.isOk()) (void)verifyGraph(graph.value()).isOk();
    }
    QVERIFY(parseGraph("graph \"g\"\n%1 = input() : f32[" + std::string(100000, '('),
                       std::make_shared<ConstantPool>())
                .isError());
  }
  void verifierNamesWhatIsWrong() {
    const auto wrong = [](const std::string& line) {
      const auto graph = parseGraph("graph \"g\"\n%1 = input() : f32[2,3]\n" + line,
                                    std::make_shared<ConstantPool>());
      if (graph.isError()) return toText(graph.error());
      const Status status = verifyGraph(graph.value());
      return status.isOk() ? std::string("ok") : toText(status.error());
    };
    QCOMPARE(wrong("%2 = transpose(%1) {perm=[1,0]} : f32[3,2]\n"), std::string("ok"));
    QVERIFY(wrong("%2 = transpose(%1) {perm=[1,0]} : f32[3,3]\n").find("f32[3,2]") !=
            std::string::npos);
    QVERIFY(wrong("%2 = transpose(%1) : f32[3,2]\n").find("'perm' is missing") !=
            std::string::npos);
    QVERIFY(wrong("%2 = add(%1) : f32[2,3]\n").find("1 inputs") != std::string::npos);
    QVERIFY(wrong("%2 = relu(%1) : f32[2,3], f32[1]\n").find("2 outputs") != std::string::npos);
  }
};
HEDDLE_TEST(TextTest)

#include "text_test.moc"
