// What every statement of the loop IR has.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <variant>

#include "engine/loops/buffer.h"

namespace heddle::loops {

enum class StmtKind : uint8_t {
#define HEDDLE_STMT(Kind) Kind,
#include "engine/loops/nodes.def"
};

struct StmtNode {
  StmtKind kind;
  // Line of the scheduled program's text that the statement comes from; 0 before lowering stamps
  // it. Rewrites keep it, so that every form of a kernel can be traced back to its loops.
  uint32_t span = 0;

 protected:
  explicit StmtNode(StmtKind k) : kind(k) {}
};
using Stmt = std::shared_ptr<const StmtNode>;  // null is the empty statement
using Annotation = std::variant<int64_t, double, std::string>;
using Annotations = std::map<std::string, Annotation, std::less<>>;

}  // namespace heddle::loops
