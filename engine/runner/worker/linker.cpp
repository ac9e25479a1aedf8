// SPDX-License-Identifier: Apache-2.0
#include "engine/runner/worker/linker.h"

#include <llvm/ExecutionEngine/Orc/Core.h>
#include <llvm/ExecutionEngine/Orc/ExecutionUtils.h>
#include <llvm/ExecutionEngine/Orc/ExecutorProcessControl.h>
#include <llvm/ExecutionEngine/Orc/ObjectLinkingLayer.h>
#include <llvm/Object/ObjectFile.h>
#include <llvm/Support/DynamicLibrary.h>

#include "engine/runtime/opaque.h"

namespace heddle::runner {
namespace {

constexpr llvm::StringLiteral kPlanPrefix = "heddle_plan_";

Diagnostic linkError(llvm::Error error) {
  return {"runner.link", llvm::toString(std::move(error))};
}

// The first defined symbol with the plan's prefix; empty when there is none.
llvm::Expected<std::string> planSymbol(llvm::MemoryBufferRef bytes) {
  auto object = llvm::object::ObjectFile::createObjectFile(bytes);
  if (!object) return object.takeError();
  for (const llvm::object::SymbolRef& symbol : (*object)->symbols()) {
    auto flags = symbol.getFlags();
    if (!flags) return flags.takeError();
    auto name = symbol.getName();
    if (!name) return name.takeError();
    if ((*flags & llvm::object::SymbolRef::SF_Undefined) == 0 && name->starts_with(kPlanPrefix))
      return name->str();
  }
  return std::string();
}

}  // namespace

struct Linker::State {
  std::unique_ptr<llvm::orc::ExecutionSession> session;
  std::unique_ptr<llvm::orc::ObjectLinkingLayer> layer;
  unsigned count = 0;
  std::string lastReport;

  ~State() {
    if (session != nullptr) llvm::consumeError(session->endSession());
  }
  llvm::Error start();
  llvm::Expected<const heddle_plan*> link(const std::vector<std::span<const std::byte>>& objects);
  llvm::Error addProcessSymbols(llvm::orc::JITDylib& library);
};

llvm::Error Linker::State::start() {
  // Libm must be found by name even where nothing of this program uses it.
  llvm::sys::DynamicLibrary::LoadLibraryPermanently("libm.so.6");
  // In place: the child must have no thread but those that run kernels.
  auto control = llvm::orc::SelfExecutorProcessControl::Create(
      nullptr, std::make_unique<llvm::orc::InPlaceTaskDispatcher>());
  if (!control) return control.takeError();
  session = std::make_unique<llvm::orc::ExecutionSession>(std::move(*control));
  session->setErrorReporter(
      [this](llvm::Error error) { lastReport = llvm::toString(std::move(error)); });
  layer = std::make_unique<llvm::orc::ObjectLinkingLayer>(
      *session, session->getExecutorProcessControl().getMemMgr());
  return llvm::Error::success();
}

llvm::Error Linker::State::addProcessSymbols(llvm::orc::JITDylib& library) {
  llvm::orc::SymbolMap opaque;
  for (const heddle_opaque_entry* entry = heddle_opaque_table; entry->name != nullptr; ++entry)
    opaque[session->intern(entry->name)] = {llvm::orc::ExecutorAddr::fromPtr(entry->function),
                                            llvm::JITSymbolFlags::Exported};
  if (auto error = library.define(llvm::orc::absoluteSymbols(std::move(opaque)))) return error;
  auto process = llvm::orc::DynamicLibrarySearchGenerator::GetForCurrentProcess('\0');
  if (!process) return process.takeError();
  library.addGenerator(std::move(*process));
  return llvm::Error::success();
}

llvm::Expected<const heddle_plan*> Linker::State::link(
    const std::vector<std::span<const std::byte>>& objects) {
  if (session == nullptr)
    if (auto error = start()) return error;
  auto library = session->createJITDylib("module" + std::to_string(++count));
  if (!library) return library.takeError();
  if (auto error = addProcessSymbols(*library)) return error;
  std::string plan;
  for (const std::span<const std::byte> bytes : objects) {
    const llvm::StringRef text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    auto copy = llvm::MemoryBuffer::getMemBufferCopy(text, "object");
    auto symbol = planSymbol(copy->getMemBufferRef());
    if (!symbol) return symbol.takeError();
    if (!symbol->empty()) plan = *symbol;
    if (auto error = layer->add(*library, std::move(copy))) return error;
  }
  if (plan.empty())
    return llvm::createStringError(llvm::inconvertibleErrorCode(),
                                   "no object of the module defines a plan");
  auto address = session->lookup({&*library}, plan);
  if (!address) return address.takeError();
  return address->getAddress().toPtr<const heddle_plan*>();
}

Linker::Linker() : m_state(std::make_unique<State>()) {}
Linker::~Linker() = default;

Result<const heddle_plan*> Linker::link(const std::vector<std::span<const std::byte>>& objects) {
  auto plan = m_state->link(objects);
  if (plan) return *plan;
  Diagnostic error = linkError(plan.takeError());
  if (!m_state->lastReport.empty()) error.message += ": " + m_state->lastReport;
  m_state->lastReport.clear();
  return error;
}

}  // namespace heddle::runner
