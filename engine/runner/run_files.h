// The descriptors of one run: inputs, outputs and ring.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/build/module.h"
#include "engine/runner/file_descriptor.h"
#include "engine/runner/run_order.h"
#include "engine/runner/runner.h"

namespace heddle::runner {

struct RunFiles {
  FileDescriptor inputs, outputs, ring;
  std::map<std::string, uint64_t> inputOffsets;
  std::vector<uint64_t> outputOffsets;  // as module.outputs; empty when none are wanted
  std::shared_ptr<Mapping> outputBytes;
  Mapping ringBytes;
  RingShape shape;
  std::vector<CounterValue> counters;  // of the reply, over the whole run

  Ring view() const { return Ring(ringBytes.data(), shape); }
};

// Requires an input of the right type for every input of every module. Errors: "runner.input".
Status checkInputs(const build::Module& module, const std::map<std::string, Tensor>& inputs);
// `outputsOf` may be null.
Result<RunFiles> makeRunFiles(const std::map<std::string, Tensor>& inputs,
                              const build::Module* outputsOf, const RingShape& shape);
// Tensors over the shared bytes, which they keep alive.
std::map<std::string, Tensor> outputTensors(const build::Module& module, const RunFiles& files);

// What the child left in the ring. It is not trusted: false when a count is impossible.
bool readSamples(const RunFiles& files, uint32_t side, std::vector<double>& samples);
bool readEvents(const RunFiles& files, uint32_t side, std::vector<StepEvent>& events);
// `totals` are the counters of the whole run: they give names, and reasons where a counter is
// absent.
std::vector<std::vector<CounterValue>> readStepCounters(const RunFiles& files,
                                                        const std::vector<CounterValue>& totals);

}  // namespace heddle::runner
