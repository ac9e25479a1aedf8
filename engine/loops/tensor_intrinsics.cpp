// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/tensor_intrinsics.h"

#include <cassert>
#include <functional>

#include "engine/loops/simplify.h"
#include "engine/loops/text.h"
#include "engine/loops/visit.h"

namespace heddle::loops {

namespace {

using Implement = std::function<Stmt(const std::vector<Param>&)>;

Expr vectorLoad(const Buffer& b, int lanes) {
  return Load::make(b, {Ramp::make(constant(0), constant(1), lanes)});
}

Stmt vectorStore(const Buffer& b, Expr value) {
  const int lanes = value->type.lanes;
  return Store::make(b, {Ramp::make(constant(0), constant(1), lanes)}, std::move(value));
}

std::string text(int64_t n) {
  return std::to_string(n);
}

std::string dotBytesText(int lanes) {
  const std::string n = text(lanes), m = text(int64_t{4} * lanes);
  return "program d(a: in u8[4], b: in i8[" + m + "], c: out i32[" + n + "]):\n" +
         "  for i in range(" + n + "):\n    for k in range(4):\n" + "      block d(i: " + n +
         " = i, reduce k: 4 = k):\n" +
         "        reads c[i], a[k], b[i*4 + k]\n        writes c[i]\n" +
         "        c[i] = c[i] + i32(a[k]) * i32(b[i*4 + k])\n";
}

Implement dotBytes(int lanes) {
  return [lanes](const std::vector<Param>& p) {
    std::vector<int> repeat;
    for (int i = 0; i < 4 * lanes; ++i) repeat.push_back(i % 4);
    const Expr a = Shuffle::make({vectorLoad(p[0].buffer, 4)}, repeat);
    const Expr b = vectorLoad(p[1].buffer, 4 * lanes), c = vectorLoad(p[2].buffer, lanes);
    return vectorStore(p[2].buffer,
                       Call::make({ElementType::i32, lanes}, Intrinsic::dotU8I8, {c, a, b}));
  };
}

std::string fmaText(int lanes) {
  const std::string n = text(lanes);
  return "program d(a: in f32[1], b: in f32[" + n + "], c: out f32[" + n + "]):\n" +
         "  for i in range(" + n + "):\n    block d(i: " + n + " = i):\n" +
         "      reads c[i], a[0], b[i]\n      writes c[i]\n      c[i] = c[i] + a[0] * b[i]\n";
}

Implement fma(int lanes) {
  return [lanes](const std::vector<Param>& p) {
    const Expr a = Broadcast::make(Load::make(p[0].buffer, {constant(0)}), lanes);
    const Expr product = Binary::make(BinaryOp::mul, a, vectorLoad(p[1].buffer, lanes));
    return vectorStore(p[2].buffer,
                       Binary::make(BinaryOp::add, vectorLoad(p[2].buffer, lanes), product));
  };
}

std::string dotFloatsText(int lanes) {
  const std::string n = text(lanes);
  return "program d(a: in f32[" + n + "], b: in f32[" + n + "], c: out f32[1]):\n" +
         "  for k in range(" + n + "):\n    block d(reduce k: " + n + " = k):\n" +
         "      reads c[0], a[k], b[k]\n      writes c[0]\n      c[0] = c[0] + a[k] * b[k]\n";
}

Implement dotFloats(int lanes) {
  return [lanes](const std::vector<Param>& p) {
    const Expr product =
        Binary::make(BinaryOp::mul, vectorLoad(p[0].buffer, lanes), vectorLoad(p[1].buffer, lanes));
    const Expr sum = Call::make({ElementType::f32, 1}, Intrinsic::reduceAdd, {product});
    return Store::make(p[2].buffer, {constant(0)},
                       Binary::make(BinaryOp::add, Load::make(p[2].buffer, {constant(0)}), sum));
  };
}

// The description's variables under ids that no program hands out: matching puts them into a
// program's expressions, where one must not be taken for a variable of the program.
Program apart(Program description) {
  uint64_t next = uint64_t{1} << 62;
  std::map<VarId, VarRef> renamed;
  const auto fresh = [&](const VarRef& var) {
    VarRef& made = renamed[var->id];
    if (!made) made = Var::make(VarId{next++}, var->name);
    return made;
  };
  description.body = rewrite(
      description.body,
      [&](const Stmt& s) -> Stmt {
        if (const auto* loop = as<For>(s)) {
          For::Fields fields = loop->fields();
          fields.var = fresh(fields.var);
          return For::make(std::move(fields));
        }
        const auto* block = as<Block>(s);
        if (!block) return s;
        Block::Fields fields = block->f;
        for (BlockIter& iter : fields.iters) iter.var = fresh(iter.var);
        return Block::make(std::move(fields));
      },
      [&](const Expr& e) -> Expr {
        const auto* var = as<Var>(e);
        return var ? Expr(fresh(std::static_pointer_cast<const Var>(e))) : e;
      });
  return description;
}

TensorIntrinsic made(std::string_view name, std::string_view tooltip, const std::string& text,
                     const Implement& implement) {
  auto program = parse(text);
  assert(program.isOk() && verify(program.value()).isOk());
  const Stmt implementation = implement(program.value().params);
  return {name, tooltip, apart(std::move(program).value()), implementation};
}

const Block& blockOf(const TensorIntrinsic& intrinsic) {
  Stmt s = intrinsic.description.body;
  while (const auto* loop = as<For>(s)) s = loop->body;
  return *as<Block>(s);
}

class Matcher {
 public:
  Matcher(const TensorIntrinsic& intrinsic, TensorMatch& out) : m_out(out) {
    for (const TensorLoop& l : loopsOf(intrinsic)) {
      m_vars.push_back(l.var->id);
      m_bounds[l.var->id] = {0, l.extent - 1};
    }
  }

