// SPDX-License-Identifier: Apache-2.0
#include "engine/session/preprocess.h"

#include <algorithm>
#include <cmath>
#include <memory>

#define STB_IMAGE_IMPLEMENTATION
#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_ONLY_BMP
#define STBI_NO_STDIO
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wall"
#pragma GCC diagnostic ignored "-Wextra"
#include <stb/stb_image.h>
#pragma GCC diagnostic pop

#include <fstream>
#include <iterator>

namespace heddle::session {
namespace {

struct Image {
  int width = 0, height = 0;
  std::vector<float> rgb;  // [height, width, 3], 0 to 255
  const float* at(int y, int x) const { return &rgb[(static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x)) * 3]; }
};

Result<Image> readImage(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return Diagnostic{"preprocess.file", "cannot read the image", {}, file};
  const std::string bytes((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  Image image;
  int channels = 0;
  const auto* data = reinterpret_cast<const stbi_uc*>(bytes.data());
  const int length = static_cast<int>(std::min<size_t>(bytes.size(), INT32_MAX));
  constexpr int kLargestSide = 20000;
  if (!stbi_info_from_memory(data, length, &image.width, &image.height, &channels) ||
      image.width > kLargestSide || image.height > kLargestSide)
    return Diagnostic{"preprocess.file", "not a PNG, JPEG or BMP image of up to 20,000 pixels a side", {}, file};
  const std::unique_ptr<stbi_uc, decltype(&stbi_image_free)> pixels(
      stbi_load_from_memory(data, length, &image.width, &image.height, &channels, 3), &stbi_image_free);
  if (!pixels)
    return Diagnostic{"preprocess.file", "the image is damaged: {0}", {{"value", 0, stbi_failure_reason()}}, file};
  image.rgb.assign(pixels.get(), pixels.get() + static_cast<size_t>(image.width) * static_cast<size_t>(image.height) * 3);
  return image;
}

// The part [x0, x0+w) x [y0, y0+h) of the source, sampled to width x height: bilinear when enlarging, the average of
// the covered pixels when shrinking, so that nothing is skipped.
Image resample(const Image& source, double x0, double y0, double w, double h, int width, int height) {
  Image out{width, height, std::vector<float>(static_cast<size_t>(width) * static_cast<size_t>(height) * 3)};
  const double sx = w / width, sy = h / height;
  const double rx = std::max(1.0, sx), ry = std::max(1.0, sy);  // half width of the triangle filter
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const double cx = x0 + (x + 0.5) * sx - 0.5, cy = y0 + (y + 0.5) * sy - 0.5;
      double sum[3] = {}, total = 0;
      for (int j = static_cast<int>(std::ceil(cy - ry)); j <= static_cast<int>(std::floor(cy + ry)); ++j)
        for (int i = static_cast<int>(std::ceil(cx - rx)); i <= static_cast<int>(std::floor(cx + rx)); ++i) {
          const double weight = (1 - std::fabs(i - cx) / rx) * (1 - std::fabs(j - cy) / ry);
          if (weight <= 0) continue;
          const float* pixel = source.at(std::clamp(j, 0, source.height - 1), std::clamp(i, 0, source.width - 1));
          for (int c = 0; c < 3; ++c) sum[c] += weight * pixel[c];
          total += weight;
        }
      float* target = &out.rgb[(static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x)) * 3];
      for (int c = 0; c < 3; ++c) target[c] = static_cast<float>(total > 0 ? sum[c] / total : 0);
    }
  return out;
}

Image letterbox(const Image& source, int width, int height) {
  const double scale = std::min(static_cast<double>(width) / source.width, static_cast<double>(height) / source.height);
  const int w = std::max(1, static_cast<int>(source.width * scale)), h = std::max(1, static_cast<int>(source.height * scale));
  const Image inner = resample(source, 0, 0, source.width, source.height, w, h);
  constexpr float kGray = 114;  // what the YOLO family was trained with
  Image out{width, height, std::vector<float>(static_cast<size_t>(width) * static_cast<size_t>(height) * 3, kGray)};
  for (int y = 0; y < h; ++y)
    std::copy_n(inner.at(y, 0), static_cast<size_t>(w) * 3, &out.rgb[static_cast<size_t>(y) * static_cast<size_t>(width) * 3]);
  return out;
}

Image fitted(const Image& source, const Preset& preset, int width, int height) {
  if (preset.fit == Preset::Fit::letterbox) return letterbox(source, width, height);
  if (preset.fit == Preset::Fit::stretch)
    return resample(source, 0, 0, source.width, source.height, width, height);
  const double side = std::min(static_cast<double>(source.width) / width, static_cast<double>(source.height) / height) * preset.cropShare;
  const double w = side * width, h = side * height;
  return resample(source, (source.width - w) / 2, (source.height - h) / 2, w, h, width, height);
}

float channelValue(const float* rgb, const Preset& preset, int channel, bool isGray) {
  // ITU-R BT.601 luma.
  const float value = isGray ? 0.299f * rgb[0] + 0.587f * rgb[1] + 0.114f * rgb[2]
                             : rgb[preset.isBgr ? 2 - channel : channel];
  return (value * preset.scale - preset.mean[channel]) / preset.deviation[channel];
}

}  // namespace

