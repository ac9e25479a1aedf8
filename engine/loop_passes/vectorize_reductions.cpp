// acc = acc + f(k) over k, annotated "reduce_lanes" = L, becomes
//   lanes[0:L] = 0;  for ko: lanes[j] = lanes[j] + f(ko*L + j), j vectorized;  acc = acc + sum of
//   lanes
// and a serial loop over what L leaves of k. The same with max and min. Sums of floats change their
// order, which is what the annotation permits.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include "engine/loop_passes/linear.h"
#include "engine/loop_passes/passes.h"
#include "engine/loops/visit.h"

namespace heddle::loop_passes {
using namespace loops;
namespace {

// acc[index] = acc[index] op value
struct Update {
  const Store* store;
  BinaryOp op;
  Expr value;
};

bool loadsFrom(const Expr& e, BufferId buffer) {
  bool found = false;
  walk(e, [&](const Expr& node) {
    if (const auto* load = as<Load>(node)) found |= load->buffer->id == buffer;
    return !found;
  });
  return found;
}

bool isAccumulator(const Expr& e, const Store& s) {
  const auto* load = as<Load>(e);
  return load && load->buffer->id == s.buffer->id && !load->predicate &&
         structurallyEqual(load->indices[0], s.indices[0]);
}

bool isSupported(BinaryOp op, ElementType element) {
  const bool isPlain = element == ElementType::f32 || element == ElementType::f64;
  if (op == BinaryOp::min) return isPlain;
  return (op == BinaryOp::add || op == BinaryOp::max) && (isPlain || isInteger(element));
}

std::optional<Update> updateOf(const Stmt& s, VarId loopVar) {
  const auto* store = as<Store>(s);
  if (!store || store->predicate || store->indices.size() != 1 || !store->value->type.isScalar())
    return {};
  const auto* b = as<Binary>(store->value);
  if (!b || !isSupported(b->op, store->buffer->element) || usesVar(store->indices[0], loopVar))
    return {};
  for (const auto& [accumulator, value] : {std::pair{b->a, b->b}, std::pair{b->b, b->a}}) {
    if (isAccumulator(accumulator, *store) && !loadsFrom(value, store->buffer->id))
      return Update{store, b->op, value};
  }
  return {};
}

// Every statement of the body, if each is an update of a buffer that no other touches.
std::vector<Update> updatesOf(const For& loop) {
  const auto* seq = as<Seq>(loop.body);
  const std::vector<Stmt> stmts = seq ? seq->stmts : std::vector<Stmt>{loop.body};
  std::vector<Update> out;
  for (const Stmt& s : stmts) {
    const auto update = updateOf(s, loop.var->id);
    if (!update) return {};
    out.push_back(*update);
  }
  for (const Update& a : out) {
    for (const Update& b : out) {
      if (&a != &b &&
          (a.store->buffer->id == b.store->buffer->id || loadsFrom(b.value, a.store->buffer->id)))
        return {};
    }
  }
  return out;
}

Expr neutral(BinaryOp op, ElementType element) {
  const double infinity = std::numeric_limits<double>::infinity();
  if (isFloat(element)) {
    return FloatImm::make(op == BinaryOp::add   ? 0
                          : op == BinaryOp::max ? -infinity
                                                : infinity,
                          element);
  }
  if (op == BinaryOp::add || isUnsignedInteger(element)) return IntImm::make(0, element);
  const auto bits = static_cast<int>(8 * sizeBytes(element));
  return IntImm::make(
      bits == 64 ? std::numeric_limits<int64_t>::min() : -(int64_t{1} << (bits - 1)), element);
}

Expr reduced(BinaryOp op, const Expr& vector) {
  const ValueType scalar = vector->type.withLanes(1);
  if (op == BinaryOp::add) return Call::make(scalar, Intrinsic::reduceAdd, {vector});
  if (op == BinaryOp::max) return Call::make(scalar, Intrinsic::reduceMax, {vector});
  const Expr minusOne = FloatImm::make(-1, scalar.element);
  const Expr negated =
      Binary::make(BinaryOp::mul, vector, Broadcast::make(minusOne, vector->type.lanes));
  return Binary::make(BinaryOp::mul, Call::make(scalar, Intrinsic::reduceMax, {negated}), minusOne);
}

class Rewriter {
 public:
  explicit Rewriter(Program& program) : m_program(program) {}

