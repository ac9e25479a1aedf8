// Operators on boxes: suppression and pooling of regions.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/reference/evaluators.h"
#include "engine/reference/wide.h"

namespace heddle::reference {
namespace {

struct Box {
  double y1, x1, y2, x2;
  double area() const { return (y2 - y1) * (x2 - x1); }
};

Box boxAt(const std::vector<double>& boxes, int64_t at, bool isCentred) {
  const double* b = boxes.data() + at * 4;
  if (isCentred)  // x, y, width, height
    return {b[1] - b[3] / 2, b[0] - b[2] / 2, b[1] + b[3] / 2, b[0] + b[2] / 2};
  return {std::min(b[0], b[2]), std::min(b[1], b[3]), std::max(b[0], b[2]), std::max(b[1], b[3])};
}

double overlap(const Box& a, const Box& b) {
  const double height = std::min(a.y2, b.y2) - std::max(a.y1, b.y1);
  const double width = std::min(a.x2, b.x2) - std::max(a.x1, b.x1);
  if (height <= 0 || width <= 0) return 0;
  const double common = height * width, all = a.area() + b.area() - common;
  return all > 0 ? common / all : 0;
}

// The number of a one-element input, or `absent`.
Result<double> scalarOr(const Call& call, size_t input, double absent) {
  if (!call.has(input)) return absent;
  if (call.in(input).elementCount() != 1)
    return call.inputError("input " + std::to_string(input) + " is not one number");
  return call.in(input).valueAsDouble(0);
}

struct Suppression {
  int64_t limit = 0;
  double iou = 0, score = 0;
  bool hasScore = false, isCentred = false;
};

// The boxes of one class of one batch entry that survive, best first.
std::vector<int64_t> survivors(const double* scores, const std::vector<Box>& boxes,
                               const Suppression& s) {
  std::vector<int64_t> order;
  for (int64_t i = 0; i < static_cast<int64_t>(boxes.size()); ++i)
    if (!s.hasScore || scores[i] > s.score) order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) {
    return scores[a] > scores[b] || (scores[a] == scores[a] && scores[b] != scores[b]);
  });
  std::vector<int64_t> kept;
  for (const int64_t candidate : order) {
    if (static_cast<int64_t>(kept.size()) >= s.limit) break;
    const auto isHidden = [&](int64_t k) { return overlap(boxes[k], boxes[candidate]) > s.iou; };
    if (std::none_of(kept.begin(), kept.end(), isHidden)) kept.push_back(candidate);
  }
  return kept;
}

// Bilinear weights of one point; nothing outside by more than a pixel.
struct Corner {
  int64_t at;
  double weight;
};
std::array<Corner, 4> cornersOf(double y, double x, int64_t height, int64_t width) {
  if (!(y >= -1 && y <= static_cast<double>(height) && x >= -1 && x <= static_cast<double>(width)))
    return {};
  const auto split = [](double v, int64_t extent, int64_t& low, int64_t& high) {
    v = std::max(v, 0.0);
    low = std::min(static_cast<int64_t>(v), extent - 1);
    high = std::min(low + 1, extent - 1);
    return low == extent - 1 ? 0.0 : v - static_cast<double>(low);
  };
  int64_t y0, y1, x0, x1;
  const double fy = split(y, height, y0, y1), fx = split(x, width, x0, x1);
  return {{{y0 * width + x0, (1 - fy) * (1 - fx)},
           {y0 * width + x1, (1 - fy) * fx},
           {y1 * width + x0, fy * (1 - fx)},
           {y1 * width + x1, fy * fx}}};
}

struct Alignment {
  int64_t height = 1, width = 1, samples = 0;
  double scale = 1;
  bool isHalfPixel = true, isMax = false;
};

