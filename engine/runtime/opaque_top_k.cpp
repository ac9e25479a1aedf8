// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <cstring>

#include "engine/runtime/opaque.h"

namespace {

// Attributes of heddle_opaque_top_k, by name.
struct Extents {
  int64_t outer, extent, inner, k;
  bool isLargest;
};

// Storage of a half or a bfloat, ordered as the float that it stands for: the bits of the magnitude
// order like the value, and the sign mirrors them.
struct Half16 {
  uint16_t bits;
  int32_t key(uint16_t infinity) const {
    const int32_t magnitude = bits & 0x7fff;
    if (magnitude > infinity) return 0x8000;  // NaN
    return (bits & 0x8000) != 0 ? -magnitude : magnitude;
  }
};
struct Half : Half16 {};
struct Bfloat : Half16 {};

template <class T>
bool isLess(T a, T b) {
  if (a != a) return false;
  if (b != b) return true;
  return a < b;
}
bool isLess(Half a, Half b) {
  return a.key(0x7c00) < b.key(0x7c00);
}
bool isLess(Bfloat a, Bfloat b) {
  return a.key(0x7f80) < b.key(0x7f80);
}

// Keeps the best k of a row in a heap whose root is the worst kept, then sorts it by popping.
template <class T>
class Selection {
 public:
  Selection(const T* row, int64_t stride, bool isLargest, int64_t* heap)
      : m_row(row), m_stride(stride), m_isLargest(isLargest), m_heap(heap) {}

  void select(int64_t extent, int64_t k) {
    for (int64_t i = 0; i < extent; ++i) {
      if (m_size < k) {
        m_heap[m_size++] = i;
        siftUp(m_size - 1);
      } else if (isBetter(i, m_heap[0])) {
        m_heap[0] = i;
        siftDown(0);
      }
    }
    while (m_size > 0) {
      const int64_t worst = m_heap[0];
      m_heap[0] = m_heap[--m_size];
      siftDown(0);
      m_heap[m_size] = worst;
    }
  }

 private:
  bool isBetter(int64_t a, int64_t b) const {
    const T x = m_row[a * m_stride], y = m_row[b * m_stride];
    if (m_isLargest ? isLess(y, x) : isLess(x, y)) return true;
    if (m_isLargest ? isLess(x, y) : isLess(y, x)) return false;
    return a < b;
  }
  void swap(int64_t i, int64_t j) {
    const int64_t held = m_heap[i];
    m_heap[i] = m_heap[j];
    m_heap[j] = held;
  }
  void siftUp(int64_t i) {
    for (; i > 0 && isBetter(m_heap[(i - 1) / 2], m_heap[i]); i = (i - 1) / 2) swap(i, (i - 1) / 2);
  }
  void siftDown(int64_t i) {
    for (;;) {
      int64_t worst = i;
      for (int64_t child = 2 * i + 1; child <= 2 * i + 2 && child < m_size; ++child)
        if (isBetter(m_heap[worst], m_heap[child])) worst = child;
      if (worst == i) return;
      swap(i, worst);
      i = worst;
    }
  }

  const T* m_row;
  int64_t m_stride;
  bool m_isLargest;
  int64_t* m_heap;
  int64_t m_size = 0;
};

template <class T>
void topK(const Extents& e, void* const* args, int64_t* heap) {
  const T* x = static_cast<const T*>(args[0]);
  T* values = static_cast<T*>(args[1]);
  auto* indices = static_cast<int64_t*>(args[2]);
  for (int64_t o = 0; o < e.outer; ++o)
    for (int64_t i = 0; i < e.inner; ++i) {
      const T* row = x + o * e.extent * e.inner + i;
      Selection<T>(row, e.inner, e.isLargest, heap).select(e.extent, e.k);
      for (int64_t j = 0; j < e.k; ++j) {
        const int64_t to = (o * e.k + j) * e.inner + i;
        values[to] = row[heap[j] * e.inner];
        indices[to] = heap[j];
      }
    }
}

using Function = void (*)(const Extents&, void* const*, int64_t*);

// In the order of heddle::ElementType.
constexpr Function kByElement[] = {topK<float>,   topK<double>,   topK<Half>,     topK<Bfloat>,
                                   topK<int8_t>,  topK<int16_t>,  topK<int32_t>,  topK<int64_t>,
                                   topK<uint8_t>, topK<uint16_t>, topK<uint32_t>, topK<uint64_t>,
                                   topK<uint8_t>};

}  // namespace

int32_t heddle_opaque_top_k(void* const* args, const int64_t* attributes) {
  const int64_t element = attributes[0];
  const Extents e = {attributes[1], attributes[2], attributes[3], attributes[4],
                     attributes[5] != 0};
  const auto known = static_cast<int64_t>(sizeof(kByElement) / sizeof(kByElement[0]));
  if (element < 0 || element >= known || e.k < 0 || e.k > e.extent) return 1;
  if (e.k == 0) return 0;
  auto* heap = static_cast<int64_t*>(std::malloc(static_cast<size_t>(e.k) * sizeof(int64_t)));
  if (heap == nullptr) return 1;
  kByElement[element](e, args, heap);
  std::free(heap);
  return 0;
}

extern "C" const heddle_opaque_entry heddle_opaque_table[] = {
    {"heddle_opaque_top_k", heddle_opaque_top_k, 6},
    {nullptr, nullptr, 0},
};
