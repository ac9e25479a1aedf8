// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <fstream>

#include "app/cli/context.h"
#include "app/cli/output.h"

namespace heddle::cli {
namespace {

json reportOf(const session::Snapshot& snapshot) {
  json passes = json::array();
  for (const auto& stage : snapshot.stages)
    passes.push_back({{"pass", stage->pass},
                      {"nodes", stage->nodes.size()},
                      {"added", stage->added},
                      {"removed", stage->removed},
                      {"changed", stage->changed},
                      {"milliseconds", stage->milliseconds}});
  json groups = json::array();
  for (const session::GroupView& group : snapshot.fusion->groups)
    groups.push_back({{"id", group.id.value},
                      {"name", group.name},
                      {"members", group.members.size()},
                      {"flops", group.flops},
                      {"bytes", group.bytes},
                      {"shape", group.shape}});
  return {{"model", snapshot.model->file},
          {"hash", snapshot.model->hash},
          {"opt_level", snapshot.options.optLevel},
          {"target", snapshot.options.target},
          {"passes", passes},
          {"groups", groups},
          {"arena_bytes", snapshot.arenaBytes},
          {"compile_seconds", snapshot.compileSeconds}};
}

int compile(Context& context, const std::string& directory) {
  auto opened = context.openModel();
  if (opened.isError()) return context.fail(opened.error());
  auto compiled = context.session().compile(context.job());
  if (compiled.isError()) return context.fail(compiled.error());
  const session::Snapshot& snapshot = *compiled.value();
  const json report = reportOf(snapshot);
  if (!directory.empty()) {
    const Status written = context.session().writeModule(directory);
    if (written.isError()) return context.fail(written.error());
    std::ofstream file(directory + "/report.json");
    file << report.dump(2) << "\n";
    if (!file.good())
      return context.fail({"file.write", "cannot write " + directory + "/report.json"});
  }
  const std::string text = countText(static_cast<int64_t>(snapshot.fusion->groups.size())) +
                           " groups, arena " + bytesText(snapshot.arenaBytes) + ", compiled in " +
                           significant(snapshot.compileSeconds) + " s" +
                           (directory.empty() ? "" : ", written to " + directory) + "\n";
  context.print(report, text);
  return 0;
}

}  // namespace

Command addCompile(CLI::App& app, CommonOptions& common) {
  CLI::App* command = app.add_subcommand("compile", "compiles a model and keeps a report");
  addModelOptions(*command, common);
  auto directory = std::make_shared<std::string>();
  command->add_option("-o,--output", *directory,
                      "directory for objects, constants, plan and report");
  return {command, [directory](Context& context) { return compile(context, *directory); }};
}

}  // namespace heddle::cli
