// SPDX-License-Identifier: Apache-2.0
#include "engine/reference/strided_copy.h"

namespace heddle::reference {

Outputs stridedCopy(const Tensor& x, const Extents& extents, const Extents& strides,
                    int64_t start) {
  HEDDLE_TRY(Tensor out, Tensor::allocate(x.element(), extents));
  onWidth(x.element(), [&]<class T>() {
    const auto from = valuesOf<T>(x);
    const auto to = valuesOf<T>(out);
    walk<1>(extents, {strides},
            [&](int64_t i, const std::array<int64_t, 1>& at) { to[i] = from[at[0]]; }, {start});
  });
  return single(std::move(out));
}

}  // namespace heddle::reference
