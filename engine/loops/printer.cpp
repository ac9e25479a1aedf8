// Programs and statements as text. The grammar is that of parser.cpp.
// SPDX-License-Identifier: Apache-2.0
#include "engine/loops/expr_printer.h"
#include "engine/loops/text.h"
#include "engine/loops/visit.h"
#include "engine/support/text.h"

namespace heddle::loops {
namespace {

constexpr size_t maxColumns = 100;

class Printer {
 public:
  void program(const Program& p) {
    std::string head = "program " + identifierOrQuoted(p.name);
    for (size_t i = 0; i < p.shapeVars.size(); ++i) {
      m_names.defineSymbol(*p.shapeVars[i]);
      head += (i ? ", " : "[") + m_names.of(*p.shapeVars[i]);
    }
    if (!p.shapeVars.empty()) head += "]";
    static const char* const roles[] = {": in ", ": const ", ": out "};
    std::vector<std::string> params;
    for (const Param& param : p.params) {
      params.push_back(m_names.define(param.buffer) + roles[static_cast<int>(param.role)] +
                       m_exprs.bufferType(param.buffer));
    }
    parameters(head + "(", params);
    ++m_depth;
    annotations(p.annotations);
    allocs(p.allocs, nullptr);
    body(p.body);
    --m_depth;
  }
  void stmt(const Stmt& s) {
    if (s) dispatch(s, *this);
  }
  void setDepth(int depth) { m_depth = depth; }
  PrintedProgram take() { return std::move(m_out); }

  void operator()(const Store& n) {
    line(m_exprs.access(n.buffer, n.indices, n.predicate) + " = " + m_exprs.text(n.value), &n);
  }
  void operator()(const Evaluate& n) { line(m_exprs.text(n.value), &n); }
  void operator()(const Seq& n) {
    for (const Stmt& s : n.stmts) stmt(s);
  }
  void operator()(const If& n) {
    line("if " + m_exprs.text(n.condition) + ":", &n);
    indented(n.thenBody);
    if (!n.elseBody) return;
    line("else:", &n);
    indented(n.elseBody);
  }
  void operator()(const For& n) {
    const std::string min = constantInt(n.min) == 0 ? "" : " from " + m_exprs.text(n.min);
    const std::string extent = m_exprs.text(n.extent);
    const LoopId outer = std::exchange(m_info.loop, n.id);
    static const char* const kinds[] = {"range", "parallel", "vectorized", "unrolled", "bind"};
    std::string text =
        "for " + m_names.define(*n.var) + " in " + kinds[static_cast<int>(n.forKind)] + "(";
    if (n.forKind == ForKind::threadBinding) text += quoted(n.thread) + ", ";
    text += extent + ")" + min;
    for (const auto& [key, value] : n.annotations) {
      text += (&key == &n.annotations.begin()->first ? " with " : ", ") + identifierOrQuoted(key) +
              " = " + toText(value);
    }
    line(text + ":", &n);
    indented(n.body);
    m_names.undefine(*n.var);
    m_info.loop = outer;
  }
  void operator()(const Block& n) {
    const BlockId outer = std::exchange(m_info.block, n.f.id);
    std::vector<std::string> bindings;
    for (const BlockIter& iter : n.f.iters) bindings.push_back(m_exprs.text(iter.binding));
    const std::string predicate = n.f.predicate ? m_exprs.text(n.f.predicate) : "";
    auto visible = m_names.hideLoops();
    for (size_t i = 0; i < bindings.size(); ++i) {
      static const char* const kinds[] = {"", "reduce ", "opaque "};
      const BlockIter& iter = n.f.iters[i];
      bindings[i] = kinds[static_cast<int>(iter.kind)] + m_names.define(*iter.var) + ": " +
                    m_exprs.text(iter.extent) + " = " + bindings[i];
    }
    items("block " + identifierOrQuoted(n.f.name) + "(", bindings, "):", &n);
    ++m_depth;
    if (n.f.predicate) line("where " + predicate, &n);
    regions("reads ", n.f.reads, &n);
    regions("writes ", n.f.writes, &n);
    annotations(n.f.annotations, &n);
    allocs(n.f.allocs, &n);
    if (!n.f.opaqueFunction.empty()) line("call " + quoted(n.f.opaqueFunction), &n);
    init(n.f.init, &n);
    if (n.f.body || n.f.opaqueFunction.empty()) body(n.f.body);
    --m_depth;
    m_names.restore(std::move(visible));
    m_info.block = outer;
  }

