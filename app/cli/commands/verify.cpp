// SPDX-License-Identifier: Apache-2.0
#include "app/cli/context.h"
#include "app/cli/inputs.h"
#include "app/cli/output.h"
#include "engine/tensor/npz.h"

namespace heddle::cli {
namespace {

struct Options {
  InputOptions inputs;
  std::string expected;
  session::VerifyOptions verify;
};

std::string stepsOff(int64_t atBorder, int64_t elements) {
  return std::to_string(atBorder) + " of " + std::to_string(elements) + " elements";
}

std::string verdict(const session::VerifyRow& row) {
  std::string out = row.passed ? "ok" : "WRONG";
  if (row.atBorder > 0) out += ", " + stepsOff(row.atBorder, row.elements) + " round at a border";
  return out;
}

// What a quantised model's reader has to know of its roundings.
std::string aboutRoundings(const session::VerifyView& view) {
  if (view.atBorder == 0) return {};
  double drift = 0;
  for (const session::VerifyRow& row : view.rows) drift = std::max(drift, row.freeMaxAbsError);
  return stepsOff(view.atBorder, view.quantised) +
         " differ by one quantisation step, each at a rounding border; the reference goes on "
         "from the build's side of it (on its own, its outputs differ by up to " +
         significant(drift) + ")\n";
}

int verify(Context& context, Options& options) {
  auto inputs = readInputs(context, options.inputs);
  if (inputs.isError()) return context.fail(inputs.error());
  auto opened = context.openModel();
  if (opened.isError()) return context.fail(opened.error());
  auto values =
      completeInputs(context, options.inputs, options.verify.seed, std::move(inputs).value());
  if (values.isError()) return context.fail(values.error());
  options.verify.inputs = std::move(values).value();
  if (!options.expected.empty()) {
    auto expected = readNpz(options.expected);
    if (expected.isError()) return context.fail(expected.error());
    options.verify.expected = std::move(expected).value();
  }
  auto verified = context.session().verify(options.verify, context.job());
  if (verified.isError()) return context.fail(verified.error());
  const session::VerifyView& view = verified.value();

  Table table({"value", "max abs error", "max rel error", "of tolerance", ""}, {1, 2, 3});
  json rows = json::array();
  for (const session::VerifyRow& row : view.rows) {
    table.add({row.name.text(), significant(row.maxAbsError), significant(row.maxRelError),
               significant(row.worstOfTolerance), verdict(row)});
    rows.push_back({{"name", row.name.text()},
                    {"op", row.op.value},
                    {"group", row.group.value},
                    {"max_abs_error", row.maxAbsError},
                    {"max_rel_error", row.maxRelError},
                    {"of_tolerance", row.worstOfTolerance},
                    {"passed", row.passed},
                    {"elements", row.elements},
                    {"at_border", row.atBorder},
                    {"free_max_abs_error", row.freeMaxAbsError}});
  }
  std::string text = table.text() + "\n" + (view.passed ? "all " : "NOT all ") +
                     std::to_string(view.rows.size()) + " values agree with the " + view.reference +
                     " (rtol " + significant(options.verify.rtol) + ", atol " +
                     significant(options.verify.atol) + ")\n";
  text += aboutRoundings(view);
  if (!view.culpritPass.empty())
    text += "introduced by " + view.culpritPass + ": " + view.culpritReason.text() + "\n";
  context.print({{"passed", view.passed},
                 {"reference", view.reference},
                 {"rtol", options.verify.rtol},
                 {"atol", options.verify.atol},
                 {"rows", rows},
                 {"quantised", view.quantised},
                 {"at_border", view.atBorder},
                 {"culprit_pass", view.culpritPass},
                 {"culprit_reason", view.culpritReason.text()}},
                text);
  return view.passed ? 0 : 1;
}

}  // namespace

Command addVerify(CLI::App& app, CommonOptions& common) {
  CLI::App* command =
      app.add_subcommand("verify", "compares every layer with the reference interpreter");
  addModelOptions(*command, common);
  auto options = std::make_shared<Options>();
  addInputOptions(*command, options->inputs);
  command->add_option("--expected", options->expected, ".npz with the outputs that are right");
  command->add_option("--rtol", options->verify.rtol)->check(CLI::NonNegativeNumber);
  command->add_option("--atol", options->verify.atol)->check(CLI::NonNegativeNumber);
  command->add_option("--seed", options->verify.seed, "of random inputs");
  command->add_flag("--bisect", options->verify.bisect,
                    "name the pass that introduced a wrong result");
  return {command, [options](Context& context) { return verify(context, *options); }};
}

}  // namespace heddle::cli
