// Denormal numbers as zero while kernels run: a denormal operand costs some 60 times an ordinary
// one.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace heddle::runtime {

// Sets flush-to-zero and denormals-are-zero for the calling thread and restores what was set
// before.
class FlushDenormals {
 public:
#if defined(__x86_64__)
  FlushDenormals() : m_before(_mm_getcsr()) {
    _mm_setcsr(static_cast<uint32_t>(m_before) | 0x8040u);
  }
  ~FlushDenormals() {
    _mm_setcsr(static_cast<uint32_t>(m_before));
  }
#elif defined(__aarch64__)
  FlushDenormals() {
    __asm__ volatile("mrs %0, fpcr" : "=r"(m_before));
    __asm__ volatile("msr fpcr, %0" : : "r"(m_before | (uint64_t{1} << 24)));
  }
  ~FlushDenormals() {
    __asm__ volatile("msr fpcr, %0" : : "r"(m_before));
  }
#else
  FlushDenormals() = default;
#endif
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;

 private:
  [[maybe_unused]] uint64_t m_before = 0;
};

}  // namespace heddle::runtime
