// SPDX-License-Identifier: Apache-2.0
#include "engine/runner/worker/loaded_module.h"

namespace heddle::runner {
namespace {

WorkerError badRequest(const char* text) {
  return {ReplyCode::badRequest, text};
}

WorkerError fromDiagnostic(const Diagnostic& error, ReplyCode otherwise) {
  return {error.code == "runner.out_of_memory" ? ReplyCode::outOfMemory : otherwise, error.message};
}

}  // namespace

ReplyCode replyCodeOf(heddle_status status) {
  switch (status) {
    case HEDDLE_OK:
      return ReplyCode::ok;
    case HEDDLE_ERROR_MEMORY:
      return ReplyCode::outOfMemory;
    case HEDDLE_ERROR_KERNEL:
      return ReplyCode::kernelFailed;
    default:
      return ReplyCode::refused;
  }
}

WorkerError LoadedModule::load(Message& message, Linker& linker) {
  if (message.files().size() != 2) return badRequest("load needs two files");
  auto objectBytes = Mapping::map(message.files()[0], Access::readOnly, 0);
  if (objectBytes.isError()) return fromDiagnostic(objectBytes.error(), ReplyCode::badRequest);
  const auto count = message.take<uint32_t>();
  std::vector<std::span<const std::byte>> objects;
  uint64_t begin = 0;
  for (uint32_t i = 0; i < count && message.isGood(); ++i) {
    const auto end = message.take<uint64_t>();
    if (end < begin || end > objectBytes.value().size())
      return badRequest("an object lies outside its file");
    objects.push_back(objectBytes.value().bytes().subspan(begin, end - begin));
    begin = end;
  }
  auto plan = linker.link(objects);
  if (plan.isError()) return fromDiagnostic(plan.error(), ReplyCode::cannotLink);
  if (plan.value()->magic != HEDDLE_PLAN_MAGIC || plan.value()->version != HEDDLE_PLAN_VERSION)
    return {ReplyCode::refused, "the module's plan has another version than this runner"};
  return mapConstants(message, *plan.value());
}

// The plan is constant data; a copy of it points to the constants where they are mapped.
WorkerError LoadedModule::mapConstants(Message& message, const heddle_plan& plan) {
  auto bytes = Mapping::map(message.files()[1], Access::readOnly, 0);
  if (bytes.isError()) return fromDiagnostic(bytes.error(), ReplyCode::badRequest);
  m_constantBytes = std::move(bytes).value();
  m_plan = plan;
  m_constants.assign(plan.constants, plan.constants + plan.constant_count);
  if (message.take<uint32_t>() != plan.constant_count)
    return badRequest("the plan and the request name different numbers of constants");
  for (heddle_constant& constant : m_constants) {
    const auto offset = message.take<uint64_t>(), size = message.take<uint64_t>();
    if (!message.isGood() || size != constant.size_bytes || offset > m_constantBytes.size() ||
        size > m_constantBytes.size() - offset)
      return badRequest("the plan and the request differ in a constant");
    static constexpr char kEmpty = 0;
    constant.data = size == 0 ? static_cast<const void*>(&kEmpty) : m_constantBytes.data() + offset;
  }
  m_plan.constants = m_constants.data();
  return {};
}

void LoadedModule::reset() {
  heddle_module_destroy(m_module);
  m_module = nullptr;
}

WorkerError LoadedModule::prepare(int32_t threads) {
  if (m_module != nullptr && m_threads == threads) return {};
  reset();
  heddle_options options = {};
  options.struct_size = sizeof(options);
  options.threads = threads;
  m_threads = threads;
  const heddle_status status = heddle_module_create(&m_plan, &options, &m_module);
  if (status != HEDDLE_OK) return {replyCodeOf(status), heddle_last_error(nullptr)};
  return {};
}

}  // namespace heddle::runner
