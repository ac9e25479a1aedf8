// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/common/code_lexer.h"

#include <Qsci/qsciscintilla.h>

#include <Qsci/qsciscintilla.h>

#include <QSet>
#include <QWidget>

#include "views/common/theme.h"

namespace heddle::views {
namespace {

const QSet<QByteArray>& knownWords() {
  static const QSet<QByteArray> set = {
      "for", "in", "range", "parallel", "vectorized", "unrolled", "serial", "block", "program", "alloc", "if",
      "else", "where", "reads", "writes", "init", "kernel", "reduce", "spatial", "registers", "local", "global",
      "out", "const", "bind", "define", "declare", "ret", "br", "label", "load", "store", "getelementptr",
      "inbounds", "phi", "fmul", "fadd", "call", "align", "ptr", "icmp", "add", "mul", "sub", "select", "float",
      "void", "insertelement", "shufflevector", "noalias", "nocapture", "readonly", "split", "fuse", "reorder",
      "vectorize", "unroll", "compute_at", "compute_inline", "reverse_compute_at", "reverse_compute_inline",
      "cache_write", "cache_read", "decompose_reduction", "transform_layout", "set_scope", "annotate", "unannotate",
      "loop_partition", "merge", "add_unit_loop", "tensorize", "prefetch", "read_at", "write_at", "reindex",
      "storage_align", "rolling_buffer", "rfactor", "decompose_padding", "pad_einsum", "blockize",
      "transform_block_layout", "reorder_block_iter_var", "sample_perfect_tile", "sample_categorical",
      "sample_compute_location"};
  return set;
}

bool isWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.'; }

}  // namespace

CodeLexer::CodeLexer(QObject* parent) : QsciLexerCustom(parent) {}

QString CodeLexer::description(int style) const {
  switch (style) {
    case plain: return tr("Text");
    case keyword: return tr("Keyword");
    case number: return tr("Number");
    case sigil: return tr("Register or variable");
    case comment: return tr("Comment");
    case label: return tr("Label");
    case errorNote: return tr("Error");
    default: return {};
  }
}

void CodeLexer::styleText(int start, int end) {
  const QByteArray text = editor()->text(start, end).toUtf8();
  startStyling(start);
  int at = 0;
  const auto emitRun = [&](int length, int style) {
    setStyling(length, style);
    at += length;
  };
  while (at < text.size()) {
    const char c = text[at];
    int stop = at + 1;
    if (c == '#' || c == ';') {
      while (stop < text.size() && text[stop] != '\n') ++stop;
      emitRun(stop - at, comment);
    } else if (c == '%' || c == '@') {
      while (stop < text.size() && isWord(text[stop])) ++stop;
      emitRun(stop - at, sigil);
    } else if (std::isdigit(static_cast<unsigned char>(c))) {
      while (stop < text.size() && isWord(text[stop])) ++stop;
      emitRun(stop - at, number);
    } else if (isWord(c)) {
      while (stop < text.size() && isWord(text[stop])) ++stop;
      const QByteArray word = text.mid(at, stop - at);
      const bool isLabel = stop < text.size() && text[stop] == ':' && (at == 0 || text[at - 1] == '\n');
      const bool isRegister = word.size() > 3 && (word.startsWith("zmm") || word.startsWith("ymm") || word.startsWith("xmm"));
      emitRun(stop - at, isLabel ? label : isRegister ? sigil : knownWords().contains(word) ? keyword : plain);
    } else {
      emitRun(1, plain);
    }
  }
}

void CodeLexer::applyPalette(QsciScintilla& editor, const QPalette& palette) {
  const Colors& colors = colorsOf(palette);
  const QColor byStyle[styleCount] = {colors.text, colors.accent, categoryColor(colors, 2), categoryColor(colors, 4),
                                      colors.muted, colors.text, colors.error};
  const QFont font = codeFont();
  setDefaultFont(font);
  setDefaultPaper(colors.base);
  setDefaultColor(colors.text);
  for (int style = 0; style < styleCount; ++style) {
    QFont styled = font;
    styled.setBold(style == keyword || style == label);
    setFont(styled, style);
    setColor(byStyle[style], style);
    setPaper(colors.base, style);
  }
  editor.setPaper(colors.base);
  editor.setMarginsBackgroundColor(colors.base);
  editor.setMarginsForegroundColor(colors.muted);
  editor.setMarginsFont(font);
  editor.setCaretForegroundColor(colors.text);
  editor.setSelectionBackgroundColor(colors.accentSoft);
}

}  // namespace heddle::views
