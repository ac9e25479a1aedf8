// SPDX-License-Identifier: Apache-2.0
#include "engine/reference/call.h"

#include <algorithm>

namespace heddle::reference {

Diagnostic Call::inputError(std::string message) const {
  return {"reference.input",
          std::string(graph::name(node.kind)) + " {0}: " + std::move(message),
          {{"node", node.id.value, node.name}}};
}

Diagnostic Call::unsupported(std::string message) const {
  return {"reference.unsupported",
          std::string(graph::name(node.kind)) + " {0}: " + std::move(message),
          {{"node", node.id.value, node.name}}};
}

Diagnostic Call::badType(size_t input) const {
  return unsupported("element type " + std::string(name(in(input).element())) + " of input " +
                     std::to_string(input) + " is not one that it is defined for");
}

Result<std::vector<int64_t>> integers(const Call& call, size_t input) {
  const Tensor& tensor = call.in(input);
  if (!isInteger(tensor.element()) || tensor.rank() > 1)
    return call.inputError("input " + std::to_string(input) + " must be a list of integers, not " +
                           text(tensor.type()));
  std::vector<int64_t> out(static_cast<size_t>(tensor.elementCount()));
  for (size_t i = 0; i < out.size(); ++i) out[i] = tensor.valueAsInt(static_cast<int64_t>(i));
  return out;
}

Result<int64_t> integer(const Call& call, size_t input) {
  const Tensor& tensor = call.in(input);
  if (!isInteger(tensor.element()) || tensor.elementCount() != 1)
    return call.inputError("input " + std::to_string(input) + " must be one integer, not " +
                           text(tensor.type()));
  return tensor.valueAsInt(0);
}

Result<int64_t> normalAxis(const Call& call, int64_t axis, int64_t rank, int64_t slack) {
  if (axis < -rank - slack || axis >= rank + slack)
    return call.inputError("axis " + std::to_string(axis) + " is outside rank " +
                           std::to_string(rank));
  return axis < 0 ? axis + rank + slack : axis;
}

Result<std::vector<int64_t>> normalAxes(const Call& call, std::vector<int64_t> axes, int64_t rank) {
  for (int64_t& axis : axes) {
    HEDDLE_TRY(axis, normalAxis(call, axis, rank));
  }
  std::sort(axes.begin(), axes.end());
  if (std::adjacent_find(axes.begin(), axes.end()) != axes.end())
    return call.inputError("an axis is named twice");
  return axes;
}

Status requireRank(const Call& call, size_t input, size_t atLeast, size_t atMost) {
  const size_t rank = call.in(input).rank();
  if (rank >= atLeast && rank <= atMost) return {};
  return call.inputError("input " + std::to_string(input) + " has rank " + std::to_string(rank) +
                         ", expected " + std::to_string(atLeast) +
                         (atMost == atLeast ? "" : " or more"));
}

Status requireSameType(const Call& call, size_t a, size_t b) {
  if (call.in(a).element() == call.in(b).element()) return {};
  return call.inputError("inputs " + std::to_string(a) + " and " + std::to_string(b) +
                         " differ in element type: " + text(call.in(a).type()) + " and " +
                         text(call.in(b).type()));
}

Outputs single(Result<Tensor> tensor) {
  if (tensor.isError()) return std::move(tensor).error();
  std::vector<Tensor> out;
  out.push_back(std::move(tensor).value());
  return out;
}

}  // namespace heddle::reference
