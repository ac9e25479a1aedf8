// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "engine/loop_passes/linear.h"
#include "engine/loop_passes/passes.h"
#include "engine/loops/visit.h"

namespace heddle::loop_passes {
using namespace loops;
namespace {

// The body of a vectorized loop for lanes [base, base + lanes) of its variable.
class Lanes {
 public:
  Lanes(const For& loop, Expr base, int lanes)
      : m_loop(loop), m_base(std::move(base)), m_lanes(lanes) {}

  std::optional<Diagnostic> error;
  bool changesMask = false;  // the body writes what a mask is made of: lanes would be told anew

  // `mask`: lanes that run; null when all do.
  Stmt stmt(const Stmt& s, const Expr& mask) {
    if (!s || error) return s;
    if (const auto* store = as<Store>(s)) return withSpan(visitStore(*store, mask), s->span);
    if (const auto* seq = as<Seq>(s)) {
      std::vector<Stmt> out;
      for (const Stmt& child : seq->stmts) out.push_back(stmt(child, mask));
      return Seq::make(std::move(out));
    }
    if (const auto* loop = as<For>(s)) {
      if (usesLane(loop->min) || usesLane(loop->extent))
        return fail("extent", "the extent of a loop inside differs by lane");
      auto fields = loop->fields();
      fields.body = stmt(loop->body, mask);
      return withSpan(For::make(std::move(fields)), s->span);
    }
    if (const auto* branch = as<If>(s)) return visitIf(*branch, mask);
    if (const auto* eval = as<Evaluate>(s)) {
      // A prefetch fetches a line; the first lane's will do.
      return withSpan(Evaluate::make(substitute(eval->value, {{m_loop.var->id, m_base}})), s->span);
    }
    return fail("opaque", "an opaque block cannot be divided into lanes");
  }

 private:
  const For& m_loop;
  Expr m_base;
  int m_lanes;
  std::set<VarId> m_maskVars;  // variables of the conditions that became masks

  Stmt fail(const std::string& code, const std::string& why) {
    if (!error) {
      error = Diagnostic{"lower.vectorize." + code,
                         "loop {0} cannot be vectorized: " + why,
                         {{"loop", m_loop.id.value, m_loop.var->name}}};
    }
    return nullptr;
  }
  bool usesLane(const Expr& e) const { return e && usesVar(e, m_loop.var->id); }

  // Where lanes are masked, an access that depends on the mask's variables may only be legal there.
  bool needsLanes(const Expr& e, const Expr& mask) const {
    bool needs = false;
    walk(e, [&](const Expr& node) {
      if (const auto* v = as<Var>(node)) needs |= v->id == m_loop.var->id;
      const auto* load = as<Load>(node);
      if (load && mask) {
        for (const Expr& i : load->indices) {
          needs |= usesAny(i, [&](VarId id) { return m_maskVars.count(id) != 0; });
        }
      }
      return !needs;
    });
    return needs;
  }

  Expr wide(const Expr& e) {
    if (e->type.lanes == m_lanes) return e;
    return Broadcast::make(e, m_lanes);
  }
  Expr both(const Expr& a, const Expr& b) {
    if (!a) return b;
    if (!b) return a;
    return Binary::make(BinaryOp::logicalAnd, wide(a), wide(b));
  }
  Expr maskOf(const Expr& condition) {
    walk(condition, [&](const Expr& node) {
      if (const auto* v = as<Var>(node); v && v->id != m_loop.var->id) m_maskVars.insert(v->id);
      return true;
    });
    return wide(expr(condition, nullptr));
  }

  bool writesWhatIsRead(const If& branch) const {
    bool found = false;
    walk(Seq::make({branch.thenBody, branch.elseBody}), [&](const Stmt& s) {
      const auto* store = as<Store>(s);
      found |= store && loadsFrom(branch.condition, store->buffer->id);
      return !found;
    });
    return found;
  }

