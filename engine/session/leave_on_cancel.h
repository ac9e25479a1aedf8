// Work that a cancel does not wait for.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "engine/session/options.h"

namespace heddle::session {

// Runs `work` on a thread of its own and waits for its end, or for the cancel, whichever comes first; false: it was
// left to itself. Then it ends on its thread, where everything that it holds is freed, and what it reports is
// dropped. What it throws is thrown here. Requires that `work` owns all it touches.
bool finishOrLeave(const JobControl& job, std::function<void(const JobControl&)> work);

// The same for work with a result. Errors: those of `work`, and "cancelled" when it was left.
template <class T>
Result<T> leaveOnCancel(const JobControl& job, std::function<Result<T>(const JobControl&)> work) {
  auto slot = std::make_shared<std::optional<Result<T>>>();
  const bool isFinished = finishOrLeave(job, [slot, work = std::move(work)](const JobControl& control) {
    slot->emplace(work(control));
  });
  if (!isFinished) return Diagnostic{"cancelled", "cancelled"};
  return std::move(**slot);
}

// Frees something large on a thread of its own.
void letGo(std::shared_ptr<const void> thing);

// Until all work that was left has ended: before the process ends. False when it takes longer than given.
bool waitForLeftWork(std::optional<std::chrono::milliseconds> atMost = {});

}  // namespace heddle::session
