// SPDX-License-Identifier: Apache-2.0
#include "app/cli/context.h"

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>

#include "app/cli/output.h"
#include "app/cli/schedules.h"
#include "engine/session/shapes.h"
#include "engine/support/cores.h"

namespace heddle::cli {
namespace {

std::string cacheDirectory() {
  if (const char* given = std::getenv("HEDDLE_CACHE")) return given;
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache && *cache)
    return std::string(cache) + "/heddle/kernels";
  const char* home = std::getenv("HOME");
  return home && *home ? std::string(home) + "/.cache/heddle/kernels" : std::string();
}

void showProgress(const session::Progress& progress) {
  std::fprintf(stderr, "\r\033[K%s %3.0f %% %s", progress.phase.text().c_str(), progress.fraction * 100,
               progress.rate.text().c_str());
}

extern "C" void onInterrupt(int) {
  interruptToken().cancel();
}

}  // namespace

CancelToken& interruptToken() {
  static CancelToken token;
  return token;
}

void installInterruptHandler() {
  interruptToken();  // made before a signal can ask for it
  std::signal(SIGINT, onInterrupt);
  std::signal(SIGTERM, onInterrupt);
  std::signal(SIGPIPE, SIG_IGN);
}

Context::Context() = default;

session::Session& Context::session() {
  if (!m_session) m_session = newSession();
  return *m_session;
}

std::unique_ptr<session::Session> Context::newSession() const {
  session::Session::Settings settings;
  settings.workspaceFile = common.workspace;
  settings.cacheDir = cacheDirectory();
  settings.predicts = common.predicts;
  return std::make_unique<session::Session>(settings);
}

session::JobControl Context::job() {
  session::JobControl control;
  control.cancel = interruptToken();
  if (isatty(STDERR_FILENO)) control.onProgress = showProgress;
  return control;
}

Result<session::CompileOptions> Context::compileOptions() const {
  session::CompileOptions options;
  options.optLevel = common.optLevel;
  options.target = common.target;
  options.fusion = !common.noFusion;
  options.scheduled = !common.noSchedule;
  options.disabledPasses = common.disabledPasses;
  options.threads = common.threads;
  for (const bool force : {true, false})
    for (const std::string& edge : force ? common.forcedFusions : common.forbiddenFusions) {
      HEDDLE_TRY(const session::FusionOverride fusion, session::parseEdge(edge, force));
      options.fusionOverrides.push_back(fusion);
    }
  HEDDLE_TRY(options.inputShapes, session::parseInputShapes(common.inputShapes));
  for (const auto& [name, extents] : m_extraShapes) options.inputShapes.emplace(name, extents);
  options.inputValues = m_values;
  return options;
}

Result<session::SnapshotRef> Context::openModel() {
  HEDDLE_TRY(const session::CompileOptions options, compileOptions());
  HEDDLE_TRY(session::SnapshotRef opened, session().open(common.model, options, job()));
  HEDDLE_CHECK(checkOverrides(*opened));
  HEDDLE_CHECK(chooseSchedules(session(), common.schedules, job()));
  return session().snapshot();
}

Status Context::checkOverrides(const session::Snapshot& snapshot) const {
  const bool isAsked = !common.forcedFusions.empty() || !common.forbiddenFusions.empty();
  if (isAsked && snapshot.fusion && !snapshot.fusion->refusedOverrides.empty())
    return snapshot.fusion->refusedOverrides.front();
  return {};
}

void Context::print(const json& object, const std::string& text) const {
  if (isatty(STDERR_FILENO)) std::fputs("\r\033[K", stderr);
  std::cout << (common.isJson ? object.dump(2, ' ', false, json::error_handler_t::replace) + "\n"
                              : text)
            << std::flush;
}

int Context::fail(const Diagnostic& error) const {
  if (isatty(STDERR_FILENO)) std::fputs("\r\033[K", stderr);
  std::cerr << "heddle: " << toText(error) << "\n";
  if (common.isJson)
    std::cout << json{{"error", toJson(error)}}.dump(2, ' ', false, json::error_handler_t::replace)
              << "\n";
  return exitCodeOf(error);
}

void addModelOptions(CLI::App& command, CommonOptions& common) {
  command.add_option("MODEL", common.model, "the model, an ONNX file")->required();
  addBuildOptions(command, common);
}

void addThreads(CLI::App& command, CommonOptions& common, DefaultThreads otherwise) {
  const bool isOne = otherwise == DefaultThreads::one;
  command
      .add_option("--threads", common.threads,
                  std::string("threads that run the kernels; ") +
                      (isOne ? "1" : "one per physical core") + " if not given")
      ->check(CLI::Range(1, 256));
  command.parse_complete_callback([&common, isOne] {
    if (common.threads == 0) common.threads = isOne ? 1 : physicalCores();
  });
}

void addBuildOptions(CLI::App& command, CommonOptions& common, DefaultThreads otherwise) {
  command
      .add_option("--opt-level,-O", common.optLevel,
                  "0: nothing, 1: fusion, 2: and constant folding, 3: everything")
      ->check(CLI::Range(0, 3));
  command.add_option("--target", common.target,
                     "\"llvm -mcpu=NAME -mtriple=T -mattr=F\"; the host if not given");
  command.add_option("--input-shapes", common.inputShapes, "x:[1,3,224,224],y:[1,8]");
  command
      .add_option("--disable-pass", common.disabledPasses, "leave a graph pass out (repeatable)")
      ->allow_extra_args(false);
  command
      .add_option("--force-fusion", common.forcedFusions,
                  "two nodes into one kernel, by the names that explain prints (repeatable)")
      ->allow_extra_args(false)
      ->type_name("PRODUCER:CONSUMER");
  command
      .add_option("--forbid-fusion", common.forbiddenFusions,
                  "two nodes never into one kernel (repeatable)")
      ->allow_extra_args(false)
      ->type_name("PRODUCER:CONSUMER");
  command
      .add_option("--schedule", common.schedules,
                  "build this group, and those that compute the same, with the schedule in the "
                  "file (repeatable)")
      ->allow_extra_args(false)
      ->type_name("GROUP=FILE");
  command.add_flag("--no-fusion", common.noFusion, "every operator in a kernel of its own");
  command.add_flag("--no-schedule", common.noSchedule,
                   "the plain build: operators' unscheduled programs");
  addThreads(command, common, otherwise);
  command.add_option("--workspace", common.workspace,
                     "SQLite file to keep overrides and results in");
  command.add_flag("--json", common.isJson, "print one JSON object");
}

json toJson(const session::Measurement& m) {
  return {{"median", m.median},     {"low", m.low},
          {"high", m.high},         {"unit", m.unit},
          {"samples", m.samples},   {"threads", m.threads},
          {"machine", m.machine},   {"noise_floor", m.noiseFloor},
          {"protocol", m.protocol.text()}, {"command", m.command}};
}

json toJson(const Diagnostic& d) {
  return {{"code", d.code}, {"message", messageText(d)}, {"where", d.where}, {"hint", hintText(d)}};
}

}  // namespace heddle::cli
