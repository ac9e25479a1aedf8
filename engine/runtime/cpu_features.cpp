// SPDX-License-Identifier: Apache-2.0
#include "engine/runtime/cpu_features.h"

#include <cstdint>
#include <cstdio>
#include <cstring>

#if defined(__x86_64__)
#include <cpuid.h>
#elif defined(__aarch64__)
#include <sys/auxv.h>
#endif

namespace heddle::runtime {
namespace {

#if defined(__x86_64__)
enum Register : uint8_t { kEax, kEbx, kEcx, kEdx };
// What must be enabled in XCR0 besides the CPUID bit.
enum State : uint8_t { kNone, kYmm, kZmm, kTile };

struct Feature {
  const char* name;
  uint32_t leaf, subleaf;
  Register reg;
  uint8_t bit;
  State state;
};

// Bits: Intel SDM volume 2A, CPUID; AMD APM volume 3, appendix E.
constexpr Feature kFeatures[] = {
    {"x87", 1, 0, kEdx, 0, kNone},
    {"cx8", 1, 0, kEdx, 8, kNone},
    {"cmov", 1, 0, kEdx, 15, kNone},
    {"mmx", 1, 0, kEdx, 23, kNone},
    {"fxsr", 1, 0, kEdx, 24, kNone},
    {"sse", 1, 0, kEdx, 25, kNone},
    {"sse2", 1, 0, kEdx, 26, kNone},
    {"sse3", 1, 0, kEcx, 0, kNone},
    {"pclmul", 1, 0, kEcx, 1, kNone},
    {"ssse3", 1, 0, kEcx, 9, kNone},
    {"fma", 1, 0, kEcx, 12, kYmm},
    {"cx16", 1, 0, kEcx, 13, kNone},
    {"sse4.1", 1, 0, kEcx, 19, kNone},
    {"sse4.2", 1, 0, kEcx, 20, kNone},
    {"crc32", 1, 0, kEcx, 20, kNone},
    {"movbe", 1, 0, kEcx, 22, kNone},
    {"popcnt", 1, 0, kEcx, 23, kNone},
    {"aes", 1, 0, kEcx, 25, kNone},
    {"xsave", 1, 0, kEcx, 26, kNone},
    {"avx", 1, 0, kEcx, 28, kYmm},
    {"f16c", 1, 0, kEcx, 29, kYmm},
    {"rdrnd", 1, 0, kEcx, 30, kNone},
    {"fsgsbase", 7, 0, kEbx, 0, kNone},
    {"bmi", 7, 0, kEbx, 3, kNone},
    {"avx2", 7, 0, kEbx, 5, kYmm},
    {"bmi2", 7, 0, kEbx, 8, kNone},
    {"invpcid", 7, 0, kEbx, 10, kNone},
    {"avx512f", 7, 0, kEbx, 16, kZmm},
    {"avx512dq", 7, 0, kEbx, 17, kZmm},
    {"rdseed", 7, 0, kEbx, 18, kNone},
    {"adx", 7, 0, kEbx, 19, kNone},
    {"avx512ifma", 7, 0, kEbx, 21, kZmm},
    {"clflushopt", 7, 0, kEbx, 23, kNone},
    {"clwb", 7, 0, kEbx, 24, kNone},
    {"avx512cd", 7, 0, kEbx, 28, kZmm},
    {"sha", 7, 0, kEbx, 29, kNone},
    {"avx512bw", 7, 0, kEbx, 30, kZmm},
    {"avx512vl", 7, 0, kEbx, 31, kZmm},
    {"evex512", 7, 0, kEbx, 16, kZmm},
    {"avx512vbmi", 7, 0, kEcx, 1, kZmm},
    {"pku", 7, 0, kEcx, 4, kNone},
    {"avx512vbmi2", 7, 0, kEcx, 6, kZmm},
    {"shstk", 7, 0, kEcx, 7, kNone},
    {"gfni", 7, 0, kEcx, 8, kNone},
    {"vaes", 7, 0, kEcx, 9, kYmm},
    {"vpclmulqdq", 7, 0, kEcx, 10, kYmm},
    {"avx512vnni", 7, 0, kEcx, 11, kZmm},
    {"avx512bitalg", 7, 0, kEcx, 12, kZmm},
    {"avx512vpopcntdq", 7, 0, kEcx, 14, kZmm},
    {"rdpid", 7, 0, kEcx, 22, kNone},
    {"movdiri", 7, 0, kEcx, 27, kNone},
    {"movdir64b", 7, 0, kEcx, 28, kNone},
    {"avx512vp2intersect", 7, 0, kEdx, 8, kZmm},
    {"serialize", 7, 0, kEdx, 14, kNone},
    {"amx-bf16", 7, 0, kEdx, 22, kTile},
    {"avx512fp16", 7, 0, kEdx, 23, kZmm},
    {"amx-tile", 7, 0, kEdx, 24, kTile},
    {"amx-int8", 7, 0, kEdx, 25, kTile},
    {"avxvnni", 7, 1, kEax, 4, kYmm},
    {"avx512bf16", 7, 1, kEax, 5, kZmm},
    {"avxifma", 7, 1, kEax, 23, kYmm},
    {"avxvnniint8", 7, 1, kEdx, 4, kYmm},
    {"avxneconvert", 7, 1, kEdx, 5, kYmm},
    {"avxvnniint16", 7, 1, kEdx, 10, kYmm},
    {"prefetchi", 7, 1, kEdx, 14, kNone},
    {"xsaveopt", 13, 1, kEax, 0, kNone},
    {"xsavec", 13, 1, kEax, 1, kNone},
    {"xsaves", 13, 1, kEax, 3, kNone},
    {"sahf", 0x80000001, 0, kEcx, 0, kNone},
    {"lzcnt", 0x80000001, 0, kEcx, 5, kNone},
    {"sse4a", 0x80000001, 0, kEcx, 6, kNone},
    {"prfchw", 0x80000001, 0, kEcx, 8, kNone},
    {"xop", 0x80000001, 0, kEcx, 11, kYmm},
    {"fma4", 0x80000001, 0, kEcx, 16, kYmm},
    {"tbm", 0x80000001, 0, kEcx, 21, kNone},
    {"mwaitx", 0x80000001, 0, kEcx, 29, kNone},
    {"64bit", 0x80000001, 0, kEdx, 29, kNone},
    {"clzero", 0x80000008, 0, kEbx, 0, kNone},
    {"rdpru", 0x80000008, 0, kEbx, 4, kNone},
    {"wbnoinvd", 0x80000008, 0, kEbx, 9, kNone},
};

bool isStateEnabled(State state) {
  if (state == kNone) return true;
  uint32_t a = 0, b = 0, c = 0, d = 0;
  if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & (1u << 27)) == 0) return false;  // OSXSAVE
  uint32_t low = 0, high = 0;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  const uint32_t needed = state == kYmm ? 0x6u : state == kZmm ? 0xe6u : 0x60000u;
  return (low & needed) == needed;
}

