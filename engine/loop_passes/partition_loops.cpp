// For each loop, outermost first:
// 1. Collect the conjuncts of the conditions below it whose outermost loop variable is the loop's
// own.
// 2. Relax each over the loops inside: bounds on the variable beyond which it is always true or
// always false.
// 3. Cut a serial loop's range there; a parallel loop stays one loop and its body becomes a chain
// of ifs.
// 4. Where the variable hides in a floorMod or floorDiv (a fused loop), test the relaxed condition
// once an
//    iteration and choose between a body without and one with the condition.
//    Where the other body is left with one value of what the variable hides in, that is put in.
// 5. Registers that an iteration sets before it reads them are different ones in each copy: a short
//    last tile must not cut the vectors of the others.
// Copies are limited by the number of stores after unrolling.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "engine/loop_passes/linear.h"
#include "engine/loop_passes/passes.h"
#include "engine/loops/visit.h"

namespace heddle::loop_passes {
using namespace loops;
namespace {

constexpr int64_t maxStores = 2048;
constexpr size_t maxCuts = 3;

int64_t floorQuotient(int64_t a, int64_t b) {
  return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

int64_t storesAfterUnrolling(const Stmt& s) {
  if (!s) return 0;
  if (s->kind == StmtKind::Store || s->kind == StmtKind::Evaluate) return 1;
  if (const auto* loop = as<For>(s)) {
    const int64_t body = storesAfterUnrolling(loop->body);
    const auto extent = constantInt(loop->extent);
    const bool copies = loop->forKind == ForKind::unrolled;
    return copies && extent ? std::min(body * std::min<int64_t>(*extent, maxStores), 2 * maxStores)
                            : body;
  }
  if (const auto* branch = as<If>(s)) {
    return storesAfterUnrolling(branch->thenBody) + storesAfterUnrolling(branch->elseBody);
  }
  int64_t sum = 0;
  if (const auto* seq = as<Seq>(s)) {
    for (const Stmt& child : seq->stmts) sum += storesAfterUnrolling(child);
  }
  return sum;
}

void conjuncts(const Expr& e, std::vector<Expr>& out) {
  const auto* b = as<Binary>(e);
  if (b && b->op == BinaryOp::logicalAnd) {
    conjuncts(b->a, out), conjuncts(b->b, out);
  } else if (as<Compare>(e) && as<Compare>(e)->a->type == ValueType{}) {
    for (const Expr& have : out) {
      if (structurallyEqual(have, e)) return;
    }
    out.push_back(e);
  }
}

// D < 0 or D == 0 as a linear form D, for any comparison but "not equal".
struct Normal {
  LinearForm difference;
  bool isEquality = false;
};
std::optional<Normal> normalise(const Expr& e) {
  const auto* c = as<Compare>(e);
  Normal n;
  const auto set = [&](const Expr& small, const Expr& large, int64_t offset) {
    n.difference = linearForm(small);
    n.difference.add(linearForm(large), -1);
    n.difference.constant += offset;
  };
  switch (c->op) {
    case CompareOp::lt:
      set(c->a, c->b, 0);
      break;
    case CompareOp::le:
      set(c->a, c->b, -1);
      break;
    case CompareOp::gt:
      set(c->b, c->a, 0);
      break;
    case CompareOp::ge:
      set(c->b, c->a, -1);
      break;
    case CompareOp::eq:
      set(c->a, c->b, 0);
      n.isEquality = true;
      break;
    case CompareOp::ne:
      return {};
  }
  return n;
}

Stmt replaceCondition(const Stmt& s, const Expr& condition, bool value) {
  return rewrite(s, {}, [&](const Expr& e) -> Expr {
    if (e->kind != ExprKind::Compare || !structurallyEqual(e, condition)) return e;
    return IntImm::make(value, ElementType::boolean);
  });
}

class Partition {
 public:
  Partition(Program& program, const PrivateLoops& privateTo)
      : m_program(program), m_private(privateTo) {}

  Stmt visit(const Stmt& s) {
    if (!s) return s;
    if (const auto* seq = as<Seq>(s)) {
      std::vector<Stmt> stmts;
      for (const Stmt& child : seq->stmts) stmts.push_back(visit(child));
      return withSpan(Seq::make(std::move(stmts)), s->span);
    }
    if (const auto* branch = as<If>(s)) {
      return withSpan(If::make(branch->condition, visit(branch->thenBody), visit(branch->elseBody)),
                      s->span);
    }
    if (const auto* loop = as<For>(s)) return visitLoop(*loop);
    return s;
  }

 private:
  Program& m_program;
  PrivateLoops m_private;
  Bounds m_bounds;          // of the loops around
  std::set<VarId> m_outer;  // their variables

  std::vector<Expr> conditionsBelow(const For& loop) {
    std::vector<Expr> out;
    const bool selects = loop.annotations.count("partition") != 0;
    walk(
        loop.body,
        [&](const Stmt& s) {
          if (const auto* branch = as<If>(s)) conjuncts(branch->condition, out);
          return true;
        },
        [&](const Expr& e) {
          if (selects && as<Select>(e)) conjuncts(as<Select>(e)->condition, out);
          return selects;
        });
    std::set<VarId> clipped;
    walk(loop.body, [&](const Stmt& s) {
      const auto* inner = as<For>(s);
      if (inner && inner->annotations.count("clip")) clipped.insert(inner->var->id);
      return true;
    });
    if (loop.annotations.count("clip")) clipped.insert(loop.var->id);
    std::erase_if(out, [&](const Expr& e) {
      if (usesAny(e, [&](VarId id) { return clipped.count(id) != 0; })) return true;
      bool loads = false;
      walk(e, [&](const Expr& node) { return loads |= node->kind == ExprKind::Load, true; });
      return loads || !usesVar(e, loop.var->id) ||
             usesAny(e, [&](VarId id) { return m_outer.count(id) != 0; });
    });
    return out;
  }

  Bounds boundsBelow(const For& loop) {
    Bounds bounds = m_bounds;
    walk(loop.body, [&](const Stmt& s) {
      if (const auto* inner = as<For>(s)) {
        if (auto range = constantRange(*inner)) bounds[inner->var->id] = *range;
      }
      return true;
    });
    return bounds;
  }

  // Points in (min, min + extent) at which the condition changes state.
  void addCuts(const Expr& condition, const For& loop, const Bounds& bounds,
               std::set<int64_t>& cuts) {
    const auto n = normalise(condition);
    if (!n) return;
    LinearForm rest = n->difference;
    int64_t a = 0;
    for (const auto& t : n->difference.terms) {
      if (as<Var>(t.atom) && as<Var>(t.atom)->id == loop.var->id) a = t.coefficient;
    }
    rest.add(loop.var, -a);
    const auto split = splitForm(
        rest, [&](VarId id) { return id != loop.var->id; }, bounds);
    if (a == 0 || !split || !split->outer.terms.empty()) return;
    const Interval r = split->inner;
    // a*v + r: where can it be below, at and above zero?
    const auto firstAtLeast = [&](int64_t value) {  // smallest v (a > 0) with a*v >= value
      return -floorQuotient(-value, a);
    };
    const auto lastAtLeast = [&](int64_t value) {  // largest v (a < 0) with a*v >= value
      return floorQuotient(-value, -a);
    };
    for (const int64_t bound : n->isEquality ? std::vector<int64_t>{-r.max, -r.min + 1}
                                             : std::vector<int64_t>{-r.max, -r.min}) {
      const int64_t cut = a > 0 ? firstAtLeast(bound) : lastAtLeast(bound) + 1;
      const auto range = *constantRange(loop);
      if (cut > range.min && cut <= range.max) cuts.insert(cut);
    }
  }

  // Step 5.
  Stmt withOwnRegisters(const For& loop, const Stmt& body) {
    std::set<LoopId> loops{loop.id};
    walk(body, [&](const Stmt& s) {
      if (const auto* inner = as<For>(s)) loops.insert(inner->id);
      return true;
    });
    std::map<BufferId, Buffer> map;
    const std::vector<Buffer> allocs = m_program.allocs;
    for (const Buffer& buffer : allocs) {
      const auto home = m_private.find(buffer->id);
      if (home == m_private.end() || !loops.count(home->second)) continue;
      auto node = *buffer;
      node.id = m_program.freshId<BufferId>();
      m_private[node.id] = home->second;
      m_program.allocs.push_back(map[buffer->id] = makeBuffer(std::move(node)));
    }
    return replaceBuffers(body, map);
  }

  Stmt inner(const For& loop, const Stmt& body, Interval range) {
    const auto id = loop.var->id;
    m_outer.insert(id);
    m_bounds[id] = range;
    Stmt out = visit(simplify(body, m_bounds));
    m_bounds.erase(id);
    m_outer.erase(id);
    return out;
  }

  // The one iteration of that value.
  Stmt at(const For& loop, const Stmt& body, int64_t value) {
    return visit(simplify(substitute(body, {{loop.var->id, constant(value)}}), m_bounds));
  }

  // The iterations [begin, end) as a loop with ids of its own.
  Stmt part(const For& loop, int64_t begin, int64_t end, bool isFirst) {
    auto fields = loop.fields();
    if (!isFirst) fields.body = withOwnRegisters(loop, fields.body);
    if (end - begin == 1) return at(loop, fields.body, begin);
    if (!isFirst) {
      fields.var = Var::make(m_program.freshId<VarId>(), loop.var->name);
      fields.body = substitute(fields.body, {{loop.var->id, fields.var}});
    }
    fields.min = constant(begin), fields.extent = constant(end - begin);
    Stmt renamed = For::make(fields);
    fields.body = inner(*as<For>(renamed), fields.body, {begin, end - 1});
    return fields.body ? withSpan(For::make(std::move(fields)), loop.span) : nullptr;
  }

  Stmt cutSerial(const For& loop, const std::vector<int64_t>& points) {
    std::vector<Stmt> parts;
    for (size_t i = 0; i + 1 < points.size(); ++i) {
      parts.push_back(part(loop, points[i], points[i + 1], i == 0));
    }
    return Seq::make(std::move(parts));
  }

  Stmt cutParallel(const For& loop, const std::vector<int64_t>& points) {
    Stmt chain;
    for (size_t i = points.size() - 1; i-- > 0;) {
      const bool isOne = points[i + 1] - points[i] == 1;
      const Stmt own = i == 0 ? loop.body : withOwnRegisters(loop, loop.body);
      const Stmt body =
          isOne ? at(loop, own, points[i]) : inner(loop, own, {points[i], points[i + 1] - 1});
      if (i + 2 == points.size()) {
        chain = body;
      } else {
        chain =
            withSpan(If::make(lessThan(loop.var, constant(points[i + 1])), body, chain), loop.span);
      }
    }
    auto fields = loop.fields();
    fields.body = chain;
    return withSpan(For::make(std::move(fields)), loop.span);
  }

  // Step 4: the conjunction of the relaxed conditions, and the body where it holds.
  Stmt versioned(const For& loop, const std::vector<Expr>& conditions, const Bounds& bounds) {
    Expr all;
    std::vector<SplitForm> relaxed;
    Stmt fast = loop.body;
    for (const Expr& condition : conditions) {
      const auto n = normalise(condition);
      if (!n || n->isEquality) continue;
      const auto split = splitForm(
          n->difference, [&](VarId id) { return id != loop.var->id; }, bounds);
      if (!split || split->outer.terms.empty() || split->inner.min == split->inner.max) continue;
      all = logicalAnd(all, lessThan(toExpr(split->outer), constant(-split->inner.max)));
      fast = replaceCondition(fast, condition, true);
      relaxed.push_back(*split);
    }
    if (!all) return loop.body;
    Stmt slow = withOwnRegisters(loop, loop.body);
    slow = withLastValue(loop, slow, relaxed);
    return withSpan(If::make(all, fast, slow), loop.span);
  }

  // One of the forms a*atom + r < 0 fails for some r: if in each only the largest value of the same
  // atom does that, the atom has that value.
  Stmt withLastValue(const For& loop, const Stmt& body, const std::vector<SplitForm>& relaxed) {
    Bounds bounds = m_bounds;
    if (const auto range = constantRange(loop)) bounds[loop.var->id] = *range;
    const Expr atom = relaxed[0].outer.terms[0].atom;
    const auto interval = intervalOf(atom, bounds);
    for (const SplitForm& form : relaxed) {
      if (form.outer.terms.size() != 1 || !structurallyEqual(form.outer.terms[0].atom, atom))
        return body;
      const int64_t a = form.outer.terms[0].coefficient;
      if (a < 1 || !interval || -floorQuotient(form.inner.max, a) != interval->max) return body;
    }
    const Stmt last = rewrite(body, {}, [&](const Expr& e) {
      return structurallyEqual(e, atom) ? constant(interval->max) : e;
    });
    return simplify(last, bounds);
  }

  Stmt visitLoop(const For& loop) {
    const auto range = constantRange(loop);
    const bool expands = loop.forKind == ForKind::vectorized || loop.forKind == ForKind::unrolled;
    const auto conditions = expands ? std::vector<Expr>{} : conditionsBelow(loop);
    std::set<int64_t> cuts;
    const Bounds bounds = boundsBelow(loop);
    for (const Expr& c : conditions) {
      if (range) addCuts(c, loop, bounds, cuts);
    }
    const int64_t stores = storesAfterUnrolling(loop.body);
    const bool affordable = static_cast<int64_t>(cuts.size() + 1) * stores <= maxStores;
    if (!cuts.empty() && cuts.size() <= maxCuts && affordable) {
      std::vector<int64_t> points(cuts.begin(), cuts.end());
      points.insert(points.begin(), range->min);
      points.push_back(range->max + 1);
      return loop.forKind == ForKind::parallel ? cutParallel(loop, points)
                                               : cutSerial(loop, points);
    }
    auto fields = loop.fields();
    if (!conditions.empty() && 2 * stores <= maxStores) {
      fields.body = versioned(loop, conditions, bounds);
    }
    const auto id = loop.var->id;
    m_outer.insert(id);
    if (range) m_bounds[id] = *range;
    fields.body = visit(fields.body);
    m_bounds.erase(id);
    m_outer.erase(id);
    return withSpan(For::make(std::move(fields)), loop.span);
  }
};

}  // namespace

Program partitionLoops(const Program& program, const PrivateLoops& privateTo) {
  Program out = program;
  out.body = Partition(out, privateTo).visit(program.body);
  return out;
}

}  // namespace heddle::loop_passes
