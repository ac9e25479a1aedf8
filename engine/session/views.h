// What the session tells its views: plain values, no IR nodes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/support/ids.h"
#include "engine/support/result.h"
#include "engine/tensor/tensor.h"

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
  int64_t flops = 0, bytes = 0;
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
  std::vector<GraphNodeView> nodes;   // topological
  std::vector<GraphEdgeView> edges;
  std::vector<RewriteView> rewrites;  // from the previous stage
  int added = 0, removed = 0, changed = 0;
  double milliseconds = 0;
};

struct GroupView {
  GroupId id;
  std::string name;
  OpId anchor;
  NodeClass pattern = NodeClass::opaque;
  std::vector<OpId> members;
  std::vector<GroupId> inputs, outputs;   // neighbouring groups
  int64_t flops = 0, bytes = 0;
  std::string shape;                       // of the result
  double predictedMilliseconds = 0;
};

// The answer to "why (not) fused?".
struct FusionEdgeView {
  OpId producer, consumer;
  GroupId producerGroup, consumerGroup;
  bool fused = false;
  int phase = -1;
  std::string rule, reason;
  OpId blocker;
  bool isOverridden = false;
  double predictedDeltaMilliseconds = 0;   // of forcing or forbidding it, negative is faster
};

struct FusionView {
  std::vector<GroupView> groups;           // execution order
  std::vector<FusionEdgeView> edges;
  std::vector<Diagnostic> refusedOverrides;
};

struct SourceNodeView {
  std::string name, domain, opType, how, problem;
  std::vector<std::string> inputs, outputs;
};

struct PortView {
  std::string name;
  std::string type;                        // with symbols
  bool isDynamic = false;
};

struct ModelView {
  std::string file, hash, producer, graphName;
  int64_t irVersion = 0;
  std::map<std::string, int64_t> opsets;
  std::vector<PortView> inputs, outputs;
  int64_t parameters = 0, parameterBytes = 0, fileBytes = 0, flops = 0;
  std::map<std::string, int64_t> operatorCounts;
  std::vector<SourceNodeView> nodes;
  std::vector<std::string> symbols;        // of the input shapes, to be bound before compiling
  bool isSupported = true;
};

// One form of a kernel with what each of its lines is about.
struct TextLineView {
  LoopId loop;
  BlockId block;
  uint32_t loweredLine = 0;                // 1-based line of the lowered text, 0 none
  uint32_t scheduledLine = 0;              // 1-based line of the scheduled program: the key that all forms share
};
struct TextView {
  std::string title;                       // "loops", "schedule", "after unroll", "llvm", "llvm optimised", "asm"
  std::string text;
  std::vector<TextLineView> lines;
};

struct LoopTreeItem {
  enum class Kind : uint8_t { loop, block } kind = Kind::loop;
  LoopId loop;
  BlockId block;
  std::string name;                        // "oc_o", "conv"
  int64_t extent = 0;
  std::string loopKind;                    // serial, parallel, vectorized, unrolled
  int depth = 0;
  int64_t workingSetBytes = 0;
  std::string fitsIn;                      // "L1", "L2", "L3", "memory"
  double flops = 0;
};

// The innermost loop of the machine code where the time goes, without running it.
struct HotLoopView {
  std::string function;                    // empty: the code has no loop
  int firstLine = 0, lastLine = 0;         // 0-based lines of the text "asm": [first, last)
  int instructions = 0, multiplyAdds = 0, loads = 0, stores = 0;
  int spills = 0, moves = 0;               // vector registers to or from the stack; between registers
  double cyclesPerIteration = 0, instructionsPerCycle = 0;   // 0: no model of this processor
  std::string processorModel;
  // Share of the loop's cycles in which each port is taken, busiest first.
  std::vector<std::pair<std::string, double>> ports;
};

struct KernelView {
  GroupId group;
  std::string name;
  std::vector<TextView> texts;
  std::vector<LoopTreeItem> loopTree;
  std::string traceText;
  int spills = 0;                          // in all innermost loops
  HotLoopView hotLoop;
  std::string requiredFeatures;
};

// Every reported figure.
struct Measurement {
  std::vector<double> samples;             // in `unit`
  std::string unit;                        // "ms"
  double median = 0, low = 0, high = 0;    // 95 % bootstrap interval of the median
  double noiseFloor = 0;                   // relative, from an A/A measurement; 0: not taken
  std::string machine;
  int threads = 1;
  std::string protocol;                    // "10 warm-up, 20 samples of 5 runs"
  std::string command;                     // the heddle line that gives it again
};

struct ProfileRow {
  GroupId group;
  std::string name, shape;
  double milliseconds = 0, low = 0, high = 0;
  double share = 0;                        // of the sum of rows
  double gflops = 0, gbytesPerSecond = 0;  // 1e9
  double shareOfPeak = 0;
  int calls = 0;
  std::string boundBy;  // "compute", "memory", "overhead", "unknown"
  std::vector<std::pair<std::string, double>> counters;  // NaN where absent
};

struct TimelineEvent {
  uint32_t step = 0;
  GroupId group;
  uint32_t thread = 0;
  int64_t beginNs = 0, endNs = 0;
};

struct MemoryBufferView {
  std::string name;
  GroupId owner;
  int64_t offsetBytes = 0, sizeBytes = 0;
  int firstStep = 0, lastStep = 0;
  bool isAtPeak = false;
};

struct ProfileView {
  Measurement total;
  std::vector<ProfileRow> rows;
  std::vector<TimelineEvent> events;       // one run
  std::vector<MemoryBufferView> memory;
  int64_t arenaBytes = 0, sumBytes = 0;
  int steps = 0;
  double peakGflops = 0, peakGbytesPerSecond = 0;   // measured on this machine with these threads
  std::vector<std::pair<std::string, std::string>> absentCounters;  // name, reason
};

struct CompareRow {
  std::string name;
  GroupId groupA, groupB;
  double millisecondsA = 0, millisecondsB = 0;      // 0 where absent
  double delta = 0;                                  // B - A
};

struct CompareView {
  std::string nameA, nameB;
  Measurement a, b;
  double ratio = 1, ratioLow = 1, ratioHigh = 1;     // A over B: above 1, B is faster
  bool isDifferent = false;                          // the interval excludes 1
  std::string verdict;                               // one sentence
  std::vector<CompareRow> rows;
  double residualMilliseconds = 0;                   // end to end minus the sum of rows
  int blocks = 0;
};

struct VerifyRow {
  std::string name;                                  // value or node
  OpId op;
  GroupId group;
  double maxAbsError = 0, maxRelError = 0;
  double worstOfTolerance = 0;                       // above 1: fails
  bool passed = true;
};

struct VerifyView {
  std::vector<VerifyRow> rows;                       // worst first
  bool passed = true;
  std::string reference;                             // "interpreter" or "plain build"
  std::string culpritPass;                           // of a bisection; empty when none
  std::string culpritReason;
};

struct RunView {
  std::map<std::string, Tensor> outputs;
  Measurement latency;
};

struct ExportView {
  std::vector<std::string> files;
  int64_t totalBytes = 0;
  std::string requiredFeatures;
  bool isRehearsed = false;
  std::string rehearsal;                             // what the clean process said
};

}  // namespace heddle::session
