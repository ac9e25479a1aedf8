// SPDX-License-Identifier: Apache-2.0
#include "engine/session/schedule_file.h"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/session/schedule_editor.h"

namespace heddle::session {
namespace {

constexpr size_t kLongestFile = 1 << 20;
constexpr const char* kMark = "# heddle schedule ";

}  // namespace

std::string scheduleFileText(const ScheduleSubject& subject, const std::string& trace) {
  return kMark + std::to_string(kScheduleFileVersion) + "\n# group " + subject.name +
         (subject.workload.empty() ? "" : "\n# workload " + subject.workload) + "\n# program " +
         subject.programHash + "\n# kind " + subject.kind + "\n# shape " + subject.shape +
         "\n# target " + codegen::toText(subject.target) + "\n" + trace;
}

Result<ScheduleFileHead> readScheduleHead(const std::string& text) {
  ScheduleFileHead head;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line) && line.rfind('#', 0) == 0;) {
    const auto after = [&](const std::string& key) { return line.substr(key.size()); };
    if (line.rfind(kMark, 0) == 0) {
      const std::string number = after(kMark);
      const auto read = std::from_chars(number.data(), number.data() + number.size(), head.version);
      if (read.ec != std::errc() || head.version < 1)
        return Diagnostic{"schedule.file", "the version of the schedule's file cannot be read"};
      if (head.version > kScheduleFileVersion)
        return Diagnostic{"schedule.version",
                          "the schedule was written by a newer Heddle: its format is version " +
                              number + ", this one reads up to " +
                              std::to_string(kScheduleFileVersion),
                          {},
                          "line 1",
                          "use that version"};
    } else if (line.rfind("# workload ", 0) == 0) {
      head.workload = after("# workload ");
    } else if (line.rfind("# program ", 0) == 0) {
      head.program = after("# program ");
    } else if (line.rfind("# kind ", 0) == 0) {
      head.kind = after("# kind ");
    } else if (line.rfind("# group ", 0) == 0) {
      head.group = after("# group ");
    }
  }
  return head;
}

Status checkScheduleHead(const ScheduleFileHead& head, const ScheduleSubject& subject) {
  if (head.kind.empty() || head.kind == subject.kind) return {};
  return Diagnostic{
      "schedule.workload",
      "the schedule was made for another kind of group: " + head.kind + " is not " + subject.kind,
      {},
      head.group,
      "take off the line \"# kind\" to try it all the same"};
}

std::string otherWorkloadHint(const ScheduleFileHead& head, const ScheduleSubject& subject) {
  if (head.program.empty() || head.program == subject.programHash) return {};
  return "the schedule was made for " + (head.group.empty() ? "another workload" : head.group) +
         ", with other extents";
}

Result<std::string> readScheduleFile(const std::string& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error))
    return Diagnostic{"file.read", "there is no such file", {}, file};
  if (std::filesystem::file_size(file, error) > kLongestFile || error)
    return Diagnostic{"schedule.file", "a schedule's file has at most 1 MiB", {}, file};
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return Diagnostic{"file.read", "the file cannot be read", {}, file};
  if (text.str().find('\0') != std::string::npos)
    return Diagnostic{"schedule.file", "the file is no text", {}, file};
  return text.str();
}

Result<std::string> scheduleFileWorkload(const std::string& file) {
  HEDDLE_TRY(const std::string text, readScheduleFile(file));
  HEDDLE_TRY(const ScheduleFileHead head, readScheduleHead(text));
  return head.workload;
}

// Written beside and renamed: never half a file.
Status writeScheduleFile(const std::string& file, const std::string& text) {
  const std::string beside = file + ".part";
  std::ofstream out(beside, std::ios::binary);
  out << text;
  out.close();
  std::error_code error;
  if (out) std::filesystem::rename(beside, file, error);
  if (out && !error) return {};
  std::filesystem::remove(beside, error);
  return Diagnostic{"file.write", "the file cannot be written", {}, file};
}

}  // namespace heddle::session
