// SPDX-License-Identifier: Apache-2.0
#include "engine/loop_passes/lower.h"
#include "engine/loops/text.h"

namespace heddle::loop_passes {
using namespace loops;
namespace {

Program asProgram(const Kernel& k) {
  Program p;
  p.name = k.name;
  for (const Buffer& b : k.args) p.params.push_back({b, ParamRole::input});
  p.shapeVars = k.shapeVars;
  if (k.begin) p.shapeVars.insert(p.shapeVars.end(), {k.begin, k.end});
  p.allocs = k.locals;
  p.body = k.body;
  return p;
}

}  // namespace

PrintedKernels print(const LoweredProgram& lowered) {
  PrintedKernels out;
  for (size_t i = 0; i < lowered.kernels.size(); ++i) {
    const Kernel& k = lowered.kernels[i];
    if (!k.opaqueFunction.empty()) {
      out.text += "opaque " + k.name + " = " + k.opaqueFunction + "\n";
      out.lines.push_back({{}, {}, nullptr, i});
      continue;
    }
    const PrintedProgram printed = loops::print(asProgram(k));
    out.text += printed.text;
    if (!out.text.ends_with('\n')) out.text += '\n';
    for (const LineInfo& line : printed.lines) {
      PrintedKernels::Line l{line.loop, line.block, line.stmt, i};
      const uint32_t span = line.stmt ? line.stmt->span : 0;
      if (span > 0 && span <= lowered.source.size()) {
        l.loop = lowered.source[span - 1].loop;
        l.block = lowered.source[span - 1].block;
      }
      out.lines.push_back(l);
    }
  }
  return out;
}

}  // namespace heddle::loop_passes