bool isPresent(const Feature& feature) {
  uint32_t regs[4] = {};
  if (__get_cpuid_count(feature.leaf, feature.subleaf, &regs[0], &regs[1], &regs[2], &regs[3]) == 0)
    return false;
  return ((regs[feature.reg] >> feature.bit) & 1u) != 0 && isStateEnabled(feature.state);
}
#elif defined(__aarch64__)
struct Feature {
  const char* name;
  uint64_t bit;  // of AT_HWCAP
};
constexpr Feature kFeatures[] = {
    {"fp-armv8", 1u << 0}, {"neon", 1u << 1}, {"aes", 1u << 3},      {"sha2", 1u << 6},
    {"crc", 1u << 7},      {"lse", 1u << 8},  {"fullfp16", 1u << 9}, {"rdm", 1u << 12},
    {"dotprod", 1u << 20}, {"sve", 1u << 22},
};
bool isPresent(const Feature& feature) {
  return (getauxval(AT_HWCAP) & feature.bit) != 0;
}
#else
struct Feature {
  const char* name;
};
constexpr Feature kFeatures[] = {{""}};
bool isPresent(const Feature&) {
  return false;
}
#endif

}  // namespace

FeatureAnswer cpuFeature(const char* name, size_t length) {
  for (const Feature& feature : kFeatures)
    if (std::strlen(feature.name) == length && std::memcmp(feature.name, name, length) == 0)
      return isPresent(feature) ? FeatureAnswer::present : FeatureAnswer::absent;
  return FeatureAnswer::unknown;
}

bool checkCpuFeatures(const char* list, char* message, size_t messageSize) {
  size_t used = 0;
  bool isGood = true;
  for (const char* at = list; at != nullptr && *at != '\0';) {
    const char* end = std::strchr(at, ',');
    const char* next = end == nullptr ? nullptr : end + 1;
    if (end == nullptr) end = at + std::strlen(at);
    while (at < end && (*at == ' ' || *at == '+')) ++at;
    const auto length = static_cast<size_t>(end - at);
    if (length > 0 && cpuFeature(at, length) != FeatureAnswer::present) {
      const int written =
          std::snprintf(message + used, messageSize - used, "%s%.*s",
                        isGood ? "the module needs CPU features that this machine lacks: " : ", ",
                        static_cast<int>(length < 64 ? length : 64), at);
      if (written > 0) used += static_cast<size_t>(written);
      if (used >= messageSize) used = messageSize - 1;
      isGood = false;
    }
    at = next;
  }
  return isGood;
}

}  // namespace heddle::runtime
