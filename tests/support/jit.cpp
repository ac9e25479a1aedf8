// SPDX-License-Identifier: Apache-2.0
#include "tests/support/jit.h"

#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/ExecutionEngine/Orc/ObjectLinkingLayer.h>
#include <llvm/Support/MemoryBuffer.h>

#include <cstdlib>
#include <cstring>
#include <map>

namespace heddle::test {
namespace {

struct Free {
  void operator()(void* p) const { std::free(p); }
};
using Memory = std::unique_ptr<void, Free>;

Memory allocate(size_t bytes) {
  return Memory(std::aligned_alloc(64, (bytes + 127) / 64 * 64));
}

Diagnostic failed(llvm::Error error) {
  return {"test.jit", llvm::toString(std::move(error))};
}

}  // namespace

struct LoadedObjects::Impl {
  std::unique_ptr<llvm::orc::LLJIT> jit;
};

LoadedObjects::LoadedObjects(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
LoadedObjects::LoadedObjects(LoadedObjects&&) noexcept = default;
LoadedObjects::~LoadedObjects() = default;

Result<LoadedObjects> LoadedObjects::load(const std::vector<std::vector<std::byte>>& objects) {
  auto jit = llvm::orc::LLJITBuilder()
                 .setObjectLinkingLayerCreator(
                     [](llvm::orc::ExecutionSession& session, const llvm::Triple&) {
                       return std::make_unique<llvm::orc::ObjectLinkingLayer>(session);
                     })
                 .create();
  if (!jit) return failed(jit.takeError());
  for (const auto& object : objects) {
    const llvm::StringRef bytes(reinterpret_cast<const char*>(object.data()), object.size());
    if (auto error = (*jit)->addObjectFile(llvm::MemoryBuffer::getMemBufferCopy(bytes)))
      return failed(std::move(error));
  }
  return LoadedObjects(std::make_unique<Impl>(Impl{std::move(*jit)}));
}

void* LoadedObjects::find(const std::string& symbol) const {
  auto address = m_impl->jit->lookup(symbol);
  if (address) return address->toPtr<void*>();
  llvm::consumeError(address.takeError());
  return nullptr;
}

struct LoadedKernels::Impl {
  loop_passes::LoweredProgram lowered;
  LoadedObjects objects;
  std::vector<heddle_kernel_fn> functions;
};

LoadedKernels::LoadedKernels(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
LoadedKernels::LoadedKernels(LoadedKernels&&) noexcept = default;
LoadedKernels::~LoadedKernels() = default;

Result<LoadedKernels> LoadedKernels::load(const loop_passes::LoweredProgram& lowered,
                                          const codegen::KernelCode& code) {
  HEDDLE_TRY(LoadedObjects objects, LoadedObjects::load({code.object}));
  auto impl = std::make_unique<Impl>(Impl{lowered, std::move(objects), {}});
  for (const std::string& symbol : code.symbols) {
    void* function = impl->objects.find(symbol);
    if (!function) return Diagnostic{"test.jit", "no symbol " + symbol};
    impl->functions.push_back(reinterpret_cast<heddle_kernel_fn>(function));
  }
  return LoadedKernels(std::move(impl));
}

Status LoadedKernels::run(const loops::Program& program, const std::vector<void*>& parameters,
                          const std::vector<int64_t>& shapeValues) const {
  std::map<BufferId, void*> where;
  for (size_t i = 0; i < program.params.size(); ++i)
    where[program.params[i].buffer->id] = parameters[i];
  std::vector<Memory> workspace;
  for (const auto& b : m_impl->lowered.workspace) {
    const auto bytes =
        static_cast<size_t>(*loops::constantInt(b->shape[0])) * sizeBytes(b->element);
    workspace.push_back(allocate(bytes));
    std::memset(workspace.back().get(), 0xff, bytes);
    where[b->id] = workspace.back().get();
  }
  for (size_t k = 0; k < m_impl->functions.size(); ++k) {
    const auto& kernel = m_impl->lowered.kernels[k];
    std::vector<void*> args;
    for (const auto& b : kernel.args) args.push_back(where.at(b->id));
    // In two parts, so that a range that does not begin at zero is run too.
    const int64_t middle = kernel.parallelExtent / 2;
    if (middle > 0) {
      if (m_impl->functions[k](args.data(), shapeValues.data(), 0, middle) != 0)
        return Diagnostic{"test.jit", "kernel failed"};
    }
    if (m_impl->functions[k](args.data(), shapeValues.data(), middle, kernel.parallelExtent) != 0) {
      return Diagnostic{"test.jit", "kernel failed"};
    }
  }
  return {};
}

Result<std::vector<Tensor>> compileAndRun(const loops::Program& program, const Target& target,
                                          const std::vector<Tensor>& arguments) {
  HEDDLE_TRY(const auto lowered, loop_passes::lower(program, target));
  HEDDLE_TRY(const auto code, codegen::compile(lowered, target));
  HEDDLE_TRY(const auto loaded, LoadedKernels::load(lowered, code));
  // Copies with their own alignment; outputs are filled with ones bits, so that what is not written
  // shows.
  std::vector<Memory> memory;
  std::vector<void*> pointers;
  std::vector<Tensor> outputs;
  size_t next = 0;
  for (const auto& p : program.params) {
    Extents shape;
    for (const auto& e : p.buffer->shape) shape.push_back(loops::constantInt(e).value_or(0));
    const bool isOutput = p.role == loops::ParamRole::output;
    if (isOutput) {
      HEDDLE_TRY(Tensor out, Tensor::allocate(p.buffer->element, shape));
      outputs.push_back(std::move(out));
    }
    if (!isOutput && next >= arguments.size()) return Diagnostic{"test.jit", "too few arguments"};
    const Tensor& tensor = isOutput ? outputs.back() : arguments[next++];
    memory.push_back(allocate(tensor.sizeBytes()));
    if (isOutput)
      std::memset(memory.back().get(), 0xff, tensor.sizeBytes());
    else
      std::memcpy(memory.back().get(), tensor.bytes().data(), tensor.sizeBytes());
    pointers.push_back(memory.back().get());
  }
  HEDDLE_CHECK(loaded.run(program, pointers));
  size_t output = 0;
  for (size_t i = 0; i < program.params.size(); ++i) {
    if (program.params[i].role != loops::ParamRole::output) continue;
    Tensor& t = outputs[output++];
    std::memcpy(t.mutableBytes().data(), pointers[i], t.sizeBytes());
  }
  return outputs;
}

}  // namespace heddle::test
