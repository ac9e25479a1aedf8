// SPDX-License-Identifier: Apache-2.0
#include "engine/build/tensor_note.h"

#include <set>

#include "engine/loops/tensor_intrinsics.h"
#include "engine/loops/visit.h"

namespace heddle::build {
namespace {

using loops::Intrinsic;

void addNames(const loops::Stmt& body, std::set<std::string>& names) {
  loops::walk(body, [&](const loops::Stmt& s) {
    const auto* loop = loops::as<loops::For>(s);
    if (!loop) return true;
    const auto note = loop->annotations.find(loops::tensorizeKey);
    const auto* name =
        note == loop->annotations.end() ? nullptr : std::get_if<std::string>(&note->second);
    if (name) names.insert(*name);
    return true;
  });
}

// What the instruction needs and the target lacks; empty: nothing.
Phrase lack(const loops::TensorIntrinsic& intrinsic, const Target& target) {
  bool isDot = false, isFma = false;
  int bits = 0;
  loops::walk(intrinsic.implementation, {}, [&](const loops::Expr& e) {
    const auto* call = loops::as<loops::Call>(e);
    isDot |= call && call->intrinsic == Intrinsic::dotU8I8;
    const auto* sum = loops::as<loops::Binary>(e);
    const auto* product = sum ? loops::as<loops::Binary>(sum->b) : nullptr;
    isFma |= product && product->op == loops::BinaryOp::mul;  // which becomes a multiply-add
    const auto element = static_cast<int>(sizeBytes(e->type.element));
    if (e->kind != loops::ExprKind::Ramp) bits = std::max(bits, 8 * element * e->type.lanes);
    return true;
  });
  if (isDot && !target.hasVnni) return std::string("AVX-512 VNNI");
  if (isFma && !target.hasFma) return "fused multiply-add";
  if (bits > target.vectorBits) return {"{0}-bit registers", {std::to_string(bits)}};
  return {};
}

}  // namespace

Phrase tensorNote(const loops::Program& scheduled, const loop_passes::LoweredProgram& lowered,
                  const Target& target) {
  std::set<std::string> asked, left;
  addNames(scheduled.body, asked);
  for (const loop_passes::Kernel& kernel : lowered.kernels) addNames(kernel.body, left);
  Phrase out;
  const auto say = [&](const Phrase& more) { out = out.empty() ? more : Phrase("{0}; {1}", {out, more}); };
  for (const std::string& name : asked) {
    const loops::TensorIntrinsic* intrinsic = loops::findTensorIntrinsic(name);
    if (left.count(name) != 0) {
      say({"tensorize {0}: other steps changed the loops, so they stay loops", {name}});
    } else if (const Phrase what = intrinsic ? lack(*intrinsic, target) : Phrase(); !what.empty()) {
      const Phrase who = target.cpu.empty() ? Phrase("this target") : Phrase(target.cpu);
      say({"tensorize {0}: {1} has no {2}, so other instructions compute the same, slower", {name, who, what}});
    }
  }
  return out;
}

}  // namespace heddle::build
