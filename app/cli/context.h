// What every command shares: the session, the options that all take, cancellation and progress.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>

#include "engine/session/session.h"

namespace heddle::cli {

using nlohmann::json;

// Options that commands on a model share.
struct CommonOptions {
  std::string model;
  int optLevel = 3;
  std::string target;
  std::string inputShapes;
  std::vector<std::string> disabledPasses;
  std::vector<std::string> forcedFusions, forbiddenFusions;  // "producer:consumer"
  std::vector<std::string> schedules;  // "GROUP=FILE"
  bool noFusion = false;
  bool noSchedule = false;
  int threads = 0;  // as given; 0: not given
  bool isJson = false;
  std::string workspace;
  bool predicts = false;
};

class Context {
 public:
  Context();
  CommonOptions common;

  session::Session& session();
  std::unique_ptr<session::Session> newSession() const;
  session::JobControl job();
  // Opens the model and applies the common options. Refused nodes are an error.
  Result<session::SnapshotRef> openModel();
  // Adds extents to those of --input-shapes before openModel.
  void addShape(const std::string& input, const Extents& extents) {
    m_extraShapes[input] = extents;
  }
  // The same for a value: its shape, and the value itself where it decides shapes.
  void addValue(const std::string& input, const Tensor& value) {
    addShape(input, value.extents());
    m_values[input] = value;
  }
  Result<session::CompileOptions> compileOptions() const;
  // An override of the command line that fusion refused is an error.
  Status checkOverrides(const session::Snapshot& snapshot) const;

  // Prints the object when --json was given, the text otherwise.
  void print(const json& object, const std::string& text) const;
  // Prints the error on stderr (and as the JSON object), returns the exit status.
  int fail(const Diagnostic& error) const;

 private:
  std::unique_ptr<session::Session> m_session;
  std::map<std::string, Extents> m_extraShapes;
  std::map<std::string, Tensor> m_values;
};

// Cancelled by SIGINT and SIGTERM.
CancelToken& interruptToken();
void installInterruptHandler();

// What --threads gives, or the default of a command that uses the machine, or of one that does not.
enum class DefaultThreads { physicalCores, one };
void addThreads(CLI::App& command, CommonOptions& common, DefaultThreads otherwise);
// Adds the options that say how a model is built; addModelOptions adds MODEL too.
void addBuildOptions(CLI::App& command, CommonOptions& common,
                     DefaultThreads otherwise = DefaultThreads::physicalCores);
void addModelOptions(CLI::App& command, CommonOptions& common);

using Action = std::function<int(Context&)>;
struct Command {
  CLI::App* app;
  Action run;
};

// One function a command, each in its own file.
Command addInspect(CLI::App& app, CommonOptions& common);
Command addCompile(CLI::App& app, CommonOptions& common);
Command addRun(CLI::App& app, CommonOptions& common);
Command addVerify(CLI::App& app, CommonOptions& common);
Command addProfile(CLI::App& app, CommonOptions& common);
Command addCompare(CLI::App& app, CommonOptions& common);
Command addExport(CLI::App& app, CommonOptions& common);
Command addExplain(CLI::App& app, CommonOptions& common);
Command addLesson(CLI::App& app, CommonOptions& common);
Command addSchedule(CLI::App& app, CommonOptions& common);
Command addPrint(CLI::App& app, CommonOptions& common);
Command addConformance(CLI::App& app, CommonOptions& common);

json toJson(const session::Measurement& measurement);
json toJson(const Diagnostic& diagnostic);

}  // namespace heddle::cli