 private:
  void line(std::string text, const StmtNode* stmt) {
    m_out.text.append(2 * m_depth, ' ').append(text).append("\n");
    m_out.lines.push_back({m_info.loop, m_info.block, stmt});
  }
  // On one line, or where they do not fit one a line.
  void parameters(std::string head, const std::vector<std::string>& list) {
    size_t columns = head.size() + 2;
    for (const std::string& item : list) columns += item.size() + 2;
    if (columns <= maxColumns || list.empty()) return items(std::move(head), list, "):", nullptr);
    line(head, nullptr);
    m_depth += 2;
    for (const std::string& item : list) line(item + (&item == &list.back() ? "):" : ","), nullptr);
    m_depth -= 2;
  }
  // head item, item, ... tail, broken between items where a line would get too long.
  void items(std::string head, const std::vector<std::string>& list, const std::string& tail,
             const StmtNode* stmt) {
    const size_t outerDepth = m_depth;
    std::string text = std::move(head);
    for (size_t i = 0; i < list.size(); ++i) {
      const std::string item = list[i] + (i + 1 < list.size() ? "," : tail);
      const bool isFirst =
          text.ends_with("(") || text.ends_with("reads ") || text.ends_with("writes ");
      if (2 * m_depth + text.size() + 1 + item.size() > maxColumns && !isFirst) {
        line(text, stmt);
        m_depth = outerDepth + 2;
        text = item;
      } else {
        text += (isFirst ? "" : " ") + item;
      }
    }
    line(list.empty() ? text + tail : text, stmt);
    m_depth = outerDepth;
  }
  void indented(const Stmt& s) {
    ++m_depth;
    body(s);
    --m_depth;
  }
  void body(const Stmt& s) {
    if (s)
      stmt(s);
    else
      line("pass", nullptr);
  }
  void init(const Stmt& s, const Block* block) {
    if (!s) return;
    if (const auto* store = as<Store>(s)) {
      line("init: " + m_exprs.access(store->buffer, store->indices, store->predicate) + " = " +
               m_exprs.text(store->value),
           store);
      return;
    }
    line("init:", block);
    indented(s);
  }
  void regions(const char* word, const std::vector<BufferRegion>& list, const Block* block) {
    std::vector<std::string> parts;
    for (const BufferRegion& r : list) parts.push_back(m_exprs.region(r));
    if (!parts.empty()) items(word, parts, "", block);
  }
  void annotations(const Annotations& list, const StmtNode* stmt = nullptr) {
    for (const auto& [key, value] : list) {
      line("annotate " + identifierOrQuoted(key) + " = " + toText(value), stmt);
    }
  }
  void allocs(const std::vector<Buffer>& list, const StmtNode* stmt) {
    for (const Buffer& b : list)
      line("alloc " + m_names.define(b) + ": " + m_exprs.bufferType(b), stmt);
  }

  Names m_names;
  ExprPrinter m_exprs{m_names};
  PrintedProgram m_out;
  LineInfo m_info;
  size_t m_depth = 0;
};

}  // namespace

PrintedProgram print(const Program& program) {
  Printer printer;
  printer.program(program);
  return printer.take();
}

PrintedProgram print(const Stmt& s, int depth) {
  Printer printer;
  printer.setDepth(depth);
  printer.stmt(s);
  return printer.take();
}

std::string toText(const Stmt& s) {
  return print(s, 0).text;
}

}  // namespace heddle::loops
