// An image file to an input tensor.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/tensor/tensor.h"

namespace heddle::session {

// How an image becomes a tensor, as a chain that a view can show step by step.
struct Preset {
  std::string name;
  enum class Fit : uint8_t { stretch, shortSideThenCrop, letterbox } fit = Fit::stretch;
  double cropShare = 1;            // of the short side that the crop keeps (224/256 for ImageNet)
  float scale = 1;                 // applied to 0..255
  float mean[3] = {0, 0, 0}, deviation[3] = {1, 1, 1};  // after scaling
  bool isBgr = false, isGray = false;
};
const std::vector<Preset>& presets();
std::string presetNames();  // "imagenet, ..."

// Channels and size come from the type: [N,C,H,W] with C 1 or 3, or [N,H,W,C]; f32 or u8; N is 1.
// Errors: "preprocess.file", "preprocess.preset", "preprocess.type".
Result<Tensor> imageToTensor(const std::string& file, const std::string& preset, const TensorType& type);

}  // namespace heddle::session
