// SPDX-License-Identifier: Apache-2.0
#include "engine/runner/runner.h"

#include <algorithm>
#include <cmath>
#include <mutex>

#include "engine/runner/child_process.h"
#include "engine/runner/failure.h"
#include "engine/runner/module_files.h"
#include "engine/runner/run_files.h"
#include "engine/support/cores.h"

namespace heddle::runner {
namespace {

constexpr size_t kKeptModules = 2;  // a comparison's
constexpr int kProfiledRuns = 7;    // per side of a comparison
constexpr uint32_t kMaxCounters = 16;

ChildProcess::TimePoint deadlineOf(const Limits& limits) {
  const double seconds = std::clamp(limits.seconds, 0.001, 1e7);
  return std::chrono::steady_clock::now() +
         std::chrono::nanoseconds(static_cast<int64_t>(seconds * 1e9));
}

uint32_t threadsOf(int threads) {
  return threads > 0 ? static_cast<uint32_t>(threads)
                     : static_cast<uint32_t>(physicalCores());
}

Status checkRequest(const RunRequest& request) {
  if (request.threads < 0 || request.warmup < 0 || request.number < 1 || request.repeat < 1 ||
      request.threads > 256 || request.repeat > 1'000'000)
    return Diagnostic{"runner.input", "threads, warm-up, number or repeat is out of range"};
  return {};
}

Diagnostic brokenRing() {
  return {"runner.protocol", "the module wrote over the memory that it shares with the engine"};
}

}  // namespace

struct Runner::State {
  explicit State(std::string path) : runnerPath(std::move(path)) {}

  Result<RunFiles> perform(const std::vector<const build::Module*>& sides,
                           const RunRequest& request, const RunOrder& order,
                           const build::Module* outputsOf);

  std::mutex mutex;

 private:
  // One try. Sets `mayRetry` when an idle child turned out to be dead before it began.
  Status attempt(const std::vector<const build::Module*>& sides, const RunRequest& request,
                 const RunOrder& order, RunFiles& files, bool& mayRetry);
  Status ensureChild(const std::vector<const ModuleFiles*>& modules, int64_t memoryBytes);
  Status load(const ModuleFiles& files, const FailureContext& context, const RunRequest& request,
              ChildProcess::TimePoint deadline);
  Result<const ModuleFiles*> filesOf(const build::Module& module);