  Stmt visitIf(const If& branch, const Expr& mask) {
    if (!needsLanes(branch.condition, mask)) {
      return withSpan(
          If::make(branch.condition, stmt(branch.thenBody, mask), stmt(branch.elseBody, mask)),
          branch.span);
    }
    changesMask |= writesWhatIsRead(branch);
    const Expr condition = mask ? both(mask, maskOf(branch.condition)) : maskOf(branch.condition);
    Stmt thenBody = stmt(branch.thenBody, condition);
    if (!branch.elseBody) return thenBody;
    return Seq::make(
        {thenBody, stmt(branch.elseBody, both(mask, Not::make(maskOf(branch.condition))))});
  }

  bool loadsFrom(const Expr& e, BufferId buffer) const {
    bool found = false;
    walk(e, [&](const Expr& node) {
      if (const auto* load = as<Load>(node)) found |= load->buffer->id == buffer;
      return !found;
    });
    return found;
  }

  Stmt visitStore(const Store& store, const Expr& mask) {
    std::vector<Expr> indices;
    bool isWide = false;
    for (const Expr& i : store.indices) {
      indices.push_back(usesLane(i) ? expr(i, mask) : i);
      isWide |= !indices.back()->type.isScalar();
    }
    const Expr value = expr(store.value, mask);
    const Expr predicate = store.predicate ? expr(store.predicate, mask) : nullptr;
    if (isWide)
      return Store::make(
          store.buffer, indices, wide(value),
          predicate || mask ? both(predicate ? wide(predicate) : nullptr, mask) : nullptr);
    const bool isUniform =
        value->type.isScalar() && !mask && (!predicate || predicate->type.isScalar());
    if (!isUniform || loadsFrom(store.value, store.buffer->id)) {
      return fail("reduction", "its lanes write the same element of " + store.buffer->name);
    }
    return Store::make(store.buffer, indices, value, predicate);
  }

  Expr visitBinary(const Binary& b, const Expr& mask) {
    const Expr x = expr(b.a, mask), y = expr(b.b, mask);
    const auto *rx = as<Ramp>(x), *ry = as<Ramp>(y);
    const bool sx = x->type.isScalar(), sy = y->type.isScalar();
    if (b.op == BinaryOp::add && rx && sy) return Ramp::make(rx->base + y, rx->stride, m_lanes);
    if (b.op == BinaryOp::add && ry && sx) return Ramp::make(ry->base + x, ry->stride, m_lanes);
    if (b.op == BinaryOp::sub && rx && sy) return Ramp::make(rx->base - y, rx->stride, m_lanes);
    if (b.op == BinaryOp::mul && rx && sy) return Ramp::make(rx->base * y, rx->stride * y, m_lanes);
    if (b.op == BinaryOp::mul && ry && sx) return Ramp::make(ry->base * x, ry->stride * x, m_lanes);
    if ((b.op == BinaryOp::add || b.op == BinaryOp::sub) && rx && ry) {
      const bool isAdd = b.op == BinaryOp::add;
      return Ramp::make(isAdd ? rx->base + ry->base : rx->base - ry->base,
                        isAdd ? rx->stride + ry->stride : rx->stride - ry->stride, m_lanes);
    }
    if (sx && sy) return Binary::make(b.op, x, y);
    return Binary::make(b.op, wide(x), wide(y));
  }

  Expr visitSelect(const Select& s, const Expr& mask) {
    const Expr condition = expr(s.condition, mask);
    Expr maskTrue = mask, maskFalse = mask;
    if (!condition->type.isScalar()) {
      maskTrue = both(mask, maskOf(s.condition));
      maskFalse = both(mask, Not::make(maskOf(s.condition)));
    }
    const Expr x = expr(s.whenTrue, maskTrue), y = expr(s.whenFalse, maskFalse);
    return Select::make(condition, wide(x), wide(y));
  }

  Expr visitLoad(const Load& load, const Expr& mask) {
    std::vector<Expr> indices;
    bool isWide = false;
    for (const Expr& i : load.indices) {
      indices.push_back(expr(i, mask));
      isWide |= !indices.back()->type.isScalar();
    }
    if (!isWide) indices.back() = wide(indices.back());
    // A register can be read whatever the mask: nothing faults, and masked lanes are not used.
    if (load.buffer->scope == Scope::registers && !load.predicate)
      return Load::make(load.buffer, std::move(indices));
    const Expr own = load.predicate ? wide(expr(load.predicate, mask)) : nullptr;
    return Load::make(load.buffer, std::move(indices), both(own, mask));
  }

