// SPDX-License-Identifier: Apache-2.0
#include "engine/session/schedule_workloads.h"

#include <algorithm>
#include <charconv>

#include "engine/graph/text.h"
#include "engine/graph_passes/infer_types.h"
#include "engine/reference/interpret_graph.h"

namespace heddle::session {
namespace {

constexpr int64_t kLargestExtent = 16384;
constexpr int64_t kMostElements = int64_t{1} << 31;  // of all extents multiplied

Diagnostic unknown(const std::string& text) {
  std::string known;
  for (const WorkloadKind& kind : workloadKinds())
    known += (known.empty() ? "" : ", ") + std::string(kind.name) + ":" + kind.extents;
  return {"session.workload",
          "\"{0}\" is no workload",
          {{"value", 0, text}, {"value", 0, known}, {"value", 0, std::to_string(kLargestExtent)}},
          "",
          "{1}, with extents from 1 to {2}"};
}

// The numbers behind the colon; empty when they are none.
std::vector<int64_t> extentsOf(const std::string& text) {
  std::vector<int64_t> out;
  int64_t product = 1;
  for (const char *at = text.data(), *end = at + text.size();;) {
    int64_t extent = 0;
    const auto read = std::from_chars(at, end, extent);
    if (read.ec != std::errc() || extent < 1 || extent > kLargestExtent) return {};
    if ((product *= extent) > kMostElements * kLargestExtent) return {};
    out.push_back(extent);
    if (read.ptr == end) return out;
    if (*read.ptr != ',' || out.size() > 8) return {};
    at = read.ptr + 1;
  }
}

std::string filledIn(std::string text, const std::vector<int64_t>& extents) {
  for (size_t i = 0; i < extents.size(); ++i) {
    const std::string place = "$" + std::to_string(i);
    for (size_t at = text.find(place); at != std::string::npos; at = text.find(place, at))
      text.replace(at, place.size(), std::to_string(extents[i]));
  }
  return text;
}

}  // namespace

const std::vector<WorkloadKind>& workloadKinds() {
  static const std::vector<WorkloadKind> kinds = {
      {"matmul", "ROWS,COLUMNS,INNER", R"(graph "matmul"
%1 = input() : f32[$0,$2]  # a
%2 = input() : f32[$2,$1]  # b
%3 = matmul(%1, %2) : ?  # matmul
output "c" = %3
)"},
      {"matmul_u8i8", "ROWS,COLUMNS,INNER", R"(graph "matmul"
%1 = input() : u8[$0,$2]  # a
%2 = input() : i8[$2,$1]  # b
%3 = matmul(%1, %2) : ?  # matmul
output "c" = %3
)"},
      // x: [1,C,H,W], w: [O,C,3,3]
      {"conv3x3", "CHANNELS_IN,CHANNELS_OUT,HEIGHT,WIDTH", R"(graph "conv"
%1 = input() : f32[1,$0,$2,$3]  # x
%2 = input() : f32[$1,$0,3,3]  # w
%3 = conv(%1, %2) {kernel_shape=[3,3], pads=[1,1,1,1]} : ?  # conv
%4 = relu(%3) : ?  # relu
output "y" = %4
)"},
      {"softmax", "ROWS,COLUMNS", R"(graph "softmax"
%1 = input() : f32[$0,$1]  # x
%2 = softmax(%1) : ?  # softmax
output "y" = %2
)"},
      {"row_sum", "ROWS,COLUMNS", R"(graph "row_sum"
%1 = input() : f32[$0,$1]  # x
%2 = constant() {value=#1:i64[1]=[1]} : i64[1]
%3 = reduce_sum(%1, %2) {keepdims=0} : ?  # sum
output "y" = %3
)"},
      {"pointwise", "ROWS,COLUMNS", R"(graph "pointwise"
%1 = input() : f32[$0,$1]  # x
%2 = input() : f32[$0,$1]  # z
%3 = add(%1, %2) : ?  # add
%4 = relu(%3) : ?  # relu
output "y" = %4
)"},
      {"transpose", "ROWS,COLUMNS", R"(graph "transpose"
%1 = input() : f32[$0,$1]  # x
%2 = transpose(%1) {perm=[1,0]} : ?  # transpose
output "y" = %2
)"},
  };
  return kinds;
}

Result<ScheduleSubjectRef> workloadSubject(const std::string& text, const Target& target) {
  const size_t colon = text.find(':');
  if (colon == std::string::npos) return unknown(text);
  const std::string name = text.substr(0, colon);
  const auto& kinds = workloadKinds();
  const auto kind = std::find_if(kinds.begin(), kinds.end(),
                                 [&](const WorkloadKind& k) { return name == k.name; });
  if (kind == kinds.end()) return unknown(text);
  const std::vector<int64_t> extents = extentsOf(text.substr(colon + 1));
  const std::string_view names = kind->extents;
  if (static_cast<long>(extents.size()) != std::count(names.begin(), names.end(), ',') + 1)
    return unknown(text);

  const auto pool = std::make_shared<ConstantPool>();
  HEDDLE_TRY(const graph::Graph untyped, graph::parseGraph(filledIn(kind->graph, extents), pool));
  graph_passes::PassContext context;
  context.evaluate = &reference::evaluate;
  context.target = target;
  HEDDLE_TRY(const graph_passes::PassResult typed, graph_passes::inferTypes(untyped, context));
  HEDDLE_TRY(graph_passes::FusedGraph fused, graph_passes::fuse(typed.graph, {}));
  if (fused.groups.size() != 1) return unknown(text);
  fused.groups.front().name = untyped.name();
  Target alone = target;
  alone.threads = 1;
  return finishSubject(std::move(fused), alone, text);
}

}  // namespace heddle::session
