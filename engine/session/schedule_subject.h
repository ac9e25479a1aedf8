// One group by itself: what a schedule is made for, and what is run to try it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "engine/build/module.h"

namespace heddle::session {

struct ScheduleSubject {
  std::string name;                // of the group
  std::string shape;               // of its first output
  std::string workload;            // "matmul:512,512,512"; empty: a group of a model
  graph_passes::FusedGraph alone;  // a graph that holds this one group
  operators::GroupProgram group;   // unscheduled
  schedule::Trace defaultTrace;    // as the build uses it
  Target target;
  operators::Cost cost;
  // Equal hashes: every trace means the same. Equal kinds: same operators in the same form, so that
  // a trace may fit.
  std::string programHash, kind;
};
using ScheduleSubjectRef = std::shared_ptr<const ScheduleSubject>;

// Requires static types. The group's constants are shared, not copied.
Result<ScheduleSubjectRef> subjectOf(const graph_passes::FusedGraph& fused,
                                     const graph_passes::Group& group, const Target& target);

// A fused graph of one group; `workload` may be empty.
Result<ScheduleSubjectRef> finishSubject(graph_passes::FusedGraph alone, const Target& target,
                                         const std::string& workload);

// What ScheduleSubject::kind holds.
std::string programKind(const loops::Program& program);

}  // namespace heddle::session
