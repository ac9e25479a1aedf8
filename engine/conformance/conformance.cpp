// SPDX-License-Identifier: Apache-2.0
#include "engine/conformance/conformance.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <nlohmann/json.hpp>

#include "engine/conformance/compare.h"
#include "engine/conformance/isolate.h"
#include "engine/import/import.h"
#include "engine/reference/interpret_graph.h"

namespace heddle::conformance {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct Verdict {
  Outcome outcome = Outcome::pass;
  std::string reason;
};

// input_0.pb, input_1.pb, ... as far as they go.
Result<std::vector<Tensor>> readTensors(const fs::path& set, const std::string& stem) {
  std::vector<Tensor> out;
  for (size_t i = 0;; ++i) {
    const fs::path file = set / (stem + "_" + std::to_string(i) + ".pb");
    std::error_code ignored;
    if (!fs::exists(file, ignored)) return out;
    HEDDLE_TRY(Tensor tensor, import::readTensorProto(file));
    out.push_back(std::move(tensor));
  }
}

// Tests of whole models widen the tolerance in data.json.
Tolerance toleranceOf(const fs::path& folder) {
  Tolerance tolerance;
  std::ifstream in(folder / "data.json");
  const json data = json::parse(in, nullptr, false);
  if (!data.is_object()) return tolerance;
  if (const auto it = data.find("rtol"); it != data.end() && it->is_number())
    tolerance.relative = *it;
  if (const auto it = data.find("atol"); it != data.end() && it->is_number())
    tolerance.absolute = *it;
  return tolerance;
}

Verdict refused(Diagnostic error) {
  error.where.clear();  // the test's name says it
  return {Outcome::refused, error.code + ": " + toText(error)};
}

// NumPy has no bf16: where a model says so, older test data says u16 and means the bits.
Tensor asBfloat(const Tensor& tensor) {
  return Tensor::view(ElementType::bf16, tensor.extents(), tensor.bytes(),
                      std::make_shared<Tensor>(tensor));
}

// Before 1.13 ONNX made those bits by cutting where the operator rounds.
bool isCut(const Tensor& actual, const Tensor& stored) {
  if (actual.extents() != stored.extents()) return false;
  const auto a = actual.values<uint16_t>(), b = stored.values<uint16_t>();
  for (size_t i = 0; i < a.size(); ++i)
    if (a[i] != b[i] && a[i] != b[i] + 1) return false;
  return true;
}

// The tensors of the set as the model wants them. Where the model is refused that is the error, not
// that its sequences and options are no tensors.
Result<std::vector<Tensor>> readInputs(const fs::path& folder, const fs::path& set) {
  auto inputs = readTensors(set, "input");
  const auto isShort = [](const Tensor& t) { return t.element() == ElementType::u16; };
  if (inputs.isOk() && std::none_of(inputs.value().begin(), inputs.value().end(), isShort))
    return inputs;
  HEDDLE_TRY(const auto model, import::importModel(folder / "model.onnx"));
  if (!model.graph) return import::refusal(model);
  if (inputs.isError()) return inputs;
  const auto ports = model.graph->inputs();
  for (size_t i = 0; i < std::min(ports.size(), inputs.value().size()); ++i) {
    Tensor& tensor = inputs.value()[i];
    const auto& type = model.graph->type({ports[i], 0});
    if (isShort(tensor) && type && type->element == ElementType::bf16) tensor = asBfloat(tensor);
  }
  return inputs;
}

Verdict judgeSet(const fs::path& folder, const fs::path& set, const Runner& runner) {
  const auto inputs = readInputs(folder, set);
  if (inputs.isError()) return refused(inputs.error());
  const auto actual = runner(folder / "model.onnx", inputs.value());
  if (actual.isError()) return refused(actual.error());
  const auto expected = readTensors(set, "output");
  if (expected.isError()) return {Outcome::refused, toText(expected.error())};
  const size_t count = expected.value().size();
  if (actual.value().size() != count)
    return {Outcome::wrong,
            std::to_string(actual.value().size()) + " outputs, expected " + std::to_string(count)};
  const Tolerance tolerance = toleranceOf(folder);
  for (size_t i = 0; i < count; ++i) {
    const Tensor &given = actual.value()[i], &stored = expected.value()[i];
    const bool isBits =
        given.element() == ElementType::bf16 && stored.element() == ElementType::u16;
    const auto different = difference(given, isBits ? asBfloat(stored) : stored, tolerance);
    if (different && isBits && isCut(given, stored))
      return {Outcome::excluded, "its expected bf16 values were cut, not rounded"};
    if (different) return {Outcome::wrong, "output " + std::to_string(i) + ": " + *different};
  }
  return {};
}

std::vector<fs::path> dataSets(const fs::path& folder) {
  std::vector<fs::path> out;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored))
    if (entry.path().filename().string().starts_with("test_data_set_")) out.push_back(entry.path());
  std::sort(out.begin(), out.end());
  return out;
}

Verdict judge(const fs::path& folder, const Runner& runner) {
  for (const fs::path& set : dataSets(folder)) {
    const Verdict verdict = judgeSet(folder, set, runner);
    if (verdict.outcome != Outcome::pass) return verdict;
  }
  return {};
}

