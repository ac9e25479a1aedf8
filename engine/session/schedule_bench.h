// Builds one group under a trace, proves it right, and only then times it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <functional>
#include <mutex>

#include "engine/runner/runner.h"
#include "engine/session/machine.h"
#include "engine/session/options.h"
#include "engine/session/schedule_numbers.h"
#include "engine/session/schedule_subject.h"

namespace heddle::session {

// What benches of one subject share: the last builds, and what the reference interpreter computes.
// Thread-safe.
class ScheduleWorkpiece {
 public:
  ScheduleWorkpiece(ScheduleSubjectRef subject, std::string cacheDir);
  const ScheduleSubject& subject() const { return *m_subject; }

  // The group alone as a module. Errors: the step at fault in `where`.
  Result<std::shared_ptr<const build::Build>> build(const schedule::Trace& trace,
                                                    const CancelToken& cancel);
  struct Sample {
    std::map<std::string, Tensor> inputs, expected;
  };
  Result<std::shared_ptr<const Sample>> sample(uint64_t seed, const CancelToken& cancel);

 private:
  static constexpr size_t kKeptBuilds = 8;
  ScheduleSubjectRef m_subject;
  std::string m_cacheDir;
  std::mutex m_buildMutex, m_sampleMutex;
  std::deque<std::pair<std::string, std::shared_ptr<const build::Build>>> m_builds;
  uint64_t m_seed = 0;
  std::shared_ptr<const Sample> m_sample;
};

// Borrows the workpiece and the runner, which must live longer. Not thread-safe: one bench and one
// runner for each thread.
class ScheduleBench {
 public:
  ScheduleBench(ScheduleWorkpiece& workpiece, runner::Runner& runner, MachineFacts machine);

  // Ensures that the outputs agree with the reference interpreter before anything is timed. Errors:
  // "session.schedule_wrong" when they do not, and the runner's. `early` hears of a first number
  // from few samples, before the rest are taken.
  Result<ScheduleSpeed> measure(const schedule::Trace& trace, const ScheduleTiming& timing,
                                const JobControl& job,
                                const std::function<void(const ScheduleSpeed&)>& early = {});

  // The check alone; the answer is the worst error over what is tolerated. Errors as of measure().
  Result<double> check(const schedule::Trace& trace, uint64_t seed, const JobControl& job);

  // Both verified, then timed in interleaved blocks; ratio, verdict, speeds and counters.
  Result<ScheduleComparison> compare(const schedule::Trace& a, const schedule::Trace& b,
                                     const ScheduleTiming& timing, const JobControl& job);

 private:
  struct Proven {
    std::shared_ptr<const build::Build> build;
    double secondsPerCall = 0, worstOfTolerance = 0;
  };
  Result<Proven> prove(const schedule::Trace& trace, const ScheduleTiming& timing,
                       const JobControl& job);
  Result<ScheduleSpeed> timed(const Proven& proven, const ScheduleTiming& timing,
                              const JobControl& job);
  Result<runner::RunRequest> request(const ScheduleTiming& timing, const JobControl& job) const;
  ScheduleSpeed speedOf(const std::vector<double>& seconds, int calls, const ScheduleTiming& timing,
                        const Proven& proven) const;
  void addCounters(const Proven& a, const Proven& b, const runner::RunRequest& request,
                   ScheduleComparison& out);

  ScheduleWorkpiece& m_workpiece;
  runner::Runner& m_runner;
  MachineFacts m_machine;
};

// Compiles but does not run.
Result<SchedulePrediction> predictSchedule(ScheduleWorkpiece& workpiece,
                                           const schedule::Trace& trace,
                                           const MachineFacts& machine, int threads,
                                           const CancelToken& cancel);

}  // namespace heddle::session
