// SPDX-License-Identifier: Apache-2.0
#include "engine/schedule/analysis/plain_nest.h"

#include <algorithm>

#include "engine/schedule/analysis/blocks.h"

namespace heddle::schedule {

using namespace loops;

Result<std::vector<const For*>> plainNest(const Step& step, const Place& place) {
  const Block& block = *place.block;
  if (hasOpaqueIterators(block) || !block.f.allocs.empty()) {
    return refuse(step, {"complete",
                         "block {0} is opaque, ordered, or has buffers of its own",
                         {subjectOf(block)}});
  }
  const auto notPlain = [&](const std::string& iterator) {
    return refuse(
        step, {"plain",
               "iterator {1} of block {0} has no loop of its own over all its values",
               {subjectOf(block), {"value", 0, iterator}, {"value", 0, step.primitive}},
               "{2} before split, fuse and compute_at"});
  };
  std::vector<const For*> out;
  for (const BlockIter& iter : block.f.iters) {
    const auto* var = as<Var>(iter.binding);
    const auto loop = std::find_if(place.loops.begin(), place.loops.end(),
                                   [&](const For* l) { return var && l->var->id == var->id; });
    if (loop == place.loops.end()) {
      if (constantInt(iter.extent) != 1) return notPlain(iter.var->name);
      out.push_back(nullptr);
      continue;
    }
    const bool isWhole = constantInt((*loop)->min) == 0 && constantInt((*loop)->extent) &&
                         constantInt((*loop)->extent) == constantInt(iter.extent);
    if (!isWhole || std::find(out.begin(), out.end(), *loop) != out.end())
      return notPlain(iter.var->name);
    out.push_back(*loop);
  }
  if (block.f.predicate) return notPlain(block.f.iters.empty() ? "" : block.f.iters[0].var->name);
  const size_t rootDepth = as<Seq>(place.path[0]) ? 1 : 0;
  for (size_t i = rootDepth; i + 1 < place.path.size(); ++i) {
    const auto* loop = as<For>(place.path[i]);
    const bool isOwn = loop && std::find(out.begin(), out.end(), loop) != out.end();
    if (isOwn && loop->forKind == ForKind::serial) continue;
    return refuse(step, {"alone",
                         "block {0} does not stand alone in a nest of ordinary loops",
                         {subjectOf(block), {"value", 0, step.primitive}},
                         "{1} before other blocks come into the nest"});
  }
  return out;
}

}  // namespace heddle::schedule