  bool expr(const Expr& want, const Expr& have) {
    if (want->kind != have->kind || !(want->type == have->type)) return fail();
    if (const auto* w = as<Load>(want)) {
      const auto* h = as<Load>(have);
      return h->predicate ? fail() : access(w->buffer, w->indices[0], h->buffer, h->indices);
    }
    if (const auto* w = as<Cast>(want)) return expr(w->value, as<Cast>(have)->value);
    if (const auto* w = as<Binary>(want)) {
      const auto* h = as<Binary>(have);
      if (w->op != h->op) return fail();
      const TensorMatch before = m_out;
      if (expr(w->a, h->a) && expr(w->b, h->b)) return true;
      const TensorMatch straight = m_out;
      m_out = before;
      if (expr(w->a, h->b) && expr(w->b, h->a)) return true;
      // The more telling of the two problems.
      if (straight.problem == TensorMatch::Problem::layout) m_out = straight;
      return false;
    }
    return structurallyEqual(want, have) || fail();
  }

  bool access(const Buffer& want, const Expr& wanted, const Buffer& have,
              const std::vector<Expr>& indices) {
    if (want->element != have->element || indices.empty()) return fail();
    std::vector<Expr> base = indices;
    base.back() = simplify(indices.back() - wanted, m_bounds);
    for (const Expr& e : base) {
      if (isMoved(e)) return fail(have);
    }
    const auto [it, isNew] = m_out.places.emplace(want->id, TensorMatch::Place{have, base});
    if (isNew) return true;
    bool isSame = it->second.buffer->id == have->id;
    for (size_t d = 0; isSame && d < base.size(); ++d)
      isSame = structurallyEqual(base[d], it->second.base[d]);
    return isSame || fail();
  }

 private:
  bool isMoved(const Expr& e) const {
    bool found = false;
    walk(e, [&](const Expr& x) {
      const auto* v = as<Var>(x);
      for (VarId id : m_vars) found |= v && v->id == id;
      return !found;
    });
    return found;
  }
  bool fail() { return m_out.problem = TensorMatch::Problem::formula, false; }
  bool fail(const Buffer& b) {
    m_out.buffer = b;
    return m_out.problem = TensorMatch::Problem::layout, false;
  }

  TensorMatch& m_out;
  std::vector<VarId> m_vars;
  Bounds m_bounds;
};

}  // namespace

std::span<const TensorIntrinsic> tensorIntrinsics() {
  static const std::vector<TensorIntrinsic> list = {
#define HEDDLE_TENSOR_INTRINSIC(name, tooltip, description, implementation) \
  made(#name, tooltip, description, implementation),
#include "engine/loops/tensor_intrinsics.def"
#undef HEDDLE_TENSOR_INTRINSIC
  };
  return list;
}

const TensorIntrinsic* findTensorIntrinsic(std::string_view name) {
  for (const TensorIntrinsic& i : tensorIntrinsics()) {
    if (i.name == name) return &i;
  }
  return nullptr;
}

std::vector<TensorLoop> loopsOf(const TensorIntrinsic& intrinsic) {
  std::vector<TensorLoop> out;
  const Block& block = blockOf(intrinsic);
  Stmt s = intrinsic.description.body;
  for (size_t i = 0; const auto* loop = as<For>(s); s = loop->body, ++i)
    out.push_back({loop->var, *constantInt(loop->extent), block.f.iters[i].kind});
  return out;
}

Stmt storeOf(const TensorIntrinsic& intrinsic) {
  const Block& block = blockOf(intrinsic);
  Substitution bindings;
  for (const BlockIter& iter : block.f.iters) bindings[iter.var->id] = iter.binding;
  return substitute(block.f.body, bindings);
}

TensorMatch matchIntrinsic(const TensorIntrinsic& intrinsic, const Stmt& statement) {
  TensorMatch out;
  const Stmt wanted = storeOf(intrinsic);
  const auto *want = as<Store>(wanted), *have = as<Store>(statement);
  Matcher matcher(intrinsic, out);
  if (!have || have->predicate) {
    out.problem = TensorMatch::Problem::formula;
    return out;
  }
  if (!matcher.access(want->buffer, want->indices[0], have->buffer, have->indices) ||
      !matcher.expr(want->value, have->value))
    return out;
  out.problem = TensorMatch::Problem::none;
  // Vectors read their operands before they write; an operand may not be the result.
  for (const auto& [id, place] : out.places) {
    if (id != want->buffer->id && place.buffer->id == have->buffer->id)
      out.problem = TensorMatch::Problem::formula;
  }
  return out;
}

Stmt implementedAt(const TensorIntrinsic& intrinsic, const TensorMatch& match) {
  const auto moved = [&](const Buffer& b, const std::vector<Expr>& indices) {
    std::vector<Expr> out = match.places.at(b->id).base;
    const auto* ramp = as<Ramp>(indices[0]);
    out.back() = ramp ? Ramp::make(out.back() + ramp->base, ramp->stride, ramp->type.lanes)
                      : out.back() + indices[0];
    return out;
  };
  return rewrite(
      intrinsic.implementation,
      [&](const Stmt& s) -> Stmt {
        const auto* store = as<Store>(s);
        if (!store) return s;
        return Store::make(match.places.at(store->buffer->id).buffer,
                           moved(store->buffer, store->indices), store->value);
      },
      [&](const Expr& e) -> Expr {
        const auto* load = as<Load>(e);
        if (!load) return e;
        return Load::make(match.places.at(load->buffer->id).buffer,
                          moved(load->buffer, load->indices));
      });
}

}  // namespace heddle::loops