  Expr expr(const Expr& e, const Expr& mask) {
    if (!needsLanes(e, mask) || error) return e;
    if (!e->type.isScalar()) {
      fail("nested", "its body is already a vector");
      return e;
    }
    if (e->kind == ExprKind::Var) return Ramp::make(m_base, constant(1), m_lanes);
    if (const auto* n = as<Binary>(e)) return visitBinary(*n, mask);
    if (const auto* n = as<Compare>(e))
      return Compare::make(n->op, wide(expr(n->a, mask)), wide(expr(n->b, mask)));
    if (const auto* n = as<Not>(e)) return Not::make(expr(n->value, mask));
    if (const auto* n = as<Select>(e)) return visitSelect(*n, mask);
    if (const auto* n = as<Cast>(e))
      return Cast::make(n->type.withLanes(m_lanes), wide(expr(n->value, mask)));
    if (const auto* n = as<Load>(e)) return visitLoad(*n, mask);
    if (const auto* n = as<Call>(e)) {
      std::vector<Expr> args;
      for (const Expr& a : n->args) args.push_back(wide(expr(a, mask)));
      return Call::make(n->type.withLanes(m_lanes), n->intrinsic, std::move(args));
    }
    fail("nested", "its body is already a vector");
    return e;
  }
};

class Vectorizer {
 public:
  Vectorizer(Program& program, int naturalLanes) : m_program(program), m_natural(naturalLanes) {}
  std::optional<Diagnostic> error;

  Stmt loop(const For& loop) {
    m_changesMask = false;
    const Stmt out = lanes(loop);
    if (out && !m_changesMask) return out;
    auto fields = loop.fields();  // stays a loop
    fields.forKind = ForKind::serial;
    return withSpan(For::make(std::move(fields)), loop.span);
  }

 private:
  Program& m_program;
  int m_natural;
  bool m_changesMask = false;

  // Null when the extent is unknown until run time.
  Stmt lanes(const For& loop) {
    const auto extent = constantInt(loop.extent);
    if (!extent) return nullptr;
    const bool isPowerOfTwo = (*extent & (*extent - 1)) == 0;
    if (isPowerOfTwo && *extent <= 4 * m_natural)
      return piece(loop, loop.min, static_cast<int>(*extent));
    const int64_t full = *extent / m_natural;
    std::vector<Stmt> out;
    if (full > 4) {
      const auto trip = Var::make(m_program.freshId<VarId>(), loop.var->name + "_v");
      const Stmt body = piece(loop, loop.min + Expr(trip) * constant(m_natural), m_natural);
      out.push_back(withSpan(
          For::make({loop.id, trip, constant(0), constant(full), ForKind::serial, {}, {}, body}),
          loop.span));
    } else {
      for (int64_t i = 0; i < full; ++i)
        out.push_back(piece(loop, loop.min + constant(i * m_natural), m_natural));
    }
    int64_t done = full * m_natural;
    for (int lanes = m_natural / 2; lanes >= 1; lanes /= 2) {
      if (*extent - done < lanes) continue;
      out.push_back(piece(loop, loop.min + constant(done), lanes));
      done += lanes;
    }
    return Seq::make(std::move(out));
  }

  Stmt piece(const For& loop, const Expr& base, int lanes) {
    if (lanes == 1) return substitute(loop.body, {{loop.var->id, base}});
    Lanes visitor(loop, base, lanes);
    Stmt out = visitor.stmt(loop.body, nullptr);
    if (visitor.error && !error) error = visitor.error;
    m_changesMask |= visitor.changesMask;
    return out;
  }
};

}  // namespace

Result<Program> vectorizeLoops(const Program& program, const Target& target) {
  Program out = program;
  Vectorizer vectorizer(out, std::max(2, target.floatLanes()));
  out.body = rewrite(program.body, [&](const Stmt& s) -> Stmt {
    const auto* loop = as<For>(s);
    if (!loop || loop->forKind != ForKind::vectorized || vectorizer.error) return s;
    return vectorizer.loop(*loop);
  });
  if (vectorizer.error) return *vectorizer.error;
  return out;
}

}  // namespace heddle::loop_passes
