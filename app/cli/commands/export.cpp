// SPDX-License-Identifier: Apache-2.0
#include "app/cli/context.h"
#include "app/cli/output.h"

namespace heddle::cli {
namespace {

int exportModule(Context& context, const session::Session::ExportRequest& request) {
  auto opened = context.openModel();
  if (opened.isError()) return context.fail(opened.error());
  auto exported = context.session().exportModule(request, context.job());
  if (exported.isError()) return context.fail(exported.error());
  const session::ExportView& view = exported.value();
  std::string text;
  for (const std::string& file : view.files) text += file + "\n";
  text += bytesText(view.totalBytes) + ", needs " +
          (view.requiredFeatures.empty() ? "no CPU extensions" : view.requiredFeatures) + "\n";
  if (view.isRehearsed) text += "rehearsed: " + view.rehearsal.text() + "\n";
  context.print({{"files", view.files},
                 {"bytes", view.totalBytes},
                 {"required_features", view.requiredFeatures},
                 {"rehearsed", view.isRehearsed},
                 {"rehearsal", view.rehearsal.text()}},
                text);
  return 0;
}

}  // namespace

Command addExport(CLI::App& app, CommonOptions& common) {
  CLI::App* command = app.add_subcommand("export", "writes a module that runs without Heddle");
  addModelOptions(*command, common);
  auto request = std::make_shared<session::Session::ExportRequest>();
  command->add_option("-o,--output", request->directory, "directory")->required();
  command->add_option("--format", request->formats, "so, a, o")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->check(CLI::IsMember({"so", "a", "o"}));
  command->add_flag("--separate-params", request->separateParams,
                    "parameters in a file of their own");
  return {command, [request](Context& context) { return exportModule(context, *request); }};
}

}  // namespace heddle::cli
