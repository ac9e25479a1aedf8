// SPDX-License-Identifier: Apache-2.0
#include "engine/export/export.h"

#include <elf.h>
#include <stdlib.h>

#include <cstring>
#include <filesystem>
#include <fstream>

#include "engine/export/elf_object.h"
#include "engine/export/interface_text.h"
#include "engine/export/linker.h"
#include "engine/export/model_object.h"
#include "engine/export/names.h"
#include "engine/export/runtime_headers.h"

namespace heddle::exporter {
namespace {

namespace fs = std::filesystem;

#if defined(__aarch64__)
constexpr uint16_t kHostMachine = EM_AARCH64;
#else
constexpr uint16_t kHostMachine = EM_X86_64;
#endif

Diagnostic writeError(const fs::path& path) {
  return {"export.write", "cannot write {0}: {1}", {{"file", 0, path.string()}, {"value", 0, std::strerror(errno)}}};
}

class Exporter {
 public:
  Exporter(const build::Module& module, fs::path directory, const ExportOptions& options)
      : m_module(module), m_directory(std::move(directory)), m_options(options) {}
  ~Exporter() {
    std::error_code ignored;
    if (!m_work.empty()) fs::remove_all(m_work, ignored);
  }

  Result<ExportReport> run() {
    m_report.name = fileName(m_module.name);
    m_report.requiredFeatures = m_module.requiredFeatures;
    m_identifier = cIdentifier(m_report.name);
    HEDDLE_CHECK(checkOptions());
    HEDDLE_CHECK(makeWorkDirectory());
    m_parameters = Parameters::of(m_module);
    HEDDLE_CHECK(writeObjects());
    for (const std::string& format : m_options.formats) HEDDLE_CHECK(link(format));
    HEDDLE_CHECK(checkCancel());
    if (m_options.separateParams) {
      std::ofstream file(m_work / "params", std::ios::binary);
      m_parameters.write(file);
      file.close();
      if (!file) return writeError(m_work / "params");
      HEDDLE_CHECK(publish("params", m_report.name + ".params"));
    }
    HEDDLE_CHECK(writeInterface());
    return std::move(m_report);
  }

 private:
  Status checkOptions() const {
    if (m_options.formats.empty()) return Diagnostic{"export.format", "no format was asked for"};
    for (const std::string& format : m_options.formats)
      if (format != "so" && format != "a" && format != "o")
        return Diagnostic{
            "export.format", "unknown format \"{0}\"", {{"value", 0, format}}, "", "so, a and o exist"};
    return {};
  }

  Status checkCancel() const {
    if (m_options.cancel.isCancelled()) return Diagnostic{"cancelled", "cancelled"};
    return {};
  }