// What a child sends: one letter for the outcome, then the reason.
std::string pack(const Verdict& verdict) {
  return static_cast<char>('a' + static_cast<int>(verdict.outcome)) +
         verdict.reason.substr(0, 4000);
}
Verdict unpack(const Isolated& isolated) {
  if (!isolated.died.empty() || isolated.text.empty()) return {Outcome::crash, isolated.died};
  return {static_cast<Outcome>(isolated.text[0] - 'a'), isolated.text.substr(1)};
}

void collectTests(const fs::path& folder, const fs::path& root, int depth,
                  std::vector<TestCase>& out) {
  std::error_code ignored;
  if (fs::exists(folder / "model.onnx", ignored) && !dataSets(folder).empty()) {
    const fs::path relative = folder == root ? folder.filename() : folder.lexically_relative(root);
    out.push_back({relative.string(), folder});
    return;
  }
  if (depth == 0) return;
  for (const auto& entry : fs::directory_iterator(folder, ignored))
    if (entry.is_directory(ignored)) collectTests(entry.path(), root, depth - 1, out);
}

}  // namespace

std::string_view name(Outcome outcome) {
  constexpr std::array<std::string_view, 5> kNames = {"pass", "refused", "wrong", "crash",
                                                      "excluded"};
  return kNames[static_cast<size_t>(outcome)];
}

std::optional<std::string> exclusion(const std::string& testName) {
  const std::string base = fs::path(testName).filename().string();
  constexpr std::array<std::string_view, 3> kRandom = {"test_bernoulli", "test_multinomial",
                                                       "test_random"};
  constexpr std::array<std::string_view, 4> kDropout = {
      "test_training_dropout", "test_training_dropout_default",
      "test_training_dropout_default_mask", "test_training_dropout_mask"};
  const auto begins = [&](std::string_view prefix) { return base.starts_with(prefix); };
  if (std::any_of(kRandom.begin(), kRandom.end(), begins) ||
      std::find(kDropout.begin(), kDropout.end(), base) != kDropout.end())
    return "its outputs are random; the expected ones are one run of another generator";
  // Ten expected values are up to 1.5e-6 off where the exact transform, computed in double, is 0.
  if (base == "test_dft_inverse_opset19")
    return "its expected values are further from the exact ones than the tolerance";
  return std::nullopt;
}

Result<std::vector<TestCase>> findTests(const fs::path& folder) {
  std::vector<TestCase> out;
  std::error_code ignored;
  const fs::path root = fs::canonical(folder, ignored);
  if (!root.empty()) collectTests(root, root, 3, out);
  if (out.empty())
    return Diagnostic{"conformance.no_tests",
                      "no folder here has a model.onnx beside a test_data_set_0",
                      {},
                      folder.string(),
                      "ONNX's node tests are in libonnx-testdata"};
  std::sort(out.begin(), out.end(),
            [](const TestCase& a, const TestCase& b) { return a.name < b.name; });
  return out;
}

Result<std::vector<Tensor>> interpretModel(const fs::path& model,
                                           const std::vector<Tensor>& inputs) {
  HEDDLE_TRY(const import::ImportedModel imported, import::importModel(model));
  if (!imported.graph) return import::refusal(imported);
  const auto& graph = *imported.graph;
  const std::vector<OpId> ports = graph.inputs();
  if (ports.size() < inputs.size())
    return Diagnostic{"conformance.inputs", "the test has more inputs than the model"};
  std::map<std::string, Tensor> named;
  for (size_t i = 0; i < inputs.size(); ++i) named.emplace(graph.node(ports[i]).name, inputs[i]);
  return reference::interpret(graph, named);
}

std::vector<TestResult> runTests(const std::vector<TestCase>& tests, const Runner& runner,
                                 const Options& options) {
  std::vector<TestResult> results;
  std::vector<std::pair<size_t, bool>> jobs;  // result, whether the interpreter is asked
  for (const TestCase& test : tests) {
    if (test.name.find(options.filter) == std::string::npos) continue;
    TestResult result;
    result.name = test.name;
    if (const auto reason = exclusion(test.name)) {
      result.outcome = Outcome::excluded;
      result.reason = *reason;
    } else {
      jobs.emplace_back(results.size(), false);
      if (options.alsoInterpret) jobs.emplace_back(results.size(), true);
    }
    results.push_back(std::move(result));
  }
  std::vector<fs::path> folders;
  for (const TestCase& test : tests)
    if (test.name.find(options.filter) != std::string::npos) folders.push_back(test.folder);
  size_t done = 0;
  std::vector<bool> isJudged(results.size(), false);
  const auto work = [&](size_t job) {
    return pack(
        judge(folders[jobs[job].first], jobs[job].second ? Runner(interpretModel) : runner));
  };
  const auto onDone = [&](size_t job, const Isolated& isolated) {
    const Verdict verdict = unpack(isolated);
    TestResult& result = results[jobs[job].first];
    if (jobs[job].second) {
      result.hasInterpreter = true;
      result.interpreter = verdict.outcome;
      result.interpreterReason = verdict.reason;
    } else {
      result.outcome = verdict.outcome;
      result.reason = verdict.reason;
      result.seconds = isolated.seconds;
      isJudged[jobs[job].first] = true;
    }
    if (options.onProgress) options.onProgress(++done, jobs.size());
  };
  isolate(jobs.size(), options.jobs, options.seconds, options.cancel, work, onDone);
  std::vector<TestResult> finished;
  for (size_t i = 0; i < results.size(); ++i)
    if (isJudged[i] || results[i].outcome == Outcome::excluded)
      finished.push_back(std::move(results[i]));
  return finished;
}

}  // namespace heddle::conformance
