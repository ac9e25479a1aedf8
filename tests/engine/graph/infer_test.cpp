// SPDX-License-Identifier: Apache-2.0
#include "engine/graph/infer.h"
#include "engine/graph/text.h"
#include "engine/graph/window.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::graph;

namespace {

// The types of the last node of the text, inferred in order; "error: ..." where a rule refuses.
std::string inferLast(const std::string& body) {
  auto pool = std::make_shared<ConstantPool>();
  auto parsed = parseGraph("graph \"g\"\n" + body, pool);
  if (parsed.isError()) return toText(parsed.error());
  GraphEditor editor(parsed.value());
  std::string last;
  int fresh = 0;
  for (const OpId id : parsed.value().order()) {
    Node node = editor.node(id);
    std::vector<std::optional<TensorType>> types;
    std::vector<std::optional<Tensor>> values;
    for (const ValueRef& input : node.inputs) {
      types.push_back(input.isValid() ? editor.node(input.op).types[input.index] : std::nullopt);
      values.push_back(input.isValid() ? parsed.value().constantValue(input) : std::nullopt);
    }
    const auto inferred = inferTypes(
        {node, types, values, *pool, [&] { return Dim::symbol("s" + std::to_string(fresh++)); }});
    if (inferred.isError()) return "error: " + messageText(inferred.error());
    node.types = inferred.value();
    last.clear();
    for (const auto& type : node.types)
      last += (last.empty() ? "" : " ") + (type ? text(*type) : "?");
    editor.replace(node);
  }
  return last;
}

const std::string kX = "%1 = input() : f32[2,3,H,8]\n";
std::string ints(int id, const std::string& values, int count) {
  return "%" + std::to_string(id) + " = constant() {value=i64[" + std::to_string(count) + "]=[" +
         values + "]} : ?\n";
}

}  // namespace

