// The model, its graph after each pass, and fusion: plain values, no IR nodes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/session/shared_list.h"
#include "engine/support/ids.h"
#include "engine/support/result.h"

namespace heddle::session {

// Fusion's classes, as engine/graph/node.h numbers them; leaves have their own.
enum class NodeClass : uint8_t {
  elementwise, broadcast, injective, reduce, anchor, tuple, opaque, input, constant, output,
};

struct GraphNodeView {
  OpId id;
  std::string op;            // "conv"
  std::string name;          // of the source
  NodeClass nodeClass = NodeClass::opaque;
  std::string essentials;    // "3x3 s1 64->64"
  GroupId group;             // invalid before fusion, for inputs and constants
  std::vector<std::string> outputTypes;  // "f32[1,64,56,56]"
  std::vector<std::pair<std::string, std::string>> attributes;
  std::vector<uint32_t> origins;         // positions in ModelView::nodes
  int64_t flops = 0, bytes = 0;          // flops nominal: operators::costOf
};

struct GraphEdgeView {
  OpId from, to;
  uint32_t output = 0, input = 0;
  std::string type;
  int64_t bytes = 0;
};

// How a node of an earlier stage continues in this one.
struct RewriteView {
  OpId from, to;             // to invalid: gone
  std::string reason;
};

// The graph after one pass. Shared, immutable, cheap to copy by pointer.
struct GraphStageView {
  std::string pass;          // "import", "fold_constants", ..., "fuse"
  std::string identity;      // the pass as one line
  SharedList<GraphNodeView> nodes;    // topological; a pass that changes nothing shares them
  SharedList<GraphEdgeView> edges;
  std::vector<RewriteView> rewrites;  // from the previous stage
  int added = 0, removed = 0, changed = 0;
  double milliseconds = 0;
};

// A pass of this level, in the order of the pipeline; one that is off has no stage.
struct PassView {
  std::string name;
  bool isRequired = false;   // compilation cannot do without it
  bool isOff = false;        // left out by CompileOptions::disabledPasses
};

struct GroupView {
  GroupId id;
  std::string name;
  OpId anchor;
  NodeClass pattern = NodeClass::opaque;
  std::vector<OpId> members;
  std::vector<GroupId> inputs, outputs;   // neighbouring groups
  int64_t flops = 0;  // nominal until it is compiled, then what its kernels do: build/group_cost.h
  int64_t bytes = 0;
  std::string shape;                       // of the result
  double predictedMilliseconds = 0;
};

// The answer to "why (not) fused?".
struct FusionEdgeView {
  OpId producer, consumer;
  GroupId producerGroup, consumerGroup;
  bool fused = false;
  int phase = -1;
  std::string rule;
  Phrase reason;
  OpId blocker;
  bool isOverridden = false;
  double predictedDeltaMilliseconds = 0;   // of forcing or forbidding it, negative is faster
};

// What an override did: builds without and with it, measured by turns in one process.
struct OverrideEffectView {
  OpId producer, consumer;
  double groupsBefore = 0, groupsAfter = 0;       // ms, of the groups around its edge
  double totalBefore = 0, totalAfter = 0;         // ms, end to end
  double ratio = 1, ratioLow = 1, ratioHigh = 1;  // before over after: above 1, it is faster
  bool isDifferent = false;                       // the interval excludes 1
  Phrase verdict;                                 // one sentence
};

struct FusionView {
  bool isPredicted = true;                 // else every predicted time is 0: this machine was not measured yet
  int threads = 1;                         // that the predicted times are for: those of the profile beside it
  std::vector<GroupView> groups;           // execution order
  std::vector<FusionEdgeView> edges;
  std::vector<Diagnostic> refusedOverrides;
};

struct SourceNodeView {
  std::string name, domain, opType, how;
  Phrase problem;   // why it is refused; empty: it is not
  std::vector<std::string> inputs, outputs;
};

struct PortView {
  std::string name;
  std::string type;                        // with symbols
  bool isDynamic = false;
  std::vector<std::string> dims;  // "3", or a symbol of ModelView::symbols
};

struct ModelView {
  std::string file, hash, producer, graphName;
  int64_t irVersion = 0;
  std::map<std::string, int64_t> opsets;
  std::vector<PortView> inputs, outputs;
  int64_t parameters = 0, parameterBytes = 0, fileBytes = 0;
  int64_t flops = 0;                       // nominal: operators::costOf
  std::map<std::string, int64_t> operatorCounts;
  std::vector<SourceNodeView> nodes;
  std::vector<std::string> symbols;        // of the input shapes, to be bound before compiling
  bool isSupported = true;
};

}  // namespace heddle::session
