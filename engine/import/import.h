// A model file to a graph.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/graph/graph.h"
#include "engine/support/cancel_token.h"
#include "engine/support/result.h"

namespace heddle::import {

struct ValueSummary {
  std::string name;
  TensorType type;
};

// What is known of a model before and independent of its conversion.
struct ModelSummary {
  std::string file, hash, producer, graphName;
  int64_t irVersion = 0;
  std::map<std::string, int64_t> opsets;
  std::vector<ValueSummary> inputs, outputs;
  int64_t parameterCount = 0, parameterBytes = 0, fileBytes = 0;
  std::map<std::string, int64_t> operatorCounts;  // "Conv" or "com.microsoft::QLinearAdd"
};

// One node of the file. `problem` is empty when it can be converted.
struct NodeReport {
  std::string name, domain, opType;
  std::vector<std::string> inputs, outputs;
  std::string how;      // "direct", "expanded", "refused"
  Phrase problem;       // why it is refused, and a way on where there is one
};

struct ImportedModel {
  ModelSummary summary;
  std::vector<NodeReport> nodes;
  // Untyped beyond inputs and constants. Absent when any node is refused.
  std::optional<graph::Graph> graph;
  // An If asks for sizes of inputs that the file leaves open: the graph, where there is one, is right for these alone.
  bool hasOpenBranches = false;
  SymbolValues branchSymbols;
};

// Computes one node on known values; given by the owner, since the import knows no interpreter.
using Evaluator = std::function<Result<std::vector<Tensor>>(
    const graph::Node&, const std::vector<std::optional<Tensor>>&, const ConstantPool&)>;

struct ImportOptions {
  // What is known of the sizes of inputs, and what computes with them: only to choose branches.
  SymbolValues symbols;
  Evaluator evaluate;
  CancelToken cancel;
  std::function<void(double fraction)> onProgress;
};

// Maps the file; weights stay in the mapping. Errors are about the file as a whole ("import.not_onnx",
// "import.truncated", "import.external_data", "import.cycle", ...), with file and node in `where`; refused nodes are
// no error here but listed in `nodes`.
Result<ImportedModel> importModel(const std::filesystem::path& file, const ImportOptions& options = {});

// The diagnostic that lists every refused node of the report, all at once.
Diagnostic refusal(const ImportedModel& model);

// A serialised TensorProto (".pb" of ONNX test data). Errors: "import.tensor".
Result<Tensor> readTensorProto(const std::filesystem::path& file, std::string* name = nullptr);

}  // namespace heddle::import
