// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <utility>

#include "engine/import/import.h"
#include "engine/import/onnx/names.h"

namespace heddle::import {
namespace {

constexpr size_t kNamedNodes = 8;

struct Reason {
  std::vector<uint64_t> nodes;
};

}  // namespace

// One line per operator and reason, in the order of first appearance.
Diagnostic refusal(const ImportedModel& model) {
  std::vector<std::pair<std::string, std::string>> order;
  std::map<std::pair<std::string, std::string>, Reason> reasons;
  size_t refused = 0;
  for (size_t i = 0; i < model.nodes.size(); ++i) {
    const NodeReport& node = model.nodes[i];
    if (node.problem.empty()) continue;
    ++refused;
    const std::string op = node.domain.empty() ? node.opType : node.domain + "::" + node.opType;
    const auto key = std::pair{shortName(op), node.problem.text()};
    if (!reasons.contains(key)) order.push_back(key);
    reasons[key].nodes.push_back(i);
  }
  Diagnostic out{"import.unsupported"};
  out.where = model.summary.file;
  out.message = std::to_string(refused) + " of " + std::to_string(model.nodes.size()) +
                " nodes cannot be converted";
  for (const auto& key : order) {
    const auto& nodes = reasons[key].nodes;
    out.message += "\n  " + key.first + ": " + key.second + " [";
    for (size_t i = 0; i < nodes.size() && i < kNamedNodes; ++i) {
      out.message += (i == 0 ? "{" : ", {") + std::to_string(out.subjects.size()) + "}";
      out.subjects.push_back({"node", nodes[i] + 1, shortName(model.nodes[nodes[i]].name)});
    }
    if (nodes.size() > kNamedNodes)
      out.message += " and " + std::to_string(nodes.size() - kNamedNodes) + " more";
    out.message += "]";
  }
  return out;
}

}  // namespace heddle::import
