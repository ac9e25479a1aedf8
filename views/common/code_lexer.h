// Colours for loop programs, LLVM IR and assembly.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Qsci/qscilexercustom.h>

namespace heddle::views {

// One lexer for all forms: keywords, numbers, registers and variables with a sigil, comments, labels. It lexes only
// what is asked for, which is what is visible.
class CodeLexer final : public QsciLexerCustom {
  Q_OBJECT
 public:
  explicit CodeLexer(QObject* parent);
  const char* language() const override { return "heddle"; }
  QString description(int style) const override;
  void styleText(int start, int end) override;
  // Colours of text, margins, caret and selection.
  void applyPalette(QsciScintilla& editor, const QPalette& palette);

  enum Style { plain, keyword, number, sigil, comment, label, errorNote, styleCount };
};

}  // namespace heddle::views
