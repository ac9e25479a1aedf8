// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/operators/operator_cases.h"

namespace heddle::test {

using enum ElementType;
using graph::OpKind;

namespace {

using Ints = std::vector<int64_t>;
int64_t n(int64_t v) {
  return v;
}

// x: [N, C, spatial...] moved to [N, spatial..., C].
Extents lastOf(Extents x) {
  const int64_t channels = x[1];
  x.erase(x.begin() + 1);
  x.push_back(channels);
  return x;
}

struct WindowCase {
  std::string label;
  Extents x, w;
  graph::Attributes attributes = {};
  bool hasBias = false;
  ElementType element = f32;
};

void addBothLayouts(std::vector<OpCase>& cases, OpKind kind, const WindowCase& c,
                    uint32_t outputs = 1) {
  const std::string name(graph::name(kind));
  for (bool last : {false, true}) {
    OpCase out{name + " " + c.label + (last ? " last" : ""),
               kind,
               {typed(c.element, last ? lastOf(c.x) : c.x)},
               c.attributes,
               outputs};
    if (!c.w.empty()) out.inputs.push_back(typed(c.element, c.w));
    const int64_t group =
        c.attributes.contains("group") ? std::get<int64_t>(c.attributes.find("group")->second) : 1;
    if (c.hasBias)
      out.inputs.push_back(typed(c.element, {kind == OpKind::conv ? c.w[0] : c.w[1] * group}));
    if (last) out.attributes["data_layout"] = std::string("channels_last");
    cases.push_back(out);
  }
}

void addConvs(std::vector<OpCase>& cases) {
  const WindowCase list[] = {
      {"1x1", {1, 4, 3, 3}, {5, 4, 1, 1}},
      {"3x3 pad", {2, 3, 5, 4}, {4, 3, 3, 3}, {{"pads", Ints{1, 1, 1, 1}}}, true},
      {"stride", {1, 3, 7, 6}, {2, 3, 3, 2}, {{"strides", Ints{2, 3}}, {"pads", Ints{0, 1, 1, 0}}}},
      {"dilated", {1, 2, 8, 8}, {3, 2, 3, 3}, {{"dilations", Ints{2, 3}}}},
      {"grouped", {1, 4, 4, 4}, {6, 2, 3, 3}, {{"group", n(2)}, {"pads", Ints{1, 1, 1, 1}}}, true},
      {"depthwise",
       {1, 4, 5, 5},
       {4, 1, 3, 3},
       {{"group", n(4)}, {"pads", Ints{1, 1, 1, 1}}},
       true},
      {"multiplier", {1, 3, 4, 4}, {6, 1, 3, 3}, {{"group", n(3)}}},
      {"1d", {2, 3, 7}, {4, 3, 3}, {{"pads", Ints{1, 1}}, {"strides", Ints{2}}}, true},
      {"3d", {1, 2, 4, 4, 3}, {3, 2, 2, 2, 2}, {{"pads", Ints{0, 1, 0, 1, 0, 1}}}},
      {"same_upper",
       {1, 2, 5, 6},
       {2, 2, 3, 3},
       {{"auto_pad", std::string("SAME_UPPER")}, {"strides", Ints{2, 2}}}},
      {"same_lower", {1, 2, 5, 6}, {2, 2, 2, 2}, {{"auto_pad", std::string("SAME_LOWER")}}},
      {"f16", {1, 3, 4, 4}, {2, 3, 3, 3}, {{"pads", Ints{1, 1, 1, 1}}}, true, f16},
      {"f64", {1, 3, 4, 4}, {2, 3, 3, 3}, {}, true, f64}};
  for (const WindowCase& c : list) addBothLayouts(cases, OpKind::conv, c);
  const WindowCase transposed[] = {
      {"plain", {1, 3, 3, 4}, {3, 2, 3, 3}},
      {"stride",
       {1, 3, 3, 4},
       {3, 2, 3, 2},
       {{"strides", Ints{3, 2}}, {"pads", Ints{1, 0, 0, 1}}},
       true},
      {"output padding",
       {1, 2, 3, 3},
       {2, 2, 3, 3},
       {{"strides", Ints{2, 2}}, {"output_padding", Ints{1, 1}}}},
      {"dilated", {1, 1, 3, 3}, {1, 2, 2, 2}, {{"dilations", Ints{2, 2}}}},
      {"grouped", {1, 4, 3, 3}, {4, 2, 2, 2}, {{"group", n(2)}, {"strides", Ints{2, 2}}}, true},
      {"1d", {1, 2, 4}, {2, 3, 3}, {{"strides", Ints{2}}}},
      {"3d", {1, 1, 2, 3, 2}, {1, 2, 2, 2, 2}},
      {"f16", {1, 2, 3, 3}, {2, 2, 3, 3}, {}, true, f16}};
  for (const WindowCase& c : transposed) addBothLayouts(cases, OpKind::conv_transpose, c);
}

void addPools(std::vector<OpCase>& cases) {
  const WindowCase list[] = {
      {"2x2", {1, 3, 4, 4}, {}, {{"kernel_shape", Ints{2, 2}}, {"strides", Ints{2, 2}}}},
      {"3x3 pad",
       {1, 3, 5, 6},
       {},
       {{"kernel_shape", Ints{3, 3}}, {"strides", Ints{2, 2}}, {"pads", Ints{1, 1, 1, 1}}}},
      {"ceil",
       {1, 2, 5, 6},
       {},
       {{"kernel_shape", Ints{3, 3}}, {"strides", Ints{2, 2}}, {"ceil_mode", n(1)}}},
      {"ceil pad",
       {1, 2, 6, 6},
       {},
       {{"kernel_shape", Ints{3, 2}},
        {"strides", Ints{2, 3}},
        {"pads", Ints{1, 0, 1, 1}},
        {"ceil_mode", n(1)}}},
      {"dilated",
       {1, 2, 7, 7},
       {},
       {{"kernel_shape", Ints{2, 3}}, {"dilations", Ints{2, 2}}, {"pads", Ints{0, 1, 1, 0}}}},
      {"same",
       {1, 2, 5, 5},
       {},
       {{"kernel_shape", Ints{2, 2}},
        {"auto_pad", std::string("SAME_UPPER")},
        {"strides", Ints{2, 2}}}},
      {"1d", {1, 2, 7}, {}, {{"kernel_shape", Ints{3}}, {"pads", Ints{1, 1}}}},
      {"3d", {1, 2, 4, 4, 4}, {}, {{"kernel_shape", Ints{2, 2, 2}}, {"strides", Ints{2, 1, 2}}}},
      {"f16", {1, 2, 4, 4}, {}, {{"kernel_shape", Ints{2, 2}}}, false, f16}};
  for (const WindowCase& c : list) {
    addBothLayouts(cases, OpKind::max_pool, c);
    addBothLayouts(cases, OpKind::average_pool, c);
    WindowCase padded = c;
    padded.label += " include";
    padded.attributes["count_include_pad"] = n(1);
    addBothLayouts(cases, OpKind::average_pool, padded);
    if (c.label != "dilated") addBothLayouts(cases, OpKind::lp_pool, c);
    cases.push_back({"max_pool " + c.label + " indices",
                     OpKind::max_pool,
                     {typed(c.element, c.x)},
                     c.attributes,
                     2});
  }
  cases.push_back({"max_pool column major",
                   OpKind::max_pool,
                   {floats({1, 1, 4, 5})},
                   {{"kernel_shape", Ints{2, 2}}, {"storage_order", n(1)}},
                   2});
  cases.push_back({"max_pool u8",
                   OpKind::max_pool,
                   {typed(u8, {1, 1, 4, 5}, 0, 255)},
                   {{"kernel_shape", Ints{2, 2}}}});
  cases.push_back({"lp_pool 3",
                   OpKind::lp_pool,
                   {floats({1, 1, 4, 5})},
                   {{"kernel_shape", Ints{2, 2}}, {"p", n(3)}}});
}

void addProducts(std::vector<OpCase>& cases) {
  for (ElementType t : {f32, f64, f16, bf16, i32}) {
    cases.push_back(
        {"matmul " + std::string(name(t)), OpKind::matmul, {typed(t, {3, 4}), typed(t, {4, 5})}});
  }
  cases.push_back({"matmul batch", OpKind::matmul, {floats({2, 1, 3, 4}), floats({3, 4, 2})}});
  cases.push_back({"matmul vector matrix", OpKind::matmul, {floats({4}), floats({2, 4, 3})}});
  cases.push_back({"matmul matrix vector", OpKind::matmul, {floats({2, 3, 4}), floats({4})}});
  cases.push_back({"matmul dot", OpKind::matmul, {floats({4}), floats({4})}});
  cases.push_back({"matmul nothing", OpKind::matmul, {floats({3, 0}), floats({0, 2})}});
  for (int64_t a : {0, 1}) {
    for (int64_t b : {0, 1}) {
      cases.push_back({"gemm " + std::to_string(a) + std::to_string(b),
                       OpKind::gemm,
                       {floats(a ? Extents{4, 3} : Extents{3, 4}),
                        floats(b ? Extents{5, 4} : Extents{4, 5}), floats({5})},
                       {{"transA", a}, {"transB", b}}});
    }
  }
  cases.push_back({"gemm no c", OpKind::gemm, {floats({3, 4}), floats({4, 5})}});
  cases.push_back({"gemm factors",
                   OpKind::gemm,
                   {floats({3, 4}), floats({4, 5}), floats({3, 1})},
                   {{"alpha", 0.5}, {"beta", -2.0}}});
  cases.push_back(
      {"gemm f16", OpKind::gemm, {typed(f16, {3, 4}), typed(f16, {4, 5}), typed(f16, {})}});
}

}  // namespace

std::vector<OpCase> anchorCases() {
  std::vector<OpCase> cases;
  addConvs(cases), addPools(cases), addProducts(cases);
  return cases;
}

}  // namespace heddle::test
