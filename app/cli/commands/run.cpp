// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fstream>
#include <numeric>

#include "app/cli/context.h"
#include "app/cli/inputs.h"
#include "app/cli/output.h"
#include "engine/tensor/npz.h"

namespace heddle::cli {
namespace {

struct RunOptions {
  InputOptions inputs;
  std::string outputs, labels;
  int top = 0;
  bool printTime = false;
  session::MeasureOptions measure{.warmup = 0, .number = 1, .repeat = 1, .seed = 1};
};

Result<std::vector<std::string>> readLabels(const std::string& file) {
  std::vector<std::string> labels;
  if (file.empty()) return labels;
  std::ifstream stream(file);
  if (!stream) return Diagnostic{"file.read", "cannot read the labels", {}, file};
  for (std::string line; std::getline(stream, line);) labels.push_back(line);
  return labels;
}

std::string topText(const Tensor& tensor, int count, const std::vector<std::string>& labels,
                    json& out) {
  std::vector<int64_t> order(static_cast<size_t>(tensor.elementCount()));
  std::iota(order.begin(), order.end(), int64_t{0});
  const size_t shown = std::min<size_t>(order.size(), static_cast<size_t>(count));
  std::partial_sort(order.begin(), order.begin() + static_cast<long>(shown), order.end(),
                    [&](int64_t a, int64_t b) {
                      const double x = tensor.valueAsDouble(a), y = tensor.valueAsDouble(b);
                      return x != y ? x > y : a < b;
                    });
  std::string text;
  for (size_t i = 0; i < shown; ++i) {
    const int64_t index = order[i];
    const std::string label =
        static_cast<size_t>(index) < labels.size() ? labels[static_cast<size_t>(index)] : "";
    const double value = tensor.valueAsDouble(index);
    text += "  " + std::to_string(index) + (label.empty() ? "" : " " + label) + "  " +
            significant(value, 4) + "\n";
    out.push_back({{"index", index}, {"label", label}, {"value", value}});
  }
  return text;
}

json statistics(const Tensor& tensor) {
  double sum = 0, low = 0, high = 0;
  for (int64_t i = 0; i < tensor.elementCount(); ++i) {
    const double v = tensor.valueAsDouble(i);
    sum += v;
    low = i == 0 ? v : std::min(low, v);
    high = i == 0 ? v : std::max(high, v);
  }
  const double count = static_cast<double>(std::max<int64_t>(1, tensor.elementCount()));
  return {{"type", text(tensor.type())}, {"mean", sum / count}, {"min", low}, {"max", high}};
}

int run(Context& context, const RunOptions& options) {
  auto inputs = readInputs(context, options.inputs);
  if (inputs.isError()) return context.fail(inputs.error());
  auto opened = context.openModel();
  if (opened.isError()) return context.fail(opened.error());
  auto values =
      completeInputs(context, options.inputs, options.measure.seed, std::move(inputs).value());
  if (values.isError()) return context.fail(values.error());
  auto labels = readLabels(options.labels);
  if (labels.isError()) return context.fail(labels.error());

  session::MeasureOptions measure = options.measure;
  auto result = context.session().run(values.value(), measure, context.job());
  if (result.isError()) return context.fail(result.error());

  json object = {{"model", context.common.model}, {"outputs", json::object()}};
  std::string text;
  for (const auto& [name, tensor] : result.value().outputs) {
    json facts = statistics(tensor);
    text += name + "  " + facts["type"].get<std::string>() + "  mean " +
            significant(facts["mean"].get<double>(), 4) + ", from " +
            significant(facts["min"].get<double>(), 4) + " to " +
            significant(facts["max"].get<double>(), 4) + "\n";
    if (options.top > 0) {
      json top = json::array();
      text += topText(tensor, options.top, labels.value(), top);
      facts["top"] = std::move(top);
    }
    object["outputs"][name] = std::move(facts);
  }
  const session::Measurement& latency = result.value().latency;
  object["latency"] = toJson(latency);
  if (options.printTime)
    text += "latency " + milliseconds(latency.median) + " (" + milliseconds(latency.low) + " to " +
            milliseconds(latency.high) + "), " + latency.protocol.text() + ", " +
            std::to_string(latency.threads) + (latency.threads == 1 ? " thread\n" : " threads\n");
  if (!options.outputs.empty()) {
    const Status written = writeNpz(options.outputs, result.value().outputs);
    if (written.isError()) return context.fail(written.error());
  }
  context.print(object, text);
  return 0;
}

}  // namespace

Command addRun(CLI::App& app, CommonOptions& common) {
  CLI::App* command = app.add_subcommand("run", "runs a model");
  addModelOptions(*command, common);
  auto options = std::make_shared<RunOptions>();
  addInputOptions(*command, options->inputs);
  command->add_option("--outputs", options->outputs,
                      "write the outputs to this .npz, named as the model's outputs");
  command->add_option("--seed", options->measure.seed, "of random inputs");
  command->add_option("--labels", options->labels, "a class name a line, for --top");
  command->add_option("--top", options->top, "print the K largest values of every output");
  command->add_flag("--print-time", options->printTime, "print the latency with its interval");
  command->add_option("--warmup", options->measure.warmup)->check(CLI::NonNegativeNumber);
  command->add_option("--number", options->measure.number, "runs in one sample")
      ->check(CLI::PositiveNumber);
  command->add_option("--repeat", options->measure.repeat, "samples")->check(CLI::PositiveNumber);
  return {command, [options](Context& context) { return run(context, *options); }};
}

}  // namespace heddle::cli
