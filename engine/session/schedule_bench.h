// Builds one group under a trace, proves it right, and only then times it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/runner/runner.h"
#include "engine/session/machine.h"
#include "engine/session/schedule_subject.h"
#include "engine/session/schedule_views.h"
#include "engine/session/session.h"

namespace heddle::session {

// Borrows the runner, which must live longer. One subject; not thread-safe.
class ScheduleBench {
 public:
  ScheduleBench(ScheduleSubjectRef subject, runner::Runner& runner, MachineFacts machine,
                std::string cacheDir);

  // The group alone as a module. Errors: the step at fault in `where`.
  Result<std::shared_ptr<const build::Build>> build(const schedule::Trace& trace,
                                                    const JobControl& job) const;

  // Ensures that the outputs agree with the reference interpreter before anything is timed. Errors:
  // "session.schedule_wrong" when they do not, and the runner's.
  Result<ScheduleSpeed> measure(const schedule::Trace& trace, const ScheduleTiming& timing,
                                const JobControl& job);

  // Both verified, then timed in interleaved blocks. `a` and `b` of the result are left alone.
  Result<ScheduleComparison> compare(const schedule::Trace& a, const schedule::Trace& b,
                                     const ScheduleTiming& timing, const JobControl& job);

  // Compiles but does not run.
  Result<SchedulePrediction> predict(const schedule::Trace& trace) const;

 private:
  struct Proven {
    std::shared_ptr<const build::Build> build;
    double secondsPerCall = 0, worstOfTolerance = 0;
  };
  Result<Proven> prove(const schedule::Trace& trace, const ScheduleTiming& timing,
                       const JobControl& job);
  Status prepareInputs(uint64_t seed, const JobControl& job);
  runner::RunRequest request(const ScheduleTiming& timing, const JobControl& job) const;
  ScheduleSpeed speedOf(const std::vector<double>& seconds, int calls, const ScheduleTiming& timing,
                        const Proven& proven) const;

  ScheduleSubjectRef m_subject;
  runner::Runner& m_runner;
  MachineFacts m_machine;
  std::string m_cacheDir;
  uint64_t m_seed = 0;  // of what follows
  std::map<std::string, Tensor> m_inputs, m_expected;
};

}  // namespace heddle::session
