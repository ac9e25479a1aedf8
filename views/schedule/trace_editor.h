// The trace of the current state as text to edit: in step with the editor both ways, errors at their line.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

#include "views/context/workbench_context.h"

class QLabel;
class QPushButton;
class QsciScintilla;

namespace heddle::views {

class CodeLexer;

// Text that is refused stays as it is, the schedule too. When the schedule changes elsewhere meanwhile, the refused
// text is put aside and can be brought back.
class TraceEditor final : public QWidget {
  Q_OBJECT
 public:
  explicit TraceEditor(WorkbenchContext& context, QWidget* parent = nullptr);
  QsciScintilla* editor() const { return m_editor; }
  QString text() const;
  void setText(const QString& text);  // as if it had been typed
  int errorLine() const { return m_errorLine; }  // 0-based; -1: none
  QString message() const;
  bool hasDraft() const { return !m_draft.isEmpty(); }
  void bringBack();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void onTyped();
  void onHistory();
  void onRefused(const Diagnostic& reason);
  void replaceText(const QString& text);
  void clearError();
  void say(const QString& text, bool isError);
  void applyPalette();

  WorkbenchContext& m_context;
  QLabel* m_message;
  QPushButton* m_back;
  QsciScintilla* m_editor;
  CodeLexer* m_lexer;
  QTimer m_settle;
  QString m_synced;  // the trace that the text stands for
  QString m_draft;   // refused text, put aside
  int m_errorLine = -1;
  bool m_isAsked = false;  // the text was sent, the answer is not there
  bool m_isOwnChange = false, m_isReplacing = false;
};

// "line 3, column 7" anywhere in `where`: 2. -1 when there is no line.
int lineOfError(const std::string& where);

}  // namespace heddle::views
