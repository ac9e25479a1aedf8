// The only place that holds the bytes of constants. Graphs and programs hold ids.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "engine/support/ids.h"
#include "engine/tensor/tensor.h"

namespace heddle {

// Thread-safe; entries are never changed or removed.
class ConstantPool {
 public:
  // `recipe` says how the bytes came to be: "file:conv1.weight", "fold:OpId", "pack:7:...".
  ConstantId add(Tensor tensor, std::string recipe);
  // The first entry with this recipe, so that what was derived once is not derived again.
  std::optional<ConstantId> find(const std::string& recipe) const;
  // Requires an id that this pool gave out.
  Tensor tensor(ConstantId id) const;
  std::string recipe(ConstantId id) const;
  size_t size() const;
  size_t totalBytes() const;

 private:
  struct Entry {
    Tensor tensor;
    std::string recipe;
  };
  mutable std::mutex m_mutex;
  std::deque<Entry> m_entries;
  std::unordered_map<std::string, ConstantId> m_byRecipe;
};

}  // namespace heddle
