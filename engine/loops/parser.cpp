// Reads what printer.cpp writes.
// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/parser.h"

#include <utility>

#include "engine/loops/expr_printer.h"
#include "engine/loops/text.h"
#include "engine/loops/visit.h"

namespace heddle::loops {
namespace {

class ProgramParser : public ExprParser {
 public:
  using ExprParser::ExprParser;

  Program program() {
    expect("program");
    m_program.name = nameOrString();
    if (accept("[")) {
      do m_program.shapeVars.push_back(variable());
      while (accept(","));
      expect("]");
    }
    m_symbols = m_vars;
    params();
    openSuite();
    while (isWord("annotate")) annotation(m_program.annotations);
    while (isWord("alloc")) m_program.allocs.push_back(alloc());
    m_program.body = suite();
    if (peek().kind != Token::Kind::end) fail("expected the end of the program");
    return std::move(m_program);
  }

 private:
  VarRef variable() {
    if (peek().kind != Token::Kind::word || isReservedWord(peek().text)) fail("expected a name");
    const std::string name = take().text;
    return m_vars[name] = Var::make(m_program.freshId<VarId>(), name);
  }
  void newline() {
    if (peek().kind != Token::Kind::newline) fail("expected the end of the line");
    take();
  }
  void openSuite() {
    expect(":");
    newline();
    if (peek().kind != Token::Kind::indent) fail("expected an indented line");
    take();
  }
  // Statements up to the dedent, which is taken.
  Stmt suite() {
    std::vector<Stmt> stmts;
    while (peek().kind != Token::Kind::dedent && peek().kind != Token::Kind::end) {
      if (accept("pass"))
        newline();
      else
        stmts.push_back(stmt());
    }
    if (peek().kind == Token::Kind::dedent) take();
    return Seq::make(std::move(stmts));
  }
  void params() {
    expect("(");
    while (!isSymbol(")")) {
      const std::string name = nameOrString();
      expect(":");
      ParamRole role = ParamRole::input;
      if (accept("const"))
        role = ParamRole::constant;
      else if (accept("out"))
        role = ParamRole::output;
      else
        expect("in");
      m_program.params.push_back({buffer(name), role});
      if (!accept(",")) break;
    }
    expect(")");
  }
  Buffer buffer(const std::string& name) {
    if (m_buffers.count(name)) fail("a buffer named '" + name + "' exists already");
    BufferNode node{m_program.freshId<BufferId>(), name};
    const auto type = peek().kind == Token::Kind::word ? typeFromName(peek().text) : std::nullopt;
    if (!type || !type->isScalar() || !isComputable(type->element))
      fail("expected an element type");
    take();
    node.element = type->element;
    node.shape = indexList();
    if (accept("in")) node.scope = scope();
    if (accept("align")) node.alignmentBytes = integer();
    if (accept("strides")) node.strides = indexList();
    require(node.strides.empty() || node.strides.size() == node.shape.size(),
            "one stride per dimension");
    return m_buffers[name] = makeBuffer(std::move(node));
  }
  std::vector<Expr> indexList() {
    std::vector<Expr> list;
    expect("[");
    while (!isSymbol("]")) {
      list.push_back(index());
      if (!accept(",")) break;
    }
    expect("]");
    return list;
  }
  Scope scope() {
    if (accept("global")) return Scope::global;
    if (accept("shared")) return Scope::shared;
    if (accept("local")) return Scope::local;
    if (accept("registers")) return Scope::registers;
    fail("expected a scope: global, shared, local or registers");
  }
  Buffer alloc() {
    expect("alloc");
    const std::string name = nameOrString();
    expect(":");
    Buffer b = buffer(name);
    newline();
    return b;
  }
  Annotation annotationValue() {
    if (peek().kind == Token::Kind::string) return take().text;
    if (const auto value = plainDouble()) return *value;
    const Expr e = expr();
    if (const auto* f = as<FloatImm>(e)) return f->value;
    if (!constantInt(e)) fail("expected a number or a string");
    return *constantInt(e);
  }
  void annotation(Annotations& list) {
    expect("annotate");
    const std::string key = nameOrString();
    expect("=");
    list[key] = annotationValue();
    newline();
  }