// One channel of one region; roi: x1, y1, x2, y2 in the coordinates of the image.
void alignRegion(const double* plane, const Extents& x, const double* roi, const Alignment& a,
                 double* out) {
  const double offset = a.isHalfPixel ? 0.5 : 0;
  const double x1 = roi[0] * a.scale - offset, y1 = roi[1] * a.scale - offset;
  double w = roi[2] * a.scale - offset - x1, h = roi[3] * a.scale - offset - y1;
  if (!a.isHalfPixel) {
    w = std::max(w, 1.0);
    h = std::max(h, 1.0);
  }
  const double binH = h / static_cast<double>(a.height), binW = w / static_cast<double>(a.width);
  const auto gridOf = [&](double bin) {
    return a.samples > 0 ? a.samples
                         : static_cast<int64_t>(std::clamp(std::ceil(bin), 0.0, 4096.0));
  };
  const int64_t gridH = gridOf(binH), gridW = gridOf(binW);
  for (int64_t o = 0; o < a.height * a.width; ++o) {
    double sum = 0, top = lowestOf<double>();
    for (int64_t s = 0; s < gridH * gridW; ++s) {
      const double y = y1 + static_cast<double>(o / a.width) * binH +
                       (static_cast<double>(s / gridW) + 0.5) * binH / static_cast<double>(gridH);
      const double at = x1 + static_cast<double>(o % a.width) * binW +
                        (static_cast<double>(s % gridW) + 0.5) * binW / static_cast<double>(gridW);
      for (const Corner& c : cornersOf(y, at, x[2], x[3])) {
        sum += c.weight * plane[c.at];
        top = std::max(top, c.weight * plane[c.at]);
      }
    }
    const double count = std::max(1.0, static_cast<double>(gridH * gridW));
    out[o] = a.isMax ? (gridH * gridW > 0 ? top : 0) : sum / count;
  }
}

Result<Alignment> alignmentOf(const Call& call) {
  Alignment a{call.integer("output_height"), call.integer("output_width"),
              call.integer("sampling_ratio"), call.number("spatial_scale")};
  const std::string mode = call.node.stringAttribute("mode");
  const std::string how = call.node.stringAttribute("coordinate_transformation_mode");
  if (mode != "avg" && mode != "max") return call.unsupported("mode \"" + mode + "\"");
  if (how != "half_pixel" && how != "output_half_pixel")
    return call.unsupported("coordinate_transformation_mode \"" + how + "\"");
  if (a.height < 1 || a.width < 1 || a.samples < 0 || a.samples > 4096)
    return call.inputError("the output's extents or sampling_ratio are out of range");
  a.isMax = mode == "max";
  a.isHalfPixel = how == "half_pixel";
  return a;
}

}  // namespace

// boxes: [batch,count,4], scores: [batch,classes,count] -> [found,3] of batch, class, box
Outputs evaluateNonMaxSuppression(const Call& call) {
  HEDDLE_CHECK(requireRank(call, 0, 3, 3));
  HEDDLE_CHECK(requireRank(call, 1, 3, 3));
  const Extents &b = call.in(0).extents(), &sc = call.in(1).extents();
  if (b[2] != 4 || b[0] != sc[0] || b[1] != sc[2] || !isFloat(call.in(0).element()) ||
      !isFloat(call.in(1).element()))
    return call.inputError("boxes " + text(b) + " and scores " + text(sc) + " do not fit");
  HEDDLE_TRY(const double limit, scalarOr(call, 2, 0));
  HEDDLE_TRY(const double iou, scalarOr(call, 3, 0));
  HEDDLE_TRY(const double score, scalarOr(call, 4, 0));
  const Suppression s{store<int64_t>(limit), iou, score, call.has(4),
                      call.integer("center_point_box") != 0};
  const auto boxes = widen<double>(call.in(0)), scores = widen<double>(call.in(1));
  std::vector<int64_t> found;
  for (int64_t n = 0; n < b[0]; ++n) {
    std::vector<Box> here;
    for (int64_t i = 0; i < b[1]; ++i) here.push_back(boxAt(boxes, n * b[1] + i, s.isCentred));
    for (int64_t c = 0; c < sc[1]; ++c)
      for (const int64_t i : survivors(scores.data() + (n * sc[1] + c) * b[1], here, s))
        found.insert(found.end(), {n, c, i});
  }
  return single(Tensor::fromValues<int64_t>(ElementType::i64,
                                            {static_cast<int64_t>(found.size() / 3), 3},
                                            std::span<const int64_t>(found)));
}

