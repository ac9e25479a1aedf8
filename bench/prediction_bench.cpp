// How near predictions come to measurements: every group of the given models, one thread.
//   prediction_bench MODEL[@INPUT:1x3x224x224]...
// Prints a row a group, then the geometric mean of predicted over measured, its spread (the
// geometric standard deviation) and the share of groups within a factor of two.
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "engine/session/session.h"

using namespace heddle;
using namespace heddle::session;

namespace {

constexpr double kShortestMilliseconds = 0.0003;  // below, the clock is what is measured

struct Ratios {
  std::vector<double> values;
  void print(const char* what) const {
    if (values.empty()) return;
    double mean = 0, spread = 0;
    int near = 0;
    for (const double r : values) {
      mean += std::log(r);
      near += r > 0.5 && r < 2;
    }
    const auto count = static_cast<double>(values.size());
    mean /= count;
    for (const double r : values) spread += (std::log(r) - mean) * (std::log(r) - mean);
    std::printf("%-40s %4zu groups  mean %.2f  spread %.2f  within two %.0f %%\n", what,
                values.size(), std::exp(mean), std::exp(std::sqrt(spread / count)),
                100 * near / count);
  }
};

Extents extentsOf(const std::string& text) {
  Extents out;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, 'x');) out.push_back(std::atoll(part.c_str()));
  return out;
}

bool addModel(const std::string& argument, Ratios& all) {
  const size_t at = argument.find('@');
  const std::string file = argument.substr(0, at);
  const char* home = std::getenv("HOME");
  Session::Settings settings;
  if (home != nullptr) settings.cacheDir = std::string(home) + "/.cache/heddle/heddle";
  Session session(settings);
  CompileOptions options;
  options.threads = 1;
  if (at != std::string::npos) {
    const std::string shape = argument.substr(at + 1);
    const size_t colon = shape.rfind(':');
    options.inputShapes[shape.substr(0, colon)] = extentsOf(shape.substr(colon + 1));
  }
  MeasureOptions measure;
  measure.threads = 1;
  measure.repeat = 9;
  const auto opened = session.open(file, options, {});
  const auto profiled = opened.isOk() ? session.profile(measure, {}) : opened;
  if (profiled.isError() || !profiled.value()->profile) {
    std::fprintf(stderr, "%s: %s\n", file.c_str(),
                 profiled.isError() ? toText(profiled.error()).c_str() : "no profile");
    return false;
  }
  const Snapshot& snapshot = *profiled.value();
  Ratios own;
  std::printf("%-40s %10s %10s %7s\n", file.c_str(), "predicted", "measured", "ratio");
  for (const ProfileRow& row : snapshot.profile->rows)
    for (const GroupView& group : snapshot.fusion->groups) {
      if (group.id != row.group) continue;
      const double ratio = group.predictedMilliseconds / std::max(1e-9, row.milliseconds);
      std::printf("  %-38s %7.2f us %7.2f us %7.2f  %s\n", group.name.c_str(),
                  1e3 * group.predictedMilliseconds, 1e3 * row.milliseconds, ratio,
                  group.shape.c_str());
      if (row.milliseconds < kShortestMilliseconds) continue;
      own.values.push_back(ratio);
      all.values.push_back(ratio);
    }
  own.print(file.c_str());
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  Ratios all;
  bool isOk = argc > 1;
  for (int i = 1; i < argc; ++i) isOk &= addModel(argv[i], all);
  all.print("all");
  return isOk ? 0 : 1;
}
