// SPDX-License-Identifier: Apache-2.0
#include "engine/import/onnx/table.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace heddle::import {
namespace handlers {
#define HEDDLE_ONNX(domain, name, since, handler, kind) void handler(NodeContext&);
#define HEDDLE_ONNX_REFUSED(domain, name, since, reason)
#include "engine/import/onnx/handlers.def"
#undef HEDDLE_ONNX
#undef HEDDLE_ONNX_REFUSED
}  // namespace handlers

namespace {

constexpr Row kRows[] = {
#define HEDDLE_ONNX(domain, name, since, handler, kind) \
  {domain, #name, since, &handlers::handler, graph::OpKind::kind, {}},
#define HEDDLE_ONNX_REFUSED(domain, name, since, reason) \
  {domain, #name, since, nullptr, graph::OpKind::identity, reason},
#include "engine/import/onnx/handlers.def"
#undef HEDDLE_ONNX
#undef HEDDLE_ONNX_REFUSED
};

struct Table {
  std::unordered_map<std::string, std::vector<const Row*>> rows;  // by domain:name, newest first
  std::unordered_set<std::string_view> domains;
};

std::string keyOf(std::string_view domain, std::string_view name) {
  std::string key(domain);
  key += ':';
  key += name;
  return key;
}

Table makeTable() {
  Table table;
  for (const Row& row : kRows) {
    table.rows[keyOf(row.domain, row.name)].push_back(&row);
    table.domains.insert(row.domain);
  }
  for (auto& [key, rows] : table.rows)
    std::sort(rows.begin(), rows.end(),
              [](const Row* a, const Row* b) { return a->since > b->since; });
  return table;
}

}  // namespace

Lookup findRow(std::string_view domain, std::string_view name, int64_t opset) {
  static const Table table = makeTable();
  if (domain == "ai.onnx") domain = "";
  const auto found = table.rows.find(keyOf(domain, name));
  if (found == table.rows.end())
    return {nullptr, table.domains.contains(domain) ? Miss::name : Miss::domain};
  for (const Row* row : found->second)
    if (row->since <= opset) return {row, Miss::none};
  return {nullptr, Miss::version, found->second.back()->since};
}

}  // namespace heddle::import
