// Statements of the loop IR: immutable nodes with public fields.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/loops/block.h"

namespace heddle::loops {

struct Store final : StmtNode {
  Buffer buffer;
  std::vector<Expr> indices;
  Expr value;
  Expr predicate;  // null: always; else lanes where it is false are not written
  static Stmt make(Buffer buffer, std::vector<Expr> indices, Expr value, Expr predicate = nullptr);

 private:
  Store(Buffer b, std::vector<Expr> i, Expr v, Expr p)
      : StmtNode(StmtKind::Store),
        buffer(std::move(b)),
        indices(std::move(i)),
        value(std::move(v)),
        predicate(std::move(p)) {}
};

enum class ForKind : uint8_t { serial, parallel, vectorized, unrolled, threadBinding };

// for var in [min, min + extent)
struct For final : StmtNode {
  LoopId id;
  VarRef var;
  Expr min, extent;
  ForKind forKind;
  std::string thread;  // "blockIdx.x", ... for threadBinding
  Annotations annotations;
  Stmt body;
  struct Fields {
    LoopId id;
    VarRef var;
    Expr min, extent;
    ForKind forKind = ForKind::serial;
    std::string thread = {};
    Annotations annotations = {};
    Stmt body;
  };
  static Stmt make(Fields fields);
  Fields fields() const { return {id, var, min, extent, forKind, thread, annotations, body}; }

 private:
  explicit For(Fields f)
      : StmtNode(StmtKind::For),
        id(f.id),
        var(std::move(f.var)),
        min(std::move(f.min)),
        extent(std::move(f.extent)),
        forKind(f.forKind),
        thread(std::move(f.thread)),
        annotations(std::move(f.annotations)),
        body(std::move(f.body)) {}
};

struct Seq final : StmtNode {
  std::vector<Stmt> stmts;
  // Flattens nested sequences and drops nulls; one statement stays itself; none is null.
  static Stmt make(std::vector<Stmt> stmts);

 private:
  explicit Seq(std::vector<Stmt> s) : StmtNode(StmtKind::Seq), stmts(std::move(s)) {}
};

struct If final : StmtNode {
  Expr condition;
  Stmt thenBody, elseBody;  // elseBody may be null
  static Stmt make(Expr condition, Stmt thenBody, Stmt elseBody = nullptr);

 private:
  If(Expr c, Stmt t, Stmt e)
      : StmtNode(StmtKind::If),
        condition(std::move(c)),
        thenBody(std::move(t)),
        elseBody(std::move(e)) {}
};

// For effect only: prefetch.
struct Evaluate final : StmtNode {
  Expr value;
  static Stmt make(Expr value);

 private:
  explicit Evaluate(Expr v) : StmtNode(StmtKind::Evaluate), value(std::move(v)) {}
};

// The same statement (children shared) with another span.
Stmt withSpan(const Stmt& s, uint32_t span);

template <class Node>
const Node* as(const Stmt& s);
#define HEDDLE_STMT(Kind)                                                                \
  template <>                                                                            \
  inline const Kind* as<Kind>(const Stmt& s) {                                           \
    return s && s->kind == StmtKind::Kind ? static_cast<const Kind*>(s.get()) : nullptr; \
  }
#include "engine/loops/nodes.def"

}  // namespace heddle::loops
