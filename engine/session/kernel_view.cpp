// Every form's lines are brought to one key: the line of the scheduled program's text. Lowered statements carry it as
// their span; LLVM IR and machine code carry the line of the lowered text, which leads to the statement.
// SPDX-License-Identifier: Apache-2.0
#include "engine/session/kernel_view.h"

#include "engine/codegen/analysis.h"
#include "engine/loops/text.h"
#include "engine/session/footprint.h"
#include "engine/session/hot_loop.h"

namespace heddle::session {
namespace {

using loops::Program;

uint32_t spanOf(const loops::StmtNode* stmt) { return stmt ? stmt->span : 0; }

TextView programText(const std::string& title, const Program& program, bool isKey) {
  const loops::PrintedProgram printed = loops::print(program);
  TextView view{title, printed.text, {}};
  for (size_t i = 0; i < printed.lines.size(); ++i) {
    const loops::LineInfo& line = printed.lines[i];
    const uint32_t key = isKey ? static_cast<uint32_t>(i + 1) : spanOf(line.stmt);
    view.lines.push_back({line.loop, line.block, 0, key});
  }
  return view;
}

// The facts about each line of the lowered text, for everything that was made from it.
std::vector<TextLineView> loweredLines(const loop_passes::PrintedKernels& printed) {
  std::vector<TextLineView> lines;
  for (size_t i = 0; i < printed.lines.size(); ++i)
    lines.push_back({printed.lines[i].loop, printed.lines[i].block, static_cast<uint32_t>(i + 1),
                     spanOf(printed.lines[i].stmt)});
  return lines;
}

TextLineView atLine(const std::vector<TextLineView>& lowered, uint32_t line) {
  return line >= 1 && line <= lowered.size() ? lowered[line - 1] : TextLineView{};
}

TextView llvmText(const std::string& title, const std::string& text,
                  const std::vector<uint32_t>& map, const std::vector<TextLineView>& lowered) {
  TextView view{title, text, {}};
  for (const uint32_t line : map) view.lines.push_back(atLine(lowered, line));
  return view;
}

TextView assemblyText(const codegen::KernelListing& listing,
                      const std::vector<TextLineView>& lowered) {
  TextView view{"asm", {}, {}};
  std::string function;
  for (const codegen::AsmLine& line : listing.assembly) {
    if (line.function != function) {
      function = line.function;
      view.text += function + ":\n";
      view.lines.push_back({});
    }
    char address[24];
    std::snprintf(address, sizeof address, "%6llx  ", static_cast<unsigned long long>(line.address));
    view.text += address + line.text + "\n";
    view.lines.push_back(atLine(lowered, line.sourceLine));
  }
  return view;
}

// The lines of assemblyText() that hold the loop's instructions.
void placeInText(const codegen::CodeLoop& loop, const codegen::KernelListing& listing, HotLoopView& view) {
  int line = 0;
  std::string function;
  for (const codegen::AsmLine& instruction : listing.assembly) {
    if (instruction.function != function) {
      function = instruction.function;
      ++line;
    }
    const bool isInside = function == loop.function && instruction.address >= loop.beginAddress &&
                          instruction.address < loop.endAddress;
    if (isInside && view.lastLine == 0) view.firstLine = line;
    ++line;
    if (isInside) view.lastLine = line;
  }
}

// Facts that the code yields; a processor that LLVM has no model of leaves the times out.
void addHotLoop(const loop_passes::LoweredProgram& lowered, const codegen::KernelListing& listing,
                const Target& target, KernelView& view) {
  const auto code = codegen::compile(lowered, target);
  if (code.isError()) return;
  view.requiredFeatures = code.value().requiredFeatures;
  const auto found = codegen::innermostLoops(code.value(), target);
  if (found.isError()) return;
  for (const codegen::CodeLoop& loop : found.value()) view.spills += loop.spills;
  const codegen::CodeLoop* hot = codegen::hotLoop(found.value());
  if (hot == nullptr) return;
  HotLoopView& out = view.hotLoop;
  out.function = hot->function;
  placeInText(*hot, listing, out);
  const auto pace = describeHotLoop(code.value(), *hot, target, out);
  if (!pace) return;
  out.instructionsPerCycle = pace->instructionsPerCycle;
  out.processorModel = pace->cpu;
  for (const codegen::PortPressure& port : pace->ports)
    out.ports.emplace_back(port.port, port.cyclesPerIteration / out.cyclesPerIteration);
}

const char* kindName(loops::ForKind kind) {
  switch (kind) {
    case loops::ForKind::parallel: return "parallel";
    case loops::ForKind::vectorized: return "vectorized";
    case loops::ForKind::unrolled: return "unrolled";
    case loops::ForKind::threadBinding: return "bound to a thread axis";
    default: return "serial";
  }
}

const char* cacheLevel(int64_t bytes, const Target& target) {
  return bytes <= target.l1Bytes ? "L1" : bytes <= target.l2Bytes ? "L2"
         : bytes <= target.l3Bytes ? "L3" : "memory";
}

void addItems(const Program& program, const loops::Stmt& s, int depth, const Target& target,
              std::vector<LoopTreeItem>& items) {
  if (!s) return;
  if (const auto* loop = loops::as<loops::For>(s)) {
    LoopTreeItem item;
    item.loop = loop->id;
    item.name = loop->var->name;
    item.extent = loops::constantInt(loop->extent).value_or(0);
    item.loopKind = kindName(loop->forKind);
    item.depth = depth;
    item.workingSetBytes = workingSetBytes(program, loop->id);
    item.fitsIn = cacheLevel(item.workingSetBytes, target);
    items.push_back(std::move(item));
    return addItems(program, loop->body, depth + 1, target, items);
  }
  if (const auto* block = loops::as<loops::Block>(s)) {
    LoopTreeItem item;
    item.kind = LoopTreeItem::Kind::block;
    item.block = block->f.id;
    item.name = block->f.name;
    item.depth = depth;
    items.push_back(std::move(item));
    return addItems(program, block->f.body, depth + 1, target, items);
  }
  if (const auto* seq = loops::as<loops::Seq>(s))
    for (const loops::Stmt& part : seq->stmts) addItems(program, part, depth, target, items);
  if (const auto* branch = loops::as<loops::If>(s)) {
    addItems(program, branch->thenBody, depth, target, items);
    addItems(program, branch->elseBody, depth, target, items);
  }
}

Status addMachineCode(const loop_passes::LoweredProgram& lowered,
                      const std::vector<TextLineView>& lines, const Target& target,
                      KernelView& view) {
  HEDDLE_TRY(const codegen::KernelListing listing, codegen::listing(lowered, target));
  view.texts.push_back(llvmText("llvm", listing.llvmBefore, listing.llvmBeforeLines, lines));
  view.texts.push_back(
      llvmText("llvm optimised", listing.llvmAfter, listing.llvmAfterLines, lines));
  view.texts.push_back(assemblyText(listing, lines));
  addHotLoop(lowered, listing, target, view);
  return {};
}

}  // namespace

Result<KernelView> kernelView(const ModelState& state, GroupId groupId, bool withMachineCode) {
  const graph_passes::Group* group = nullptr;
  for (const graph_passes::Group& candidate : state.fused.groups)
    if (candidate.id == groupId) group = &candidate;
  if (group == nullptr)
    return Diagnostic{"session.no_group", "there is no group {0}", {{"value", 0, std::to_string(groupId.value)}}};

  HEDDLE_TRY(build::CompiledGroup compiled,
             build::lowerGroup(state.fused, *group, buildOptions(state, {}, {})));
  return kernelForms(compiled, state.target, withMachineCode);
}

Result<KernelView> kernelForms(const build::CompiledGroup& compiled, const Target& target,
                               bool withMachineCode) {
  KernelView view;
  view.group = compiled.id;
  view.name = compiled.name;
  if (!compiled.note.empty()) view.traceText = "# " + compiled.note.text() + "\n";
  view.traceText += schedule::toText(compiled.trace);
  view.texts.push_back(programText("loops", compiled.source.program, false));
  view.texts.push_back(programText("schedule", compiled.scheduled, true));
  HEDDLE_TRY(const loop_passes::LoweredProgram lowered,
             loop_passes::lower(compiled.scheduled, target,
                                [&](std::string_view pass, const Program& program) {
                                  view.texts.push_back(
                                      programText("after " + std::string(pass), program, false));
                                }));
  const loop_passes::PrintedKernels printed = loop_passes::print(lowered);
  const std::vector<TextLineView> lines = loweredLines(printed);
  view.texts.push_back({"lowered", printed.text, lines});
  view.loopTree = loopTree(compiled.scheduled, target);
  if (withMachineCode) HEDDLE_CHECK(addMachineCode(lowered, lines, target, view));
  return view;
}

TextView scheduleText(const Program& program) { return programText("schedule", program, true); }

std::vector<LoopTreeItem> loopTree(const Program& program, const Target& target) {
  std::vector<LoopTreeItem> items;
  addItems(program, program.body, 0, target, items);
  return items;
}

}  // namespace heddle::session
