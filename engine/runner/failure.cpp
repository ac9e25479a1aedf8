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

// "in step 12, conv_add_relu_12", as far as the ring tells.
Phrase placeOf(const FailureContext& context) {
  if (context.files == nullptr) return "while the module was loaded";
  const RingHeader& header = context.files->view().header();
  const uint32_t side = header.side.load(), step = header.step.load();
  if (side >= context.sides.size() || step == 0) return {};
  const auto& steps = context.sides[side]->steps;
  if (step > steps.size()) return {"in step {0}", {std::to_string(step - 1)}};
  return {"in step {0}, {1}", {std::to_string(step - 1), steps[step - 1].kernel}};
}

void add(const Phrase& part, size_t fills, std::vector<Subject>& subjects) {
  subjects.push_back({part.isName ? "value" : "phrase", 0, part.format});
  for (size_t i = 0; i < fills; ++i)
    subjects.push_back({"fill", 0, i < part.arguments.size() ? part.arguments[i].text() : std::string()});
}

// What happened is subject 0, with a gap; where is subject 2, with two.
Diagnostic said(const char* code, const Phrase& what, const FailureContext& context) {
  const Phrase place = placeOf(context);
  Diagnostic out{code, place.empty() ? "{0}" : "{0} {2}"};
  add(what, 1, out.subjects);
  add(place, 2, out.subjects);
  return out;
}

Diagnostic outOfMemory(const FailureContext& context, const Phrase& detail) {
  Diagnostic out = said("runner.out_of_memory", "ran out of memory", context);
  const bool isPlaced = out.message != "{0}";
  out.message = isPlaced ? "{0} {2} ({5}); the limit is {7}" : "{0} ({5}); the limit is {7}";
  add(detail, 1, out.subjects);
  out.subjects.push_back({"value", 0, bytesText(context.limits.memoryBytes)});
  return out;
}

Diagnostic ended(const Outcome& outcome, const FailureContext& context) {
  const Phrase what = waitPhrase(outcome.waitStatus);
  if (WIFEXITED(outcome.waitStatus)) return said("runner.exited", what, context);
  const int signal = WTERMSIG(outcome.waitStatus);
  if (context.files != nullptr && context.files->view().header().isMemoryExhausted.load() != 0)
    return outOfMemory(context, what);
  if (signal == SIGXCPU)
    return said("runner.timeout",
                {"used more CPU time than {0} on every thread", {secondsText(context.limits.seconds)}}, context);
  Diagnostic out = said("runner.crash", what, context);
  if (signal == SIGKILL) out.hint = "it came from outside, or from the system when memory was short";
  return out;
}

Diagnostic refused(const Outcome& outcome, const FailureContext& context) {
  switch (outcome.code) {
    case ReplyCode::outOfMemory:
      return outOfMemory(context, outcome.text);
    case ReplyCode::cannotLink:
      return {"runner.start_failed", "the module cannot be linked: {0}", {{"value", 0, outcome.text}}};
    case ReplyCode::kernelFailed:
      return {"runner.kernel_error", outcome.text};
    case ReplyCode::refused:
      return {"runner.start_failed", outcome.text};
    default:
      return {"runner.protocol", "the runner refused the request: {0}", {{"value", 0, outcome.text}}};
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
      return said("runner.crash", {"heddle-runner itself was {0}", {waitPhrase(outcome.waitStatus)}}, context);
    case Outcome::Kind::timedOut:
      return said("runner.timeout", {"no result after {0}", {secondsText(context.limits.seconds)}}, context);
    case Outcome::Kind::cancelled:
      return said("runner.cancelled", "cancelled", context);
    case Outcome::Kind::garbage:
      return said("runner.protocol", "the process sent something that is no message", context);
  }
  return {"runner.protocol", "unknown outcome"};
}

}  // namespace heddle::runner