class InferTest : public QObject {
  Q_OBJECT
 private slots:
  void infers_data() {
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("type");
    const auto row = [](const char* name, const std::string& body, const char* type) {
      QTest::newRow(name) << QString::fromStdString(body) << QString(type);
    };
    row("unary", kX + "%2 = relu(%1) : ?", "f32[2,3,H,8]");
    row("broadcast", kX + "%2 = input() : f32[3,1,1]\n%3 = add(%1, %2) : ?", "f32[2,3,H,8]");
    row("broadcast symbol with constant",
        "%1 = input() : f32[N]\n%2 = input() : f32[4]\n%3 = add(%1, %2) : ?", "f32[4]");
    row("broadcast two symbols",
        "%1 = input() : f32[N]\n%2 = input() : f32[M]\n%3 = add(%1, %2) : ?", "f32[max(N, M)]");
    row("comparison", kX + "%2 = less(%1, %1) : ?", "bool[2,3,H,8]");
    row("reshape copies and infers", kX + ints(2, "0,-1", 2) + "%3 = reshape(%1, %2) : ?",
        "f32[2,(H*24)]");
    row("reshape cancels", kX + ints(2, "-1,3,8", 3) + "%3 = reshape(%1, %2) : ?",
        "f32[(H*2),3,8]");
    row("reshape of unknown value", kX + "%2 = input() : i64[2]\n%3 = reshape(%1, %2) : ?",
        "f32[s0,s1]");
    row("squeeze", "%1 = input() : f32[1,3,1]\n" + ints(2, "-1", 1) + "%3 = squeeze(%1, %2) : ?",
        "f32[1,3]");
    row("unsqueeze", "%1 = input() : f32[3]\n" + ints(2, "0,-1", 2) + "%3 = unsqueeze(%1, %2) : ?",
        "f32[1,3,1]");
    row("flatten", kX + "%2 = flatten(%1) {axis=2} : ?", "f32[6,(H*8)]");
    row("concat", kX + "%2 = concat(%1, %1) {axis=2} : ?", "f32[2,3,(H + H),8]");
    row("split uneven", "%1 = input() : f32[7]\n%2 = split(%1) {num_outputs=3} : ?, ?, ?",
        "f32[3] f32[3] f32[1]");
    row("slice",
        kX + ints(2, "1", 1) + ints(3, "9223372036854775807", 1) + ints(4, "3", 1) +
            "%5 = slice(%1, %2, %3, %4) : ?",
        "f32[2,3,H,7]");
    row("slice backwards",
        kX + ints(2, "-1", 1) + ints(3, "-9223372036854775808", 1) + ints(4, "3", 1) +
            ints(5, "-3", 1) + "%6 = slice(%1, %2, %3, %4, %5) : ?",
        "f32[2,3,H,3]");
    row("pad", kX + ints(2, "0,0,1,1,0,0,1,1", 8) + "%3 = pad(%1, %2) : ?", "f32[2,3,(H + 2),10]");
    row("gather", kX + "%2 = input() : i64[5,6]\n%3 = gather(%1, %2) {axis=1} : ?",
        "f32[2,5,6,H,8]");
    row("resize",
        "%1 = input() : f32[1,3,H,10]\n"
        "%2 = constant() {value=f32[4]=[1,1,2,0.7]} : ?\n%3 = resize(%1, _, %2) : ?",
        "f32[1,3,(H*2),7]");
    row("reduce", kX + ints(2, "-1,2", 2) + "%3 = reduce_mean(%1, %2) {keepdims=0} : ?",
        "f32[2,3]");
    row("arg_max", kX + "%2 = arg_max(%1) {axis=1} : ?", "i64[2,1,H,8]");
    row("conv same extent",
        kX + "%2 = input() : f32[16,3,3,3]\n%3 = conv(%1, %2) {pads=[1,1,1,1]} : ?",
        "f32[2,16,H,8]");
    row("conv strided symbol",
        kX + "%2 = input() : f32[16,3,3,3]\n%3 = conv(%1, %2) {pads=[1,1,1,1], strides=[2,2]} : ?",
        "f32[2,16,((H + 1)//2),4]");
    row("conv channels last",
        "%1 = input() : f32[1,8,8,3]\n%2 = input() : f32[16,3,3,3]\n"
        "%3 = conv(%1, %2) {data_layout=\"channels_last\"} : ?",
        "f32[1,6,6,16]");
    row("conv transpose",
        "%1 = input() : f32[1,4,5,5]\n%2 = input() : f32[4,2,3,3]\n"
        "%3 = conv_transpose(%1, %2) {strides=[2,2], group=2, output_padding=[1,1]} : ?",
        "f32[1,4,12,12]");
    row("pool ceil",
        "%1 = input() : f32[1,1,4,4]\n"
        "%2 = max_pool(%1) {kernel_shape=[3,3], strides=[2,2], ceil_mode=1} : ?, ?",
        "f32[1,1,2,2] i64[1,1,2,2]");
    row("pool ceil drops a window in the padding",
        "%1 = input() : f32[1,1,2]\n"
        "%2 = max_pool(%1) {kernel_shape=[1], strides=[2], ceil_mode=1} : ?",
        "f32[1,1,1]");
    row("pool same lower",
        "%1 = input() : f32[1,1,5]\n"
        "%2 = average_pool(%1) {kernel_shape=[2], strides=[2], auto_pad=\"SAME_LOWER\"} : ?",
        "f32[1,1,3]");
    row("matmul", "%1 = input() : f32[B,1,2,3]\n%2 = input() : f32[7,3,4]\n%3 = matmul(%1, %2) : ?",
        "f32[B,7,2,4]");
    row("matmul of vectors",
        "%1 = input() : f32[3]\n%2 = input() : f32[3]\n%3 = matmul(%1, %2) : ?", "f32[]");
    row("gemm",
        "%1 = input() : f32[3,2]\n%2 = input() : f32[4,3]\n%3 = gemm(%1, %2) {transA=1, transB=1} "
        ": ?",
        "f32[2,4]");
    row("einsum",
        "%1 = input() : f32[2,3,4]\n%2 = input() : f32[4,5]\n"
        "%3 = einsum(%1, %2) {equation=\"...ij,jk->...ik\"} : ?",
        "f32[2,3,5]");
    row("lstm",
        "%1 = input() : f32[T,2,3]\n%2 = input() : f32[2,16,3]\n%3 = input() : f32[2,16,4]\n"
        "%4 = lstm(%1, %2, %3) {hidden_size=4, direction=\"bidirectional\"} : ?, ?, ?",
        "f32[T,2,2,4] f32[2,2,4] f32[2,2,4]");
    row("non_zero", kX + "%2 = non_zero(%1) : ?", "i64[4,s0]");
    row("range",
        ints(1, "5", 1) + ints(2, "0", 1) + ints(3, "-2", 1) + "%4 = range(%1, %2, %3) : ?",
        "i64[3]");
    row("shape", kX + "%2 = shape(%1) {start=-3, end=9} : ?", "i64[3]");
    row("unknown input", kX + "%2 = input() : i64[N]\n%3 = reshape(%1, %2) : ?\n%4 = relu(%3) : ?",
        "?");
  }
  void infers() {
    QFETCH(QString, body);
    QFETCH(QString, type);
    QCOMPARE(QString::fromStdString(inferLast(body.toStdString())), type);
  }
  void refuses_data() {
    QTest::addColumn<QString>("body");
    const auto row = [](const char* name, const std::string& body) {
      QTest::newRow(name) << QString::fromStdString(body);
    };
    row("broadcast", "%1 = input() : f32[2]\n%2 = input() : f32[3]\n%3 = add(%1, %2) : ?");
    row("elements", "%1 = input() : f32[2]\n%2 = input() : i64[2]\n%3 = add(%1, %2) : ?");
    row("axis", kX + "%2 = softmax(%1) {axis=4} : ?");
    row("perm", kX + "%2 = transpose(%1) {perm=[0,1,1,2]} : ?");
    row("reshape", "%1 = input() : f32[6]\n" + ints(2, "4,-1", 2) + "%3 = reshape(%1, %2) : ?");
    row("channels", kX + "%2 = input() : f32[16,4,3,3]\n%3 = conv(%1, %2) : ?");
    row("window", "%1 = input() : f32[1,1,2]\n%2 = max_pool(%1) {kernel_shape=[5]} : ?");
    row("stride 0",
        "%1 = input() : f32[1,1,2]\n%2 = max_pool(%1) {kernel_shape=[1], strides=[0]} : ?");
    row("stride huge",
        "%1 = input() : f32[1,1,2]\n"
        "%2 = max_pool(%1) {kernel_shape=[9223372036854775807]} : ?");
    row("rank 0 pool", "%1 = input() : f32[]\n%2 = max_pool(%1) {kernel_shape=[1]} : ?");
    row("overflow",
        "%1 = input() : f32[4611686018427387904]\n" + ints(2, "4", 1) + "%3 = tile(%1, %2) : ?");
    row("too large", "%1 = input() : f32[4294967296,4294967296]\n%2 = relu(%1) : ?");
    row("negative extent",
        "%1 = input() : f32[4]\n" + ints(2, "-3,-3", 2) + "%3 = pad(%1, %2) : ?");
    row("float test of integers", "%1 = input() : i64[4]\n%2 = is_nan(%1) : ?");
  }
  void refuses() {
    QFETCH(QString, body);
    const std::string found = inferLast(body.toStdString());
    QVERIFY2(found.starts_with("error: "), found.c_str());
  }
  void resolvesWindows() {
    Node node;
    node.kind = OpKind::conv;
    node.attributes["auto_pad"] = std::string("SAME_LOWER");
    node.attributes["strides"] = std::vector<int64_t>{2};
    const Window same = windowOf(node, {1, 1, 6}, {1, 1, 3}).value();
    QCOMPARE(same.output[0], int64_t{3});
    QVERIFY(same.padBegin[0] == 1 && same.padEnd[0] == 0);
    node.kind = OpKind::conv_transpose;
    node.attributes = {{"output_shape", std::vector<int64_t>{10}},
                       {"strides", std::vector<int64_t>{3}}};
    const Window wide = windowOf(node, {1, 1, 3}, {1, 1, 3}).value();
    QVERIFY(wide.output[0] == 10 && wide.padBegin[0] == 0 && wide.outputPadding[0] == 1);
    QVERIFY(windowOf(node, {1}, {}).isError());
  }
  // Symbolic sizes that double or grow 20,000 times stay small.
  void boundsTheGrowthOfDimensions() {
    std::string body = "%1 = input() : f32[1,1,H]\n" + ints(2, "0,0,1,0,0,0", 6);
    for (int i = 3; i < 2003; i += 2)
      body += "%" + std::to_string(i) + " = concat(%" + std::to_string(i == 3 ? 1 : i - 1) +
              ", %1) {axis=2} : ?\n%" + std::to_string(i + 1) + " = concat(%" + std::to_string(i) +
              ", %" + std::to_string(i) + ") {axis=2} : ?\n";
    QVERIFY(inferLast(body).size() < 2000);
    std::string many = "%1 = input() : f32[N]\n%2 = concat(%1";
    for (int i = 0; i < 200000; ++i) many += ", %1";
    QVERIFY(inferLast(many + ") {axis=0} : ?").size() < 20000);
    std::string pads = "%1 = input() : f32[1,1,H]\n" + ints(2, "0,0,1,0,0,0", 6);
    for (int i = 3; i < 1003; ++i)
      pads +=
          "%" + std::to_string(i) + " = pad(%" + std::to_string(i == 3 ? 1 : i - 1) + ", %2) : ?\n";
    QCOMPARE(inferLast(pads), std::string("f32[1,1,(H + 1000)]"));
  }
  // Any attribute values on any operator give a type or an error.
  void survivesHostileNodes() {
    uint32_t state = 99;
    const auto next = [&] { return state = state * 1664525u + 1013904223u, state >> 8; };
    const int64_t hostile[] = {0, 1, -1, 2, 3, 7, -2, INT64_MAX, INT64_MIN, 1ll << 33, 64};
    const auto pick = [&] { return hostile[next() % std::size(hostile)]; };
    ConstantPool pool;
    for (int round = 0; round < 60000; ++round) {
      Node node;
      node.kind = static_cast<OpKind>(next() % (static_cast<uint32_t>(OpKind::det) + 1));
      const OpInfo& info = opInfo(node.kind);
      node.outputCount = 1 + next() % 3;
      std::vector<std::optional<TensorType>> types;
      std::vector<std::optional<Tensor>> values;
      const int count =
          info.minInputs + (info.maxInputs == info.minInputs ? 0 : static_cast<int>(next() % 3));
      for (int i = 0; i < count; ++i) {
        node.inputs.push_back({OpId{static_cast<uint64_t>(i) + 1}});
        Shape shape;
        for (uint32_t d = 0, rank = next() % 6; d < rank; ++d)
          shape.push_back(next() % 4 == 0 ? Dim::symbol("S")
                                          : Dim(std::abs(pick() | 1) % (1ll << 40)));
        types.push_back(TensorType{next() % 2 ? ElementType::f32 : ElementType::i64, shape});
        values.emplace_back();
        if (!info.needsValue(static_cast<size_t>(i))) continue;
        std::vector<int64_t> list;
        for (uint32_t v = 0, length = next() % 5; v < length; ++v) list.push_back(pick());
        const auto length = static_cast<int64_t>(list.size());
        types.back() = TensorType{ElementType::i64, {length}};
        values.back() = Tensor::fromValues<int64_t>(ElementType::i64, {length}, list);
      }
      for (const AttributeInfo& a : info.attributes) {
        if (next() % 2) continue;
        if (a.type == "int") node.attributes[a.name] = pick();
        if (a.type == "ints") {
          std::vector<int64_t> list;
          for (uint32_t v = 0, length = next() % 5; v < length; ++v) list.push_back(pick());
          node.attributes[a.name] = list;
        }
      }
      int fresh = 0;
      (void)inferTypes(
          {node, types, values, pool, [&] { return Dim::symbol("f" + std::to_string(fresh++)); }})
          .isOk();
    }
  }
};
HEDDLE_TEST(InferTest)

#include "infer_test.moc"