  Stmt stmt() {
    if (++m_depth > 200) fail("nested too deeply");
    Stmt s = isWord("for")     ? loop()
             : isWord("block") ? block()
             : isWord("if")    ? conditional()
                               : simple();
    --m_depth;
    return s;
  }
  // "x[i] = value", or an expression for its effect.
  Stmt simple() {
    if (peek().kind == Token::Kind::word && m_buffers.count(peek().text) && peek(1).text == "[") {
      const Buffer target = bufferNamed(take().text);
      const Access a = access(target);
      expect("=");
      Expr value = expr();
      if (value->type != ValueType{target->element, a.lanes}) {
        fail("a value of type " + typeText(value->type) + " is stored where " +
             typeText({target->element, a.lanes}) + " is expected");
      }
      newline();
      return Store::make(target, a.indices, value, a.predicate);
    }
    Expr value = expr();
    newline();
    return Evaluate::make(value);
  }
  Stmt conditional() {
    expect("if");
    Expr condition = expr();
    require(condition->type == ValueType(ElementType::boolean, 1),
            "the condition is not a scalar bool");
    openSuite();
    Stmt thenBody = suite(), elseBody;
    if (accept("else")) {
      openSuite();
      elseBody = suite();
    }
    return If::make(condition, thenBody, elseBody);
  }
  Stmt loop() {
    static const std::map<std::string, ForKind> kinds = {{"range", ForKind::serial},
                                                         {"parallel", ForKind::parallel},
                                                         {"vectorized", ForKind::vectorized},
                                                         {"unrolled", ForKind::unrolled},
                                                         {"bind", ForKind::threadBinding}};
    expect("for");
    const std::string name = nameOrString();
    if (isReservedWord(name)) fail("'" + name + "' is a word of the language");
    expect("in");
    For::Fields f;
    f.id = m_program.freshId<LoopId>();
    const auto kind = kinds.find(peek().text);
    if (kind == kinds.end()) fail("expected range, parallel, vectorized, unrolled or bind");
    take();
    f.forKind = kind->second;
    expect("(");
    if (f.forKind == ForKind::threadBinding) {
      f.thread = nameOrString();
      require(!f.thread.empty(), "the name of the thread axis is empty");
      expect(",");
    }
    f.extent = index();
    expect(")");
    f.min = accept("from") ? index() : constant(0);
    if (accept("with")) {
      do {
        const std::string key = nameOrString();
        expect("=");
        f.annotations[key] = annotationValue();
      } while (accept(","));
    }
    openSuite();
    const auto outer = m_vars;
    f.var = m_vars[name] = Var::make(m_program.freshId<VarId>(), name);
    f.body = suite();
    m_vars = outer;
    return For::make(std::move(f));
  }

  Stmt block() {
    expect("block");
    Block::Fields f;
    f.id = m_program.freshId<BlockId>();
    f.name = nameOrString();
    auto inside = m_symbols;
    iterators(f, inside);
    openSuite();
    if (accept("where")) {
      f.predicate = expr();
      require(f.predicate->type == ValueType(ElementType::boolean, 1),
              "the condition is not a scalar bool");
      newline();
    }
    const auto outer = std::exchange(m_vars, std::move(inside));
    const auto outerBuffers = m_buffers;
    if (accept("reads")) regions(f.reads);
    if (accept("writes")) regions(f.writes);
    while (isWord("annotate")) annotation(f.annotations);
    while (isWord("alloc")) f.allocs.push_back(alloc());
    if (accept("call")) {
      f.opaqueFunction = nameOrString();
      newline();
    }
    if (isWord("init")) f.init = init();
    f.body = suite();
    m_vars = outer;
    m_buffers = outerBuffers;
    return Block::make(std::move(f));
  }
  void iterators(Block::Fields& f, std::map<std::string, VarRef>& inside) {
    expect("(");
    while (!isSymbol(")")) {
      BlockIter iter;
      iter.kind = accept("reduce")   ? IterKind::reduce
                  : accept("opaque") ? IterKind::opaque
                                     : IterKind::spatial;
      const std::string name = nameOrString();
      if (isReservedWord(name)) fail("'" + name + "' is a word of the language");
      expect(":");
      const auto outer = std::exchange(m_vars, m_symbols);
      iter.extent = index();
      m_vars = outer;
      expect("=");
      iter.binding = index();
      iter.var = Var::make(m_program.freshId<VarId>(), name);
      if (!inside.emplace(name, iter.var).second) fail("two iterators are named '" + name + "'");
      f.iters.push_back(std::move(iter));
      if (!accept(",")) break;
    }
    expect(")");
  }
  void regions(std::vector<BufferRegion>& list) {
    do {
      BufferRegion r{bufferNamed(nameOrString()), {}};
      expect("[");
      while (!isSymbol("]")) {
        r.ranges.push_back(range());
        if (!accept(",")) break;
      }
      expect("]");
      require(r.ranges.size() == r.buffer->shape.size(), "one range per dimension is needed");
      list.push_back(std::move(r));
    } while (accept(","));
    newline();
  }
  // "i" is one element; the end of "begin:end" is begin + extent as written.
  Range range() {
    const Expr begin = index();
    if (!accept(":")) return {begin, constant(1)};
    const Expr end = index();
    const auto b = constantInt(begin), e = constantInt(end);
    if (b && e) return {begin, constant(*e - *b)};
    if (b == 0) return {begin, end};
    const auto* sum = as<Binary>(end);
    if (!sum || sum->op != BinaryOp::add || !structurallyEqual(sum->a, begin)) {
      fail("a range is written begin:begin + extent");
    }
    return {begin, sum->b};
  }
  Stmt init() {
    expect("init");
    if (peek(1).kind == Token::Kind::newline) {
      openSuite();
      return suite();
    }
    expect(":");
    return simple();
  }

  Program m_program;
  std::map<std::string, VarRef> m_symbols;
  int m_depth = 0;
};

}  // namespace

Result<Program> parse(std::string_view text) {
  HEDDLE_TRY(auto tokens, tokenize(text));
  try {
    return ProgramParser(std::move(tokens)).program();
  } catch (ParseFailure& failure) {
    return std::move(failure.diagnostic);
  }
}

}  // namespace heddle::loops
