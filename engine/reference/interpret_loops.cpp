// SPDX-License-Identifier: Apache-2.0
#include "engine/reference/interpret_loops.h"

#include <algorithm>
#include <numeric>
#include <random>

#include "engine/loops/visit.h"
#include "engine/reference/loop_evaluator.h"

namespace heddle::reference {

using namespace loops;

namespace {

class Interpreter {
 public:
  Interpreter(const Program& program, uint64_t orderSeed, int64_t* operations)
      : m_program(program), m_isShuffled(orderSeed != 0), m_random(orderSeed) {
    m_evaluator.operations = operations;
  }

  std::vector<Tensor> run(const std::vector<Tensor>& arguments) {
    bindArguments(arguments);
    for (const Buffer& b : m_program.allocs) allocate(b);
    stmt(m_program.body);
    std::vector<Tensor> out;
    for (const Param& p : m_program.params) {
      if (p.role != ParamRole::output) continue;
      auto tensor = Tensor::allocate(p.buffer->element, m_memory.extents(p.buffer));
      if (tensor.isError()) fail("size", messageText(tensor.error()));
      m_memory.copyOut(p.buffer, tensor.value().mutableBytes().data());
      out.push_back(std::move(tensor).value());
    }
    return out;
  }

  void operator()(const Store& n) { m_evaluator.store(n); }
  void operator()(const Evaluate& n) { m_evaluator.lanes(n.value); }
  void operator()(const Seq& n) {
    for (const Stmt& s : n.stmts) stmt(s);
  }
  void operator()(const If& n) {
    stmt(m_evaluator.integer(n.condition) != 0 ? n.thenBody : n.elseBody);
  }
  void operator()(const For& n) {
    const int64_t begin = m_evaluator.integer(n.min), extent = m_evaluator.integer(n.extent);
    // Unrolled loops keep their order; the others promise that order does not matter.
    const bool isOrdered = n.forKind == ForKind::serial || n.forKind == ForKind::unrolled;
    if (isOrdered || !m_isShuffled) {
      for (int64_t i = 0; i < extent; ++i) iteration(n, begin + i);
      return;
    }
    if (extent > (int64_t{1} << 28)) fail("size", "loop {0} is too long to shuffle", {subject(n)});
    std::vector<int64_t> order(static_cast<size_t>(std::max<int64_t>(extent, 0)));
    std::iota(order.begin(), order.end(), begin);
    std::shuffle(order.begin(), order.end(), m_random);
    for (int64_t i : order) iteration(n, i);
  }
  void operator()(const Block& n) {
    if (!n.f.opaqueFunction.empty()) {
      fail("opaque",
           "block {0} calls a function of the runtime, which the interpreter does not know",
           {subject(n)});
    }
    if (n.f.predicate && m_evaluator.integer(n.f.predicate) == 0) return;
    const bool isFirst = bindIterators(n);
    for (const Buffer& b : n.f.allocs) allocate(b);
    const LoopEvaluator::Boxes* outer = m_evaluator.allowed;
    LoopEvaluator::Boxes boxes;
    if (!n.f.reads.empty() || !n.f.writes.empty()) {
      boxes = regionsOf(n);
      m_evaluator.allowed = &boxes;
    }
    if (isFirst) stmt(n.f.init);
    stmt(n.f.body);
    m_evaluator.allowed = outer;
    for (const Buffer& b : n.f.allocs) m_memory.release(b->id);
    for (const BlockIter& iter : n.f.iters) m_evaluator.unbind(iter.var->id);
  }

 private:
  static Subject subject(const For& n) { return {"loop", n.id.value, n.var->name}; }
  static Subject subject(const Block& n) { return {"block", n.f.id.value, n.f.name}; }

