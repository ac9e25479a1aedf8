// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "app/cli/context.h"
#include "app/cli/output.h"

namespace heddle::cli {
namespace {

struct Options {
  std::vector<std::string> stages;
  std::string group, pass;
};

class Printer {
 public:
  Printer(Context& context, const session::Snapshot& snapshot, bool withMachineCode)
      : m_context(context), m_snapshot(snapshot), m_withMachineCode(withMachineCode) {}

  Status graphStage(const std::string& stage) {
    HEDDLE_TRY(std::string text,
               m_context.session().graphText(stage == "graph" ? "import" : "fuse"));
    add(stage, "", text);
    return {};
  }

  Status kernelStage(const std::string& stage, const std::string& group) {
    return forEachGroup(group, [&](const session::KernelView& kernel) -> Status {
      if (stage == "schedule") add("trace", kernel.name, kernel.traceText);
      const std::string title = stage == "llvm" ? "llvm optimised" : stage;
      for (const session::TextView& text : kernel.texts)
        if (text.title == title) add(stage, kernel.name, text.text);
      return {};
    });
  }

  // Before and after a pass over the graph, or over the loops of a group.
  Status pass(const std::string& name, const std::string& group) {
    for (size_t i = 1; i < m_snapshot.stages.size(); ++i) {
      if (m_snapshot.stages[i]->pass != name) continue;
      HEDDLE_TRY(const std::string before,
                 m_context.session().graphText(m_snapshot.stages[i - 1]->pass));
      HEDDLE_TRY(const std::string after, m_context.session().graphText(name));
      add("before " + name, "", before);
      add("after " + name, "", after);
      return {};
    }
    bool found = false;
    HEDDLE_CHECK(forEachGroup(group, [&](const session::KernelView& kernel) -> Status {
      for (size_t i = 1; i < kernel.texts.size(); ++i) {
        if (kernel.texts[i].title != "after " + name) continue;
        add("before " + name, kernel.name, kernel.texts[i - 1].text);
        add("after " + name, kernel.name, kernel.texts[i].text);
        found = true;
      }
      return {};
    }));
    if (found) return {};
    std::string known;
    for (const auto& stage : m_snapshot.stages) known += (known.empty() ? "" : ", ") + stage->pass;
    return Diagnostic{"cli.no_pass",
                      "no pass \"" + name + "\" ran; graph passes that did: " + known};
  }

  void finish() { m_context.print({{"texts", m_json}}, m_text); }

 private:
  Status forEachGroup(const std::string& wanted,
                      const std::function<Status(const session::KernelView&)>& visit) {
    bool found = false;
    for (const session::GroupView& group : m_snapshot.fusion->groups) {
      if (!wanted.empty() && group.name != wanted) continue;
      found = true;
      HEDDLE_TRY(const session::KernelView* kernel, kernelOf(group.id));
      HEDDLE_CHECK(visit(*kernel));
    }
    if (!found)
      return Diagnostic{"cli.no_group",
                        "there is no group \"" + wanted + "\"",
                        {},
                        "",
                        "heddle explain MODEL lists them"};
    return {};
  }

  // Each is made once, however many stages are asked for.
  Result<const session::KernelView*> kernelOf(GroupId group) {
    const auto it = m_kernels.find(group);
    if (it != m_kernels.end()) return &it->second;
    HEDDLE_TRY(session::KernelView kernel,
               m_context.session().kernel(group, m_context.job(), m_withMachineCode));
    return &m_kernels.emplace(group, std::move(kernel)).first->second;
  }

  void add(const std::string& stage, const std::string& group, const std::string& text) {
    m_json.push_back({{"stage", stage}, {"group", group}, {"text", text}});
    m_text += "# " + stage + (group.empty() ? "" : " of " + group) + "\n" + text;
    if (!text.empty() && text.back() != '\n') m_text += "\n";
    m_text += "\n";
  }

  Context& m_context;
  const session::Snapshot& m_snapshot;
  const bool m_withMachineCode;
  std::map<GroupId, session::KernelView> m_kernels;
  json m_json = json::array();
  std::string m_text;
};

int print(Context& context, const Options& options) {
  auto opened = context.openModel();
  if (opened.isError()) return context.fail(opened.error());
  const session::SnapshotRef snapshot = opened.value();
  if (!snapshot->fusion) return context.fail(snapshot->problems.back());
  const auto isCode = [](const std::string& stage) { return stage == "llvm" || stage == "asm"; };
  Printer printer(context, *snapshot,
                  std::any_of(options.stages.begin(), options.stages.end(), isCode));
  if (!options.pass.empty()) {
    if (const Status s = printer.pass(options.pass, options.group); s.isError())
      return context.fail(s.error());
  } else {
    for (const std::string& stage :
         options.stages.empty() ? std::vector<std::string>{"graph"} : options.stages) {
      const bool isGraph = stage == "graph" || stage == "fused";
      const Status s =
          isGraph ? printer.graphStage(stage) : printer.kernelStage(stage, options.group);
      if (s.isError()) return context.fail(s.error());
    }
  }
  printer.finish();
  return 0;
}

}  // namespace

Command addPrint(CLI::App& app, CommonOptions& common) {
  CLI::App* command = app.add_subcommand("print", "any form of the model or a kernel at any stage");
  addModelOptions(*command, common);
  auto options = std::make_shared<Options>();
  command
      ->add_option("--stage", options->stages, "graph, fused, loops, schedule, lowered, llvm, asm")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember({"graph", "fused", "loops", "schedule", "lowered", "llvm", "asm"}));
  command->add_option("--group", options->group, "only this group");
  command->add_option("--pass", options->pass, "the text before and after this pass");
  return {command, [options](Context& context) { return print(context, *options); }};
}

}  // namespace heddle::cli
