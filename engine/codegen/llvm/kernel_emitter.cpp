// SPDX-License-Identifier: Apache-2.0
#include "engine/codegen/llvm/kernel_emitter.h"

#include <llvm/IR/DIBuilder.h>
#include <llvm/IR/MDBuilder.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Support/raw_ostream.h>

#include <unordered_map>

#include "engine/codegen/llvm/expr_emitter.h"
#include "engine/codegen/llvm/target_machine.h"

namespace heddle::codegen {
using namespace loops;
using llvm::Value;
using loop_passes::Kernel;

namespace {

constexpr int64_t maxStackBytes = 1 << 20;

using LineOf = std::unordered_map<const StmtNode*, unsigned>;

// Statements of one kernel.
class StmtEmitter {
 public:
  StmtEmitter(EmitContext& c, const LineOf& lineOf, llvm::DISubprogram* subprogram)
      : m_c(c), m_exprs(c), m_lineOf(lineOf), m_subprogram(subprogram) {}

  void emit(const Stmt& s) {
    if (!s || m_c.error) return;
    const unsigned outer = m_line;
    if (const auto line = m_lineOf.find(s.get()); line != m_lineOf.end()) m_line = line->second;
    at(m_line);
    m_exprs.reset();
    if (const auto* store = as<Store>(s))
      m_exprs.store(*store);
    else if (const auto* loop = as<For>(s))
      emitLoop(*loop);
    else if (const auto* branch = as<If>(s))
      emitIf(*branch);
    else if (const auto* eval = as<Evaluate>(s))
      m_exprs.emit(eval->value);
    else if (const auto* seq = as<Seq>(s))
      for (const Stmt& child : seq->stmts) emit(child);
    else
      m_c.error = Diagnostic{"codegen.statement", "a block is left in a lowered kernel"};
    m_exprs.reset();
    m_line = outer;
    at(m_line);
  }
  void at(unsigned line) {
    m_line = line;
    m_c.builder.SetCurrentDebugLocation(
        llvm::DILocation::get(m_c.context(), line, 0, m_subprogram));
  }

 private:
  EmitContext& m_c;
  ExprEmitter m_exprs;
  const LineOf& m_lineOf;
  llvm::DISubprogram* m_subprogram;
  unsigned m_line = 0;

  llvm::BasicBlock* block(const char* name) {
    return llvm::BasicBlock::Create(m_c.context(), name, m_c.builder.GetInsertBlock()->getParent());
  }

  void emitLoop(const For& loop) {
    auto& b = m_c.builder;
    const Expr endExpr = loop.min + loop.extent;
    Value* begin = m_exprs.emit(loop.min);
    Value* end = m_exprs.emit(endExpr);
    const auto extent = constantInt(loop.extent);
    const auto first = intervalOf(loop.min, m_c.bounds), last = intervalOf(endExpr, m_c.bounds);
    llvm::BasicBlock *body = block(loop.var->name.c_str()), *exit = block("exit");
    llvm::BasicBlock* before = b.GetInsertBlock();
    if (extent && *extent > 0)
      b.CreateBr(body);
    else
      b.CreateCondBr(b.CreateICmpSLT(begin, end), body, exit);
    b.SetInsertPoint(body);
    auto* var = b.CreatePHI(begin->getType(), 2, loop.var->name);
    var->addIncoming(begin, before);
    m_c.vars[loop.var->id] = var;
    if (first && last) m_c.bounds[loop.var->id] = {first->min, std::max(first->min, last->max - 1)};
    const unsigned line = m_line;
    emit(loop.body);
    at(line);
    Value* next = b.CreateAdd(var, b.getInt64(1), "", false, true);
    var->addIncoming(next, b.GetInsertBlock());
    b.CreateCondBr(b.CreateICmpSLT(next, end), body, exit);
    b.SetInsertPoint(exit);
    m_c.vars.erase(loop.var->id);
    m_c.bounds.erase(loop.var->id);
  }

  void emitIf(const If& branch) {
    auto& b = m_c.builder;
    Value* condition = m_exprs.emit(branch.condition);
    llvm::BasicBlock *thenBlock = block("then"), *exit = block("exit");
    llvm::BasicBlock* elseBlock = branch.elseBody ? block("else") : exit;
    b.CreateCondBr(condition, thenBlock, elseBlock);
    b.SetInsertPoint(thenBlock);
    emit(branch.thenBody);
    b.CreateBr(exit);
    if (branch.elseBody) {
      b.SetInsertPoint(elseBlock);
      emit(branch.elseBody);
      b.CreateBr(exit);
    }
    b.SetInsertPoint(exit);
  }
};

struct DebugFile {
  llvm::DIBuilder builder;
  llvm::DIFile* file;
  DebugFile(llvm::Module& module, const std::string& name) : builder(module) {
    file = builder.createFile(name + ".loops", ".");
    builder.createCompileUnit(llvm::dwarf::DW_LANG_C, file, "heddle", true, "", 0, "",
                              llvm::DICompileUnit::LineTablesOnly);
  }
  llvm::DISubprogram* subprogram(const std::string& name, unsigned line) {
    auto* type = builder.createSubroutineType(builder.getOrCreateTypeArray({}));
    return builder.createFunction(
        file, name, name, file, line, type, line, llvm::DINode::FlagZero,
        llvm::DISubprogram::SPFlagDefinition | llvm::DISubprogram::SPFlagOptimized);
  }
};

class KernelEmitter {
 public:
  KernelEmitter(llvm::Module& module, const TargetFacts& facts, int vectorBits,
                const llvm::TargetMachine& machine)
      : m_module(module),
        m_builder(module.getContext()),
        m_facts(facts),
        m_vectorBits(vectorBits),
        m_machine(machine) {}

