// Runs ONNX backend tests: a folder with model.onnx and test_data_set_*/input_N.pb, output_N.pb
// each.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/support/cancel_token.h"
#include "engine/support/result.h"
#include "engine/tensor/tensor.h"

namespace heddle::conformance {

enum class Outcome : uint8_t {
  pass,      // every output of every data set agrees
  refused,   // the runner gave a reason instead of outputs
  wrong,     // outputs that do not agree
  crash,     // the process died, or did not end in time
  excluded,  // nothing to compare with: outputs are random, or the expected ones known to be off
};
std::string_view name(Outcome outcome);

struct TestCase {
  std::string name;  // the folder, relative to where the search began
  std::filesystem::path folder;
};

struct TestResult {
  std::string name;
  Outcome outcome = Outcome::refused;
  std::string reason;  // empty for a pass
  double seconds = 0;
  // What the graph interpreter said of the same test, where it was asked.
  bool hasInterpreter = false;
  Outcome interpreter = Outcome::refused;
  std::string interpreterReason;
};

// Gives the outputs for the inputs in the model's order, initializers not counted. Called in a
// child process of its own, so it may crash; errors count as refused.
using Runner = std::function<Result<std::vector<Tensor>>(const std::filesystem::path& model,
                                                         const std::vector<Tensor>& inputs)>;

// Import, then the reference interpreter, without passes in between.
Result<std::vector<Tensor>> interpretModel(const std::filesystem::path& model,
                                           const std::vector<Tensor>& inputs);

struct Options {
  int jobs = 1;          // children at a time
  double seconds = 120;  // for one test, then it counts as a crash
  bool alsoInterpret = false;
  std::string filter;  // only tests whose name contains it
  CancelToken cancel;
  std::function<void(size_t done, size_t all)> onProgress;
};

// Every test at or beneath the folder, three levels deep, sorted by name.
// Errors: "conformance.no_tests".
Result<std::vector<TestCase>> findTests(const std::filesystem::path& folder);

// One result per test, in the same order; fewer when cancelled. Requires that this process has no
// other threads whose locks the runner needs: children are forked.
std::vector<TestResult> runTests(const std::vector<TestCase>& tests, const Runner& runner,
                                 const Options& options);

// Why a test's outputs cannot be compared; nothing for the others.
std::optional<std::string> exclusion(const std::string& testName);

struct Scoreboard {
  int pass = 0, refused = 0, wrong = 0, crash = 0, excluded = 0;
  int disagreements = 0;  // runner and interpreter asked, and their outcomes differ
};
Scoreboard count(const std::vector<TestResult>& results);
// One line of counts, the refusals by reason, then every test that is wrong or crashed.
std::string toText(const std::vector<TestResult>& results);
// {"counts": {...}, "tests": [{"name", "outcome", "reason", "seconds", "interpreter"?, ...}]}
std::string toJson(const std::vector<TestResult>& results);

}  // namespace heddle::conformance
