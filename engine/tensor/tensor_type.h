// Element type and shape of a value.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/tensor/dim.h"
#include "engine/tensor/element_type.h"

namespace heddle {

using Shape = std::vector<Dim>;
using Extents = std::vector<int64_t>;  // a shape whose every dimension is known

struct TensorType {
  ElementType element = ElementType::f32;
  Shape shape;

  size_t rank() const { return shape.size(); }
  bool isStatic() const;
  // Requires isStatic().
  Extents extents() const;
  friend bool operator==(const TensorType&, const TensorType&) = default;
};

// "f32[1,3,H,W]"
std::string text(const TensorType& type);
std::string text(const Extents& extents);
// The product; nothing on overflow or a negative extent. The product of no extents is 1.
std::optional<int64_t> elementCount(const Extents& extents);
Shape toShape(const Extents& extents);

}  // namespace heddle
