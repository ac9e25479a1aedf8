// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "tests/engine/operators/operator_cases.h"

namespace heddle::test {

using enum ElementType;
using graph::OpKind;

namespace {

using Ints = std::vector<int64_t>;
int64_t n(int64_t v) {
  return v;
}

void addReindex(std::vector<OpCase>& cases) {
  cases.push_back({"reshape", OpKind::reshape, {floats({2, 3, 4}), ints({4, 6})}});
  cases.push_back({"reshape keeps", OpKind::reshape, {floats({2, 3, 4}), ints({0, -1, 2, 2})}});
  cases.push_back({"reshape flat", OpKind::reshape, {floats({2, 3, 4}), ints({-1})}});
  cases.push_back({"reshape i8", OpKind::reshape, {typed(i8, {6}), ints({2, 1, 3})}});
  cases.push_back({"squeeze", OpKind::squeeze, {floats({1, 3, 1, 4}), ints({0, 2})}});
  cases.push_back({"squeeze all", OpKind::squeeze, {floats({1, 3, 1, 4})}});
  cases.push_back({"unsqueeze", OpKind::unsqueeze, {floats({3, 4}), ints({0, -1})}});
  cases.push_back({"flatten", OpKind::flatten, {floats({2, 3, 4, 5})}, {{"axis", n(2)}}});
  cases.push_back({"flatten 0", OpKind::flatten, {floats({2, 3})}, {{"axis", n(0)}}});
  cases.push_back({"transpose", OpKind::transpose, {floats({2, 3, 4})}, {{"perm", Ints{2, 0, 1}}}});
  cases.push_back(
      {"transpose f16", OpKind::transpose, {typed(f16, {2, 3})}, {{"perm", Ints{1, 0}}}});
  cases.push_back({"expand", OpKind::expand, {floats({3, 1}), ints({2, 1, 4})}});
  cases.push_back({"tile", OpKind::tile, {floats({2, 3}), ints({2, 3})}});
  cases.push_back(
      {"depth_to_space", OpKind::depth_to_space, {floats({1, 12, 2, 3})}, {{"blocksize", n(2)}}});
  cases.push_back({"depth_to_space CRD",
                   OpKind::depth_to_space,
                   {floats({1, 12, 2, 3})},
                   {{"blocksize", n(2)}, {"mode", std::string("CRD")}}});
  cases.push_back(
      {"space_to_depth", OpKind::space_to_depth, {floats({1, 3, 4, 6})}, {{"blocksize", n(2)}}});
}

void addSlices(std::vector<OpCase>& cases) {
  cases.push_back({"concat",
                   OpKind::concat,
                   {floats({2, 3}), floats({2, 1}), floats({2, 4})},
                   {{"axis", n(1)}}});
  cases.push_back(
      {"concat empty", OpKind::concat, {floats({2, 3}), floats({0, 3})}, {{"axis", n(-2)}}});
  cases.push_back({"split", OpKind::split, {floats({2, 6}), ints({1, 2, 3})}, {{"axis", n(1)}}, 3});
  cases.push_back({"split equal", OpKind::split, {floats({5, 2})}, {{"num_outputs", n(2)}}, 2});
  cases.push_back({"slice", OpKind::slice, {floats({5, 6}), ints({1, -3}), ints({4, 9})}});
  cases.push_back({"slice steps",
                   OpKind::slice,
                   {floats({5, 6}), ints({-1, 1}), ints({-9, 6}), ints({0, 1}), ints({-2, 2})}});
  for (const double step : {2, 3, 4, 5})
    cases.push_back({"slice every " + std::to_string(static_cast<int>(step)),
                     OpKind::slice,
                     {floats({2, 137}), ints({1}), ints({137}), ints({1}), ints({step})}});
  cases.push_back(
      {"slice axis", OpKind::slice, {floats({5, 6, 2}), ints({2}), ints({3}), ints({-2})}});
  cases.push_back(
      {"pad constant", OpKind::pad, {floats({2, 3}), ints({1, 2, 0, 1}), given(f32, {}, {7})}});
  cases.push_back({"pad crop", OpKind::pad, {floats({4, 3}), ints({-1, 2, 1, -1})}});
  cases.push_back(
      {"pad axes", OpKind::pad, {floats({2, 3, 2}), ints({1, 2}), floats({}), ints({1})}});
  for (const char* mode : {"reflect", "edge", "wrap"}) {
    cases.push_back({std::string("pad ") + mode,
                     OpKind::pad,
                     {floats({4, 3}), ints({1, 2, 3, 2})},
                     {{"mode", std::string(mode)}}});
  }
  cases.push_back({"reverse_sequence",
                   OpKind::reverse_sequence,
                   {floats({4, 3, 2}), data(i64, {3}, {1, 4, 3})}});
  cases.push_back({"reverse_sequence batch first",
                   OpKind::reverse_sequence,
                   {floats({3, 4}), data(i64, {3}, {1, 4, 3})},
                   {{"batch_axis", n(0)}, {"time_axis", n(1)}}});
}

void addGathers(std::vector<OpCase>& cases) {
  cases.push_back({"gather 0", OpKind::gather, {floats({4, 3}), data(i64, {2, 2}, {0, -1, 2, 3})}});
  cases.push_back(
      {"gather 1", OpKind::gather, {floats({2, 4, 3}), data(i32, {2}, {-4, 2})}, {{"axis", n(1)}}});
  cases.push_back(
      {"gather scalar", OpKind::gather, {floats({4, 3}), given(i64, {}, {-1})}, {{"axis", n(1)}}});
  cases.push_back({"gather_elements",
                   OpKind::gather_elements,
                   {floats({3, 3}), data(i64, {2, 3}, {1, 2, 0, -1, 0, 0})}});
  cases.push_back({"gather_elements 1",
                   OpKind::gather_elements,
                   {floats({2, 4}), data(i64, {2, 3}, {1, 2, 0, -1, 0, 0})},
                   {{"axis", n(1)}}});
  cases.push_back(
      {"gather_nd", OpKind::gather_nd, {floats({2, 3, 4}), data(i64, {2, 2}, {0, 1, 1, -1})}});
  cases.push_back({"gather_nd batch",
                   OpKind::gather_nd,
                   {floats({2, 3, 4}), data(i64, {2, 1}, {2, 0})},
                   {{"batch_dims", n(1)}}});
  cases.push_back({"scatter_elements",
                   OpKind::scatter_elements,
                   {floats({3, 3}), data(i64, {2, 3}, {1, 0, 2, -1, 2, 1}), floats({2, 3})}});
  for (const char* reduction : {"add", "mul", "max", "min"}) {
    cases.push_back({std::string("scatter_elements ") + reduction,
                     OpKind::scatter_elements,
                     {floats({2, 5}), data(i64, {2, 3}, {1, 1, 2, 4, 4, -1}), floats({2, 3})},
                     {{"axis", n(1)}, {"reduction", std::string(reduction)}}});
    cases.push_back({std::string("scatter_nd ") + reduction,
                     OpKind::scatter_nd,
                     {floats({4, 2}), data(i64, {3, 1}, {1, 1, -1}), floats({3, 2})},
                     {{"reduction", std::string(reduction)}}});
  }
  cases.push_back(
      {"scatter_nd",
       OpKind::scatter_nd,
       {typed(i32, {4, 2, 3}, -9, 9), data(i64, {2, 2}, {3, 1, 0, 0}), typed(i32, {2, 3}, -9, 9)}});
  cases.push_back({"max_unpool",
                   OpKind::max_unpool,
                   {floats({1, 1, 2, 2}), data(i64, {1, 1, 2, 2}, {5, 7, 13, 15})},
                   {{"kernel_shape", Ints{2, 2}}, {"strides", Ints{2, 2}}}});
  cases.push_back(
      {"max_unpool into more",
       OpKind::max_unpool,
       {floats({1, 1, 2, 2}), data(i64, {1, 1, 2, 2}, {5, 7, 13, 15}), ints({1, 1, 5, 5})},
       {{"kernel_shape", Ints{2, 2}}, {"strides", Ints{2, 2}}}});
  cases.push_back({"top_k", OpKind::top_k, {floats({3, 7}), given(i64, {1}, {3})}, {}, 2});
  cases.push_back({"top_k smallest ties",
                   OpKind::top_k,
                   {data(i32, {2, 6}, {3, 1, 2, 1, 3, 0, 5, 5, 5, 5, 5, 5}), given(i64, {1}, {4})},
                   {{"largest", n(0)}},
                   2});
  cases.push_back({"top_k axis 0 nan",
                   OpKind::top_k,
                   {data(f32, {4, 1}, {1, NAN, 2, INFINITY}), given(i64, {1}, {4})},
                   {{"axis", n(0)}},
                   2});
  cases.push_back({"top_k none", OpKind::top_k, {floats({3, 7}), given(i64, {1}, {0})}, {}, 2});
  cases.push_back({"top_k middle",
                   OpKind::top_k,
                   {floats({2, 9, 3}), given(i64, {1}, {4})},
                   {{"axis", n(1)}, {"sorted", n(0)}},
                   2});
  cases.push_back(
      {"top_k f16", OpKind::top_k, {typed(f16, {2, 33}), given(i64, {1}, {33})}, {}, 2});
  // So many that they are merged; many ties, and an odd number of runs.
  for (const int64_t isLargest : {0, 1})
    cases.push_back({"top_k many",
                     OpKind::top_k,
                     {typed(i8, {2, 301}, -9, 9), given(i64, {1}, {150})},
                     {{"largest", isLargest}},
                     2});
  cases.push_back(
      {"top_k many nan", OpKind::top_k, {floats({1, 140}), given(i64, {1}, {140})}, {}, 2});
  cases.back().inputs[0].values.assign(140, NAN);
  for (size_t i = 0; i < 140; i += 3)
    cases.back().inputs[0].values[i] = i % 2 ? INFINITY : static_cast<double>(i % 20);
  cases.push_back({"compress",
                   OpKind::compress,
                   {floats({3, 4}), given(boolean, {4}, {1, 0, 1, 0})},
                   {{"axis", n(1)}}});
  cases.push_back(
      {"compress flat", OpKind::compress, {floats({3, 2}), given(boolean, {5}, {0, 1, 0, 0, 1})}});
}

void addResizes(std::vector<OpCase>& cases) {
  const auto add = [&](std::string label, std::vector<double> scales, std::vector<double> sizes,
                       graph::Attributes attributes) {
    OpCase c{"resize " + label,
             OpKind::resize,
             {floats({1, 2, 4, 5}), absent(), absent(), absent()},
             std::move(attributes)};
    if (!scales.empty()) c.inputs[2] = given(f32, {4}, scales);
    if (!sizes.empty()) c.inputs[3] = ints(sizes);
    cases.push_back(c);
  };
  for (const char* mode : {"nearest", "linear", "cubic"}) {
    for (const char* transform : {"half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel",
                                  "half_pixel_symmetric"}) {
      const graph::Attributes a{{"mode", std::string(mode)},
                                {"coordinate_transformation_mode", std::string(transform)}};
      const std::string label = std::string(mode) + " " + transform;
      add(label + " x2", {1, 1, 2, 2}, {}, a);
      add(label + " sizes", {}, {1, 2, 7, 3}, a);
      add(label + " down", {1, 1, 0.6, 0.6}, {}, a);
    }
  }
  for (const char* nearest : {"round_prefer_ceil", "floor", "ceil"}) {
    add(std::string("nearest ") + nearest, {1, 1, 2.5, 0.7}, {},
        {{"nearest_mode", std::string(nearest)}});
  }
  add("cubic exclude", {1, 1, 2, 2}, {},
      {{"mode", std::string("cubic")}, {"exclude_outside", n(1)}, {"cubic_coeff_a", -0.5}});
  OpCase crop{"resize crop",
              OpKind::resize,
              {floats({1, 1, 4, 5}), given(f32, {8}, {0, 0, 0.4, -0.2, 1, 1, 1.2, 0.7}), absent(),
               ints({1, 1, 3, 4})},
              {{"mode", std::string("linear")},
               {"coordinate_transformation_mode", std::string("tf_crop_and_resize")},
               {"extrapolation_value", 9.0}}};
  cases.push_back(crop);
  for (const char* mode : {"linear", "nearest", "cubic"}) {
    for (const char* padding : {"zeros", "border", "reflection"}) {
      for (int64_t align : {0, 1}) {
        cases.push_back(
            {std::string("grid_sample ") + mode + " " + padding + (align ? " aligned" : ""),
             OpKind::grid_sample,
             {floats({2, 2, 4, 3}), floats({2, 3, 5, 2}, -1.4, 1.4)},
             {{"mode", std::string(mode)},
              {"padding_mode", std::string(padding)},
              {"align_corners", align}}});
      }
    }
  }
}

void addGenerators(std::vector<OpCase>& cases) {
  cases.push_back(
      {"one_hot", OpKind::one_hot, {data(i64, {3}, {0, -1, 7}), given(i64, {}, {4}), floats({2})}});
  cases.push_back({"one_hot axis",
                   OpKind::one_hot,
                   {data(i32, {2, 2}, {0, 1, 2, 1}), given(i64, {}, {3}), floats({2})},
                   {{"axis", n(1)}}});
  cases.push_back({"trilu upper", OpKind::trilu, {floats({2, 4, 3})}});
  cases.push_back(
      {"trilu lower", OpKind::trilu, {floats({4, 5}), given(i64, {}, {-1})}, {{"upper", n(0)}}});
  cases.push_back(
      {"range", OpKind::range, {given(i64, {}, {3}), given(i64, {}, {14}), given(i64, {}, {3})}});
  cases.push_back({"range f32",
                   OpKind::range,
                   {given(f32, {}, {3}), given(f32, {}, {-1}), given(f32, {}, {-0.7})}});
  cases.push_back({"eye_like", OpKind::eye_like, {floats({3, 4})}, {{"k", n(1)}}});
  cases.push_back({"shape", OpKind::shape, {floats({3, 4, 5})}, {{"start", n(-2)}}});
  cases.push_back({"size", OpKind::size, {floats({3, 4, 5})}});
}

}  // namespace

std::vector<OpCase> movementCases() {
  std::vector<OpCase> cases;
  addReindex(cases), addSlices(cases), addGathers(cases), addResizes(cases), addGenerators(cases);
  return cases;
}

}  // namespace heddle::test