  void stmt(const Stmt& s) {
    if (s) dispatch(s, *this);
  }
  void iteration(const For& n, int64_t value) {
    m_evaluator.bind(n.var->id, value);
    stmt(n.body);
    m_evaluator.unbind(n.var->id);
  }
  void allocate(const Buffer& b) {
    std::vector<int64_t> extents;
    for (const Expr& e : b->shape) extents.push_back(m_evaluator.integer(e));
    m_memory.allocate(b, std::move(extents));
  }
  // True for the first step of the reduction: every reduce iterator is at zero.
  bool bindIterators(const Block& n) {
    std::vector<int64_t> values;
    bool isFirst = true;
    for (const BlockIter& iter : n.f.iters) {
      const int64_t value = m_evaluator.integer(iter.binding),
                    extent = m_evaluator.integer(iter.extent);
      if (value < 0 || value >= extent) {
        fail("iterator",
             "iterator {0} of block {1} is bound to " + std::to_string(value) + ", outside [0, " +
                 std::to_string(extent) + ")",
             {{"loop", iter.var->id.value, iter.var->name}, subject(n)});
      }
      isFirst &= iter.kind != IterKind::reduce || value == 0;
      values.push_back(value);
    }
    for (size_t i = 0; i < values.size(); ++i) m_evaluator.bind(n.f.iters[i].var->id, values[i]);
    return isFirst;
  }
  LoopEvaluator::Boxes regionsOf(const Block& n) {
    const LoopEvaluator::Uncounted uncounted(m_evaluator);
    LoopEvaluator::Boxes boxes;
    const auto add = [&](const BufferRegion& r, bool isWrite) {
      LoopEvaluator::Box box{r.buffer->id, {}, {}, isWrite};
      for (const Range& range : r.ranges) {
        box.begin.push_back(m_evaluator.integer(range.begin));
        box.end.push_back(box.begin.back() + m_evaluator.integer(range.extent));
      }
      boxes.push_back(std::move(box));
    };
    for (const BufferRegion& r : n.f.reads) add(r, false);
    for (const BufferRegion& r : n.f.writes) add(r, true);
    for (const Buffer& b : n.f.allocs) {  // its own, all of it
      boxes.push_back({b->id, std::vector<int64_t>(b->shape.size(), 0), m_memory.extents(b), true});
    }
    return boxes;
  }
  void bindArguments(const std::vector<Tensor>& arguments) {
    std::vector<Buffer> inputs;
    for (const Param& p : m_program.params) {
      if (p.role != ParamRole::output) inputs.push_back(p.buffer);
    }
    if (inputs.size() != arguments.size()) {
      fail("arguments", "expected " + std::to_string(inputs.size()) + " arguments, got " +
                            std::to_string(arguments.size()));
    }
    for (size_t i = 0; i < inputs.size(); ++i) bindSymbols(inputs[i], arguments[i]);
    for (const Param& p : m_program.params) allocate(p.buffer);
    for (size_t i = 0; i < inputs.size(); ++i) {
      const bool fits = m_memory.extents(inputs[i]) == arguments[i].extents();
      if (!fits || inputs[i]->element != arguments[i].element()) {
        fail("arguments", "argument {0} has type " + text(arguments[i].type()),
             {{"buffer", inputs[i]->id.value, inputs[i]->name}});
      }
      m_memory.fill(inputs[i], arguments[i].bytes().data());
    }
  }
  // A dimension that is a plain symbol takes the argument's extent.
  void bindSymbols(const Buffer& b, const Tensor& argument) {
    for (size_t d = 0; d < b->shape.size() && d < argument.rank(); ++d) {
      if (const auto* symbol = as<Var>(b->shape[d]))
        m_evaluator.bind(symbol->id, argument.extents()[d]);
    }
  }

  const Program& m_program;
  bool m_isShuffled;
  std::mt19937_64 m_random;
  LoopMemory m_memory;
  LoopEvaluator m_evaluator{m_memory};
};

}  // namespace

Result<std::vector<Tensor>> interpret(const Program& program, const std::vector<Tensor>& arguments,
                                      uint64_t orderSeed, int64_t* operations) {
  if (operations != nullptr) *operations = 0;
  try {
    return Interpreter(program, orderSeed, operations).run(arguments);
  } catch (LoopFailure& failure) {
    return std::move(failure.diagnostic);
  }
}

}  // namespace heddle::reference
