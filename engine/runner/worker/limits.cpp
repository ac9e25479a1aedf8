// SPDX-License-Identifier: Apache-2.0
#include "engine/runner/worker/limits.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>

namespace heddle::runner {
namespace {

// A sanitizer's shadow memory takes terabytes of addresses.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kLimitsAddresses = false;
#else
constexpr bool kLimitsAddresses = true;
#endif

constexpr rlim_t kMaxFileBytes = 1 << 20, kMaxFiles = 256;
// A process that cannot get this much any more died of want of memory.
constexpr size_t kLastResort = 64 << 20;
constexpr size_t kHandlerStackBytes = 64 << 10;

std::atomic<RingHeader*> faultRing{nullptr};
alignas(64) std::byte handlerStack[kHandlerStackBytes];

void limit(__rlimit_resource resource, rlim_t value) {
  const rlimit both = {value, value};
  setrlimit(resource, &both);
}

bool isMemoryExhausted() {
  void* probe =
      mmap(nullptr, kLastResort, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (probe == MAP_FAILED) return true;
  munmap(probe, kLastResort);
  return false;
}

// The handler is reset before it runs: returning repeats the fault, which then kills the process.
void onFault(int signal, siginfo_t* info, void*) {
  RingHeader* ring = faultRing.load();
  if (ring != nullptr && ring->faultSignal.load() == 0) {
    ring->isMemoryExhausted = isMemoryExhausted() ? 1 : 0;
    ring->faultAddress = reinterpret_cast<uint64_t>(info->si_addr);
    ring->faultSignal = static_cast<uint32_t>(signal);
  }
}

}  // namespace

void applyLimits(int64_t memoryBytes, int serverPid) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != serverPid) _exit(1);  // the server died in between
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, kMaxFileBytes);
  limit(RLIMIT_NOFILE, kMaxFiles);
  if (kLimitsAddresses && memoryBytes > 0) limit(RLIMIT_AS, static_cast<rlim_t>(memoryBytes));
}

void allowCpuSeconds(int32_t seconds) {
  rusage used = {};
  getrusage(RUSAGE_SELF, &used);
  rlimit cpu = {};
  getrlimit(RLIMIT_CPU, &cpu);
  cpu.rlim_cur = static_cast<rlim_t>(used.ru_utime.tv_sec + used.ru_stime.tv_sec + 2) +
                 static_cast<rlim_t>(seconds < 0 ? 0 : seconds);
  if (cpu.rlim_cur > cpu.rlim_max) cpu.rlim_cur = cpu.rlim_max;
  setrlimit(RLIMIT_CPU, &cpu);
}

void installFaultHandlers() {
  stack_t stack = {};
  stack.ss_sp = handlerStack;
  stack.ss_size = sizeof(handlerStack);
  sigaltstack(&stack, nullptr);
  struct sigaction action = {};
  action.sa_sigaction = onFault;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | static_cast<int>(SA_RESETHAND);
  for (const int signal : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT})
    sigaction(signal, &action, nullptr);
}

void noteFaultsIn(RingHeader* header) {
  faultRing.store(header);
}

}  // namespace heddle::runner