  Status emit(const Kernel& k, llvm::DISubprogram* subprogram, unsigned headerLine,
              const LineOf& lineOf) {
    EmitContext c{m_module, m_builder, m_facts};
    llvm::Function* f = declare(k, subprogram);
    auto* entry = llvm::BasicBlock::Create(m_module.getContext(), "entry", f);
    m_builder.SetInsertPoint(entry);
    StmtEmitter stmts(c, lineOf, subprogram);
    stmts.at(headerLine);
    HEDDLE_CHECK(bindBuffers(c, k, f));
    bindVars(c, k, f);
    auto* body = llvm::BasicBlock::Create(m_module.getContext(), "body", f);
    m_builder.CreateBr(body);
    m_builder.SetInsertPoint(body);
    stmts.emit(k.body);
    stmts.at(headerLine);
    m_builder.CreateRet(m_builder.getInt32(0));
    if (c.error) return *c.error;
    return {};
  }

 private:
  llvm::Module& m_module;
  llvm::IRBuilder<> m_builder;
  TargetFacts m_facts;
  int m_vectorBits;
  const llvm::TargetMachine& m_machine;

  llvm::Function* declare(const Kernel& k, llvm::DISubprogram* subprogram) {
    auto& b = m_builder;
    auto* type = llvm::FunctionType::get(
        b.getInt32Ty(), {b.getPtrTy(), b.getPtrTy(), b.getInt64Ty(), b.getInt64Ty()}, false);
    auto* f = llvm::Function::Create(type, llvm::Function::ExternalLinkage, k.name, m_module);
    f->setSubprogram(subprogram);
    f->setDoesNotThrow();
    f->addFnAttr("target-cpu", m_machine.getTargetCPU());
    f->addFnAttr("target-features", m_machine.getTargetFeatureString());
    f->addFnAttr("frame-pointer", "none");
    if (m_vectorBits >= 256) {
      f->addFnAttr("prefer-vector-width", std::to_string(m_vectorBits));
      f->addFnAttr("min-legal-vector-width", std::to_string(m_vectorBits));
    }
    static const char* const names[] = {"args", "shape_values", "begin", "end"};
    for (unsigned i = 0; i < 4; ++i) f->getArg(i)->setName(names[i]);
    for (unsigned i = 0; i < 2; ++i) {
      f->addParamAttr(i, llvm::Attribute::NoAlias);
      f->addParamAttr(i, llvm::Attribute::ReadOnly);
    }
    return f;
  }

  Value* loadArgument(Value* table, size_t i, llvm::Type* type) {
    auto& b = m_builder;
    auto* load = b.CreateLoad(type, b.CreateConstInBoundsGEP1_64(type, table, i));
    load->setMetadata(llvm::LLVMContext::MD_invariant_load,
                      llvm::MDNode::get(m_module.getContext(), {}));
    return load;
  }

  Status bindBuffers(EmitContext& c, const Kernel& k, llvm::Function* f) {
    auto& b = m_builder;
    auto& context = m_module.getContext();
    for (size_t i = 0; i < k.args.size(); ++i) {
      Value* pointer = loadArgument(f->getArg(0), i, b.getPtrTy());
      auto align = llvm::ConstantAsMetadata::get(b.getInt64(64));
      llvm::cast<llvm::Instruction>(pointer)->setMetadata(llvm::LLVMContext::MD_align,
                                                          llvm::MDNode::get(context, {align}));
      pointer->setName(k.args[i]->name);
      c.buffers[k.args[i]->id] = {pointer};
    }
    int64_t stackBytes = 0;
    for (const Buffer& buffer : k.locals) {
      const bool isRegister = buffer->scope == Scope::registers;
      const auto extent = constantInt(buffer->shape[0]);
      if (!extent)
        return Diagnostic{"codegen.local",
                          "the extent of {0} is not constant",
                          {{"buffer", buffer->id.value, buffer->name}}};
      llvm::AllocaInst* slot = nullptr;
      if (isRegister) {
        slot = b.CreateAlloca(valueType(context, {buffer->element, static_cast<int>(*extent)}),
                              nullptr, buffer->name);
      } else {
        stackBytes += *extent * static_cast<int64_t>(sizeBytes(buffer->element));
        auto* type = llvm::ArrayType::get(storageType(context, {buffer->element, 1}),
                                          static_cast<uint64_t>(*extent));
        slot = b.CreateAlloca(type, nullptr, buffer->name);
        slot->setAlignment(llvm::Align(64));
      }
      c.buffers[buffer->id] = {slot, isRegister};
    }
    if (stackBytes > maxStackBytes)
      return Diagnostic{
          "codegen.stack", "kernel {0} needs more than 1 MiB of stack", {{"kernel", 0, k.name}}};
    separate(c);
    return {};
  }

