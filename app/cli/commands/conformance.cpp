// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <thread>

#include "app/cli/context.h"
#include "app/cli/output.h"
#include "engine/conformance/conformance.h"

namespace heddle::cli {
namespace {

struct Options {
  std::string directory, filter;
  int jobs = 0;
  double seconds = 120;
};

// The default path: everything that `heddle run` does. Each test is a process of its own.
Result<std::vector<Tensor>> compileAndRun(const CommonOptions& common,
                                          const std::filesystem::path& model,
                                          const std::vector<Tensor>& inputs) {
  Context context;
  context.common = common;
  context.common.model = model.string();
  HEDDLE_TRY(session::SnapshotRef opened, context.openModel());
  if (!opened->model->isSupported) return opened->problems.back();
  const auto& ports = opened->model->inputs;
  if (ports.size() != inputs.size())
    return Diagnostic{"conformance.inputs", "the test gives " + std::to_string(inputs.size()) +
                                                " inputs, the model has " +
                                                std::to_string(ports.size())};
  std::map<std::string, Tensor> named;
  bool isOpen = false;
  for (size_t i = 0; i < ports.size(); ++i) {
    named[ports[i].name] = inputs[i];
    context.addValue(ports[i].name, inputs[i]);
    isOpen = isOpen || ports[i].isDynamic;
  }
  // Again with what is known now, where it can make a difference: open shapes, and integers that
  // may be shapes.
  const bool mayDecideShapes = std::any_of(inputs.begin(), inputs.end(), [](const Tensor& t) {
    return t.rank() <= 1 && t.elementCount() < 64;
  });
  if (isOpen || mayDecideShapes) {
    HEDDLE_TRY(opened, context.openModel());
  }
  session::MeasureOptions once{.warmup = 0, .number = 1, .repeat = 1, .seed = 1};
  HEDDLE_TRY(session::RunView run, context.session().run(named, once, context.job()));
  std::vector<Tensor> outputs;
  for (const session::PortView& port : opened->model->outputs)
    outputs.push_back(run.outputs[port.name]);
  return outputs;
}

int runConformance(Context& context, const Options& options) {
  conformance::Options settings;
  settings.jobs = options.jobs > 0
                      ? options.jobs
                      : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  settings.seconds = options.seconds;
  settings.alsoInterpret = true;
  settings.filter = options.filter;
  settings.cancel = interruptToken();
  if (const auto control = context.job(); control.onProgress)
    settings.onProgress = [report = control.onProgress](size_t done, size_t all) {
      report({"conformance", all == 0 ? 1.0 : static_cast<double>(done) / static_cast<double>(all),
              std::to_string(done) + " of " + std::to_string(all)});
    };
  const CommonOptions common = context.common;
  auto tests = conformance::findTests(options.directory);
  if (tests.isError()) return context.fail(tests.error());
  const std::vector<conformance::TestResult> results = conformance::runTests(
      tests.value(),
      [common](const auto& model, const auto& inputs) {
        return compileAndRun(common, model, inputs);
      },
      settings);
  context.print(json::parse(conformance::toJson(results)), conformance::toText(results));
  if (interruptToken().isCancelled()) return 130;
  const conformance::Scoreboard counts = conformance::count(results);
  return counts.wrong == 0 && counts.crash == 0 ? 0 : 1;
}

}  // namespace

Command addConformance(CLI::App& app, CommonOptions& common) {
  CLI::App* command =
      app.add_subcommand("conformance", "runs ONNX backend tests and prints a scoreboard");
  auto options = std::make_shared<Options>();
  command->add_option("DIR", options->directory, "folder of test folders")->required();
  command->add_option("--filter", options->filter, "only tests whose name contains this");
  command->add_option("--jobs", options->jobs, "tests at a time; one per core if not given");
  command->add_option("--test-seconds", options->seconds, "for one test")
      ->check(CLI::PositiveNumber);
  addBuildOptions(*command, common, DefaultThreads::one);
  return {command, [options](Context& context) { return runConformance(context, *options); }};
}

}  // namespace heddle::cli
