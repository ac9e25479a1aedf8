// SPDX-License-Identifier: Apache-2.0
#include "engine/runner/run_files.h"

#include <cstring>

namespace heddle::runner {

Status checkInputs(const build::Module& module, const std::map<std::string, Tensor>& inputs) {
  for (const build::NamedType& input : module.inputs) {
    const auto it = inputs.find(input.name);
    if (it == inputs.end())
      return Diagnostic{"runner.input",
                        "input \"{0}\" is missing",
                        {{"value", 0, input.name}, {"value", 0, text(input.type)}},
                        "",
                        "it is a {1}"};
    if (it->second.type() != input.type)
      return Diagnostic{"runner.input",
                        "input \"{0}\" is a {1}, not a {2}",
                        {{"value", 0, input.name}, {"value", 0, text(input.type)}, {"value", 0, text(it->second.type())}}};
  }
  return {};
}

Result<RunFiles> makeRunFiles(const std::map<std::string, Tensor>& inputs,
                              const build::Module* outputsOf, const RingShape& shape) {
  RunFiles files;
  uint64_t at = 0;
  for (const auto& [name, tensor] : inputs) {
    files.inputOffsets[name] = at;
    at = alignedOffset(at + tensor.sizeBytes());
  }
  HEDDLE_TRY(files.inputs, makeMemoryFile("heddle-inputs", at));
  HEDDLE_TRY(const Mapping inputBytes, Mapping::map(files.inputs, Access::readWrite, at));
  for (const auto& [name, tensor] : inputs)
    if (tensor.sizeBytes() > 0)
      std::memcpy(inputBytes.data() + files.inputOffsets[name], tensor.bytes().data(),
                  tensor.sizeBytes());
  at = 0;
  if (outputsOf != nullptr)
    for (const build::NamedType& output : outputsOf->outputs) {
      files.outputOffsets.push_back(at);
      const auto count = elementCount(output.type.extents());
      at = alignedOffset(at +
                         static_cast<uint64_t>(count.value_or(0)) * sizeBytes(output.type.element));
    }
  HEDDLE_TRY(files.outputs, makeMemoryFile("heddle-outputs", at));
  HEDDLE_TRY(Mapping outputBytes, Mapping::map(files.outputs, Access::readWrite, at));
  files.outputBytes = std::make_shared<Mapping>(std::move(outputBytes));
  files.shape = shape;
  const uint64_t ringSize = Ring::sizeBytes(shape);
  HEDDLE_TRY(files.ring, makeMemoryFile("heddle-ring", ringSize));
  HEDDLE_TRY(files.ringBytes, Mapping::map(files.ring, Access::readWrite, ringSize));
  return files;
}

std::map<std::string, Tensor> outputTensors(const build::Module& module, const RunFiles& files) {
  std::map<std::string, Tensor> outputs;
  for (size_t i = 0; i < module.outputs.size(); ++i) {
    const TensorType& type = module.outputs[i].type;
    const size_t size =
        static_cast<size_t>(elementCount(type.extents()).value_or(0)) * sizeBytes(type.element);
    const std::span<const std::byte> bytes =
        files.outputBytes->bytes().subspan(size == 0 ? 0 : files.outputOffsets[i], size);
    outputs[module.outputs[i].name] =
        Tensor::view(type.element, type.extents(), bytes, files.outputBytes);
  }
  return outputs;
}

bool readSamples(const RunFiles& files, uint32_t side, std::vector<double>& samples) {
  const Ring ring = files.view();
  const uint32_t count = ring.header().sampleCount[side].load();
  if (count > files.shape.samples) return false;
  samples.assign(ring.samples(side), ring.samples(side) + count);
  for (const double seconds : samples)
    if (!(seconds >= 0)) return false;
  return true;
}

std::vector<std::vector<CounterValue>> readStepCounters(const RunFiles& files,
                                                        const std::vector<CounterValue>& totals) {
  const Ring ring = files.view();
  std::vector<std::vector<CounterValue>> out(files.shape.steps);
  for (uint32_t step = 0; step < files.shape.steps; ++step)
    for (uint32_t i = 0; i < files.shape.counters && i < totals.size(); ++i) {
      CounterValue counter = totals[i];
      const double value = ring.stepCounters(step)[i];
      const bool isCounted = value >= 0;
      counter.value = isCounted ? value : 0;
      if (!isCounted && counter.absent.empty())
        counter.absent = "the step is too short: counting nothing gives as much";
      out[step].push_back(std::move(counter));
    }
  return out;
}

bool readEvents(const RunFiles& files, uint32_t side, std::vector<StepEvent>& events) {
  const Ring ring = files.view();
  const uint32_t count = ring.header().eventCount[side].load();
  if (count > files.shape.events) return false;
  events.clear();
  for (uint32_t i = 0; i < count; ++i) {
    const RingEvent event = ring.events(side)[i];
    if (event.step >= files.shape.steps || event.beginNs > event.endNs) return false;
    events.push_back({event.step, event.thread, event.beginNs, event.endNs});
  }
  return true;
}

}  // namespace heddle::runner
