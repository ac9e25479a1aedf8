// A list whose copies share their items until one of them is changed.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <memory>
#include <vector>

namespace heddle::session {

// Reads like a const vector. Copies may be read on other threads while this one is changed.
template <class T>
class SharedList {
 public:
  using value_type = T;
  using const_iterator = typename std::vector<T>::const_iterator;

  SharedList() : m_items(std::make_shared<std::vector<T>>()) {}
  SharedList(std::vector<T> items) : m_items(std::make_shared<std::vector<T>>(std::move(items))) {}
  SharedList(std::initializer_list<T> items) : SharedList(std::vector<T>(items)) {}

  size_t size() const { return m_items->size(); }
  bool empty() const { return m_items->empty(); }
  const T& operator[](size_t i) const { return (*m_items)[i]; }
  const T& front() const { return m_items->front(); }
  const T& back() const { return m_items->back(); }
  const_iterator begin() const { return m_items->cbegin(); }
  const_iterator end() const { return m_items->cend(); }
  bool sharesWith(const SharedList& other) const { return m_items == other.m_items; }

  // For changes: this list's own items, copied when others have them too.
  std::vector<T>& own() {
    if (m_items.use_count() > 1) m_items = std::make_shared<std::vector<T>>(*m_items);
    return *m_items;
  }
  void push_back(T item) { own().push_back(std::move(item)); }

 private:
  std::shared_ptr<std::vector<T>> m_items;
};

}  // namespace heddle::session
