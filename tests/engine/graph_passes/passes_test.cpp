// Golden text of each pass: the graph before, the graph after, and what the pass says it did.
// SPDX-License-Identifier: Apache-2.0
#include "engine/graph/text.h"
#include "engine/graph_passes/canonicalize.h"
#include "engine/graph_passes/convert_layout.h"
#include "engine/graph_passes/dead_code.h"
#include "engine/graph_passes/eliminate_common_subexpressions.h"
#include "engine/graph_passes/expand_composites.h"
#include "engine/graph_passes/fold_batch_norm.h"
#include "engine/graph_passes/fold_constants.h"
#include "engine/graph_passes/fold_scale_axis.h"
#include "engine/graph_passes/fuse.h"
#include "engine/graph_passes/fuse_activations.h"
#include "engine/graph_passes/infer_types.h"
#include "engine/graph_passes/simplify.h"
#include "engine/graph_passes/simplify_inference.h"
#include "engine/reference/interpret_graph.h"
#include "tests/support/golden.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::graph_passes;

namespace {

using Pass = Result<PassResult> (*)(const graph::Graph&, const PassContext&);

struct Case {
  const char* name;
  Pass pass;
  const char* body;
};

const char* kConvX =
    "%1 = input() : f32[1,2,4,4]  # x\n"
    "%2 = constant() {value=f32[2,2,1,1]=[1,2,3,4]} : ?  # w\n";

const Case kCases[] = {
    {"infer_types", inferTypes,
     "%1 = input() : f32[N,3,H]  # x\n%2 = shape(%1) : ?  # shape\n"
     "%3 = constant() {value=i64[1]=[0]} : ?  # zero\n%4 = gather(%2, %3) : ?  # batch\n"
     "%5 = constant() {value=i64[1]=[-1]} : ?  # rest\n%6 = concat(%4, %5) {axis=0} : ?  # wanted\n"
     "%7 = reshape(%1, %6) : ?  # r\noutput \"y\" = %7\n"},
    {"canonicalize", canonicalize,
     "%1 = input() : f32[1,2,5,5]  # x\n"
     "%2 = max_pool(%1) {kernel_shape=[2,2], strides=[2,2], auto_pad=\"SAME_UPPER\"} : ?  # pool\n"
     "%3 = softmax(%2) {axis=-1} : ?  # s\noutput \"y\" = %3\noutput \"again\" = %3\noutput \"x\" "
     "= %1\n"},
    {"expand_einsum", expandComposites,
     "%1 = input() : f32[2,3]  # a\n%2 = input() : f32[3,4]  # b\n"
     "%3 = einsum(%1, %2) {equation=\"ij,jk->ki\"} : ?  # e\noutput \"y\" = %3\n"},
    {"expand_rnn", expandComposites,
     "%1 = input() : f32[2,1,2]  # x\n%2 = constant() {value=f32[1,2,2]=[1,2,3,4]} : ?  # w\n"
     "%3 = constant() {value=f32[1,2,2]=[5,6,7,8]} : ?  # r\n"
     "%4 = rnn(%1, %2, %3) {hidden_size=2} : ?, ?  # layer\noutput \"h\" = %4.1\n"},
    {"fold_constants", foldConstants,
     "%1 = input() : f32[2]  # x\n%2 = constant() {value=f32[2]=[1,2]} : ?  # a\n%3 = neg(%2) : ?  "
     "# n\n"
     "%4 = add(%1, %3) : ?  # s\n%5 = constant() {value=i64[2]=[900000,2]} : ?  # big\n"
     "%6 = expand(%2, %5) : ?  # too large\noutput \"y\" = %4\noutput \"z\" = %6\n"},
    {"simplify", simplify,
     "%1 = input() : f32[2,1,3]  # x\n%2 = constant() {value=f32[]=[1]} : ?  # one\n%3 = mul(%1, "
     "%2) : ?  # m\n"
     "%4 = constant() {value=i64[1]=[1]} : ?  # axes\n%5 = squeeze(%3, %4) : ?  # sq\n%6 = "
     "flatten(%5) : ?  # f\n"
     "%7 = transpose(%6) {perm=[1,0]} : ?  # t1\n%8 = transpose(%7) {perm=[1,0]} : ?  # t2\n"
     "%9 = constant() {value=f32[]=[0]} : ?  # low\n%10 = clip(%8, %9) : ?  # c\n%11 = relu(%10) : "
     "?  # r\n"
     "%12 = constant() {value=f32[]=[2]} : ?  # two\n%13 = pow(%11, %12) : ?  # p\n%14 = div(%13, "
     "%12) : ?  # d\n"
     "output \"y\" = %14\n"},
    {"fuse_hard_swish", fuseActivations,
     "%1 = input() : f32[4]  # x\n%2 = constant() {value=f32[]=[3]} : ?\n%3 = constant() "
     "{value=f32[]=[0]} : ?\n"
     "%4 = constant() {value=f32[]=[6]} : ?\n%5 = add(%1, %2) : ?  # plus\n%6 = clip(%5, %3, %4) : "
     "?  # clip\n"
     "%7 = mul(%1, %6) : ?  # times\n%8 = div(%7, %4) : ?  # sixth\noutput \"y\" = %8\n"},
    {"fuse_gelu", fuseActivations,
     "%1 = input() : f32[4]  # x\n%2 = constant() {value=f32[]=[1.4142135]} : ?\n%3 = constant() "
     "{value=f32[]=[1]} : ?\n"
     "%4 = constant() {value=f32[]=[0.5]} : ?\n%5 = div(%1, %2) : ?\n%6 = erf(%5) : ?\n%7 = "
     "add(%6, %3) : ?\n"
     "%8 = mul(%1, %7) : ?\n%9 = mul(%8, %4) : ?  # gelu\noutput \"y\" = %9\n"},
    {"fuse_layer_normalization", fuseActivations,
     "%1 = input() : f32[2,4]  # x\n%2 = constant() {value=i64[1]=[-1]} : ?\n%3 = constant() "
     "{value=f32[]=[2]} : ?\n"
     "%4 = constant() {value=f32[]=[1e-5]} : ?\n%5 = constant() {value=f32[4]=[1,2,3,4]} : ?  # "
     "scale\n"
     "%6 = constant() {value=f32[4]=[5,6,7,8]} : ?  # bias\n%7 = reduce_mean(%1, %2) : ?\n%8 = "
     "sub(%1, %7) : ?\n"
     "%9 = pow(%8, %3) : ?\n%10 = reduce_mean(%9, %2) : ?\n%11 = add(%10, %4) : ?\n%12 = sqrt(%11) "
     ": ?\n"
     "%13 = div(%8, %12) : ?\n%14 = mul(%13, %5) : ?\n%15 = add(%14, %6) : ?  # norm\noutput \"y\" "
     "= %15\n"},
    {"fold_batch_norm", foldBatchNorm,
     "%3 = constant() {value=f32[2]=[2,3]} : ?  # gamma\n%4 = constant() {value=f32[2]=[1,1]} : ?  "
     "# beta\n"
     "%5 = constant() {value=f32[2]=[0.5,1]} : ?  # mean\n%6 = constant() {value=f32[2]=[4,1]} : ? "
     " # variance\n"
     "%7 = conv(%1, %2) : ?  # conv\n%8 = batch_normalization(%7, %3, %4, %5, %6) {epsilon=0} : ?  "
     "# bn\n"
     "output \"y\" = %8\n"},
    {"simplify_inference", simplifyInference,
     "%3 = constant() {value=f32[2]=[2,3]} : ?  # gamma\n%4 = constant() {value=f32[2]=[1,1]} : ?  "
     "# beta\n"
     "%5 = constant() {value=f32[2]=[0.5,1]} : ?  # mean\n%6 = constant() {value=f32[2]=[4,1]} : ? "
     " # variance\n"
     "%8 = batch_normalization(%1, %3, %4, %5, %6) {epsilon=0} : ?  # bn\noutput \"y\" = %8\n"},
    {"fold_scale_axis", foldScaleAxis,
     "%3 = constant() {value=f32[2,1,1]=[2,3]} : ?  # scale\n%4 = constant() "
     "{value=f32[1,2,1,1]=[10,20]} : ?  # shift\n"
     "%5 = conv(%1, %2) : ?  # conv\n%6 = mul(%5, %3) : ?  # m\n%7 = sub(%6, %4) : ?  # s\noutput "
     "\"y\" = %7\n"},
    {"eliminate_common_subexpressions", eliminateCommonSubexpressions,
     "%3 = constant() {value=f32[]=[2]} : ?  # a\n%4 = constant() {value=f32[]=[2]} : ?  # b\n"
     "%5 = mul(%1, %3) : ?  # m1\n%6 = mul(%1, %4) : ?  # m2\n%7 = add(%5, %6) : ?  # s\noutput "
     "\"y\" = %7\n"},
    {"convert_layout", convertLayout,
     "%3 = constant() {value=f32[2,1,1]=[5,6]} : ?  # bias\n%4 = conv(%1, %2) : ?  # conv1\n%5 = "
     "add(%4, %3) : ?  # a\n"
     "%6 = concat(%5, %4) {axis=1} : ?  # cat\n%7 = max_pool(%6) {kernel_shape=[2,2]} : ?  # pool\n"
     "%8 = constant() {value=i64[2]=[2,3]} : ?  # axes\n%9 = reduce_mean(%7, %8) {keepdims=0} : ?  "
     "# mean\n"
     "output \"y\" = %9\noutput \"z\" = %5\n"},
    {"convert_layout_shuffle", convertLayout,
     "%3 = conv(%1, %2) : ?  # conv\n%4 = constant() {value=i64[5]=[1,2,1,4,4]} : ?\n%5 = "
     "reshape(%3, %4) : ?  # split\n"
     "%6 = transpose(%5) {perm=[0,2,1,3,4]} : ?  # swap\n%7 = constant() {value=i64[4]=[1,2,4,4]} "
     ": ?\n"
     "%8 = reshape(%6, %7) : ?  # join\n%9 = conv(%8, %2) : ?  # conv2\noutput \"y\" = %9\n"},
    {"dead_code", removeDeadCode,
     "%3 = conv(%1, %2) : ?  # used\n%4 = relu(%3) : ?  # dead\n%5 = neg(%4) : ?  # dead "
     "too\noutput \"y\" = %3\n"},
};

bool usesConvX(const char* body) {
  return std::string(body).rfind("%1 =", 0) != 0;
}

PassContext contextWithEvaluator() {
  PassContext context;
  context.evaluate = reference::evaluate;
  return context;
}

std::string describe(const PassResult& result) {
  std::string out = printGraph(result.graph);
  for (const Rewrite& rewrite : result.rewrites)
    out +=
        "%" + std::to_string(rewrite.from.value) + " -> " +
        (rewrite.to.isValid() ? "%" + std::to_string(rewrite.to.value) : std::string("nothing")) +
        ": " + rewrite.reason + "\n";
  return out;
}

}  // namespace