  std::string runnerPath;
  // The child refers to the server, so it is destroyed first.
  std::unique_ptr<ServerProcess> server;
  std::unique_ptr<ChildProcess> child;
  std::vector<std::unique_ptr<ModuleFiles>> modules;  // latest used last
};

Result<const ModuleFiles*> Runner::State::filesOf(const build::Module& module) {
  const std::string key = moduleKey(module);
  const auto it =
      std::find_if(modules.begin(), modules.end(), [&](const auto& m) { return m->key == key; });
  if (it != modules.end()) {
    std::rotate(it, it + 1, modules.end());
    return modules.back().get();
  }
  HEDDLE_TRY(std::unique_ptr<ModuleFiles> made, makeModuleFiles(module));
  if (modules.size() >= kKeptModules) modules.erase(modules.begin());
  modules.push_back(std::move(made));
  return modules.back().get();
}

// Keeps the child where it has the modules, or room for them, and the same memory limit.
Status Runner::State::ensureChild(const std::vector<const ModuleFiles*>& wanted,
                                  int64_t memoryBytes) {
  if (child != nullptr) {
    size_t missing = 0;
    for (const ModuleFiles* files : wanted) missing += child->slots.count(files->key) == 0 ? 1 : 0;
    const bool hasRoom = child->slots.size() + missing <= kKeptModules;
    if (!child->isAlive() || child->memoryBytes() != memoryBytes || !hasRoom) child.reset();
  }
  if (server != nullptr) {
    server->poll();
    if (!server->isAlive()) server.reset();
  }
  if (server == nullptr) {
    child.reset();
    HEDDLE_TRY(server, ServerProcess::start(runnerPath));
  }
  if (child == nullptr) {
    auto started = ChildProcess::start(*server, memoryBytes);
    if (started.isError()) {
      server.reset();
      return std::move(started).error();
    }
    child = std::move(started).value();
  }
  return {};
}

Status Runner::State::load(const ModuleFiles& files, const FailureContext& context,
                           const RunRequest& request, ChildProcess::TimePoint deadline) {
  if (child->slots.count(files.key) != 0) return {};
  const auto slot = static_cast<uint32_t>(child->slots.size());
  const Outcome outcome = child->ask(loadMessage(files, slot), {&files.objects, &files.constants},
                                     deadline, request.cancel);
  if (outcome.kind != Outcome::Kind::replied || outcome.code != ReplyCode::ok) {
    child.reset();
    return describeFailure(outcome, context);
  }
  child->slots[files.key] = slot;
  return {};
}

Status Runner::State::attempt(const std::vector<const build::Module*>& sides,
                              const RunRequest& request, const RunOrder& order, RunFiles& files,
                              bool& mayRetry) {
  const ChildProcess::TimePoint deadline = deadlineOf(request.limits);
  std::vector<const ModuleFiles*> modulesOfSides;
  for (const build::Module* module : sides) {
    HEDDLE_TRY(const ModuleFiles* made, filesOf(*module));
    modulesOfSides.push_back(made);
  }
  const ChildProcess* before = child.get();
  HEDDLE_CHECK(ensureChild(modulesOfSides, request.limits.memoryBytes));
  mayRetry = child.get() == before;
  FailureContext context{sides, nullptr, request.limits};
  for (const ModuleFiles* module : modulesOfSides)
    HEDDLE_CHECK(load(*module, context, request, deadline));
  context.files = &files;
  Message message(MessageType::run);
  message.put(order);
  for (size_t i = 0; i < sides.size(); ++i) {
    message.put(child->slots[modulesOfSides[i]->key]);
    message.put(static_cast<uint32_t>(sides[i]->inputs.size()));
    for (const build::NamedType& input : sides[i]->inputs)
      message.put(files.inputOffsets.at(input.name));
    if (order.wantOutputs == 0) continue;
    message.put(static_cast<uint32_t>(files.outputOffsets.size()));
    for (const uint64_t offset : files.outputOffsets) message.put(offset);
  }
  const Outcome outcome =
      child->ask(message, {&files.ring, &files.inputs, &files.outputs}, deadline, request.cancel);
  const bool isOk = outcome.kind == Outcome::Kind::replied && outcome.code == ReplyCode::ok;
  const bool hasBegun = files.view().header().phase.load() != static_cast<uint32_t>(Phase::waiting);
  const bool hasDied =
      outcome.kind == Outcome::Kind::ended || outcome.kind == Outcome::Kind::serverEnded;
  mayRetry = mayRetry && hasDied && !hasBegun;
  files.counters = outcome.counters;
  if (outcome.kind != Outcome::Kind::replied) child.reset();
  if (isOk) return {};
  return describeFailure(outcome, context);
}

Result<RunFiles> Runner::State::perform(const std::vector<const build::Module*>& sides,
                                        const RunRequest& request, const RunOrder& order,
                                        const build::Module* outputsOf) {
  HEDDLE_CHECK(checkRequest(request));
  std::map<std::string, Tensor> used;
  for (const build::Module* module : sides) {
    HEDDLE_CHECK(checkInputs(*module, request.inputs));
    for (const build::NamedType& input : module->inputs)
      used[input.name] = request.inputs.at(input.name);
  }
  const std::lock_guard lock(mutex);
  HEDDLE_TRY(RunFiles files, makeRunFiles(used, outputsOf, order.ring));
  bool mayRetry = false;
  Status status = attempt(sides, request, order, files, mayRetry);
  if (status.isError() && mayRetry) status = attempt(sides, request, order, files, mayRetry);
  if (status.isError()) return std::move(status).error();
  return files;
}

Runner::Runner(std::string runnerPath) : m_state(std::make_unique<State>(std::move(runnerPath))) {}
Runner::~Runner() = default;

namespace {

RunOrder orderOf(const RunRequest& request, uint32_t sides, size_t steps, int samples) {
  RunOrder order;
  order.ring.sides = sides;
  order.ring.samples = static_cast<uint32_t>(samples);
  order.ring.steps = static_cast<uint32_t>(steps);
  order.ring.events = order.ring.steps * threadsOf(request.threads);
  order.threads = request.threads;
  order.warmup = request.warmup;
  order.number = request.number;
  order.repeat = samples;
  const double cpu = std::ceil(request.limits.seconds * threadsOf(request.threads));
  order.cpuSeconds = static_cast<int32_t>(std::clamp(cpu, 1.0, 1e8));
  return order;
}

}  // namespace

Result<RunReply> Runner::run(const build::Module& module, const RunRequest& request) {
  RunOrder order = orderOf(request, 1, module.steps.size(), request.repeat);
  order.wantOutputs = request.wantOutputs ? 1 : 0;
  order.wantEvents = request.wantEvents ? 1 : 0;
  order.wantCounters = request.wantCounters ? 1 : 0;
  order.ring.counters = request.wantCounters ? kMaxCounters : 0;
  HEDDLE_TRY(const RunFiles files,
             m_state->perform({&module}, request, order, request.wantOutputs ? &module : nullptr));
  RunReply reply;
  if (!readSamples(files, 0, reply.secondsPerRun) || !readEvents(files, 0, reply.events))
    return brokenRing();
  if (request.wantOutputs) reply.outputs = outputTensors(module, files);
  if (request.wantCounters) {
    reply.counters = files.counters;
    reply.stepCounters = readStepCounters(files, reply.counters);
  }
  return reply;
}

Result<Runner::PairedReply> Runner::compare(const build::Module& a, const build::Module& b,
                                            const RunRequest& request, int blocks) {
  if (blocks < 1 || blocks > 100'000)
    return Diagnostic{"runner.input", "the number of blocks is out of range"};
  RunOrder order = orderOf(request, 2, std::max(a.steps.size(), b.steps.size()), blocks);
  order.profiledRuns = kProfiledRuns;
  HEDDLE_TRY(const RunFiles files, m_state->perform({&a, &b}, request, order, nullptr));
  PairedReply reply;
  const bool isGood = readSamples(files, 0, reply.a) && readSamples(files, 1, reply.b) &&
                      readEvents(files, 0, reply.eventsA) && readEvents(files, 1, reply.eventsB) &&
                      reply.a.size() == reply.b.size();
  if (!isGood) return brokenRing();
  const Ring ring = files.view();
  const uint32_t disturbed = ring.header().disturbedPairs.load();
  reply.disturbedPairs = static_cast<int>(std::min<size_t>(disturbed, reply.a.size()));
  reply.stepSecondsA.assign(ring.stepSeconds(0), ring.stepSeconds(0) + a.steps.size());
  reply.stepSecondsB.assign(ring.stepSeconds(1), ring.stepSeconds(1) + b.steps.size());
  return reply;
}

Failure Runner::failureOf(const Diagnostic& error) {
  static constexpr std::pair<std::string_view, Failure> kCodes[] = {
      {"runner.crash", Failure::crash},
      {"runner.timeout", Failure::timeout},
      {"runner.out_of_memory", Failure::outOfMemory},
      {"runner.exited", Failure::exited},
      {"runner.protocol", Failure::protocol},
      {"runner.cancelled", Failure::cancelled},
      {"runner.start_failed", Failure::startFailed},
      {"runner.kernel_error", Failure::kernelError}};
  for (const auto& [code, failure] : kCodes)
    if (error.code == code) return failure;
  return Failure::none;
}

}  // namespace heddle::runner
