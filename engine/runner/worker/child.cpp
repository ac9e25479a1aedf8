// SPDX-License-Identifier: Apache-2.0
#include "engine/runner/worker/child.h"

#include <map>
#include <new>

#include "engine/runner/worker/limits.h"
#include "engine/runner/worker/measure.h"

namespace heddle::runner {
namespace {

constexpr uint32_t kMaxTensors = 4096;

class Child {
 public:
  Child(FileDescriptor socket, uint64_t nonce) : m_socket(std::move(socket)), m_nonce(nonce) {}

  int serve() {
    for (;;) {
      Received received = receiveMessage(m_socket, m_nonce);
      if (received.kind == Received::Kind::closed) return 0;
      if (received.kind == Received::Kind::garbage) return 2;
      const WorkerError error = answer(received.message);
      Message reply(MessageType::reply);
      reply.put(error.code).putText(error.text).put(static_cast<uint32_t>(m_totals.size()));
      for (const profiler::Counter& total : m_totals)
        reply.putText(total.name).put(total.value).putPhrase(total.absent);
      m_totals.clear();
      if (sendMessage(m_socket, m_nonce, reply).isError()) return 0;
    }
  }

 private:
  WorkerError answer(Message& message) {
    try {
      switch (message.type()) {
        case MessageType::load:
          return m_modules[message.take<uint32_t>()].load(message, m_linker);
        case MessageType::run:
          return run(message);
        default:
          return {ReplyCode::badRequest, "a request of unknown type"};
      }
    } catch (const std::bad_alloc&) {
      return {ReplyCode::outOfMemory, "no memory to serve the request"};
    }
  }

  WorkerError run(Message& message) {
    const auto order = message.take<RunOrder>();
    if (!message.isGood() || message.files().size() != 3 || order.ring.sides < 1 ||
        order.ring.sides > 2 || order.number < 1)
      return {ReplyCode::badRequest, "a damaged order"};
    auto ringBytes =
        Mapping::map(message.files()[0], Access::readWrite, Ring::sizeBytes(order.ring));
    auto inputs = Mapping::map(message.files()[1], Access::readOnly, 0);
    auto outputs = Mapping::map(message.files()[2], Access::readWrite, 0);
    for (const auto* mapping : {&ringBytes, &inputs, &outputs})
      if (mapping->isError()) return {ReplyCode::outOfMemory, mapping->error().message};
    const Ring ring(ringBytes.value().data(), order.ring);
    noteFaultsIn(&ring.header());
    ring.header().phase = static_cast<uint32_t>(Phase::preparing);
    allowCpuSeconds(order.cpuSeconds);
    if (order.wantCounters != 0 && m_counters == nullptr) openCounters();
    std::vector<Side> sides(order.ring.sides);
    WorkerError error;
    for (Side& side : sides)
      if (!error.isError()) error = bind(side, message, order, inputs.value(), outputs.value());
    ring.header().phase = static_cast<uint32_t>(Phase::running);
    profiler::PerfCounters* counters = order.wantCounters != 0 ? m_counters.get() : nullptr;
    if (!error.isError()) error = measure(sides, order, ring, counters, m_totals);
    for (Side& side : sides) unbind(side);
    ring.header().phase = static_cast<uint32_t>(Phase::finished);
    noteFaultsIn(nullptr);
    return error;
  }

  // They count this thread and those that it starts from now on, so modules start theirs anew.
  void openCounters() {
    for (auto& [slot, module] : m_modules) module.reset();
    m_counters =
        std::make_unique<profiler::PerfCounters>(profiler::PerfCounters::Scope::threadAndChildren);
  }

  WorkerError bind(Side& side, Message& message, const RunOrder& order, const Mapping& inputs,
                   const Mapping& outputs) {
    const auto it = m_modules.find(message.take<uint32_t>());
    if (it == m_modules.end()) return {ReplyCode::badRequest, "a module that was not loaded"};
    side.module = &it->second;
    if (WorkerError error = side.module->prepare(order.threads); error.isError()) return error;
    const heddle_plan& plan = side.module->plan();
    if (message.take<uint32_t>() != plan.input_count || plan.input_count > kMaxTensors)
      return {ReplyCode::badRequest, "another number of inputs than the plan's"};
    for (uint32_t i = 0; i < plan.input_count; ++i) {
      const heddle_tensor_info& info = plan.inputs[i];
      const std::byte* data = place(message, inputs, info.size_bytes);
      if (data == nullptr) return {ReplyCode::badRequest, "an input lies outside its file"};
      const heddle_status status =
          heddle_set_input(side.module->module(), i, data, info.element, info.extents, info.rank);
      if (status != HEDDLE_OK)
        return {replyCodeOf(status), heddle_last_error(side.module->module())};
    }
    return order.wantOutputs != 0 ? bindOutputs(side, message, outputs) : WorkerError{};
  }

  WorkerError bindOutputs(Side& side, Message& message, const Mapping& outputs) {
    const heddle_plan& plan = side.module->plan();
    if (message.take<uint32_t>() != plan.output_count)
      return {ReplyCode::badRequest, "another number of outputs than the plan's"};
    for (uint32_t i = 0; i < plan.output_count; ++i) {
      const uint64_t size = plan.outputs[i].size_bytes;
      const std::byte* data = place(message, outputs, size);
      if (data == nullptr) return {ReplyCode::badRequest, "an output lies outside its file"};
      const heddle_status status =
          heddle_set_output(side.module->module(), i, const_cast<std::byte*>(data), size);
      if (status != HEDDLE_OK)
        return {replyCodeOf(status), heddle_last_error(side.module->module())};
    }
    return {};
  }

  // The outputs' memory goes away with the request.
  void unbind(Side& side) {
    if (side.module == nullptr || side.module->module() == nullptr) return;
    for (uint32_t i = 0; i < side.module->plan().output_count; ++i)
      heddle_set_output(side.module->module(), i, nullptr, 0);
  }

  static const std::byte* place(Message& message, const Mapping& mapping, uint64_t size) {
    const auto offset = message.take<uint64_t>();
    if (!message.isGood() || offset > mapping.size() || size > mapping.size() - offset)
      return nullptr;
    static std::byte empty[64];
    return size == 0 ? empty : mapping.data() + offset;
  }

  FileDescriptor m_socket;
  uint64_t m_nonce;
  Linker m_linker;
  std::unique_ptr<profiler::PerfCounters> m_counters;
  std::vector<profiler::Counter> m_totals;  // of the request under way
  std::map<uint32_t, LoadedModule> m_modules;
};

}  // namespace

int childMain(FileDescriptor socket, uint64_t nonce) {
  installFaultHandlers();
  Child child(std::move(socket), nonce);
  return child.serve();
}

}  // namespace heddle::runner
