// A schedule in a file: its trace, below a head of comments that says what it was made for.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/session/schedule_subject.h"

namespace heddle::session {

constexpr int kScheduleFileVersion = 1;

std::string scheduleFileText(const ScheduleSubject& subject, const std::string& trace);

// What the head says; empty fields where it says nothing, as in a trace written by hand.
struct ScheduleFileHead {
  int version = kScheduleFileVersion;
  std::string workload;  // "matmul:512,512,512"
  std::string program;   // its hash
  std::string kind, group;
  int kindLine = 0;
  int steps = -1;  // that it was written with; -1: not said
};
// Errors: "schedule.file" for what is not text, "schedule.version" for a newer one.
Result<ScheduleFileHead> readScheduleHead(const std::string& text);

// Whether all steps are there that the head tells of, so that a file which was cut is no shorter
// schedule. Without a head there must be one. Errors: "schedule.file".
Status checkComplete(const ScheduleFileHead& head, const std::string& text);
// Whether the file may be meant for the subject. Errors: "schedule.workload" for another kind.
Status checkScheduleHead(const ScheduleFileHead& head, const ScheduleSubject& subject);
// Adds to the refusal of one of the file's steps that it was made for another workload, if it was.
void addOtherWorkload(const ScheduleFileHead& head, const ScheduleSubject& subject, Diagnostic& error);

// Text without zero bytes, of a size that checkTraceSize allows; no more of it is read. Errors:
// "file.read", "schedule.file", "schedule.trace.length".
Result<std::string> readScheduleFile(const std::string& file);
Status writeScheduleFile(const std::string& file, const std::string& text);

}  // namespace heddle::session