class PassesTest : public QObject {
  Q_OBJECT
 private slots:
  void matchesGolden_data() {
    QTest::addColumn<int>("index");
    for (size_t i = 0; i < std::size(kCases); ++i)
      QTest::newRow(kCases[i].name) << static_cast<int>(i);
  }
  void matchesGolden() {
    QFETCH(int, index);
    const Case& c = kCases[index];
    const std::string source =
        std::string("graph \"g\"\n") + (usesConvX(c.body) ? kConvX : "") + c.body;
    const auto parsed = graph::parseGraph(source, std::make_shared<ConstantPool>());
    if (parsed.isError()) QFAIL(toText(parsed.error()).c_str());
    PassContext context = contextWithEvaluator();
    const bool isInference = c.pass == inferTypes;
    if (isInference) context.shapes = {{"N", 2}, {"H", 4}};
    const auto typed = inferTypes(parsed.value(), context);
    if (typed.isError()) QFAIL(toText(typed.error()).c_str());
    const graph::Graph before = isInference ? parsed.value() : typed.value().graph;
    const auto after = c.pass(before, context);
    if (after.isError()) QFAIL(toText(after.error()).c_str());
    if (const Status status = graph::verifyGraph(after.value().graph); status.isError())
      QFAIL((toText(status.error()) + "\n" + printGraph(after.value().graph)).c_str());
    const std::string difference = test::compareWithGolden(
        std::string("graph_passes/") + c.name + ".txt",
        "before\n" + printGraph(before) + "after\n" + describe(after.value()));
    QVERIFY2(difference.empty(), difference.c_str());
  }
  // Dimensions that nothing determines are symbols, not errors.
  void leavesUnknownDimensionsSymbolic() {
    const auto parsed = graph::parseGraph(
        "graph \"g\"\n%1 = input() : f32[N]  # x\n%2 = non_zero(%1) : ?\n%3 = transpose(%2) "
        "{perm=[1,0]} : ?\n"
        "%4 = shape(%3) : ?\n%5 = full(%4) {value=f32[1]=[1]} : ?  # ones\noutput \"y\" = %5\n",
        std::make_shared<ConstantPool>());
    const auto result = inferTypes(parsed.value(), contextWithEvaluator());
    QVERIFY(result.isOk());
    const auto& type = result.value().graph.type(result.value().graph.outputs()[0].value);
    QVERIFY(type && type->rank() == 2 && !type->isStatic());
  }
  void refusesNegativeExtents() {
    const auto parsed =
        graph::parseGraph("graph \"g\"\n%1 = input() : f32[N]  # x\noutput \"y\" = %1\n",
                          std::make_shared<ConstantPool>());
    PassContext context;
    context.shapes = {{"N", -3}};
    QVERIFY(inferTypes(parsed.value(), context).isError());
  }
  // Every pass and fusion on a chain of 100,000 nodes; generous, but quadratic work would exceed
  // it.
  void isNearLinear() {
    graph::GraphEditor editor("large", std::make_shared<ConstantPool>());
    const auto add = [&](graph::OpKind kind, std::vector<graph::ValueRef> inputs,
                         graph::Attributes attributes = {}) {
      graph::Node node;
      node.kind = kind;
      node.inputs = std::move(inputs);
      node.attributes = std::move(attributes);
      return graph::ValueRef{editor.add(std::move(node)), 0};
    };
    const graph::ValueRef x{editor.addInput("x", {ElementType::f32, {1, 2, 4, 4}}), 0};
    const graph::ValueRef one{
        editor.addConstant(Tensor::scalar(ElementType::f32, 1), "one", "test"), 0};
    const graph::ValueRef w{
        editor.addConstant(Tensor::allocate(ElementType::f32, {2, 2, 1, 1}).value(), "w", "test"),
        0};
    graph::ValueRef last = x;
    for (int i = 0; i < 12500; ++i) {
      const graph::ValueRef c = add(graph::OpKind::conv, {last, w});
      const graph::ValueRef s = add(graph::OpKind::sigmoid, {c});
      const graph::ValueRef swish = add(graph::OpKind::mul, {c, s});
      const graph::ValueRef same = add(graph::OpKind::mul, {swish, one});
      const graph::ValueRef t =
          add(graph::OpKind::transpose, {same}, {{"perm", std::vector<int64_t>{0, 1, 3, 2}}});
      const graph::ValueRef u =
          add(graph::OpKind::transpose, {t}, {{"perm", std::vector<int64_t>{0, 1, 3, 2}}});
      add(graph::OpKind::neg, {u});  // dead
      last = add(graph::OpKind::add, {u, last});
    }
    editor.setOutputs({{"y", last}});
    const graph::Graph graph = std::move(editor).finish().value();
    const auto stages = runPipeline(graph, {}, contextWithEvaluator());
    if (stages.isError()) QFAIL(toText(stages.error()).c_str());
    for (const Stage& stage : stages.value()) {
      qInfo("%s %zu nodes %.0f ms", stage.pass.c_str(), stage.graph.size(),
            static_cast<double>(stage.durationNs) / 1e6);
    }
    QElapsedTimer timer;
    timer.start();
    QVERIFY(fuse(stages.value().back().graph, {}).isOk());
    qInfo("fuse %lld ms", timer.elapsed());
  }
};
HEDDLE_TEST(PassesTest)

#include "passes_test.moc"