// x: [N,C,H,W], rois: [count,4], batch_indices: [count] -> [count,C,height,width]
Outputs evaluateRoiAlign(const Call& call) {
  HEDDLE_CHECK(requireRank(call, 0, 4, 4));
  const Extents &x = call.in(0).extents(), &rois = call.in(1).extents();
  if (!isFloat(call.in(0).element())) return call.badType(0);
  HEDDLE_TRY(const Alignment a, alignmentOf(call));
  HEDDLE_TRY(const auto batch, integers(call, 2));
  if (rois.size() != 2 || rois[1] != 4 || rois[0] != static_cast<int64_t>(batch.size()) ||
      x[2] < 1 || x[3] < 1)
    return call.inputError("rois " + text(rois) + " do not fit");
  const Extents extents = {rois[0], x[1], a.height, a.width};
  HEDDLE_TRY(Tensor checked, Tensor::allocate(ElementType::f64, extents));
  const auto values = widen<double>(call.in(0)), regions = widen<double>(call.in(1));
  std::vector<double> y(static_cast<size_t>(checked.elementCount()));
  for (int64_t r = 0; r < rois[0]; ++r) {
    if (batch[r] < 0 || batch[r] >= x[0]) return call.inputError("a batch index is out of range");
    for (int64_t c = 0; c < x[1]; ++c)
      alignRegion(values.data() + (batch[r] * x[1] + c) * x[2] * x[3], x, regions.data() + r * 4, a,
                  y.data() + (r * x[1] + c) * a.height * a.width);
  }
  return single(narrow(y, call.in(0).element(), extents));
}

// x: [N,C,H,W], rois: [count,5] of batch, x1, y1, x2, y2 -> [count,C,height,width]
Outputs evaluateMaxRoiPool(const Call& call) {
  HEDDLE_CHECK(requireRank(call, 0, 4, 4));
  const Extents &x = call.in(0).extents(), &rois = call.in(1).extents();
  const auto shape = call.node.intsAttribute("pooled_shape");
  if (!isFloat(call.in(0).element())) return call.badType(0);
  if (rois.size() != 2 || rois[1] != 5 || shape.size() != 2 || shape[0] < 1 || shape[1] < 1)
    return call.inputError("rois " + text(rois) + " or pooled_shape do not fit");
  const Extents extents = {rois[0], x[1], shape[0], shape[1]};
  HEDDLE_TRY(Tensor checked, Tensor::allocate(ElementType::f64, extents));
  const auto values = widen<double>(call.in(0)), regions = widen<double>(call.in(1));
  const double scale = call.number("spatial_scale");
  std::vector<double> y(static_cast<size_t>(checked.elementCount()), 0.0);
  for (int64_t r = 0; r < rois[0]; ++r) {
    const double* roi = regions.data() + r * 5;
    if (!(roi[0] >= 0 && roi[0] < static_cast<double>(x[0])))
      return call.inputError("a batch index is out of range");
    double corner[4];
    for (int i = 0; i < 4; ++i) corner[i] = std::round(std::clamp(roi[i + 1] * scale, -1e9, 1e9));
    const double binW = std::max(corner[2] - corner[0] + 1, 1.0) / static_cast<double>(shape[1]);
    const double binH = std::max(corner[3] - corner[1] + 1, 1.0) / static_cast<double>(shape[0]);
    const auto inside = [](double v, int64_t extent) {
      return static_cast<int64_t>(std::clamp(v, 0.0, static_cast<double>(extent)));
    };
    for (int64_t c = 0; c < x[1]; ++c)
      for (int64_t o = 0; o < shape[0] * shape[1]; ++o) {
        const auto ph = static_cast<double>(o / shape[1]), pw = static_cast<double>(o % shape[1]);
        const double* plane =
            values.data() + (static_cast<int64_t>(roi[0]) * x[1] + c) * x[2] * x[3];
        double best = lowestOf<double>();
        const int64_t h1 = inside(std::ceil((ph + 1) * binH) + corner[1], x[2]);
        const int64_t w1 = inside(std::ceil((pw + 1) * binW) + corner[0], x[3]);
        for (int64_t h = inside(std::floor(ph * binH) + corner[1], x[2]); h < h1; ++h)
          for (int64_t w = inside(std::floor(pw * binW) + corner[0], x[3]); w < w1; ++w)
            best = std::max(best, plane[h * x[3] + w]);
        y[(r * x[1] + c) * shape[0] * shape[1] + o] = std::isinf(best) && best < 0 ? 0 : best;
      }
  }
  return single(narrow(y, call.in(0).element(), extents));
}

}  // namespace heddle::reference
