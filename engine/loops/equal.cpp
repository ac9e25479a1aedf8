// Structural equality.
// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "engine/loops/visit.h"

namespace heddle::loops {
namespace {

class Comparer {
 public:
  explicit Comparer(EqualMode mode) : m_alpha(mode == EqualMode::alphaEquivalent) {}

  bool expr(const Expr& a, const Expr& b) {
    if (!a || !b) return !a && !b;
    if (a == b && !m_alpha) return true;
    if (a->kind != b->kind || a->type != b->type) return false;
    return dispatch(a, [&](const auto& x) {
      using Node = std::remove_cvref_t<decltype(x)>;
      return same(x, static_cast<const Node&>(*b));
    });
  }
  bool stmt(const Stmt& a, const Stmt& b) {
    if (!a || !b) return !a && !b;
    if (a == b && !m_alpha) return true;
    if (a->kind != b->kind) return false;
    return dispatch(a, [&](const auto& x) {
      using Node = std::remove_cvref_t<decltype(x)>;
      return same(x, static_cast<const Node&>(*b));
    });
  }
  bool program(const Program& a, const Program& b) {
    if (a.name != b.name || a.annotations != b.annotations) return false;
    if (a.params.size() != b.params.size()) return false;
    if (!each(a.shapeVars, b.shapeVars, [&](auto& x, auto& y) { return bind(*x, *y); }))
      return false;
    for (size_t i = 0; i < a.params.size(); ++i) {
      if (a.params[i].role != b.params[i].role) return false;
      if (!buffer(a.params[i].buffer, b.params[i].buffer)) return false;
    }
    return buffers(a.allocs, b.allocs) && stmt(a.body, b.body);
  }

 private:
  template <class T, class F>
  static bool each(const std::vector<T>& a, const std::vector<T>& b, F f) {
    if (a.size() != b.size()) return false;
    for (size_t i = 0; i < a.size(); ++i) {
      if (!f(a[i], b[i])) return false;
    }
    return true;
  }
  bool exprs(const std::vector<Expr>& a, const std::vector<Expr>& b) {
    return each(a, b, [&](const Expr& x, const Expr& y) { return expr(x, y); });
  }
  // A definition: from here on the two variables stand for each other.
  bool bind(const Var& a, const Var& b) {
    if (a.type != b.type) return false;
    if (!m_alpha) return a.id == b.id && a.name == b.name;
    m_vars[a.id] = b.id;
    m_varsBack[b.id] = a.id;
    return true;
  }
  bool buffer(const Buffer& a, const Buffer& b) {
    if (!m_alpha && a->id != b->id) return false;
    auto [it, isNew] = m_buffers.emplace(a->id, b->id);
    if (!isNew) return it->second == b->id;
    if (!m_buffersBack.emplace(b->id, a->id).second) return false;
    return a->element == b->element && a->scope == b->scope &&
           a->alignmentBytes == b->alignmentBytes && (m_alpha || a->name == b->name) &&
           exprs(a->shape, b->shape) && exprs(a->strides, b->strides);
  }
  bool buffers(const std::vector<Buffer>& a, const std::vector<Buffer>& b) {
    return each(a, b, [&](const Buffer& x, const Buffer& y) { return buffer(x, y); });
  }
  bool regions(const std::vector<BufferRegion>& a, const std::vector<BufferRegion>& b) {
    return each(a, b, [&](const BufferRegion& x, const BufferRegion& y) {
      return buffer(x.buffer, y.buffer) &&
             each(x.ranges, y.ranges, [&](const Range& r, const Range& s) {
               return expr(r.begin, s.begin) && expr(r.extent, s.extent);
             });
    });
  }

