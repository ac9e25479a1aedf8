// SPDX-License-Identifier: Apache-2.0
#include "engine/reference/wide.h"

namespace heddle::reference {
namespace {

// Exchanges the last two of [a,b,c] under the new extents.
Tensor exchanged(const Tensor& x, int64_t a, int64_t b, int64_t c, Extents extents) {
  Tensor out = Tensor::allocate(x.element(), std::move(extents)).value();  // as large as x
  onWidth(x.element(), [&]<class T>() {
    const auto from = valuesOf<T>(x);
    const auto to = valuesOf<T>(out);
    walk<1>({a, c, b}, {Extents{b * c, 1, c}},
            [&](int64_t i, const std::array<int64_t, 1>& at) { to[i] = from[at[0]]; });
  });
  return out;
}

}  // namespace

Tensor channelsFirst(const Tensor& tensor) {
  const Extents& x = tensor.extents();
  Extents extents = {x[0], x.back()};
  int64_t area = 1;
  for (size_t i = 1; i + 1 < x.size(); ++i) {
    extents.push_back(x[i]);
    area *= x[i];
  }
  return exchanged(tensor, x[0], area, x.back(), std::move(extents));
}

Tensor channelsLast(const Tensor& tensor) {
  const Extents& x = tensor.extents();
  Extents extents = {x[0]};
  int64_t area = 1;
  for (size_t i = 2; i < x.size(); ++i) {
    extents.push_back(x[i]);
    area *= x[i];
  }
  extents.push_back(x[1]);
  return exchanged(tensor, x[0], x[1], area, std::move(extents));
}

Result<bool> isChannelsLast(const Call& call) {
  const std::string layout = call.node.stringAttribute("data_layout");
  if (layout == "channels_last") return true;
  if (layout == "channels_first") return false;
  return call.unsupported("data_layout \"" + layout + "\"");
}

}  // namespace heddle::reference
