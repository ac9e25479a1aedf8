// SPDX-License-Identifier: Apache-2.0
#include "engine/session/schedule_file.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "engine/session/schedule_editor.h"
#include "engine/session/schedule_history.h"

namespace heddle::session {
namespace {

constexpr size_t kLongestFile = (1 << 20) + 1;  // more than a trace may have
constexpr const char* kMark = "# heddle schedule ";

std::optional<int> numberOf(const std::string& text) {
  int number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc() ? std::optional(number) : std::nullopt;
}

}  // namespace

std::string scheduleFileText(const ScheduleSubject& subject, const std::string& trace) {
  const auto steps = std::count(trace.begin(), trace.end(), '\n');
  return kMark + std::to_string(kScheduleFileVersion) + "\n# steps " + std::to_string(steps) +
         "\n# group " + subject.name +
         (subject.workload.empty() ? "" : "\n# workload " + subject.workload) + "\n# program " +
         subject.programHash + "\n# kind " + subject.kind + "\n# shape " + subject.shape +
         "\n# target " + codegen::toText(subject.target) + "\n" + trace;
}

Result<ScheduleFileHead> readScheduleHead(const std::string& text) {
  ScheduleFileHead head;
  std::istringstream in(text);
  int number = 0;
  for (std::string line; std::getline(in, line) && line.rfind('#', 0) == 0;) {
    const std::string where = "line " + std::to_string(++number);
    const auto after = [&](const std::string& key) { return line.substr(key.size()); };
    if (line.rfind(kMark, 0) == 0) {
      const auto version = numberOf(after(kMark));
      if (!version || *version < 1)
        return Diagnostic{
            "schedule.file", "the version of the schedule's file cannot be read", {}, where};
      if (*version > kScheduleFileVersion)
        return Diagnostic{"schedule.version",
                          "the schedule was written by a newer Heddle: its format is version {0}, this one reads up to {1}",
                          {{"value", 0, std::to_string(*version)}, {"value", 0, std::to_string(kScheduleFileVersion)}},
                          where,
                          "use that version"};
      head.version = *version;
    } else if (line.rfind("# steps ", 0) == 0) {
      const auto steps = numberOf(after("# steps "));
      if (!steps || *steps < 0)
        return Diagnostic{"schedule.file", "the number of steps cannot be read", {}, where};
      head.steps = *steps;
    } else if (line.rfind("# workload ", 0) == 0) {
      head.workload = after("# workload ");
    } else if (line.rfind("# program ", 0) == 0) {
      head.program = after("# program ");
    } else if (line.rfind("# kind ", 0) == 0) {
      head.kind = after("# kind ");
      head.kindLine = number;
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
      "the schedule was made for another kind of group: {0} is not {1}",
      {{"value", 0, head.kind}, {"value", 0, subject.kind}},
      "line " + std::to_string(head.kindLine),
      "take off the line \"# kind\" to try it all the same"};
}

Status checkComplete(const ScheduleFileHead& head, const std::string& text) {
  int steps = 0, line = 0;
  std::istringstream in(text);
  for (std::string each; std::getline(in, each); ++line)
    if (const size_t first = each.find_first_not_of(" \t\r");
        first != std::string::npos && each[first] != '#')
      ++steps;
  const std::string where = "line " + std::to_string(line);
  if (head.steps < 0 && steps == 0)
    return Diagnostic{"schedule.file", "the file ends before its first step", {}, where,
                      "\"# steps 0\" says that none is meant"};
  if (steps >= head.steps) return {};
  return Diagnostic{"schedule.file",
                    "the file ends after step {0} of {1}: it was cut",
                    {{"value", 0, std::to_string(steps)}, {"value", 0, std::to_string(head.steps)}},
                    where,
                    "correct the line \"# steps\" if that is what is meant"};
}

void addOtherWorkload(const ScheduleFileHead& head, const ScheduleSubject& subject, Diagnostic& error) {
  if (head.program.empty() || head.program == subject.programHash) return;
  const std::string hint = hintText(error);
  error.subjects.resize(6);  // so that the hint's two have a place of their own
  error.subjects.push_back({"value", 0, hint});
  error.subjects.push_back(head.group.empty() ? Subject{"phrase", 0, "another workload"}
                                              : Subject{"value", 0, head.group});
  error.hint = hint.empty() ? "the schedule was made for {7}, with other extents"
                            : "{6}; the schedule was made for {7}, with other extents";
}

Result<std::string> readScheduleFile(const std::string& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error))
    return Diagnostic{"file.read", "there is no such file", {}, file};
  std::ifstream in(file, std::ios::binary);
  std::string text(kLongestFile, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(in.gcount()));
  if (in.bad() || (!in && !in.eof()))
    return Diagnostic{"file.read", "the file cannot be read", {}, file};
  if (text.find('\0') != std::string::npos)
    return Diagnostic{"schedule.file", "the file is no text", {}, file};
  if (Status size = checkTraceSize(text); size.isError()) {
    Diagnostic error = std::move(size).error();
    error.where = file + ", " + error.where;
    return error;
  }
  return text;
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
