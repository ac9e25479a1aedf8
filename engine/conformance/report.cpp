// The scoreboard as text and as JSON.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "engine/conformance/conformance.h"

namespace heddle::conformance {
namespace {

// Refusals are grouped by their reason without names and numbers in quotes or digits.
std::string kindOf(const std::string& reason) {
  std::string out;
  for (const char c : reason.substr(0, 160))
    if (c >= '0' && c <= '9') {
      if (out.empty() || out.back() != '#') out += '#';
    } else {
      out += c == '\n' ? ' ' : c;
    }
  return out;
}

void list(std::string& out, const std::vector<TestResult>& results, Outcome outcome) {
  for (const TestResult& result : results)
    if (result.outcome == outcome)
      out += std::string(name(outcome)) + "  " + result.name + ": " + result.reason + "\n";
}

bool disagrees(const TestResult& result) {
  return result.hasInterpreter && result.interpreter != result.outcome;
}

}  // namespace

Scoreboard count(const std::vector<TestResult>& results) {
  Scoreboard board;
  for (const TestResult& result : results) {
    switch (result.outcome) {
      case Outcome::pass:
        ++board.pass;
        break;
      case Outcome::refused:
        ++board.refused;
        break;
      case Outcome::wrong:
        ++board.wrong;
        break;
      case Outcome::crash:
        ++board.crash;
        break;
      case Outcome::excluded:
        ++board.excluded;
        break;
    }
    board.disagreements += disagrees(result);
  }
  return board;
}

std::string toText(const std::vector<TestResult>& results) {
  const Scoreboard b = count(results);
  std::string out = "pass " + std::to_string(b.pass) + ", refused " + std::to_string(b.refused) +
                    ", wrong " + std::to_string(b.wrong) + ", crash " + std::to_string(b.crash) +
                    ", excluded " + std::to_string(b.excluded) + ", of " +
                    std::to_string(results.size()) + "\n";
  list(out, results, Outcome::wrong);
  list(out, results, Outcome::crash);
  for (const TestResult& result : results)
    if (disagrees(result))
      out += "interpreter says " + std::string(name(result.interpreter)) + "  " + result.name +
             ": " + result.interpreterReason + "\n";
  std::map<std::string, int> kinds;
  for (const TestResult& result : results)
    if (result.outcome == Outcome::refused) ++kinds[kindOf(result.reason)];
  std::vector<std::pair<int, std::string>> sorted;
  for (const auto& [kind, n] : kinds) sorted.emplace_back(-n, kind);
  std::sort(sorted.begin(), sorted.end());
  for (const auto& [n, kind] : sorted) out += "refused " + std::to_string(-n) + "  " + kind + "\n";
  return out;
}

std::string toJson(const std::vector<TestResult>& results) {
  using json = nlohmann::ordered_json;
  const Scoreboard b = count(results);
  json tests = json::array();
  for (const TestResult& result : results) {
    json test = {{"name", result.name},
                 {"outcome", name(result.outcome)},
                 {"reason", result.reason},
                 {"seconds", result.seconds}};
    if (result.hasInterpreter) {
      test["interpreter"] = name(result.interpreter);
      test["interpreter_reason"] = result.interpreterReason;
    }
    tests.push_back(std::move(test));
  }
  const json out = {{"counts",
                     {{"pass", b.pass},
                      {"refused", b.refused},
                      {"wrong", b.wrong},
                      {"crash", b.crash},
                      {"excluded", b.excluded},
                      {"disagreements", b.disagreements},
                      {"all", results.size()}}},
                    {"tests", std::move(tests)}};
  // Names come from folders and may be any bytes.
  return out.dump(1, ' ', false, json::error_handler_t::replace);
}

}  // namespace heddle::conformance
