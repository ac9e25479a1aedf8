// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/constant_pool.h"

namespace heddle {

ConstantId ConstantPool::add(Tensor tensor, std::string recipe) {
  const std::lock_guard lock(m_mutex);
  m_entries.push_back({std::move(tensor), recipe});
  const ConstantId id{m_entries.size()};
  m_byRecipe.emplace(std::move(recipe), id);
  return id;
}

std::optional<ConstantId> ConstantPool::find(const std::string& recipe) const {
  const std::lock_guard lock(m_mutex);
  const auto it = m_byRecipe.find(recipe);
  return it == m_byRecipe.end() ? std::nullopt : std::optional(it->second);
}

Tensor ConstantPool::tensor(ConstantId id) const {
  const std::lock_guard lock(m_mutex);
  assert(id.isValid() && id.value <= m_entries.size());
  return m_entries[id.value - 1].tensor;
}

std::string ConstantPool::recipe(ConstantId id) const {
  const std::lock_guard lock(m_mutex);
  assert(id.isValid() && id.value <= m_entries.size());
  return m_entries[id.value - 1].recipe;
}

size_t ConstantPool::size() const {
  const std::lock_guard lock(m_mutex);
  return m_entries.size();
}

size_t ConstantPool::totalBytes() const {
  const std::lock_guard lock(m_mutex);
  size_t total = 0;
  for (const Entry& entry : m_entries) total += entry.tensor.sizeBytes();
  return total;
}

}  // namespace heddle
