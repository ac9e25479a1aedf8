// The table of contents of the graph passes.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/graph_passes/canonicalize.h"
#include "engine/graph_passes/convert_layout.h"
#include "engine/graph_passes/dead_code.h"
#include "engine/graph_passes/eliminate_common_subexpressions.h"
#include "engine/graph_passes/expand_composites.h"
#include "engine/graph_passes/fold_batch_norm.h"
#include "engine/graph_passes/fold_constants.h"
#include "engine/graph_passes/fold_scale_axis.h"
#include "engine/graph_passes/fuse_activations.h"
#include "engine/graph_passes/infer_types.h"
#include "engine/graph_passes/narrow_integers.h"
#include "engine/graph_passes/quantized_sums.h"
#include "engine/graph_passes/required.h"
#include "engine/graph_passes/simplify.h"
#include "engine/graph_passes/simplify_inference.h"
#include "engine/support/clock.h"

namespace heddle::graph_passes {
namespace {

struct Row {
  PassInfo info;
  Result<PassResult> (*run)(const graph::Graph&, const PassContext&);
  bool isRequired = false;  // compilation cannot do without it
};

const std::vector<Row>& rows() {
  static const auto* table = new std::vector<Row>{
      // Everything after needs types, and value inputs need values.
      {{"infer_types", "y = op(x)  =>  y : type; value inputs become constants", 0},
       inferTypes,
       true},
      {{"canonicalize", "conv(auto_pad=SAME_UPPER)  =>  conv(pads=[...])", 0}, canonicalize},
      {{"expand_composites", "lstm(x, w, r)  =>  matmul, sigmoid, tanh, ...", 0},
       expandComposites,
       true},
      // Before constants are folded, which makes floats of 8-bit weights.
      {{"quantized_sums",
        "conv(dequantize(q), dequantize(w), b)  =>  f32(conv(i32(q) - z, i32(w)))*s + b", 3},
       quantizedSums},
      // Before folding into weights, so that computed weights are constants by then.
      {{"fold_constants", "op(constants)  =>  constant", 2}, foldConstants},
      {{"simplify", "x*1  =>  x; reshape(reshape(x))  =>  reshape(x)", 1}, simplify},
      {{"fuse_activations", "x*sigmoid(x)  =>  swish(x)", 2}, fuseActivations},
      {{"fold_batch_norm", "batch_normalization(conv(x, w, b))  =>  conv(x, w*s, b*s + t)", 2},
       foldBatchNorm},
      {{"simplify_inference", "batch_normalization(x)  =>  x*s + t", 0}, simplifyInference, true},
      {{"fold_scale_axis", "conv(x, w, b)*s + t  =>  conv(x, w*s, b*s + t)", 3}, foldScaleAxis},
      {{"narrow_integers", "conv(i32(q) - z, w)  =>  conv(q : u8, i8(w), b - z*sum(w))", 3},
       narrowIntegers},
      {{"eliminate_common_subexpressions", "y = f(x); z = f(x)  =>  z = y", 3},
       eliminateCommonSubexpressions},
      // Last, because every rewrite before knows channels-first only.
      {{"convert_layout", "conv(x : NCHW)  =>  transpose(conv(transpose(x) : NHWC))", 3},
       convertLayout},
      {{"dead_code", "y = f(x), y never read  =>  nothing", 0}, removeDeadCode},
  };
  return *table;
}

bool holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Status checkDisabled(const std::vector<std::string>& disabled) {
  for (const std::string& name : disabled) {
    const auto row = std::find_if(rows().begin(), rows().end(),
                                  [&](const Row& r) { return r.info.name == name; });
    if (row == rows().end())
      return Diagnostic{"graph.pass", "there is no graph pass '{0}'", {{"value", 0, name}}};
    if (row->isRequired)
      return Diagnostic{"graph.pass_required",
                        "the pass '{0}' cannot be left out: what it produces is needed to compile at "
                        "every level",
                        {{"value", 0, name}}};
  }
  return {};
}

}  // namespace

const std::vector<PassInfo>& passes() {
  static const auto* infos = [] {
    auto* list = new std::vector<PassInfo>;
    for (const Row& row : rows()) list->push_back(row.info);
    return list;
  }();
  return *infos;
}

bool isRequiredPass(std::string_view name) {
  return std::any_of(rows().begin(), rows().end(),
                     [&](const Row& r) { return r.info.name == name && r.isRequired; });
}

Result<std::vector<Stage>> runPipeline(const graph::Graph& graph, const PipelineOptions& options,
                                       const PassContext& context) {
  HEDDLE_CHECK(checkDisabled(options.disabled));
  const SteadyClock clock;
  std::vector<Stage> stages;
  stages.push_back({"import", graph, {}, 0});
  for (const Row& row : rows()) {
    if (row.info.optLevel > options.optLevel || holds(options.disabled, row.info.name)) continue;
    if (context.cancel.isCancelled())
      return Diagnostic{"cancelled", "cancelled", {}, row.info.name};
    const int64_t begin = clock.nowNs();
    auto result = row.run(stages.back().graph, context);
    if (result.isError()) {
      Diagnostic error = std::move(result).error();
      error.where = error.where.empty() ? row.info.name : row.info.name + ": " + error.where;
      return error;
    }
    PassResult done = std::move(result).value();
    stages.push_back(
        {row.info.name, std::move(done.graph), std::move(done.rewrites), clock.nowNs() - begin});
  }
  return stages;
}

}  // namespace heddle::graph_passes
