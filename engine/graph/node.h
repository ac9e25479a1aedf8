// Nodes of the graph IR: immutable values.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/support/ids.h"
#include "engine/tensor/tensor_type.h"

namespace heddle::graph {

class Graph;

// Fusion's classes of operators, in the order of the fusion algorithm. 4 is an anchor: its output
// takes an elementwise epilogue.
enum class PatternKind : uint8_t {
  elementwise = 0, broadcast = 1, injective = 2, reduce = 3, anchor = 4, tuple = 7, opaque = 8,
};
std::string_view name(PatternKind kind);

enum class OpKind : uint16_t {
#define HEDDLE_OP(kind, ...) kind,
#include "engine/graph/op.def"
#undef HEDDLE_OP
};
std::string_view name(OpKind kind);
std::optional<OpKind> opKindFromName(std::string_view name);

struct AttributeInfo {
  std::string name;
  std::string type;  // int, float, string, ints, floats, type, tensor, graph
  bool isOptional = false;
  std::string defaultText;  // empty: required, unless optional
};

// One row of op.def.
struct OpInfo {
  OpKind kind;
  PatternKind pattern;
  int minInputs;
  int maxInputs;  // -1: any number
  int outputs;    // -1: the node says
  uint32_t valueInputs;
  std::vector<AttributeInfo> attributes;
  bool needsValue(size_t input) const { return input < 32 && ((valueInputs >> input) & 1u); }
};
const OpInfo& opInfo(OpKind kind);

using Attribute = std::variant<int64_t, double, std::string, std::vector<int64_t>,
                               std::vector<double>, ElementType, ConstantId,
                               std::shared_ptr<const Graph>>;
using Attributes = std::map<std::string, Attribute, std::less<>>;

// Output `index` of node `op`. An invalid one stands for an absent optional input.
struct ValueRef {
  OpId op;
  uint32_t index = 0;
  bool isValid() const { return op.isValid(); }
  auto operator<=>(const ValueRef&) const = default;
};

struct Node {
  OpId id;
  OpKind kind = OpKind::identity;
  std::string name;  // as in the source where there is one, else made up; unique is not required
  std::vector<ValueRef> inputs;
  Attributes attributes;
  uint32_t outputCount = 1;
  // One per output; nothing where inference has not run or cannot know the rank.
  std::vector<std::optional<TensorType>> types;
  // Positions of the source model's nodes that this one stands for, sorted, unique.
  std::vector<uint32_t> origins;

  // The attribute, or the default of op.def. Requires that op.def names it with that type and that
  // it is present or has a default.
  int64_t intAttribute(std::string_view name) const;
  double floatAttribute(std::string_view name) const;
  std::string stringAttribute(std::string_view name) const;
  std::vector<int64_t> intsAttribute(std::string_view name) const;  // empty when absent
  ElementType typeAttribute(std::string_view name) const;
  ConstantId tensorAttribute(std::string_view name) const;
  bool hasAttribute(std::string_view name) const;
};

}  // namespace heddle::graph
