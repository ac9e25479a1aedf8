// Workloads without a model: one group each, for lessons, samples and tries.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/session/schedule_subject.h"

namespace heddle::session {

// A kind of workload, as in "matmul:512,512,512".
struct WorkloadKind {
  const char* name;
  const char* extents;  // "ROWS,COLUMNS,INNER"
  const char* graph;    // text, with $0, $1, ... for the extents
};
const std::vector<WorkloadKind>& workloadKinds();

// For one thread. Errors: "session.workload".
Result<ScheduleSubjectRef> workloadSubject(const std::string& text, const Target& target);

}  // namespace heddle::session
