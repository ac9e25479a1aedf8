// Softmax and the operators that divide by a spread. All in double.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/reference/evaluators.h"
#include "engine/reference/wide.h"

namespace heddle::reference {
namespace {

struct Moments {
  double mean = 0, variance = 0;
};

Moments momentsOf(const double* x, int64_t count) {
  Moments m;
  for (int64_t i = 0; i < count; ++i) m.mean += x[i];
  m.mean /= static_cast<double>(count);
  for (int64_t i = 0; i < count; ++i) m.variance += (x[i] - m.mean) * (x[i] - m.mean);
  m.variance /= static_cast<double>(count);
  return m;
}

// One number per channel.
Result<std::vector<double>> perChannel(const Call& call, size_t input, int64_t channels) {
  if (!isFloat(call.in(input).element())) return call.badType(input);
  if (call.in(input).rank() != 1 || call.in(input).elementCount() != channels)
    return call.inputError("input " + std::to_string(input) + " is not one number per channel");
  return widen<double>(call.in(input));
}

// The values of input `input` broadcast to the shape of x; `absent` where there is none.
Result<std::vector<double>> broadcastTo(const Call& call, size_t input, double absent) {
  const Extents& x = call.in(0).extents();
  std::vector<double> out(static_cast<size_t>(call.in(0).elementCount()), absent);
  if (!call.has(input)) return out;
  const Extents& own = call.in(input).extents();
  if (!isFloat(call.in(input).element())) return call.badType(input);
  if (broadcastExtents(own, x) != x)
    return call.inputError(text(own) + " does not broadcast to " + text(x));
  const std::vector<double> values = widen<double>(call.in(input));
  walk<1>(x, {broadcastStrides(own, x)},
          [&](int64_t i, const std::array<int64_t, 1>& at) { out[i] = values[at[0]]; });
  return out;
}

}  // namespace

Outputs evaluateSoftmax(const Call& call) {
  const Tensor& in = call.in(0);
  if (!isFloat(in.element())) return call.badType(0);
  HEDDLE_TRY(const int64_t axis,
             normalAxis(call, call.integer("axis"), static_cast<int64_t>(in.rank())));
  const AxisView view = viewAxis(in.extents(), axis);
  const bool isLog = call.node.kind == graph::OpKind::log_softmax;
  std::vector<double> x = widen<double>(in);
  for (int64_t r = 0; r < view.outer * view.inner; ++r) {
    double* row = x.data() + r / view.inner * view.size * view.inner + r % view.inner;
    double top = lowestOf<double>(), sum = 0;
    for (int64_t i = 0; i < view.size; ++i) top = maxOf(top, row[i * view.inner]);
    for (int64_t i = 0; i < view.size; ++i) sum += std::exp(row[i * view.inner] - top);
    for (int64_t i = 0; i < view.size; ++i) {
      double& value = row[i * view.inner];
      value = isLog ? value - top - std::log(sum) : std::exp(value - top) / sum;
    }
  }
  return single(narrow(x, in.element(), in.extents()));
}

Outputs evaluateLrn(const Call& call) {
  HEDDLE_CHECK(requireRank(call, 0, 3, SIZE_MAX));
  if (!isFloat(call.in(0).element())) return call.badType(0);
  HEDDLE_TRY(const bool last, isChannelsLast(call));
  const Tensor in = last ? channelsFirst(call.in(0)) : call.in(0);
  const int64_t size = call.integer("size");
  if (size < 1) return call.inputError("size must be positive");
  const double alpha = call.number("alpha"), beta = call.number("beta"), bias = call.number("bias");
  const AxisView view = viewAxis(in.extents(), 1);
  const std::vector<double> x = widen<double>(in);
  std::vector<double> y(x.size());
  for (size_t at = 0; at < x.size(); ++at) {
    const auto i = static_cast<int64_t>(at);
    const int64_t channel = i / view.inner % view.size;
    const int64_t begin = std::max<int64_t>(0, channel - (size - 1) / 2);
    const int64_t end = std::min(view.size - 1, channel + std::min(size / 2, view.size)) + 1;
    double sum = 0;
    for (int64_t c = begin; c < end; ++c) {
      const double v = x[i + (c - channel) * view.inner];
      sum += v * v;
    }
    y[at] = x[at] / std::pow(bias + alpha / static_cast<double>(size) * sum, beta);
  }
  HEDDLE_TRY(Tensor out, narrow(y, in.element(), in.extents()));
  return single(last ? channelsLast(out) : std::move(out));
}

Outputs evaluateLayerNormalization(const Call& call) {
  const Tensor& in = call.in(0);
  if (!isFloat(in.element())) return call.badType(0);
  HEDDLE_TRY(const int64_t axis,
             normalAxis(call, call.integer("axis"), static_cast<int64_t>(in.rank())));
  const bool isRms = call.node.kind == graph::OpKind::rms_normalization;
  const double epsilon = call.number("epsilon");
  const AxisView view = viewAxis(in.extents(), axis);
  const int64_t width = view.size * view.inner;
  HEDDLE_TRY(const auto scale, broadcastTo(call, 1, 1));
  HEDDLE_TRY(const auto bias, broadcastTo(call, 2, 0));
  std::vector<double> x = widen<double>(in);
  for (int64_t row = 0; row < view.outer && width > 0; ++row) {
    double* values = x.data() + row * width;
    Moments m = momentsOf(values, width);
    if (isRms) m = {0, m.variance + m.mean * m.mean};
    const double factor = 1 / std::sqrt(m.variance + epsilon);
    for (int64_t i = 0; i < width; ++i)
      values[i] = (values[i] - m.mean) * factor * scale[row * width + i] + bias[row * width + i];
  }
  return single(narrow(x, in.element(), in.extents()));
}

Outputs evaluateGroupNormalization(const Call& call) {
  HEDDLE_CHECK(requireRank(call, 0, 2, SIZE_MAX));
  const Tensor& in = call.in(0);  // [N,C,...]
  if (!isFloat(in.element())) return call.badType(0);
  const int64_t channels = in.extents()[1];
  const bool isInstance = call.node.kind == graph::OpKind::instance_normalization;
  const int64_t groups = isInstance ? channels : call.integer("num_groups");
  if (groups < 1 || channels % groups != 0)
    return call.inputError("channels of " + text(in.extents()) + " do not divide into groups");
  const double epsilon = call.number("epsilon");
  HEDDLE_TRY(const auto scale, perChannel(call, 1, channels));
  HEDDLE_TRY(const auto bias, perChannel(call, 2, channels));
  std::vector<double> x = widen<double>(in);
  const int64_t inner = viewAxis(in.extents(), 1).inner, width = channels / groups * inner;
  for (int64_t g = 0; g < in.extents()[0] * groups && width > 0; ++g) {
    double* values = x.data() + g * width;
    const Moments m = momentsOf(values, width);
    const double factor = 1 / std::sqrt(m.variance + epsilon);
    for (int64_t i = 0; i < width; ++i) {
      const int64_t c = g % groups * (channels / groups) + i / inner;
      values[i] = (values[i] - m.mean) * factor * scale[c] + bias[c];
    }
  }
  return single(narrow(x, in.element(), in.extents()));
}

Outputs evaluateBatchNormalization(const Call& call) {
  HEDDLE_CHECK(requireRank(call, 0, 1, SIZE_MAX));
  const Tensor& in = call.in(0);
  if (!isFloat(in.element())) return call.badType(0);
  HEDDLE_TRY(const bool last, isChannelsLast(call));
  // A list of numbers is N samples of one channel.
  const Extents extents = in.rank() == 1 ? Extents{in.extents()[0], 1} : in.extents();
  const AxisView view =
      viewAxis(extents, last ? static_cast<int64_t>(extents.size()) - 1 : int64_t{1});
  HEDDLE_TRY(const auto scale, perChannel(call, 1, view.size));
  HEDDLE_TRY(const auto bias, perChannel(call, 2, view.size));
  HEDDLE_TRY(const auto mean, perChannel(call, 3, view.size));
  HEDDLE_TRY(const auto variance, perChannel(call, 4, view.size));
  const double epsilon = call.number("epsilon");
  std::vector<double> x = widen<double>(in);
  for (size_t i = 0; i < x.size(); ++i) {
    const int64_t c = static_cast<int64_t>(i) / view.inner % view.size;
    x[i] = (x[i] - mean[c]) / std::sqrt(variance[c] + epsilon) * scale[c] + bias[c];
  }
  return single(narrow(x, in.element(), in.extents()));
}

}  // namespace heddle::reference
