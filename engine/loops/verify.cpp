// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "engine/loops/expr_printer.h"
#include "engine/loops/text.h"
#include "engine/loops/visit.h"

namespace heddle::loops {
namespace {

// Walks in program order with what is in scope; the first violation ends the walk.
class Verifier {
 public:
  explicit Verifier(const Program& program) : m_program(program) {}

  Status run() {
    for (const VarRef& v : m_program.shapeVars) defineVar(*v), m_symbols.insert(v->id);
    for (const Param& p : m_program.params) defineBuffer(p.buffer);
    for (const Buffer& b : m_program.allocs) defineBuffer(b);
    stmt(m_program.body);
    return m_error ? Status(*m_error) : Status();
  }

  void operator()(const Store& n) {
    const int lanes = access(n.buffer, n.indices, n.predicate);
    expr(n.value);
    check(n.value->type == ValueType{n.buffer->element, lanes},
          "the stored value has the buffer's type");
  }
  void operator()(const Evaluate& n) { expr(n.value); }
  void operator()(const Seq& n) {
    for (const Stmt& s : n.stmts) stmt(s);
  }
  void operator()(const If& n) {
    expr(n.condition);
    check(n.condition->type == ValueType{ElementType::boolean, 1}, "a condition is a scalar bool");
    stmt(n.thenBody), stmt(n.elseBody);
  }
  void operator()(const For& n) {
    enter({"loop", n.id.value, n.var->name});
    unique(m_loops, n.id, "a loop id is used once");
    index(n.min), index(n.extent);
    check((n.forKind == ForKind::threadBinding) != n.thread.empty(),
          "only bound loops name a thread axis");
    defineVar(*n.var);
    stmt(n.body);
    m_visible.erase(n.var->id);
    leave();
  }
  void operator()(const Block& n) {
    enter({"block", n.f.id.value, n.f.name});
    unique(m_blocks, n.f.id, "a block id is used once");
    for (const BlockIter& iter : n.f.iters) index(iter.binding);
    if (n.f.predicate) {
      expr(n.f.predicate);
      check(n.f.predicate->type == ValueType{ElementType::boolean, 1},
            "a predicate is a scalar bool");
    }
    const std::set<VarId> outside = std::exchange(m_visible, m_symbols);
    for (const BlockIter& iter : n.f.iters) index(iter.extent);
    for (const BlockIter& iter : n.f.iters) defineVar(*iter.var);
    const std::set<BufferId> buffersOutside = m_liveBuffers;
    for (const Buffer& b : n.f.allocs) defineBuffer(b);
    regions(n.f.reads), regions(n.f.writes);
    check(n.f.opaqueFunction.empty() || (!n.f.body && !n.f.init), "an opaque block has no body");
    stmt(n.f.init), stmt(n.f.body);
    m_visible = outside;
    m_liveBuffers = buffersOutside;
    leave();
  }

 private:
  // Every rule is a sentence that holds of a good program.
  void check(bool holds, const char* rule) {
    if (holds || m_error) return;
    m_error = Diagnostic{"loops.verify", std::string("broken rule: ") + rule};
    m_error->where = "program " + m_program.name;
    if (m_places.empty()) return;
    m_error->message += " (at {0})";
    m_error->subjects = {m_places.back()};
  }
  void enter(Subject place) { m_places.push_back(std::move(place)); }
  void leave() { m_places.pop_back(); }
  template <class Id>
  void unique(std::set<Id>& seen, Id id, const char* rule) {
    check(id.isValid() && id.value < m_program.nextId, "ids come from the program's counter");
    check(seen.insert(id).second, rule);
  }
  void defineVar(const Var& v) {
    unique(m_vars, v.id, "a variable is defined once");
    check(v.type == ValueType{}, "variables are i64");
    m_visible.insert(v.id);
  }
  void defineBuffer(const Buffer& b) {
    check(b != nullptr, "buffers are not null");
    if (!b) return;
    unique(m_buffers, b->id, "a buffer is defined once");
    check(isComputable(b->element), "buffers hold numbers or bools");
    check(b->strides.empty() || b->strides.size() == b->shape.size(), "one stride per dimension");
    const std::set<VarId> visible = std::exchange(m_visible, m_symbols);
    for (const Expr& e : b->shape) index(e);
    for (const Expr& e : b->strides) index(e);
    m_visible = visible;
    m_nodes[b->id] = b;
    m_liveBuffers.insert(b->id);
  }
  void stmt(const Stmt& s) {
    if (s && !m_error) dispatch(s, *this);
  }
  void index(const Expr& e) {
    check(e != nullptr, "index expressions are not null");
    if (!e) return;
    expr(e);
    check(e->type == ValueType{}, "bounds, extents and bindings are scalar i64");
  }
  void useBuffer(const Buffer& b) {
    check(b && m_liveBuffers.count(b->id), "a buffer is a parameter or allocated around its use");
    if (b) check(m_nodes[b->id] == b, "all uses of a buffer share one node");
  }
  int access(const Buffer& buffer, const std::vector<Expr>& indices, const Expr& predicate) {
    useBuffer(buffer);
    check(buffer && indices.size() == buffer->shape.size(), "one index per dimension");
    int lanes = 1;
    for (const Expr& e : indices) {
      expr(e);
      check(isInteger(e->type.element), "indices are integers");
      check(lanes == 1 || e->type.isScalar(), "at most one index has lanes");
      if (!e->type.isScalar()) lanes = e->type.lanes;
    }
    if (!predicate) return lanes;
    expr(predicate);
    check(predicate->type == ValueType{ElementType::boolean, lanes},
          "a predicate has the access's lanes");
    return lanes;
  }
  void regions(const std::vector<BufferRegion>& list) {
    for (const BufferRegion& r : list) {
      useBuffer(r.buffer);
      check(r.buffer && r.ranges.size() == r.buffer->shape.size(),
            "a region has one range per dimension");
      for (const Range& range : r.ranges) index(range.begin), index(range.extent);
    }
  }
  void expr(const Expr& root) {
    walk(root, [&](const Expr& e) {
      if (const auto* var = as<Var>(e)) {
        check(m_visible.count(var->id) > 0,
              "a variable is used where it is defined: inside a block only "
              "its iterators, its own loops and the symbols");
      } else if (const auto* load = as<Load>(e)) {
        access(load->buffer, load->indices, load->predicate);
        return false;
      } else if (const auto* call = as<Call>(e)) {
        check(static_cast<int>(call->args.size()) == intrinsicArity(call->intrinsic),
              "an intrinsic has its number of arguments");
      } else if (const auto* binary = as<Binary>(e)) {
        check(binary->a->type == binary->b->type, "operands have one type");
      } else if (const auto* compare = as<Compare>(e)) {
        check(compare->a->type == compare->b->type, "operands have one type");
      } else if (const auto* select = as<Select>(e)) {
        check(select->whenTrue->type == select->whenFalse->type,
              "the sides of a select have one type");
        check(select->condition->type.element == ElementType::boolean, "a condition is bool");
      }
      return !m_error;
    });
  }

  const Program& m_program;
  std::set<VarId> m_vars, m_visible, m_symbols;
  std::set<LoopId> m_loops;
  std::set<BlockId> m_blocks;
  std::set<BufferId> m_buffers, m_liveBuffers;
  std::map<BufferId, Buffer> m_nodes;
  std::vector<Subject> m_places;
  std::optional<Diagnostic> m_error;
};

}  // namespace

Status verify(const Program& program) {
  return Verifier(program).run();
}

}  // namespace heddle::loops
