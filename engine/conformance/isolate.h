// Work done in forked children: a crash or a hang is a result.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "engine/support/cancel_token.h"

namespace heddle::conformance {

// What became of one job. `died` is empty when `text` holds all that the job returned; otherwise it
// says how the child ended: a signal's name, an exit status, or the time limit.
struct Isolated {
  std::string text;
  std::string died;
  double seconds = 0;
};

// Runs work(0), ..., work(count - 1), each in a child of its own process group without standard
// streams, up to `jobs` at a time; onDone is called here, once per job, in the order in which they
// end. When cancelled, running children are killed and no more are started.
void isolate(size_t count, int jobs, double seconds, const CancelToken& cancel,
             const std::function<std::string(size_t)>& work,
             const std::function<void(size_t, Isolated)>& onDone);

}  // namespace heddle::conformance
