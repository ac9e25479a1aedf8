// One form of a kernel to read: text, line numbers, and the marked lines.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "engine/session/views.h"
#include "views/ir/line_links.h"

class QComboBox;
class QLabel;
class QsciScintilla;

namespace heddle::views {

class CodeLexer;

class TextPane final : public QWidget {
  Q_OBJECT
 public:
  explicit TextPane(QWidget* parent = nullptr);

  // The pane shows the form named `title`, or the first when there is none of that name.
  void setKernel(const std::shared_ptr<const session::KernelView>& kernel, const QString& title);
  QString title() const;
  // Marks the lines of the key; scrolls to the first when it is not in sight.
  void mark(const LineKey& key);
  // Puts the cursor there as a click does: the line's key is announced.
  void clickLine(int line);
  QString text() const;
  const QList<int>& markedLines() const { return m_marked; }
  // The text's own widget and where on it a line (scrolled to) is.
  QWidget* surface() const;
  QPoint pointOfLine(int line) const;
  // A line of the loop or block is marked already.
  bool isAt(const LineKey& key) const {
    return !m_key.isNone() && m_key.loop == key.loop && (!key.block.isValid() || m_key.block == key.block);
  }
  int markedCount() const { return static_cast<int>(m_marked.size()); }
  QsciScintilla* editor() const { return m_editor; }

 signals:
  void lineClicked(const heddle::views::LineKey& key);
  void titleChanged(const QString& title);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void applyPalette();
  void showForm(int index);
  void onCursorMoved(int line);
  void announce(int line);
  void markHotLoop();

  QComboBox* m_forms;
  QLabel* m_note;
  QsciScintilla* m_editor;
  CodeLexer* m_lexer;
  std::shared_ptr<const session::KernelView> m_kernel;
  LineKey m_key;
  QList<int> m_marked;
  int m_form = -1;
  bool m_isMarking = false;
};

}  // namespace heddle::views
