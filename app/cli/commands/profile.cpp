// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <fstream>

#include "app/cli/context.h"
#include "app/cli/output.h"

namespace heddle::cli {
namespace {

struct Options {
  std::string trace, csv;
  session::MeasureOptions measure{.warmup = 3, .number = 1, .repeat = 10, .seed = 1};
};

Status writeFile(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file.good()) return Diagnostic{"file.write", "cannot write the file", {}, path};
  return {};
}

// The Trace Event Format: complete events ("X"), times in microseconds.
std::string chromeTrace(const session::ProfileView& profile) {
  std::map<GroupId, const session::ProfileRow*> rows;
  for (const session::ProfileRow& row : profile.rows) rows[row.group] = &row;
  json events = json::array();
  for (const session::TimelineEvent& event : profile.events) {
    const auto it = rows.find(event.group);
    events.push_back({{"name", it == rows.end() ? "step" : it->second->name},
                      {"cat", "kernel"},
                      {"ph", "X"},
                      {"ts", static_cast<double>(event.beginNs) / 1e3},
                      {"dur", static_cast<double>(event.endNs - event.beginNs) / 1e3},
                      {"pid", 1},
                      {"tid", event.thread},
                      {"args", {{"step", event.step}}}});
  }
  return json{{"traceEvents", events}, {"displayTimeUnit", "ms"}}.dump(
      -1, ' ', false, json::error_handler_t::replace);
}

json toJson(const session::ProfileView& profile) {
  json rows = json::array();
  for (const session::ProfileRow& row : profile.rows) {
    json counters = json::object();
    for (const auto& [name, value] : row.counters)
      counters[name] = std::isnan(value) ? json() : json(value);
    rows.push_back({{"group", row.group.value},
                    {"name", row.name},
                    {"shape", row.shape},
                    {"milliseconds", row.milliseconds},
                    {"low", row.low},
                    {"high", row.high},
                    {"share", row.share},
                    {"gflops", row.gflops},
                    {"gbytes_per_second", row.gbytesPerSecond},
                    {"share_of_peak", row.shareOfPeak},
                    {"calls", row.calls},
                    {"bound_by", row.boundBy},
                    {"counters", counters}});
  }
  json absent = json::object();
  for (const auto& [name, reason] : profile.absentCounters) absent[name] = reason.text();
  json memory = json::array();
  for (const session::MemoryBufferView& b : profile.memory)
    memory.push_back({{"name", b.name},
                      {"offset", b.offsetBytes},
                      {"bytes", b.sizeBytes},
                      {"first_step", b.firstStep},
                      {"last_step", b.lastStep},
                      {"at_peak", b.isAtPeak}});
  return {{"total", cli::toJson(profile.total)},
          {"rows", rows},
          {"absent_counters", absent},
          {"arena_bytes", profile.arenaBytes},
          {"bytes_without_reuse", profile.sumBytes},
          {"memory", memory},
          {"peak_gflops", profile.peakGflops},
          {"peak_gbytes_per_second", profile.peakGbytesPerSecond}};
}

Table toTable(std::vector<session::ProfileRow> rows) {
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.milliseconds > b.milliseconds; });
  Table table({"group", "time", "interval", "share", "GFLOPS", "of peak", "GB/s", "calls",
               "bound by", "shape"},
              {1, 2, 3, 4, 5, 6, 7});
  for (const session::ProfileRow& row : rows)
    table.add({row.name, milliseconds(row.milliseconds),
               milliseconds(row.low) + " to " + milliseconds(row.high), percent(row.share),
               significant(row.gflops), percent(row.shareOfPeak), significant(row.gbytesPerSecond),
               std::to_string(row.calls), row.boundBy, row.shape});
  return table;
}

int profile(Context& context, Options& options) {
  auto opened = context.openModel();
  if (opened.isError()) return context.fail(opened.error());
  auto profiled = context.session().profile(options.measure, context.job());
  if (profiled.isError()) return context.fail(profiled.error());
  const session::ProfileView& view = *profiled.value()->profile;
  const Table table = toTable(view.rows);
  std::string text = table.text() + "\nlatency " + milliseconds(view.total.median) + " (" +
                     milliseconds(view.total.low) + " to " + milliseconds(view.total.high) + "), " +
                     view.total.protocol.text() + "\narena " + bytesText(view.arenaBytes) + ", " +
                     bytesText(view.sumBytes) + " without reuse\npeak of this machine " +
                     significant(view.peakGflops) + " GFLOPS, " +
                     significant(view.peakGbytesPerSecond) + " GB/s\n";
  for (const auto& [name, reason] : view.absentCounters)
    text += "counter " + name + ": n/a, " + reason.text() + "\n";
  if (!options.csv.empty())
    if (const Status s = writeFile(options.csv, table.csv()); s.isError())
      return context.fail(s.error());
  if (!options.trace.empty())
    if (const Status s = writeFile(options.trace, chromeTrace(view)); s.isError())
      return context.fail(s.error());
  context.print(toJson(view), text);
  return 0;
}

}  // namespace

Command addProfile(CLI::App& app, CommonOptions& common) {
  CLI::App* command =
      app.add_subcommand("profile", "time, share, GFLOPS and memory of every group");
  addModelOptions(*command, common);
  auto options = std::make_shared<Options>();
  command->add_option("--trace", options->trace, "write the timeline as a Chrome trace");
  command->add_option("--csv", options->csv, "write the table as CSV");
  command->add_option("--seed", options->measure.seed, "of random inputs");
  command->add_option("--warmup", options->measure.warmup)->check(CLI::NonNegativeNumber);
  command->add_option("--number", options->measure.number)->check(CLI::PositiveNumber);
  command->add_option("--repeat", options->measure.repeat)->check(CLI::PositiveNumber);
  return {command, [options](Context& context) { return profile(context, *options); }};
}

}  // namespace heddle::cli
