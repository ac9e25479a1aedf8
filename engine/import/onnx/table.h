// The operators that the importer knows, by (domain, name, since-version).
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/graph/node.h"

namespace heddle::import {

class NodeContext;
using Handler = void (*)(NodeContext&);

constexpr int64_t kNewestOpset = 27;
constexpr int64_t kNewestIr = 13;

// One line of handlers.def. A row without a handler is a refusal with a reason.
struct Row {
  std::string_view domain;
  std::string_view name;
  int64_t since = 1;
  Handler handler = nullptr;
  graph::OpKind kind = graph::OpKind::identity;
  const char* refusal;
};

enum class Miss { none, domain, name, version };

struct Lookup {
  const Row* row = nullptr;
  Miss miss = Miss::none;
  int64_t firstSince = 0;  // of an operator that is newer than `opset`
};

// The row with the largest since-version that is not above `opset`. The domain "ai.onnx" is "".
Lookup findRow(std::string_view domain, std::string_view name, int64_t opset);

}  // namespace heddle::import
