// SPDX-License-Identifier: Apache-2.0
#include "app/cli/build_spec.h"
#include "app/cli/context.h"
#include "app/cli/output.h"
#include "app/cli/schedules.h"

namespace heddle::cli {
namespace {

struct Options {
  std::string a, b;
  session::MeasureOptions measure{.warmup = 3, .number = 1, .repeat = 30, .seed = 1};
};

json toJson(const session::CompareView& view) {
  json rows = json::array();
  for (const session::CompareRow& row : view.rows)
    rows.push_back({{"name", row.name},
                    {"milliseconds_a", row.millisecondsA},
                    {"milliseconds_b", row.millisecondsB},
                    {"delta", row.delta}});
  return {{"name_a", view.nameA.text()},
          {"name_b", view.nameB.text()},
          {"a", cli::toJson(view.a)},
          {"b", cli::toJson(view.b)},
          {"ratio", view.ratio},
          {"ratio_low", view.ratioLow},
          {"ratio_high", view.ratioHigh},
          {"different", view.isDifferent},
          {"verdict", view.verdict.text()},
          {"blocks", view.blocks},
          {"rows", rows},
          {"residual_milliseconds", view.residualMilliseconds}};
}

std::string toText(const session::CompareView& view) {
  Table table({"group", "A", "B", "B - A"}, {1, 2, 3});
  for (const session::CompareRow& row : view.rows)
    table.add({row.name, milliseconds(row.millisecondsA), milliseconds(row.millisecondsB), difference(row.delta)});
  table.add({"residual", "", "", difference(view.residualMilliseconds)});
  table.add({"end to end", milliseconds(view.a.median), milliseconds(view.b.median),
             difference(view.b.median - view.a.median)});
  return "A: " + view.nameA.text() + "\nB: " + view.nameB.text() + "\n\n" + table.text() + "\n" + view.verdict.text() +
         "\n";
}

Status openBuild(Context& context, session::Session& session, const BuildSpec& spec) {
  HEDDLE_TRY(session::CompileOptions options, context.compileOptions());
  HEDDLE_CHECK(applySpec(spec, options));
  HEDDLE_TRY(const auto opened, session.open(spec.model, options, context.job()));
  return context.checkOverrides(*opened);
}

// After both are open, so that neither finds in the workspace what the other was given.
Status compileBuild(Context& context, session::Session& session, const BuildSpec& spec) {
  std::vector<std::string> schedules = context.common.schedules;
  for (const std::string& own : specSchedules(spec)) schedules.push_back(own);
  HEDDLE_CHECK(chooseSchedules(session, schedules, context.job()));
  HEDDLE_TRY(const auto compiled, session.compile(context.job()));
  (void)compiled;
  return {};
}

Status openBoth(Context& context, session::Session& other, const BuildSpec& a, const BuildSpec& b) {
  if (!context.common.workspace.empty() && !(specSchedules(a).empty() && specSchedules(b).empty()))
    return Diagnostic{"cli.schedule",
                      "a workspace keeps one choice of schedules: leave --workspace out to compare two"};
  HEDDLE_CHECK(openBuild(context, context.session(), a));
  HEDDLE_CHECK(openBuild(context, other, b));
  HEDDLE_CHECK(compileBuild(context, context.session(), a));
  return compileBuild(context, other, b);
}

int compare(Context& context, Options& options) {
  const BuildSpec specA = parseSpec(options.a), specB = parseSpec(options.b);
  const std::unique_ptr<session::Session> other = context.newSession();
  if (const Status s = openBoth(context, *other, specA, specB); s.isError())
    return context.fail(s.error());
  auto compared = context.session().compareWith(*other, options.measure, context.job());
  if (compared.isError()) return context.fail(compared.error());
  session::CompareView& view = compared.value();
  context.print(toJson(view), toText(view));
  return 0;
}

}  // namespace

Command addCompare(CLI::App& app, CommonOptions& common) {
  CLI::App* command =
      app.add_subcommand("compare", "two builds measured interleaved, with an interval");
  auto options = std::make_shared<Options>();
  command->add_option("A", options->a, "MODEL or MODEL:OPTION,... with " + specOptions())
      ->required();
  command->add_option("B", options->b, "the same, or only :OPTION,... for the same model")
      ->required();
  addBuildOptions(*command, common);
  command->add_option("--seed", options->measure.seed, "of random inputs");
  command->add_option("--warmup", options->measure.warmup)->check(CLI::NonNegativeNumber);
  command->add_option("--number", options->measure.number)->check(CLI::PositiveNumber);
  command->add_option("--repeat", options->measure.repeat, "paired blocks, at least 15")
      ->check(CLI::PositiveNumber);
  return {command, [options](Context& context) {
            if (!options->b.empty() && options->b[0] == ':')
              options->b = parseSpec(options->a).model + options->b;
            return compare(context, *options);
          }};
}

}  // namespace heddle::cli
