// A text of code among other widgets.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Qsci/qsciscintilla.h>

namespace heddle::views {

// Tab moves on, as everywhere in the window; code is not indented by hand here.
class CodeEditor final : public QsciScintilla {
  Q_OBJECT
 public:
  using QsciScintilla::QsciScintilla;

 protected:
  bool focusNextPrevChild(bool isNext) override { return QAbstractScrollArea::focusNextPrevChild(isNext); }
};

}  // namespace heddle::views
