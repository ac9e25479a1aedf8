// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "tests/engine/operators/operator_cases.h"

namespace heddle::test {

using enum ElementType;
using graph::OpKind;

namespace {

void addUnary(std::vector<OpCase>& cases) {
  const struct {
    OpKind kind;
    double low, high;
  } rows[] = {{OpKind::abs, -2, 2},
              {OpKind::acos, -1, 1},
              {OpKind::acosh, 1, 4},
              {OpKind::asin, -1, 1},
              {OpKind::asinh, -3, 3},
              {OpKind::atan, -3, 3},
              {OpKind::atanh, -0.9, 0.9},
              {OpKind::ceil, -4, 4},
              {OpKind::cos, -4, 4},
              {OpKind::cosh, -2, 2},
              {OpKind::erf, -3, 3},
              {OpKind::exp, -3, 3},
              {OpKind::floor, -4, 4},
              {OpKind::log, 0.1, 5},
              {OpKind::neg, -2, 2},
              {OpKind::reciprocal, 0.5, 3},
              {OpKind::round, -4, 4},
              {OpKind::rsqrt, 0.5, 4},
              {OpKind::sign, -2, 2},
              {OpKind::sin, -4, 4},
              {OpKind::sinh, -2, 2},
              {OpKind::sqrt, 0, 4},
              {OpKind::tan, -1, 1},
              {OpKind::tanh, -3, 3},
              {OpKind::relu, -2, 2},
              {OpKind::sigmoid, -4, 4},
              {OpKind::softplus, -30, 30},
              {OpKind::softsign, -3, 3},
              {OpKind::hard_swish, -5, 5},
              {OpKind::mish, -5, 5},
              {OpKind::leaky_relu, -2, 2},
              {OpKind::elu, -2, 2},
              {OpKind::celu, -2, 2},
              {OpKind::selu, -2, 2},
              {OpKind::thresholded_relu, -2, 2},
              {OpKind::hard_sigmoid, -4, 4},
              {OpKind::swish, -3, 3},
              {OpKind::shrink, -2, 2},
              {OpKind::gelu, -3, 3},
              {OpKind::identity, -2, 2},
              {OpKind::is_nan, -2, 2},
              {OpKind::is_inf, -2, 2}};
  for (const auto& f : rows) {
    const std::string name(graph::name(f.kind));
    for (ElementType t : {f32, f64, f16}) {
      cases.push_back({name + " " + std::string(heddle::name(t)),
                       f.kind,
                       {typed(t, {2, 3, 2}, f.low, f.high)}});
    }
  }
  for (ElementType t : {i8, i32, i64, u8}) {
    const std::string name(heddle::name(t));
    for (OpKind kind :
         {OpKind::abs, OpKind::relu, OpKind::identity, OpKind::sign, OpKind::bitwise_not}) {
      cases.push_back({std::string(graph::name(kind)) + " " + name,
                       kind,
                       {typed(t, {7}, t == u8 ? 0 : -50, 50)}});
    }
    if (t != u8) cases.push_back({"neg " + name, OpKind::neg, {typed(t, {7}, -50, 50)}});
  }
  cases.push_back({"relu bf16", OpKind::relu, {typed(bf16, {5})}});
  cases.push_back({"logical_not", OpKind::logical_not, {typed(boolean, {6}, -1, 1)}});
  cases.push_back(
      {"gelu tanh", OpKind::gelu, {floats({9})}, {{"approximate", std::string("tanh")}}});
  cases.push_back({"abs scalar", OpKind::abs, {floats({})}});
  cases.push_back({"abs empty", OpKind::abs, {floats({2, 0, 3})}});
  cases.push_back(
      {"is_nan nan", OpKind::is_nan, {data(ElementType::f32, {3}, {NAN, 1, INFINITY})}});
  cases.push_back({"is_inf positive",
                   OpKind::is_inf,
                   {data(ElementType::f32, {4}, {NAN, 1, INFINITY, -INFINITY})},
                   {{"detect_negative", int64_t{0}}}});
  cases.push_back({"is_inf negative",
                   OpKind::is_inf,
                   {data(ElementType::f32, {4}, {NAN, 1, INFINITY, -INFINITY})},
                   {{"detect_positive", int64_t{0}}}});
  cases.push_back({"relu nan", OpKind::relu, {data(ElementType::f32, {3}, {NAN, -1, 2})}});
}

void addCasts(std::vector<OpCase>& cases) {
  const ElementType all[] = {f32, f64, f16, bf16, i8, i16, i32, i64, u8, u16, u32, u64, boolean};
  for (ElementType from : all) {
    for (ElementType to : all) {
      const double low = isFloat(from) || isSignedInteger(from)
                             ? (isFloat(to) || isSignedInteger(to) ? -9 : 0)
                             : 0;
      cases.push_back({"cast " + std::string(name(from)) + " to " + std::string(name(to)),
                       OpKind::cast,
                       {typed(from, {6}, low, 9)},
                       {{"to", to}}});
    }
  }
}

// Vectors of them, with what lies outside the range and what is no number.
void addSaturation(std::vector<OpCase>& cases) {
  const std::vector<double> values = {NAN,   INFINITY, -INFINITY, 255.7,      256,  -0.5, -1,
                                      127.5, -128.9,   -129,      2147483647, 3e9,  -3e9, 1e19,
                                      -1e19, 32768,    65536,     -32769,     0.99, 1.5};
  for (const ElementType from : {f32, f64}) {
    for (const ElementType to : {i8, u8, i16, u16, i32, u32, i64, u64}) {
      if (from == f64 && to != u8 && to != i32) continue;
      cases.push_back({"saturate " + std::string(name(from)) + " to " + std::string(name(to)),
                       OpKind::cast,
                       {data(from, {20}, values)},
                       {{"to", to}}});
    }
  }
}

void addBinary(std::vector<OpCase>& cases) {
  for (OpKind kind :
       {OpKind::add, OpKind::sub, OpKind::mul, OpKind::div, OpKind::minimum, OpKind::maximum,
        OpKind::equal, OpKind::less, OpKind::less_equal, OpKind::greater, OpKind::greater_equal}) {
    const std::string name(graph::name(kind));
    for (ElementType t : {f32, f64, f16, bf16, i32, i64, u8}) {
      const double low = t == u8 ? 1 : kind == OpKind::div ? 1 : -5;
      cases.push_back({name + " " + std::string(heddle::name(t)),
                       kind,
                       {typed(t, {2, 3, 4}, low, 5), typed(t, {3, 1}, low, 5)}});
    }
    cases.push_back(
        {name + " scalar constant", kind, {floats({2, 3}, 1, 2), given(f32, {}, {1.5})}});
    cases.push_back({name + " both ways", kind, {floats({3, 1}, 1, 2), floats({2, 1, 4}, 1, 2)}});
  }
  for (OpKind kind :
       {OpKind::logical_and, OpKind::logical_or, OpKind::logical_xor, OpKind::equal}) {
    cases.push_back({std::string(graph::name(kind)) + " bool",
                     kind,
                     {typed(boolean, {3, 4}, -1, 1), typed(boolean, {4}, -1, 1)}});
  }
  for (OpKind kind : {OpKind::bitwise_and, OpKind::bitwise_or, OpKind::bitwise_xor}) {
    cases.push_back({std::string(graph::name(kind)),
                     kind,
                     {typed(i32, {8}, -90, 90), typed(i32, {8}, -90, 90)}});
  }
  for (OpKind kind : {OpKind::shift_left, OpKind::shift_right}) {
    cases.push_back(
        {std::string(graph::name(kind)), kind, {typed(u8, {8}, 0, 255), typed(u8, {8}, 0, 7)}});
    cases.push_back({std::string(graph::name(kind)) + " u64",
                     kind,
                     {typed(u64, {8}, 0, 9e9), typed(u64, {8}, 0, 40)}});
  }
  cases.push_back(
      {"mod i32", OpKind::mod, {typed(i32, {6}, -20, 20), data(i32, {6}, {3, -3, 5, -5, 7, 1})}});
  cases.push_back({"mod u8", OpKind::mod, {typed(u8, {6}, 0, 20), typed(u8, {6}, 1, 6)}});
  cases.push_back({"fmod i32",
                   OpKind::mod,
                   {typed(i32, {6}, -20, 20), data(i32, {6}, {3, -3, 5, -5, 7, 1})},
                   {{"fmod", int64_t{1}}}});
  cases.push_back(
      {"fmod f32", OpKind::mod, {floats({6}, -20, 20), floats({6}, 1, 3)}, {{"fmod", int64_t{1}}}});
  cases.push_back({"pow f32", OpKind::pow, {floats({6}, 0.1, 3), floats({6}, -2, 2)}});
  for (double e : {0.5, 1.0, 2.0, 3.0, -1.0}) {
    cases.push_back({"pow constant " + std::to_string(e),
                     OpKind::pow,
                     {floats({6}, 0.1, 3), given(f32, {}, {e})}});
  }
  cases.push_back({"pow f32 i64", OpKind::pow, {floats({6}, -3, 3), typed(i64, {6}, 0, 3)}});
  cases.push_back({"pow i32 i32", OpKind::pow, {typed(i32, {6}, -3, 3), typed(i32, {6}, 0, 3)}});
  cases.push_back({"prelu", OpKind::prelu, {floats({2, 3, 4}), floats({3, 1}, 0.1, 0.5)}});
}

void addOther(std::vector<OpCase>& cases) {
  cases.push_back(
      {"where", OpKind::where, {typed(boolean, {3, 1}, -1, 1), floats({3, 4}), floats({4})}});
  cases.push_back(
      {"where f16", OpKind::where, {typed(boolean, {3}, -1, 1), typed(f16, {3}), typed(f16, {1})}});
  cases.push_back(
      {"clip both", OpKind::clip, {floats({9}), given(f32, {}, {-1}), floats({}, 0.5, 1)}});
  cases.push_back({"clip max", OpKind::clip, {floats({9}), absent(), given(f32, {}, {1})}});
  cases.push_back({"clip none", OpKind::clip, {floats({9})}});
  cases.push_back({"clip i8",
                   OpKind::clip,
                   {typed(i8, {9}, -50, 50), given(i8, {}, {-9}), given(i8, {}, {12})}});
  cases.push_back({"quantize u8",
                   OpKind::quantize_linear,
                   {floats({2, 9}, -300, 300), given(f32, {}, {2}), given(u8, {}, {120})}});
  cases.push_back({"quantize axis",
                   OpKind::quantize_linear,
                   {floats({2, 3, 4}, -30, 30), floats({3}, 0.1, 1), typed(i8, {3}, -5, 5)},
                   {{"axis", int64_t{1}}}});
  cases.push_back(
      {"quantize no zero", OpKind::quantize_linear, {floats({9}, -300, 300), floats({}, 1, 2)}});
  cases.push_back({"dequantize u8",
                   OpKind::dequantize_linear,
                   {typed(u8, {2, 9}, 0, 255), given(f32, {}, {2}), given(u8, {}, {120})}});
  cases.push_back({"dequantize axis",
                   OpKind::dequantize_linear,
                   {typed(i8, {2, 3, 4}, -90, 90), floats({3}, 0.1, 1), typed(i8, {3}, -5, 5)},
                   {{"axis", int64_t{-2}}}});
  cases.push_back({"dequantize i32",
                   OpKind::dequantize_linear,
                   {typed(i32, {7}, -9e4, 9e4), floats({1}, 0.1, 1)}});
  for (const char* layout : {"channels_first", "channels_last"}) {
    const Extents x = layout[9] == 'f' ? Extents{2, 3, 2, 2} : Extents{2, 2, 2, 3};
    cases.push_back({std::string("batch_normalization ") + layout,
                     OpKind::batch_normalization,
                     {floats(x), floats({3}), floats({3}), floats({3}), floats({3}, 0.5, 2)},
                     {{"data_layout", std::string(layout)}}});
  }
}

}  // namespace

std::vector<OpCase> elementwiseCases() {
  std::vector<OpCase> cases;
  addUnary(cases), addCasts(cases), addSaturation(cases), addBinary(cases), addOther(cases);
  return cases;
}

}  // namespace heddle::test
