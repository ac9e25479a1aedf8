// A detector like YOLOv5s: CSP backbone, two-way pyramid, three heads whose boxes are decoded in
// the graph.
// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "samples/make_model/network.h"

namespace heddle::samples {
namespace {

constexpr int64_t kClasses = 80, kAnchors = 3, kValues = kClasses + 5;

class Detector {
 public:
  explicit Detector(Network& network) : n(network) {}

  // Convolution and SiLU: y * sigmoid(y)
  std::string unit(const std::string& x, const ConvShape& s) {
    const std::string y = n.conv(x, s, true);
    return n.mul(y, n.node("Sigmoid", {y}));
  }
  std::string unit3(const std::string& x, int64_t in, int64_t out, int64_t stride) {
    return unit(x, {in, out, 3, stride, 1});
  }

  std::string concat(const std::vector<std::string>& parts, int64_t axis) {
    const std::string y = n.node("Concat", parts);
    n.set("axis", axis);
    return y;
  }

  std::string c3(const std::string& x, int64_t in, int64_t out, int repeats, bool isResidual) {
    const int64_t half = out / 2;
    std::string a = unit(x, {in, half});
    for (int i = 0; i < repeats; ++i) {
      const std::string y = unit3(unit(a, {half, half}), half, half, 1);
      a = isResidual ? n.add(a, y) : y;
    }
    return unit(concat({a, unit(x, {in, half})}, 1), {out, out});
  }

  std::string pyramidPool(const std::string& x, int64_t channels) {
    const std::string a = unit(x, {channels, channels / 2});
    const std::string b = n.maxPool(a, 5, 1, 2), c = n.maxPool(b, 5, 1, 2),
                      d = n.maxPool(c, 5, 1, 2);
    return unit(concat({a, b, c, d}, 1), {2 * channels, channels});
  }

  std::string doubled(const std::string& x) {
    const std::string y = n.node("Resize", {x, "", n.vector({1, 1, 2, 2})});
    n.set("mode", std::string("nearest"))
        .set("coordinate_transformation_mode", std::string("asymmetric"));
    n.set("nearest_mode", std::string("floor"));
    return y;
  }

  // Boxes of one scale. x: [1,C,s,s] -> [1, anchors*s*s, values]
  std::string head(const std::string& x, int64_t channels, int64_t size, int64_t stride) {
    std::string y = n.conv(x, {channels, kAnchors * kValues}, true);
    y = n.node("Transpose", {n.node("Reshape", {y, n.ints({1, kAnchors, kValues, size, size})})});
    n.set("perm", Ints{0, 1, 3, 4, 2});
    y = n.node("Sigmoid", {y});
    const std::string centre = slice(y, 0, 2), extent = slice(y, 2, 4),
                      scores = slice(y, 4, kValues);
    const std::string cell =
        n.uniform("cells", {1, 1, size, size, 2}, -0.5, static_cast<double>(size));
    const std::string place =
        n.mul(n.add(n.mul(centre, n.scalar(2)), cell), n.scalar(static_cast<float>(stride)));
    const std::string anchors =
        n.uniform("anchors", {1, kAnchors, 1, 1, 2}, 8.0, 24.0 * static_cast<double>(stride) / 8);
    const std::string box =
        n.mul(n.node("Pow", {n.mul(extent, n.scalar(2)), n.scalar(2)}), anchors);
    return n.node("Reshape", {concat({place, box, scores}, -1), n.ints({1, -1, kValues})});
  }

 private:
  std::string slice(const std::string& x, int64_t begin, int64_t end) {
    return n.node("Slice", {x, n.ints({begin}), n.ints({end}), n.ints({4})});
  }
  Network& n;
};

}  // namespace

Network yolo(int64_t pixels, uint64_t seed) {
  Network n("yolo_s", seed);
  Detector d(n);
  std::string x = d.unit(n.input("images", {1, 3, pixels, pixels}), {3, 32, 6, 2, 2});
  x = d.c3(d.unit3(x, 32, 64, 2), 64, 64, 1, true);
  const std::string p3 = d.c3(d.unit3(x, 64, 128, 2), 128, 128, 2, true);
  const std::string p4 = d.c3(d.unit3(p3, 128, 256, 2), 256, 256, 3, true);
  x = d.pyramidPool(d.c3(d.unit3(p4, 256, 512, 2), 512, 512, 1, true), 512);
  const std::string t5 = d.unit(x, {512, 256});
  const std::string t4 =
      d.unit(d.c3(d.concat({d.doubled(t5), p4}, 1), 512, 256, 1, false), {256, 128});
  const std::string o3 = d.c3(d.concat({d.doubled(t4), p3}, 1), 256, 128, 1, false);
  const std::string o4 = d.c3(d.concat({d.unit3(o3, 128, 128, 2), t4}, 1), 256, 256, 1, false);
  const std::string o5 = d.c3(d.concat({d.unit3(o4, 256, 256, 2), t5}, 1), 512, 512, 1, false);
  const std::vector<std::string> heads = {d.head(o3, 128, pixels / 8, 8),
                                          d.head(o4, 256, pixels / 16, 16),
                                          d.head(o5, 512, pixels / 32, 32)};
  const int64_t boxes = kAnchors * (pixels / 8 * (pixels / 8) + pixels / 16 * (pixels / 16) +
                                    pixels / 32 * (pixels / 32));
  n.output(d.concat(heads, 1), "output", {1, boxes, kValues});
  return n;
}

}  // namespace heddle::samples
