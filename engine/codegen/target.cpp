// SPDX-License-Identifier: Apache-2.0
#include <llvm/ADT/StringMap.h>
#include <llvm/MC/MCSubtargetInfo.h>
#include <llvm/Target/TargetMachine.h>
#include <llvm/TargetParser/Host.h>
#include <llvm/TargetParser/Triple.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "engine/codegen/codegen.h"
#include "engine/codegen/llvm/target_machine.h"
#include "engine/support/cores.h"

namespace heddle::codegen {
namespace {

void fillFacts(Target& target, const llvm::TargetMachine& machine) {
  const bool isArm = machine.getTargetTriple().isAArch64();
  const bool has512 = !isArm && hasFeature(machine, "avx512f") && hasFeature(machine, "avx512vl");
  const bool has256 = !isArm && hasFeature(machine, "avx2");
  target.vectorBits = has512 ? 512 : has256 ? 256 : 128;
  target.vectorRegisters = isArm || has512 ? 32 : 16;
  target.hasFma = isArm || hasFeature(machine, "fma");
  target.hasVnni = has512 && hasFeature(machine, "avx512vnni");
  target.threads = physicalCores();
}

int64_t cacheBytes(int name, int64_t fallback) {
  const long bytes = sysconf(name);
  return bytes > 0 ? bytes : fallback;
}

void fillCaches(Target& target) {
  target.l1Bytes = cacheBytes(_SC_LEVEL1_DCACHE_SIZE, target.l1Bytes);
  target.l2Bytes = cacheBytes(_SC_LEVEL2_CACHE_SIZE, target.l2Bytes);
  target.l3Bytes = cacheBytes(_SC_LEVEL3_CACHE_SIZE, target.l3Bytes);
}

Diagnostic wrong(const std::string& part, const std::string& why) {
  return {"codegen.target",
          "{0}: " + why,
          {{"argument", 0, part}},
          {},
          "for example: llvm -mcpu=x86-64-v3 -mattr=+avx512f -mtriple=x86_64-linux-gnu"};
}

}  // namespace

Result<Target> hostTarget() {
  initializeLlvm();
  Target target;
  target.cpu = llvm::sys::getHostCPUName().str();
  // A map keeps the text stable: it is part of cache keys.
  std::map<std::string, bool> features;
  for (const auto& entry : llvm::sys::getHostCPUFeatures())
    features[entry.getKey().str()] = entry.getValue();
  for (const auto& [name, isOn] : features) {
    target.features += (target.features.empty() ? "" : ",") + std::string(isOn ? "+" : "-") + name;
  }
  HEDDLE_TRY(const auto machine, makeTargetMachine(target));
  fillFacts(target, *machine);
  fillCaches(target);
  return target;
}

Result<Target> parseTarget(std::string_view text) {
  std::istringstream words{std::string(text)};
  std::string word;
  if (!(words >> word) || word != "llvm") return wrong(word, "a target begins with \"llvm\"");
  Target target;
  bool isHost = true;
  while (words >> word) {
    const size_t equals = word.find('=');
    const std::string key = word.substr(0, equals);
    const std::string value = equals == std::string::npos ? "" : word.substr(equals + 1);
    if (value.empty()) return wrong(word, "expected -key=value");
    if (key == "-mcpu")
      target.cpu = value;
    else if (key == "-mtriple")
      target.triple = value;
    else if (key == "-mattr")
      target.features = value;
    else
      return wrong(word, "unknown key; known are -mcpu, -mtriple, -mattr");
    isHost = false;
  }
  if (isHost) return hostTarget();
  if (target.cpu == "native") {
    if (!target.triple.empty())
      return wrong(target.triple, "native means this machine, so give no triple");
    HEDDLE_TRY(Target host, hostTarget());
    if (!target.features.empty()) host.features += "," + target.features;
    HEDDLE_TRY(const auto machine, makeTargetMachine(host));
    fillFacts(host, *machine);
    return host;
  }
  if (target.cpu.empty()) {
    const bool isX86 =
        target.triple.empty() || llvm::Triple(llvm::Triple::normalize(target.triple)).isX86();
    target.cpu = isX86 ? "x86-64" : "generic";
  }
  // Without the features first: LLVM only prints a warning about those that it does not know.
  Target bare = target;
  bare.features.clear();
  HEDDLE_TRY(auto machine, makeTargetMachine(bare));
  std::istringstream list(target.features);
  while (std::getline(list, word, ',')) {
    if (word.size() < 2 || (word[0] != '+' && word[0] != '-'))
      return wrong(word, "a feature begins with + or -");
    bool known = false;
    for (const auto& feature : machine->getMCSubtargetInfo()->getAllProcessorFeatures()) {
      known |= word.substr(1) == feature.Key;
    }
    if (!known) return wrong(word, "unknown feature");
  }
  HEDDLE_TRY(machine, makeTargetMachine(target));
  fillFacts(target, *machine);
  if (target.triple.empty()) fillCaches(target);
  return target;
}

std::string toText(const Target& target) {
  std::string out = "llvm -mcpu=" + target.cpu;
  if (!target.triple.empty()) out += " -mtriple=" + target.triple;
  if (!target.features.empty()) out += " -mattr=" + target.features;
  return out;
}

}  // namespace heddle::codegen
