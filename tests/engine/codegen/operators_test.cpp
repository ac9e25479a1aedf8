// Every operator's program, compiled as it is and with its innermost spatial loops vectorized,
// against the interpreter of loop programs.
// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/visit.h"
#include "engine/spaces/default_schedule.h"
#include "tests/engine/codegen/support.h"
#include "tests/engine/operators/operator_cases.h"
#include "tests/programs/run_program.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;

namespace {

bool bindsOnlySpatial(const loops::Block& block, VarId var) {
  for (const auto& iter : block.f.iters) {
    if (iter.kind == loops::IterKind::spatial) continue;
    bool uses = false;
    loops::walk(iter.binding, [&](const loops::Expr& e) {
      if (const auto* v = loops::as<loops::Var>(e)) uses |= v->id == var;
      return true;
    });
    if (uses) return false;
  }
  return true;
}

// Loops straight around a block become vectorized, outermost ones parallel, where only spatial
// iterators move.
loops::Program withKinds(loops::Program program) {
  program.body = loops::rewrite(program.body, [](const loops::Stmt& s) -> loops::Stmt {
    const auto* loop = loops::as<loops::For>(s);
    const auto* block = loop ? loops::as<loops::Block>(loop->body) : nullptr;
    if (!block || !block->f.opaqueFunction.empty() || !bindsOnlySpatial(*block, loop->var->id))
      return s;
    auto fields = loop->fields();
    fields.forKind = loops::ForKind::vectorized;
    return loops::For::make(std::move(fields));
  });
  return program;
}

std::string checkOne(const operators::GroupProgram& group, const loops::Program& program,
                     const BuiltCase& built, const std::vector<Tensor>& arguments,
                     const Target& target, double tolerance) {
  const auto got = compileAndRun(program, target, arguments);
  if (got.isError()) return textOf(got.error());
  size_t output = 0;
  for (size_t i = 0; i < program.params.size(); ++i) {
    if (program.params[i].role != loops::ParamRole::output) continue;
    const Tensor& expected = built.values.at(group.params[i].value);
    const std::string difference =
        compareTensors(got.value()[output++].reshaped(expected.extents()), expected, tolerance);
    if (!difference.empty()) return difference;
  }
  return {};
}

// As builds make it, on the weakest instruction set; the tests of the schedules take the host's.
std::string checkDefaultSchedule(const operators::GroupProgram& group, const BuiltCase& built,
                                 const std::vector<Tensor>& arguments,
                                 const std::vector<Target>& targets, double tolerance) {
  const Target& target = targets.front();
  const auto state = schedule::replay(group.program, spaces::defaultSchedule(group, target));
  if (state.isError()) return textOf(state.error());
  const auto& scheduled = state.value().program;
  const auto rewritten = rearranged(state.value(), group.program, arguments);
  const std::string failure = checkOne(group, scheduled, built, rewritten, target, tolerance);
  if (failure.empty()) return {};
  return target.cpu + ": " + failure + "\n" + loops::print(scheduled).text;
}

std::string check(const OpCase& c) {
  const auto built = buildCase(c, 3);
  if (built.isError()) return toText(built.error());
  const auto group = operators::buildProgram({"case", built.value().graph, built.value().members});
  if (group.isError()) return toText(group.error());
  const auto& program = group.value().program;
  std::vector<Tensor> arguments;
  for (size_t i = 0; i < program.params.size(); ++i) {
    if (program.params[i].role != loops::ParamRole::output)
      arguments.push_back(built.value().values.at(group.value().params[i].value));
  }
  bool isOpaque = false;
  loops::walk(program.body, [&](const loops::Stmt& s) {
    const auto* block = loops::as<loops::Block>(s);
    isOpaque |= block && !block->f.opaqueFunction.empty();
    return true;
  });
  if (isOpaque) return {};
  const auto targets = runnableTargets();
  const std::pair<loops::Program, Target> forms[] = {{program, targets.back()},
                                                     {withKinds(program), targets.front()},
                                                     {withKinds(program), targets.back()}};
  for (const auto& [form, target] : forms) {
    const std::string failure =
        checkOne(group.value(), form, built.value(), arguments, target, toleranceOf(c, 1e-5));
    if (!failure.empty()) return target.cpu + ": " + failure + "\n" + loops::print(form).text;
  }
  return checkDefaultSchedule(group.value(), built.value(), arguments, targets, toleranceOf(c, 1e-5));
}

void runAll(const std::vector<OpCase>& cases) {
  int failures = 0;
  for (const OpCase& c : cases) {
    const std::string failure = check(c);
    if (failure.empty()) continue;
    qWarning("%s: %s", c.label.c_str(), failure.c_str());
    ++failures;
  }
  QCOMPARE(failures, 0);
}

}  // namespace

class CompiledOperatorsTest : public QObject {
  Q_OBJECT
 private slots:
  void elementwise() { runAll(elementwiseCases()); }
  void movement() { runAll(movementCases()); }
  void reduction() { runAll(reductionCases()); }
  void anchor() { runAll(anchorCases()); }
};
HEDDLE_TEST(CompiledOperatorsTest)

#include "operators_test.moc"
