// Short-time transforms and sums of overlapping blocks, as convolutions with constant kernels.
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <numbers>

#include "engine/import/onnx/node_context.h"

namespace heddle::import::handlers {

using graph::Attributes;
using graph::OpKind;
using graph::ValueRef;

namespace {

constexpr int64_t kMaxFrame = 4096;       // beyond, the kernel is too large to be worth it
constexpr int64_t kMaxKernel = 16 << 20;  // elements

std::optional<int64_t> frameLength(NodeContext& n) {
  if (n.hasInput(3)) {
    const auto given = n.intsOf(n.input(3));
    if (given && given->size() == 1) return given->front();
  }
  const auto window = n.hasInput(2) ? n.type(n.input(2)) : std::nullopt;
  if (window && window->rank() == 1 && window->shape[0].isConstant())
    return window->shape[0].constant();
  return std::nullopt;
}

// Channel 2 k is cos(2 pi k s / length), the next one -sin of it. [2 bins, 1, length]
Tensor wavesOf(ElementType element, int64_t bins, int64_t length) {
  Tensor table = Tensor::allocate(element, {2 * bins, 1, length}).value();
  for (int64_t k = 0; k < bins; ++k)
    for (int64_t s = 0; s < length; ++s) {
      const double angle = 2 * std::numbers::pi * static_cast<double>(s * k % length) /
                           static_cast<double>(length);
      table.setFromDouble(2 * k * length + s, std::cos(angle));
      table.setFromDouble((2 * k + 1) * length + s, -std::sin(angle));
    }
  return table;
}

}  // namespace

// signal: [batch, samples, 1?], frame_step, window?, frame_length?  ->  [batch, frames, bins, 2]
void stft(NodeContext& n) {
  const ValueRef signal = n.need(0);
  const auto type = n.type(signal);
  const auto step = n.intsOf(n.need(1));
  const auto length = frameLength(n);
  const bool isOneSided = n.intAttribute("onesided", 1) != 0;
  if (n.isRefused()) return;
  if (!type) return n.refuseUnknown("its shape must be known before the model runs");
  const bool isFlat = type->rank() == 2;  // as PyTorch's older exporter writes it
  if (!isFlat && (type->rank() != 3 || type->shape[2] != Dim(1)))
    return n.refuse("only real signals of one channel are supported");
  if (!step || step->size() != 1 || step->front() < 1 || !length)
    return n.refuse("its frames are known only when the model runs");
  if (*length < 1 || *length > kMaxFrame) return n.refuse("its length is not 1 to 4096");
  const int64_t bins = isOneSided ? *length / 2 + 1 : *length;
  ValueRef kernel = n.constant(wavesOf(type->element, bins, *length));
  if (n.hasInput(2)) kernel = n.emit(OpKind::mul, {kernel, n.input(2)});
  const ValueRef row =
      isFlat ? n.emit(OpKind::unsqueeze, {signal, n.intsConstant({1})})
             : n.emit(OpKind::transpose, {signal}, {{"perm", std::vector<int64_t>{0, 2, 1}}});
  const Attributes hops{{"strides", std::vector<int64_t>{step->front()}}};
  const ValueRef waves = n.emit(OpKind::conv, {row, kernel}, hops);
  const ValueRef frames =
      n.emit(OpKind::transpose, {waves}, {{"perm", std::vector<int64_t>{0, 2, 1}}});
  n.setOutput(0, n.emit(OpKind::reshape, {frames, n.intsConstant({0, 0, bins, 2})}));
}

namespace {

struct Blocks {
  std::vector<int64_t> image, block, strides, dilations, pads;
  std::vector<int64_t> counts, rests;  // blocks along each axis, and what they leave uncovered
  int64_t size = 1;                    // elements of a block
};

std::optional<Blocks> readBlocks(NodeContext& n) {
  const auto image = n.intsOf(n.need(1)), block = n.intsOf(n.need(2));
  if (n.isRefused()) return std::nullopt;
  if (!image || !block || image->empty() || image->size() != block->size())
    return n.refuse("its sizes are known only when the model runs"), std::nullopt;
  const size_t rank = image->size();
  Blocks b{*image, *block, {}, {}, {}, {}, {}, 1};
  b.strides = n.ints("strides").value_or(std::vector<int64_t>(rank, 1));
  b.dilations = n.ints("dilations").value_or(std::vector<int64_t>(rank, 1));
  b.pads = n.ints("pads").value_or(std::vector<int64_t>(2 * rank, 0));
  bool isSound = b.strides.size() == rank && b.dilations.size() == rank && b.pads.size() == 2 * rank;
  for (size_t d = 0; d < rank && isSound; ++d) {
    isSound = b.image[d] > 0 && b.block[d] > 0 && b.strides[d] > 0 && b.dilations[d] > 0 &&
              b.pads[d] >= 0 && b.pads[rank + d] >= 0 && b.image[d] < INT32_MAX &&
              b.block[d] < 4096 && b.dilations[d] < 4096 && b.pads[d] < 4096 &&
              b.pads[rank + d] < 4096 && b.size < 4096;
    if (!isSound) break;
    const int64_t room =
        b.image[d] + b.pads[d] + b.pads[rank + d] - b.dilations[d] * (b.block[d] - 1) - 1;
    isSound = room >= 0;
    b.counts.push_back(room / b.strides[d] + 1);
    b.rests.push_back(room % b.strides[d]);
    b.size *= b.block[d];
  }
  if (isSound) return b;
  return n.refuse("its blocks do not fit the image"), std::nullopt;
}

}  // namespace

// x: [batch, channels * block, blocks], image_shape, block_shape  ->  [batch, channels, image...]
void col2im(NodeContext& n) {
  const ValueRef x = n.need(0);
  const auto b = readBlocks(n);
  const auto type = n.type(x);
  if (!b || n.isRefused()) return;
  if (!type) return n.refuseUnknown("its shape must be known before the model runs");
  const bool isKnown = type->rank() == 3 && type->shape[1].isConstant();
  const int64_t rows = isKnown ? type->shape[1].constant() : 0;
  if (rows <= 0 || rows % b->size != 0) return n.refuse("its number of channels is not known");
  if (rows * b->size > kMaxKernel) return n.refuse("its blocks are too large");
  std::vector<int64_t> extents = {rows, 1}, shape = {0, rows};
  extents.insert(extents.end(), b->block.begin(), b->block.end());
  shape.insert(shape.end(), b->counts.begin(), b->counts.end());
  Tensor kernel = Tensor::allocate(type->element, extents).value();
  for (int64_t i = 0; i < rows; ++i)
    for (int64_t j = 0; j < b->size; ++j)
      kernel.setFromDouble(i * b->size + j, i % b->size == j ? 1 : 0);
  const ValueRef places = n.emit(OpKind::reshape, {x, n.intsConstant(shape)});
  const Attributes attributes{{"group", rows / b->size},      {"strides", b->strides},
                              {"dilations", b->dilations},    {"pads", b->pads},
                              {"output_padding", b->rests}};
  n.setOutput(0, n.emit(OpKind::conv_transpose, {places, n.constant(kernel)}, attributes));
}

}  // namespace heddle::import::handlers
