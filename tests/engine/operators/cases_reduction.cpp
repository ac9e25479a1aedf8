// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/operators/operator_cases.h"

namespace heddle::test {

using enum ElementType;
using graph::OpKind;

namespace {

int64_t n(int64_t v) {
  return v;
}

void addReductions(std::vector<OpCase>& cases) {
  for (OpKind kind :
       {OpKind::reduce_sum, OpKind::reduce_mean, OpKind::reduce_max, OpKind::reduce_min,
        OpKind::reduce_prod, OpKind::reduce_l1, OpKind::reduce_l2, OpKind::reduce_log_sum,
        OpKind::reduce_log_sum_exp, OpKind::reduce_sum_square}) {
    const std::string name(graph::name(kind));
    for (ElementType t : {f32, f64, f16}) {
      cases.push_back({name + " " + std::string(heddle::name(t)),
                       kind,
                       {typed(t, {2, 3, 4}, 0.5, 2), ints({1})}});
    }
    cases.push_back({name + " all", kind, {floats({2, 3}, 0.5, 2)}, {{"keepdims", n(0)}}});
    cases.push_back(
        {name + " two", kind, {floats({2, 3, 4}, 0.5, 2), ints({-1, 0})}, {{"keepdims", n(0)}}});
    cases.push_back(
        {name + " noop", kind, {floats({2, 3}, 0.5, 2)}, {{"noop_with_empty_axes", n(1)}}});
  }
  for (OpKind kind : {OpKind::reduce_sum, OpKind::reduce_max, OpKind::reduce_min,
                      OpKind::reduce_prod, OpKind::reduce_l1}) {
    cases.push_back(
        {std::string(graph::name(kind)) + " i32", kind, {typed(i32, {3, 4}, -9, 9), ints({1})}});
  }
  cases.push_back(
      {"reduce_max bool", OpKind::reduce_max, {typed(boolean, {3, 4}, -1, 1), ints({1})}});
  cases.push_back(
      {"reduce_min bool", OpKind::reduce_min, {typed(boolean, {3, 4}, -1, 1), ints({1})}});
  cases.push_back({"reduce_sum empty", OpKind::reduce_sum, {floats({2, 0, 4}), ints({1})}});
  cases.push_back({"reduce_prod empty", OpKind::reduce_prod, {floats({2, 0, 4}), ints({1})}});
  for (OpKind kind : {OpKind::arg_max, OpKind::arg_min}) {
    const std::string name(graph::name(kind));
    cases.push_back({name, kind, {floats({2, 5, 3})}, {{"axis", n(1)}}});
    cases.push_back({name + " last",
                     kind,
                     {data(f32, {2, 4}, {1, 3, 3, 1, 2, 2, 2, 2})},
                     {{"axis", n(-1)}, {"keepdims", n(0)}, {"select_last_index", n(1)}}});
    cases.push_back(
        {name + " first", kind, {data(i32, {2, 4}, {1, 3, 3, 1, 2, 2, 2, 2})}, {{"axis", n(1)}}});
  }
  for (OpKind kind : {OpKind::cumsum, OpKind::cumprod}) {
    for (int64_t exclusive : {0, 1}) {
      for (int64_t reverse : {0, 1}) {
        cases.push_back({std::string(graph::name(kind)) + (exclusive ? " exclusive" : "") +
                             (reverse ? " reverse" : ""),
                         kind,
                         {floats({2, 4, 2}), given(i64, {}, {1})},
                         {{"exclusive", exclusive}, {"reverse", reverse}}});
      }
    }
  }
  cases.push_back({"cumsum f16", OpKind::cumsum, {typed(f16, {5}), given(i64, {}, {0})}});
  cases.push_back({"cumsum i32", OpKind::cumsum, {typed(i32, {5}, -9, 9), given(i32, {1}, {-1})}});
}

void addNorms(std::vector<OpCase>& cases) {
  for (ElementType t : {f32, f64, f16}) {
    const std::string name = " " + std::string(heddle::name(t));
    cases.push_back({"softmax" + name, OpKind::softmax, {typed(t, {2, 3, 4})}});
    cases.push_back(
        {"softmax middle" + name, OpKind::softmax, {typed(t, {2, 3, 4})}, {{"axis", n(1)}}});
    cases.push_back({"log_softmax" + name, OpKind::log_softmax, {typed(t, {2, 5})}});
    cases.push_back({"layer_normalization" + name,
                     OpKind::layer_normalization,
                     {typed(t, {2, 3, 4}), typed(t, {4}), typed(t, {4})}});
    cases.push_back({"rms_normalization" + name,
                     OpKind::rms_normalization,
                     {typed(t, {2, 3, 4}), typed(t, {4})}});
  }
  cases.push_back({"layer_normalization two axes",
                   OpKind::layer_normalization,
                   {floats({2, 3, 4}), floats({3, 4})},
                   {{"axis", n(1)}}});
  cases.push_back({"instance_normalization",
                   OpKind::instance_normalization,
                   {floats({2, 3, 4, 2}), floats({3}), floats({3})}});
  cases.push_back({"group_normalization",
                   OpKind::group_normalization,
                   {floats({2, 4, 3}), floats({4}), floats({4})},
                   {{"num_groups", n(2)}}});
  cases.push_back({"lrn", OpKind::lrn, {floats({1, 6, 2, 2})}, {{"size", n(3)}, {"alpha", 0.3}}});
  cases.push_back(
      {"lrn even", OpKind::lrn, {floats({1, 6, 2, 2})}, {{"size", n(4)}, {"bias", 2.0}}});
  cases.push_back({"lrn last",
                   OpKind::lrn,
                   {floats({1, 2, 2, 6})},
                   {{"size", n(5)}, {"data_layout", std::string("channels_last")}}});
}

}  // namespace

std::vector<OpCase> reductionCases() {
  std::vector<OpCase> cases;
  addReductions(cases), addNorms(cases);
  return cases;
}

}  // namespace heddle::test
