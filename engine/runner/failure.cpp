// SPDX-License-Identifier: Apache-2.0
#include "engine/runner/failure.h"

#include <signal.h>
#include <sys/wait.h>

#include <cstdio>

namespace heddle::runner {
namespace {

std::string secondsText(double seconds) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.3g s", seconds);
  return text;
}

std::string bytesText(int64_t bytes) {
  return std::to_string(bytes >> 20) + " MiB";
}

// " in step 12, conv_add_relu_12", as far as the ring tells.
std::string placeText(const FailureContext& context) {
  if (context.files == nullptr) return " while the module was loaded";
  const RingHeader& header = context.files->view().header();
  const uint32_t side = header.side.load(), step = header.step.load();
  if (side >= context.sides.size() || step == 0) return "";
  const auto& steps = context.sides[side]->steps;
  std::string text = " in step " + std::to_string(step - 1);
  if (step <= steps.size()) text += ", " + steps[step - 1].kernel;
  return text;
}

Diagnostic outOfMemory(const FailureContext& context, const std::string& detail) {
  return {"runner.out_of_memory", "ran out of memory" + placeText(context) + detail +
                                      "; the limit is " + bytesText(context.limits.memoryBytes)};
}

Diagnostic ended(const Outcome& outcome, const FailureContext& context) {
  const std::string what = describeWaitStatus(outcome.waitStatus);
  const std::string place = placeText(context);
  if (WIFEXITED(outcome.waitStatus)) return {"runner.exited", what + place};
  const int signal = WTERMSIG(outcome.waitStatus);
  if (context.files != nullptr && context.files->view().header().isMemoryExhausted.load() != 0)
    return outOfMemory(context, " (" + what + ")");
  if (signal == SIGXCPU)
    return {"runner.timeout", "used more CPU time than " + secondsText(context.limits.seconds) +
                                  " on every thread" + place};
  if (signal == SIGKILL)
    return {"runner.crash",
            what + place,
            {},
            "",
            "it came from outside, or from the system when memory was short"};
  return {"runner.crash", what + place};
}

Diagnostic refused(const Outcome& outcome, const FailureContext& context) {
  switch (outcome.code) {
    case ReplyCode::outOfMemory:
      return outOfMemory(context, " (" + outcome.text + ")");
    case ReplyCode::cannotLink:
      return {"runner.start_failed", "the module cannot be linked: " + outcome.text};
    case ReplyCode::kernelFailed:
      return {"runner.kernel_error", outcome.text};
    case ReplyCode::refused:
      return {"runner.start_failed", outcome.text};
    default:
      return {"runner.protocol", "the runner refused the request: " + outcome.text};
  }
}

}  // namespace

Diagnostic describeFailure(const Outcome& outcome, const FailureContext& context) {
  switch (outcome.kind) {
    case Outcome::Kind::replied:
      return refused(outcome, context);
    case Outcome::Kind::ended:
      return ended(outcome, context);
    case Outcome::Kind::serverEnded:
      return {"runner.crash", "heddle-runner itself was " + describeWaitStatus(outcome.waitStatus) +
                                  placeText(context)};
    case Outcome::Kind::timedOut:
      return {"runner.timeout",
              "no result after " + secondsText(context.limits.seconds) + placeText(context)};
    case Outcome::Kind::cancelled:
      return {"runner.cancelled", "cancelled" + placeText(context)};
    case Outcome::Kind::garbage:
      return {"runner.protocol",
              "the process sent something that is no message" + placeText(context)};
  }
  return {"runner.protocol", "unknown outcome"};
}

}  // namespace heddle::runner
