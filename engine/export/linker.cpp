// SPDX-License-Identifier: Apache-2.0
#include "engine/export/linker.h"

#include <filesystem>
#include <fstream>

#include "engine/export/run_program.h"

namespace heddle::exporter {
namespace {

Diagnostic missingTool(const char* what, const char* hint) {
  return {"export.linker", "no {0} is installed", {{"value", 0, what}}, "", hint};
}

Status runTool(const LinkJob& job, const std::vector<std::string>& arguments) {
  HEDDLE_TRY(const ProgramRun run, runProgram(arguments, Environment::inherited, {}, job.cancel));
  if (run.isGood()) return {};
  return Diagnostic{"export.link", arguments[0] + " failed: " + run.output.substr(0, 2000)};
}

Status writeText(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) return Diagnostic{"export.write", "cannot write {0}", {{"file", 0, path}}};
  return {};
}

// Everything else in the library is out of sight, so that two models in one program do not meet.
std::string versionScript(const LinkJob& job) {
  std::string names = "heddle_" + job.identifier + "_create;";
  for (const char* name :
       {"version",      "status_text",       "last_error",   "module_create", "module_destroy",
        "model_create", "input_count",       "output_count", "step_count",    "thread_count",
        "input_info",   "output_info",       "find_input",   "find_output",   "metadata",
        "set_input",    "set_input_by_name", "set_output",   "run",           "get_output",
        "set_listener"})
    names += std::string(" heddle_") + name + ";";
  return "{ global: " + names + " local: *; };\n";
}

std::string findCompiler() {
  return findProgram({"cc", "gcc", "clang", "clang-19"});
}
std::string findObjcopy(bool isForeign) {
  return isForeign ? findProgram({"llvm-objcopy-19", "llvm-objcopy"})
                   : findProgram({"objcopy", "llvm-objcopy-19", "llvm-objcopy"});
}
std::string findLinker(bool isForeign) {
  return isForeign ? findProgram({"ld.lld-19", "ld.lld"})
                   : findProgram({"ld", "ld.lld-19", "ld.lld"});
}

std::vector<std::string> sharedArguments(const std::string& tool, bool isCompiler,
                                         const LinkJob& job, const std::string& script) {
  const auto option = [&](const std::string& text) { return isCompiler ? "-Wl," + text : text; };
  std::vector<std::string> arguments = {tool, "-shared", "-o", job.outputPath};
  if (isCompiler) arguments.insert(arguments.end(), {"-nodefaultlibs", "-nostartfiles"});
  for (const char* text : {"-Bsymbolic", "--as-needed", "--no-undefined", "-znoexecstack",
                           "-zrelro", "-znow", "--gc-sections", "--strip-debug", "--build-id=none"})
    arguments.push_back(option(text));
  arguments.push_back(option("-soname=" + job.soname));
  arguments.push_back(option("--version-script=" + script));
  arguments.insert(arguments.end(), job.objects.begin(), job.objects.end());
  if (!job.runtimeArchive.empty()) {
    arguments.push_back(job.runtimeArchive);
  } else {
    arguments.push_back(option("-rpath=$ORIGIN"));
    arguments.push_back(job.runtimeShared);
  }
  if (isCompiler) {
    arguments.insert(arguments.end(), {"-lm", "-lc"});
  } else {
    // Without a compiler there may be no development files: the libraries themselves will do.
    for (const char* folder :
         {"/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu", "/lib64", "/usr/lib"})
      arguments.push_back(std::string("-L") + folder);
    arguments.insert(arguments.end(), {"-l:libm.so.6", "-l:libc.so.6"});
  }
  return arguments;
}

}  // namespace

Status linkShared(const LinkJob& job) {
  const std::string compiler = findCompiler();
  const std::string tool = compiler.empty() ? findLinker(job.isForeign) : compiler;
  if (tool.empty())
    return missingTool("linker",
                       "install gcc or lld-19: apt-get install gcc, or apt-get install lld-19");
  const std::string script = job.workDirectory + "/symbols.map";
  HEDDLE_CHECK(writeText(script, versionScript(job)));
  return runTool(job, sharedArguments(tool, !compiler.empty(), job, script));
}

Status linkObject(const LinkJob& job) {
  const std::string linker = findLinker(job.isForeign);
  if (linker.empty())
    return missingTool("linker", "install lld-19 and llvm-19: apt-get install lld-19 llvm-19");
  const std::string objcopy = findObjcopy(job.isForeign);
  if (objcopy.empty())
    return missingTool("objcopy", "install binutils, or llvm-19 for another machine");
  std::vector<std::string> arguments = {linker, "-r", "-o", job.outputPath};
  arguments.insert(arguments.end(), job.objects.begin(), job.objects.end());
  HEDDLE_CHECK(runTool(job, arguments));
  return runTool(job, {objcopy, "--strip-debug",
                  "--keep-global-symbol=heddle_" + job.identifier + "_create", job.outputPath});
}

Status linkArchive(const LinkJob& job) {
  const std::string archiver = findProgram({"ar", "llvm-ar-19", "llvm-ar"});
  if (archiver.empty())
    return missingTool("archiver", "install binutils: apt-get install binutils");
  // The runtime's members under their own names, then the model's object.
  const std::string folder = job.workDirectory + "/runtime";
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  HEDDLE_CHECK(runTool(job, {archiver, "x", "--output=" + folder, job.runtimeArchive}));
  LinkJob object = job;
  object.outputPath = job.workDirectory + "/" + job.identifier + "_model.o";
  HEDDLE_CHECK(linkObject(object));
  std::filesystem::remove(job.outputPath, error);
  std::vector<std::string> arguments = {archiver, "crsD", job.outputPath, object.outputPath};
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    arguments.push_back(entry.path().string());
  HEDDLE_CHECK(runTool(job, arguments));
  // linkObject found it already.
  return runTool(job, {findObjcopy(job.isForeign), "--strip-debug", job.outputPath});
}

}  // namespace heddle::exporter