  Stmt loop(const For& loop, int64_t lanes) {
    const auto extent = constantInt(loop.extent);
    const auto updates = updatesOf(loop);
    if (!extent || *extent < lanes || updates.empty()) return plain(loop);
    const int64_t trips = *extent / lanes, rest = *extent % lanes;
    const auto trip = Var::make(m_program.freshId<VarId>(), loop.var->name + "_o");
    const auto lane = Var::make(m_program.freshId<VarId>(), loop.var->name + "_i");
    const Expr at = loop.min + Expr(trip) * constant(lanes) + lane;
    std::vector<Stmt> before, inside, after;
    for (const Update& u : updates) {
      const uint32_t span = u.store->span;
      const Buffer b = vectorFor(*u.store, lanes);
      const auto start = Var::make(m_program.freshId<VarId>(), loop.var->name + "_s");
      before.push_back(wide(loop, start, lanes,
                            withSpan(Store::make(b, {start}, neutral(u.op, b->element)), span)));
      const Expr value = substitute(u.value, {{loop.var->id, at}});
      inside.push_back(
          withSpan(Store::make(b, {lane}, Binary::make(u.op, Load::make(b, {lane}), value)), span));
      const Expr sum = reduced(
          u.op, Load::make(b, {Ramp::make(constant(0), constant(1), static_cast<int>(lanes))}));
      const Expr old = Load::make(u.store->buffer, u.store->indices);
      after.push_back(withSpan(
          Store::make(u.store->buffer, u.store->indices, Binary::make(u.op, old, sum)), span));
    }
    const Stmt body = wide(loop, lane, lanes, Seq::make(std::move(inside)));
    auto fields = loop.fields();
    fields.annotations.erase("reduce_lanes");
    fields.var = trip, fields.min = constant(0), fields.extent = constant(trips),
    fields.body = body;
    std::vector<Stmt> out = std::move(before);
    out.push_back(withSpan(For::make(std::move(fields)), loop.span));
    out.insert(out.end(), after.begin(), after.end());
    if (rest > 0) out.push_back(remainder(loop, trips * lanes, rest));
    return Seq::make(std::move(out));
  }

 private:
  Program& m_program;

  Buffer vectorFor(const Store& store, int64_t lanes) {
    BufferNode node;
    node.id = m_program.freshId<BufferId>();
    node.name = store.buffer->name + "_lanes";
    node.element = store.buffer->element;
    node.shape = {constant(lanes)};
    node.scope = Scope::registers;
    m_program.allocs.push_back(makeBuffer(std::move(node)));
    return m_program.allocs.back();
  }
  static Stmt wide(const For& loop, const VarRef& var, int64_t lanes, Stmt body) {
    return withSpan(For::make({loop.id,
                               var,
                               constant(0),
                               constant(lanes),
                               ForKind::vectorized,
                               {},
                               {},
                               std::move(body)}),
                    loop.span);
  }
  static Stmt plain(const For& loop) {
    auto fields = loop.fields();
    fields.annotations.erase("reduce_lanes");
    return withSpan(For::make(std::move(fields)), loop.span);
  }
  Stmt remainder(const For& loop, int64_t begin, int64_t count) {
    auto fields = loop.fields();
    fields.annotations.clear();
    fields.min = loop.min + constant(begin), fields.extent = constant(count);
    return withSpan(For::make(std::move(fields)), loop.span);
  }
};

}  // namespace

Program vectorizeReductions(const Program& program, const Target& target) {
  const int64_t maxLanes = 4 * std::max(2, target.floatLanes());
  Program out = program;
  Rewriter rewriter(out);
  out.body = rewrite(program.body, [&](const Stmt& s) -> Stmt {
    const auto* loop = as<For>(s);
    if (!loop || loop->forKind != ForKind::serial) return s;
    const auto found = loop->annotations.find("reduce_lanes");
    if (found == loop->annotations.end()) return s;
    const auto* lanes = std::get_if<int64_t>(&found->second);
    if (!lanes || *lanes < 2 || (*lanes & (*lanes - 1)) != 0) return s;
    return rewriter.loop(*loop, std::min(*lanes, maxLanes));
  });
  return out;
}

}  // namespace heddle::loop_passes
