// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <chrono>
#include <set>

#include "engine/build/assemble.h"
#include "engine/build/compile_group.h"
#include "engine/build/module.h"
#include "engine/build/parallel_for.h"
#include "engine/build/plan_object.h"
#include "engine/build/share_kernels.h"

namespace heddle::build {
namespace {

Diagnostic cancelled() { return {"build.cancelled", "compilation was cancelled"}; }

// The first error in group order, so that the message does not depend on timing.
Status firstError(const std::vector<Status>& results) {
  for (const Status& status : results)
    if (status.isError()) return status;
  return {};
}

Result<std::vector<CompiledGroup>> lowerAll(const graph_passes::FusedGraph& fused,
                                            const BuildOptions& options) {
  std::vector<CompiledGroup> groups(fused.groups.size());
  std::vector<Status> results(groups.size());
  parallelFor(static_cast<int>(groups.size()), options.compileThreads, [&](int i) {
    if (options.cancel.isCancelled()) return;
    auto lowered = lowerGroup(fused, fused.groups[static_cast<size_t>(i)], options);
    if (lowered.isError())
      results[static_cast<size_t>(i)] = std::move(lowered).error();
    else
      groups[static_cast<size_t>(i)] = std::move(lowered).value();
  });
  if (options.cancel.isCancelled()) return cancelled();
  HEDDLE_CHECK(firstError(results));
  return groups;
}

// Groups with equal kernels share one compilation.
Status compileAll(std::vector<CompiledGroup>& groups, const BuildOptions& options, Build& build) {
  const std::vector<std::vector<size_t>> classes = shareKernels(groups);
  const ObjectCache cache(options.objectCacheDir);
  std::vector<Status> results(classes.size());
  std::atomic<int> done{0}, hits{0};
  parallelFor(static_cast<int>(classes.size()), options.compileThreads, [&](int i) {
    if (options.cancel.isCancelled()) return;
    const std::vector<size_t>& members = classes[static_cast<size_t>(i)];
    bool wasCached = false;
    auto code = compileGroup(groups[members.front()], options.target, cache, wasCached);
    if (code.isError()) {
      results[static_cast<size_t>(i)] = std::move(code).error();
      return;
    }
    hits += wasCached ? 1 : 0;
    for (const size_t member : members) groups[member].code = code.value();
    const int count = ++done;
    if (options.onProgress) options.onProgress(count, static_cast<int>(classes.size()));
  });
  if (options.cancel.isCancelled()) return cancelled();
  build.cacheHits = hits;
  return firstError(results);
}

}  // namespace

Result<std::shared_ptr<const Build>> buildModule(const graph_passes::FusedGraph& fused,
                                                 const std::string& name,
                                                 const BuildOptions& options) {
  const auto begin = std::chrono::steady_clock::now();
  auto build = std::make_shared<Build>();
  build->fused = fused;
  HEDDLE_TRY(build->groups, lowerAll(fused, options));
  HEDDLE_CHECK(compileAll(build->groups, options, *build));
  HEDDLE_TRY(build->module, assemble(fused, build->groups, name, options.target));
  std::set<const codegen::KernelCode*> seen;
  for (const CompiledGroup& group : build->groups)
    if (seen.insert(group.code.get()).second) build->module.objects.push_back(group.code->object);
  build->module.metadataJson = planJson(build->module);
  HEDDLE_TRY(std::vector<std::byte> plan, planObject(build->module));
  build->module.objects.push_back(std::move(plan));
  build->compileSeconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return std::shared_ptr<const Build>(std::move(build));
}

}  // namespace heddle::build
