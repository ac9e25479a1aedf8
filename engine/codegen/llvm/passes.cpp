// SPDX-License-Identifier: Apache-2.0
#include "engine/codegen/llvm/passes.h"

#include <llvm/CodeGen/MachineFunctionPass.h>
#include <llvm/CodeGen/MachineModuleInfo.h>
#include <llvm/CodeGen/TargetPassConfig.h>
#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Transforms/InstCombine/InstCombine.h>
#include <llvm/Transforms/Scalar/DCE.h>
#include <llvm/Transforms/Scalar/EarlyCSE.h>
#include <llvm/Transforms/Scalar/LICM.h>
#include <llvm/Transforms/Scalar/LoopPassManager.h>
#include <llvm/Transforms/Scalar/SimplifyCFG.h>
#include <llvm/Transforms/Utils/Mem2Reg.h>

namespace heddle::codegen {
namespace {

// Instructions that LLVM made itself (constants, copies, spills) get the line of the next
// instruction of their block that has one, else of the one before: an address then always leads to
// a statement.
class FillLines final : public llvm::MachineFunctionPass {
 public:
  static char ID;
  FillLines() : MachineFunctionPass(ID) {}
  llvm::StringRef getPassName() const override { return "Fill in lines"; }

  bool runOnMachineFunction(llvm::MachineFunction& function) override {
    llvm::DebugLoc last;
    for (llvm::MachineBasicBlock& block : function) {
      llvm::DebugLoc next;
      for (auto i = block.rbegin(); i != block.rend(); ++i) fill(*i, next);
      for (llvm::MachineInstr& i : block) fill(i, last);
    }
    for (auto block = function.rbegin(); block != function.rend(); ++block) {
      for (auto i = block->rbegin(); i != block->rend(); ++i) fill(*i, last);
    }
    return true;
  }

 private:
  static void fill(llvm::MachineInstr& i, llvm::DebugLoc& known) {
    if (i.isDebugInstr() || i.isCFIInstruction()) return;
    if (i.getDebugLoc() && i.getDebugLoc().getLine() != 0)
      known = i.getDebugLoc();
    else if (known)
      i.setDebugLoc(known);
  }
};
char FillLines::ID = 0;

}  // namespace

// Loops are tiled, unrolled and vectorized already. What is left: registers become SSA values,
// repeated index arithmetic goes, accumulators in memory (programs without a schedule) move out of
// their loops.
void runPasses(llvm::Module& module, llvm::TargetMachine& machine) {
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager graphs;
  llvm::ModuleAnalysisManager modules;
  llvm::PassBuilder builder(&machine);
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(graphs);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, graphs, modules);

  llvm::FunctionPassManager passes;
  passes.addPass(llvm::PromotePass());
  passes.addPass(llvm::EarlyCSEPass(true));
  passes.addPass(llvm::InstCombinePass());
  passes.addPass(llvm::SimplifyCFGPass());
  llvm::LICMOptions options;
  passes.addPass(
      llvm::createFunctionToLoopPassAdaptor(llvm::LICMPass(options), /*UseMemorySSA=*/true));
  passes.addPass(llvm::EarlyCSEPass(true));
  passes.addPass(llvm::DCEPass());
  for (llvm::Function& f : module) {
    if (!f.isDeclaration()) passes.run(f, functions);
  }
}

// What TargetMachine::addPassesToEmitFile does, with FillLines before the printer.
Result<llvm::SmallVector<char, 0>> emitObject(llvm::Module& module, llvm::TargetMachine& machine) {
  auto& target = static_cast<llvm::LLVMTargetMachine&>(machine);
  llvm::SmallVector<char, 0> object;
  llvm::raw_svector_ostream stream(object);
  llvm::legacy::PassManager passes;
  auto* machineModule = new llvm::MachineModuleInfoWrapperPass(&target);
  llvm::TargetPassConfig* config = target.createPassConfig(passes);
  passes.add(config);
  passes.add(machineModule);
  const bool hasSelector = !config->addISelPasses();
  if (hasSelector) {
    config->addMachinePasses();
    config->setInitialized();
    passes.add(new FillLines());
  }
  auto& context = machineModule->getMMI().getContext();
  if (!hasSelector ||
      target.addAsmPrinter(passes, stream, nullptr, llvm::CodeGenFileType::ObjectFile, context)) {
    return Diagnostic{"codegen.internal", "the target writes no object files"};
  }
  passes.run(module);
  return object;
}

}  // namespace heddle::codegen
