// SPDX-License-Identifier: Apache-2.0
#include <cctype>
#include <set>

#include "engine/loop_passes/passes.h"
#include "engine/loops/visit.h"

namespace heddle::loop_passes {
using namespace loops;
namespace {

std::string identifier(const std::string& name) {
  std::string out;
  for (char c : name) out += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  if (out.empty() || std::isdigit(static_cast<unsigned char>(out[0]))) out.insert(out.begin(), '_');
  return out;
}

std::set<BufferId> touched(const Stmt& root) {
  std::set<BufferId> out;
  walk(
      root,
      [&](const Stmt& s) {
        if (const auto* store = as<Store>(s)) out.insert(store->buffer->id);
        return true;
      },
      [&](const Expr& e) {
        if (const auto* load = as<Load>(e)) out.insert(load->buffer->id);
        return true;
      });
  return out;
}

// A tree without shared subtrees, so that each statement has one line of its own.
Stmt unshared(const Stmt& root) {
  return rewrite(root, [](const Stmt& s) {
    return dispatch(s, [](const auto& node) -> Stmt {
      return std::make_shared<std::remove_cvref_t<decltype(node)>>(node);
    });
  });
}

class Splitter {
 public:
  explicit Splitter(const Program& program) : m_program(program), m_nextId(program.nextId) {
    m_out.name = program.name;
  }

  Result<LoweredProgram> run() {
    const auto* seq = as<Seq>(m_program.body);
    const std::vector<Stmt> tops = seq ? seq->stmts : std::vector<Stmt>{m_program.body};
    std::vector<Stmt> serial;
    for (const Stmt& s : tops) {
      if (!s) continue;
      const auto* loop = as<For>(s);
      const bool isParallel =
          loop && loop->forKind == ForKind::parallel && constantInt(loop->extent);
      if (!isParallel && s->kind != StmtKind::Block) {
        serial.push_back(s);
        continue;
      }
      flush(serial);
      if (isParallel)
        addParallel(*loop);
      else
        addOpaque(*as<Block>(s));
    }
    flush(serial);
    HEDDLE_CHECK(check());
    return std::move(m_out);
  }

 private:
  const Program& m_program;
  uint64_t m_nextId;
  LoweredProgram m_out;
  std::set<BufferId> m_used;

  Kernel makeKernel() const {
    Kernel k;
    k.name = identifier(m_program.name) + "_k" + std::to_string(m_out.kernels.size());
    k.shapeVars = m_program.shapeVars;
    return k;
  }

  void finish(Kernel k) {
    k.body = unshared(k.body);
    const auto used = touched(k.body);
    for (const Param& p : m_program.params) {
      if (used.count(p.buffer->id)) k.args.push_back(p.buffer);
    }
    for (const Buffer& b : m_program.allocs) {
      if (!used.count(b->id)) continue;
      (b->scope == Scope::global ? k.args : k.locals).push_back(b);
      m_used.insert(b->id);
    }
    m_out.kernels.push_back(std::move(k));
  }

  // Nests that run on one thread need no barrier between them.
  void flush(std::vector<Stmt>& serial) {
    if (serial.empty()) return;
    Kernel k = makeKernel();
    k.body = Seq::make(std::exchange(serial, {}));
    finish(std::move(k));
  }

  void addParallel(const For& loop) {
    Kernel k = makeKernel();
    k.parallelExtent = *constantInt(loop.extent);
    k.begin = Var::make(VarId{m_nextId++}, "begin");
    k.end = Var::make(VarId{m_nextId++}, "end");
    auto fields = loop.fields();
    if (constantInt(loop.min) != 0) {
      fields.var = Var::make(VarId{m_nextId++}, loop.var->name);
      fields.body = substitute(loop.body, {{loop.var->id, fields.var + loop.min}});
    }
    fields.min = k.begin, fields.extent = Expr(k.end) - Expr(k.begin);
    k.body = withSpan(For::make(std::move(fields)), loop.span);
    finish(std::move(k));
  }

  void addOpaque(const Block& block) {
    Kernel k = makeKernel();
    k.opaqueFunction = block.f.opaqueFunction;
    for (const auto* regions : {&block.f.reads, &block.f.writes}) {
      for (const BufferRegion& r : *regions) {
        k.args.push_back(r.buffer);
        m_used.insert(r.buffer->id);
      }
    }
    m_out.kernels.push_back(std::move(k));
  }

  Status check() {
    for (const Buffer& b : m_program.allocs) {
      if (!m_used.count(b->id) || b->scope != Scope::global) continue;
      if (!constantInt(b->shape[0])) {
        return Diagnostic{"lower.split_kernels.workspace",
                          "the size of {0} is not constant",
                          {{"buffer", b->id.value, b->name}}};
      }
      m_out.workspace.push_back(b);
    }
    std::set<BufferId> locals;
    for (const Kernel& k : m_out.kernels) {
      for (const Buffer& b : k.locals) {
        if (locals.insert(b->id).second) continue;
        return Diagnostic{"lower.split_kernels.scope",
                          "{0} lives in one kernel but two touch it",
                          {{"buffer", b->id.value, b->name}}};
      }
      bool nested = false;
      walk(k.body, [&](const Stmt& s) { return nested |= s->kind == StmtKind::Block, true; });
      if (nested)
        return Diagnostic{"lower.split_kernels.opaque", "an opaque block stands inside a loop"};
    }
    return {};
  }
};

}  // namespace

Result<LoweredProgram> splitKernels(const Program& program) {
  return Splitter(program).run();
}

}  // namespace heddle::loop_passes