const std::vector<Preset>& presets() {
  using Fit = Preset::Fit;
  static const std::vector<Preset> list = {
      {"imagenet", Fit::shortSideThenCrop, 224.0 / 256.0, 1 / 255.0f, {0.485f, 0.456f, 0.406f}, {0.229f, 0.224f, 0.225f}},
      {"unit", Fit::stretch, 1, 1 / 255.0f},
      {"raw", Fit::stretch, 1, 1},
      {"symmetric", Fit::stretch, 1, 1 / 127.5f, {1, 1, 1}},
      {"yolox", Fit::letterbox, 1, 1, {0, 0, 0}, {1, 1, 1}, true},
      {"yolo", Fit::letterbox, 1, 1 / 255.0f},
      {"ultraface", Fit::stretch, 1, 1, {127, 127, 127}, {128, 128, 128}},
      {"ppocr", Fit::stretch, 1, 1 / 255.0f, {0.485f, 0.456f, 0.406f}, {0.229f, 0.224f, 0.225f}, true},
      {"digits", Fit::stretch, 1, 1 / 255.0f, {0, 0, 0}, {1, 1, 1}, false, true}};
  return list;
}

std::string presetNames() {
  std::string out;
  for (const Preset& preset : presets()) out += (out.empty() ? "" : ", ") + preset.name;
  return out;
}

Result<Tensor> imageToTensor(const std::string& file, const std::string& presetName, const TensorType& type) {
  const auto preset = std::find_if(presets().begin(), presets().end(), [&](const Preset& p) { return p.name == presetName; });
  if (preset == presets().end())
    return Diagnostic{"preprocess.preset", "there is no preset \"{0}\"; there are {1}",
                      {{"value", 0, presetName}, {"value", 0, presetNames()}}};
  const Extents e = type.isStatic() ? type.extents() : Extents();
  const bool isImage = e.size() == 4 && e[0] == 1 && (type.element == ElementType::f32 || type.element == ElementType::u8);
  const bool isFirst = isImage && (e[1] == 1 || e[1] == 3);
  if (!isImage || !(isFirst || e[3] == 1 || e[3] == 3) || elementCount(e).value_or(0) == 0)
    return Diagnostic{"preprocess.type", "an image needs an input f32 or u8 [1,C,H,W] or [1,H,W,C] with 1 or 3 channels, not {0}", {{"value", 0, text(type)}}};
  const int64_t channels = isFirst ? e[1] : e[3];
  const int height = static_cast<int>(isFirst ? e[2] : e[1]), width = static_cast<int>(isFirst ? e[3] : e[2]);
  HEDDLE_TRY(const Image image, readImage(file));
  const Image sized = fitted(image, *preset, width, height);
  HEDDLE_TRY(Tensor out, Tensor::allocate(type.element, e));
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < channels; ++c) {
        const int64_t pixel = int64_t{y} * width + x;
        const int64_t index = isFirst ? c * int64_t{height} * width + pixel : pixel * channels + c;
        out.setFromDouble(index, channelValue(sized.at(y, x), *preset, c, channels == 1));
      }
  return out;
}

}  // namespace heddle::session