  bool same(const IntImm& a, const IntImm& b) { return a.value == b.value; }
  bool same(const FloatImm& a,
            const FloatImm& b) {  // bits, so that NaN equals itself and 0 is not -0
    return (a.value != a.value && b.value != b.value) ||
           std::memcmp(&a.value, &b.value, sizeof a.value) == 0;
  }
  bool same(const Var& a, const Var& b) {
    if (!m_alpha) return a.id == b.id;
    const auto it = m_vars.find(a.id);
    const auto back = m_varsBack.find(b.id);
    if (it == m_vars.end() && back == m_varsBack.end()) return a.id == b.id;  // free in both
    return it != m_vars.end() && back != m_varsBack.end() && it->second == b.id &&
           back->second == a.id;
  }
  bool same(const Binary& a, const Binary& b) {
    return a.op == b.op && expr(a.a, b.a) && expr(a.b, b.b);
  }
  bool same(const Compare& a, const Compare& b) {
    return a.op == b.op && expr(a.a, b.a) && expr(a.b, b.b);
  }
  bool same(const Not& a, const Not& b) { return expr(a.value, b.value); }
  bool same(const Select& a, const Select& b) {
    return expr(a.condition, b.condition) && expr(a.whenTrue, b.whenTrue) &&
           expr(a.whenFalse, b.whenFalse);
  }
  bool same(const Cast& a, const Cast& b) { return expr(a.value, b.value); }
  bool same(const Load& a, const Load& b) {
    return buffer(a.buffer, b.buffer) && exprs(a.indices, b.indices) &&
           expr(a.predicate, b.predicate);
  }
  bool same(const Call& a, const Call& b) {
    return a.intrinsic == b.intrinsic && exprs(a.args, b.args);
  }
  bool same(const Ramp& a, const Ramp& b) {
    return expr(a.base, b.base) && expr(a.stride, b.stride);
  }
  bool same(const Broadcast& a, const Broadcast& b) { return expr(a.value, b.value); }
  bool same(const Shuffle& a, const Shuffle& b) {
    return a.indices == b.indices && exprs(a.vectors, b.vectors);
  }

  bool same(const Store& a, const Store& b) {
    return buffer(a.buffer, b.buffer) && exprs(a.indices, b.indices) && expr(a.value, b.value) &&
           expr(a.predicate, b.predicate);
  }
  bool same(const For& a, const For& b) {
    return (m_alpha || a.id == b.id) && expr(a.min, b.min) && expr(a.extent, b.extent) &&
           bind(*a.var, *b.var) && a.forKind == b.forKind && a.thread == b.thread &&
           a.annotations == b.annotations && stmt(a.body, b.body);
  }
  bool same(const Block& a, const Block& b) {
    if (!m_alpha && (a.f.id != b.f.id || a.f.name != b.f.name)) return false;
    if (a.f.opaqueFunction != b.f.opaqueFunction || a.f.annotations != b.f.annotations)
      return false;
    if (!expr(a.f.predicate, b.f.predicate)) return false;
    const bool iters = each(a.f.iters, b.f.iters, [&](const BlockIter& x, const BlockIter& y) {
      return x.kind == y.kind && expr(x.extent, y.extent) && expr(x.binding, y.binding);
    });
    if (!iters) return false;
    for (size_t i = 0; i < a.f.iters.size(); ++i) {
      if (!bind(*a.f.iters[i].var, *b.f.iters[i].var)) return false;
    }
    return buffers(a.f.allocs, b.f.allocs) && regions(a.f.reads, b.f.reads) &&
           regions(a.f.writes, b.f.writes) && stmt(a.f.init, b.f.init) && stmt(a.f.body, b.f.body);
  }
  bool same(const Seq& a, const Seq& b) {
    return each(a.stmts, b.stmts, [&](const Stmt& x, const Stmt& y) { return stmt(x, y); });
  }
  bool same(const If& a, const If& b) {
    return expr(a.condition, b.condition) && stmt(a.thenBody, b.thenBody) &&
           stmt(a.elseBody, b.elseBody);
  }
  bool same(const Evaluate& a, const Evaluate& b) { return expr(a.value, b.value); }

  bool m_alpha;
  std::map<VarId, VarId> m_vars, m_varsBack;
  std::map<BufferId, BufferId> m_buffers, m_buffersBack;
};

}  // namespace

bool structurallyEqual(const Expr& a, const Expr& b, EqualMode mode) {
  return Comparer(mode).expr(a, b);
}
bool structurallyEqual(const Stmt& a, const Stmt& b, EqualMode mode) {
  return Comparer(mode).stmt(a, b);
}
bool structurallyEqual(const Program& a, const Program& b, EqualMode mode) {
  return Comparer(mode).program(a, b);
}

}  // namespace heddle::loops