  // Beside the results, so that moving them there is one step.
  Status makeWorkDirectory() {
    std::error_code error;
    fs::create_directories(m_directory, error);
    std::string pattern = (m_directory / ".heddle-export-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) return writeError(m_directory);
    m_work = pattern;
    return {};
  }

  Status writeObjects() {
    std::string planSymbol;
    uint16_t machine = 0;
    for (size_t i = 0; i < m_module.objects.size(); ++i) {
      HEDDLE_CHECK(checkCancel());
      const std::vector<std::byte>& object = m_module.objects[i];
      HEDDLE_TRY(const ObjectFacts facts, readObject(object, "heddle_plan_"));
      if (!facts.symbol.empty()) planSymbol = facts.symbol;
      machine = facts.machine;
      const fs::path path = m_work / ("object" + std::to_string(i) + ".o");
      std::ofstream file(path, std::ios::binary);
      file.write(reinterpret_cast<const char*>(object.data()),
                 static_cast<std::streamsize>(object.size()));
      file.close();
      if (!file) return writeError(path);
      m_objects.push_back(path.string());
    }
    if (planSymbol.empty())
      return Diagnostic{"export.object",
                        "the module has no plan: no object defines heddle_plan_..."};
    HEDDLE_CHECK(checkMachine(machine));
    m_isForeign = machine != kHostMachine;
    const fs::path path = m_work / "model.o";
    std::ofstream file(path, std::ios::binary);
    HEDDLE_CHECK(writeModelObject(
        {machine, m_identifier, planSymbol, &m_parameters, !m_options.separateParams}, file));
    file.close();
    if (!file) return writeError(path);
    m_objects.push_back(path.string());
    return {};
  }

  // The runtime beside us is the host's: for another machine there is only the object.
  Status checkMachine(uint16_t machine) const {
    for (const std::string& format : m_options.formats)
      if (machine != kHostMachine && format != "o")
        return Diagnostic{"export.target",
                          "a module for another machine cannot be linked here",
                          {},
                          "",
                          "export it as .o and link it there with libheddle_runtime"};
    return {};
  }

  Status link(const std::string& format) {
    LinkJob job;
    job.objects = m_objects;
    job.outputPath = (m_work / ("linked." + format)).string();
    job.soname = m_report.name + ".so";
    job.identifier = m_identifier;
    job.workDirectory = m_work.string();
    job.isForeign = m_isForeign;
    job.cancel = m_options.cancel;
    const fs::path runtime(m_options.runtimeLibraryDir);
    const bool needsRuntime = format != "o";
    if (needsRuntime) {
      const bool isStatic = m_options.staticRuntime || format == "a";
      const fs::path library =
          runtime / (isStatic ? "libheddle_runtime.a" : "libheddle_runtime.so");
      if (!fs::exists(library))
        return Diagnostic{"export.runtime",
                          "the runtime library {0} is missing", {{"file", 0, library.string()}}};
      (isStatic ? job.runtimeArchive : job.runtimeShared) = library.string();
      if (!isStatic) HEDDLE_CHECK(copyRuntime(library));
    }
    HEDDLE_CHECK(format == "so"  ? linkShared(job)
                 : format == "a" ? linkArchive(job)
                                 : linkObject(job));
    return publish("linked." + format, m_report.name + "." + format);
  }

  Status copyRuntime(const fs::path& library) {
    std::error_code error;
    fs::copy_file(fs::canonical(library, error), m_work / "runtime.so", error);
    if (error) return writeError(m_directory / "libheddle_runtime.so.0");
    return publish("runtime.so", "libheddle_runtime.so.0");
  }

  Status writeInterface() {
    const InterfaceFacts facts{m_module, m_options, m_parameters, m_report.name, m_identifier};
    const std::pair<std::string, std::string> files[] = {
        {m_report.name + ".h", headerText(facts)},
        {"heddle.h", runtimeHeader()},
        {"plan.h", planHeader()},
        {m_report.name + "Config.cmake", cmakeText(facts)},
        {m_report.name + ".pc", pkgConfigText(facts)},
        {m_report.name + ".json", metadataText(facts)}};
    for (const auto& [name, contents] : files) {
      std::ofstream file(m_work / "text", std::ios::binary);
      file << contents;
      file.close();
      if (!file) return writeError(m_work / "text");
      HEDDLE_CHECK(publish("text", name));
    }
    return {};
  }

  Status publish(const std::string& temporary, const std::string& name) {
    const fs::path path = m_directory / name;
    std::error_code error;
    fs::rename(m_work / temporary, path, error);
    if (error)
      return Diagnostic{"export.write", "cannot write {0}: {1}",
                        {{"file", 0, path.string()}, {"value", 0, error.message()}}};
    m_report.files.push_back(path.string());
    m_report.totalBytes += static_cast<int64_t>(fs::file_size(path, error));
    return {};
  }

  const build::Module& m_module;
  const fs::path m_directory;
  const ExportOptions& m_options;
  fs::path m_work;
  std::string m_identifier;
  Parameters m_parameters;
  bool m_isForeign = false;
  std::vector<std::string> m_objects;
  ExportReport m_report;
};

}  // namespace

Result<ExportReport> exportModule(const build::Module& module, const std::string& directory,
                                  const ExportOptions& options) {
  return Exporter(module, directory, options).run();
}

}  // namespace heddle::exporter