  // Every buffer is an alias scope of its own: no two arguments of a kernel overlap. The lists grow
  // with the square of the buffers; a kernel of hundreds (a wide concatenation) gains nothing from
  // them.
  void separate(EmitContext& c) {
    if (c.buffers.size() > 256) return;
    llvm::MDBuilder md(m_module.getContext());
    auto* domain = md.createAnonymousAliasScopeDomain("buffers");
    std::vector<llvm::Metadata*> scopes;
    for (auto& [id, slot] : c.buffers) {
      if (slot.isRegister) continue;
      scopes.push_back(md.createAnonymousAliasScope(domain));
      slot.scope = llvm::MDNode::get(m_module.getContext(), {scopes.back()});
    }
    for (auto& [id, slot] : c.buffers) {
      if (slot.isRegister) continue;
      std::vector<llvm::Metadata*> others;
      for (auto* scope : scopes) {
        if (scope != slot.scope->getOperand(0).get()) others.push_back(scope);
      }
      if (!others.empty()) slot.noAlias = llvm::MDNode::get(m_module.getContext(), others);
    }
  }

  void bindVars(EmitContext& c, const Kernel& k, llvm::Function* f) {
    for (size_t i = 0; i < k.shapeVars.size(); ++i) {
      c.vars[k.shapeVars[i]->id] = loadArgument(f->getArg(1), i, m_builder.getInt64Ty());
    }
    if (!k.begin) return;
    c.vars[k.begin->id] = f->getArg(2);
    c.vars[k.end->id] = f->getArg(3);
    c.bounds[k.begin->id] = {0, k.parallelExtent - 1};
    c.bounds[k.end->id] = {0, k.parallelExtent};
  }
};

}  // namespace

Result<std::unique_ptr<llvm::Module>> emitModule(llvm::LLVMContext& context,
                                                 const loop_passes::LoweredProgram& lowered,
                                                 const llvm::TargetMachine& machine,
                                                 int vectorBits) {
  auto module = std::make_unique<llvm::Module>(lowered.name, context);
  module->setDataLayout(machine.createDataLayout());
  module->setTargetTriple(machine.getTargetTriple().str());
  module->addModuleFlag(llvm::Module::Warning, "Debug Info Version", llvm::DEBUG_METADATA_VERSION);
  module->addModuleFlag(llvm::Module::Warning, "Dwarf Version", 4);
  module->setPICLevel(llvm::PICLevel::BigPIC);
  TargetFacts facts;
  facts.isX86 = machine.getTargetTriple().isX86();
  facts.hasAvx512 = facts.isX86 && hasFeature(machine, "avx512f");
  facts.hasFma = !facts.isX86 || hasFeature(machine, "fma");
  facts.hasF16c = !facts.isX86 || hasFeature(machine, "f16c");
  facts.hasVnni =
      facts.isX86 && hasFeature(machine, "avx512vnni") && hasFeature(machine, "avx512vl");
  const auto printed = loop_passes::print(lowered);
  LineOf lineOf;
  std::vector<unsigned> headers(lowered.kernels.size(), 0);
  for (size_t i = 0; i < printed.lines.size(); ++i) {
    const auto& line = printed.lines[i];
    if (line.stmt) lineOf.emplace(line.stmt, static_cast<unsigned>(i + 1));
    if (line.kernel < headers.size() && headers[line.kernel] == 0)
      headers[line.kernel] = static_cast<unsigned>(i + 1);
  }
  DebugFile debug(*module, lowered.name);
  KernelEmitter emitter(*module, facts, vectorBits, machine);
  for (size_t i = 0; i < lowered.kernels.size(); ++i) {
    const Kernel& k = lowered.kernels[i];
    if (!k.opaqueFunction.empty()) continue;
    HEDDLE_CHECK(emitter.emit(k, debug.subprogram(k.name, headers[i]), headers[i], lineOf));
  }
  debug.builder.finalize();
  std::string problem;
  llvm::raw_string_ostream stream(problem);
  if (llvm::verifyModule(*module, &stream)) {
    return Diagnostic{"codegen.internal",
                      "the generated code of {0} is malformed: " + problem.substr(0, 400),
                      {{"program", 0, lowered.name}}};
  }
  return module;
}

}  // namespace heddle::codegen
