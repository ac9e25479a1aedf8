// SPDX-License-Identifier: Apache-2.0
#include <llvm/MC/MCInstrAnalysis.h>
#include <llvm/MC/MCInstrInfo.h>
#include <llvm/MC/MCRegisterInfo.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/MCA/Context.h>
#include <llvm/MCA/CustomBehaviour.h>
#include <llvm/MCA/HWEventListener.h>
#include <llvm/MCA/InstrBuilder.h>
#include <llvm/MCA/Pipeline.h>
#include <llvm/MCA/SourceMgr.h>
#include <llvm/MCA/Support.h>

#include <algorithm>
#include <bit>
#include <map>

#include "engine/codegen/analysis.h"
#include "engine/codegen/llvm/machine_code.h"
#include "engine/codegen/llvm/target_machine.h"

namespace heddle::codegen {
namespace {

constexpr unsigned iterations = 100;

// Cycles that each instruction of the loop keeps each unit busy.
class PressureListener final : public llvm::mca::HWEventListener {
 public:
  PressureListener(const llvm::MCSchedModel& model, size_t instructions)
      : m_model(model), m_instructions(instructions) {}
  void onEvent(const llvm::mca::HWInstructionEvent& event) override {
    if (event.Type != llvm::mca::HWInstructionEvent::Issued) return;
    const size_t row = event.IR.getSourceIndex() % m_instructions;
    for (const auto& use :
         static_cast<const llvm::mca::HWInstructionIssuedEvent&>(event).UsedResources) {
      // Listeners get the resource's index; masks are the scheduler's own affair.
      const auto& description = *m_model.getProcResource(static_cast<unsigned>(use.first.first));
      std::string name = description.Name;
      if (description.NumUnits > 1)
        name += "." + std::to_string(std::countr_zero(use.first.second));
      auto& column = cycles[name];
      column.resize(m_instructions);
      column[row] += static_cast<double>(use.second.getNumerator()) / use.second.getDenominator();
    }
  }
  std::map<std::string, std::vector<double>> cycles;

 private:
  const llvm::MCSchedModel& m_model;
  size_t m_instructions;
};

Diagnostic failed(const std::string& why) {
  return {"codegen.analysis", "the loop cannot be simulated: " + why};
}

void fillPorts(LoopThroughput& out, const PressureListener& listener, size_t instructions) {
  for (const auto& [port, rows] : listener.cycles) {
    double sum = 0;
    for (double c : rows) sum += c;
    if (sum > 0) out.ports.push_back({port, sum / iterations});
  }
  std::stable_sort(out.ports.begin(), out.ports.end(),
                   [](const PortPressure& a, const PortPressure& b) {
                     return a.cyclesPerIteration > b.cyclesPerIteration;
                   });
  out.perInstruction.assign(instructions, {});
  for (size_t i = 0; i < instructions; ++i) {
    for (const auto& p : out.ports)
      out.perInstruction[i].push_back(listener.cycles.at(p.port)[i] / iterations);
  }
}

}  // namespace

Result<LoopThroughput> throughput(const KernelCode& code, const CodeLoop& loop,
                                  const Target& target) {
  HEDDLE_TRY(const auto machine, makeTargetMachine(target));
  HEDDLE_TRY(const auto file, openObject(code.object));
  HEDDLE_TRY(const Decoder decoder, Decoder::make(*machine));
  HEDDLE_TRY(const auto functions, functionsOf(*file, decoder));
  const auto& subtarget = *machine->getMCSubtargetInfo();
  const auto& model = subtarget.getSchedModel();
  if (!model.hasInstrSchedModel()) return failed("LLVM has no scheduling model for " + target.cpu);
  const auto& info = *machine->getMCInstrInfo();
  const auto& registers = *machine->getMCRegisterInfo();
  const std::unique_ptr<llvm::MCInstrAnalysis> analysis(
      machine->getTarget().createMCInstrAnalysis(&info));
  llvm::mca::InstrumentManager instruments(subtarget, info);
  llvm::mca::InstrBuilder builder(subtarget, info, registers, analysis.get(), instruments,
                                  /*CallLatency=*/100);
  std::vector<std::unique_ptr<llvm::mca::Instruction>> sequence;
  unsigned microOps = 0;
  for (const auto& f : functions) {
    if (f.name != loop.function) continue;
    for (const auto& i : f.instructions) {
      if (!i.isValid || i.address < loop.beginAddress || i.address >= loop.endAddress) continue;
      auto made = builder.createInstruction(i.instruction, {});
      if (!made) {
        llvm::consumeError(made.takeError());
        return failed("no model of " + decoder.text(i));
      }
      microOps += (*made)->getNumMicroOps();
      sequence.push_back(std::move(*made));
    }
  }
  if (sequence.empty()) return failed("it has no instructions");
  llvm::mca::Context context(registers, subtarget);
  llvm::mca::CircularSourceMgr source(sequence, iterations);
  llvm::mca::CustomBehaviour behaviour(subtarget, source, info);
  const llvm::mca::PipelineOptions options(0, 0, 0, 0, 0, 0, /*NoAlias=*/true);
  auto pipeline = context.createDefaultPipeline(options, source, behaviour);
  PressureListener listener(model, sequence.size());
  pipeline->addEventListener(&listener);
  auto cycles = pipeline->run();
  if (!cycles) return failed(llvm::toString(cycles.takeError()));
  LoopThroughput out;
  out.cpu = target.cpu;
  out.cyclesPerIteration = static_cast<double>(*cycles) / iterations;
  out.instructionsPerCycle = static_cast<double>(sequence.size()) * iterations / *cycles;
  out.microOpsPerIteration = microOps;
  fillPorts(out, listener, sequence.size());
  return out;
}

}  // namespace heddle::codegen
