// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/ir/text_pane.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "views/common/numbers.h"
#include "views/common/theme.h"
#include "views/common/code_editor.h"
#include "views/common/code_lexer.h"
#include "views/ir/form_names.h"

namespace heddle::views {
namespace {

constexpr int kMarker = 3, kHotMarker = 4, kBarMarker = 5;
constexpr int kHotMargin = 1, kBarMargin = 2, kBarWidth = 6;

QColor mixed(const QColor& a, const QColor& b, double share) {
  const auto at = [share](int x, int y) { return static_cast<int>(x + (y - x) * share); };
  return QColor(at(a.red(), b.red()), at(a.green(), b.green()), at(a.blue(), b.blue()));
}

}  // namespace

TextPane::TextPane(QWidget* parent)
    : QWidget(parent), m_forms(new QComboBox(this)), m_note(new QLabel(this)), m_editor(new CodeEditor(this)), m_lexer(new CodeLexer(m_editor)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(kGrid);
  auto* bar = new QHBoxLayout;
  bar->setSpacing(2 * kGrid);
  bar->addWidget(m_forms, 1);
  bar->addWidget(m_note);
  layout->addLayout(bar);
  m_note->setForegroundRole(QPalette::PlaceholderText);
  layout->addWidget(m_editor, 1);
  m_forms->setAccessibleName(tr("Form of the kernel"));
  m_editor->setAccessibleName(tr("Text of the kernel"));
  m_editor->setReadOnly(true);
  m_editor->setUtf8(true);
  m_editor->setLexer(m_lexer);
  m_editor->setMarginType(0, QsciScintilla::NumberMargin);
  m_editor->setMarginType(kHotMargin, QsciScintilla::SymbolMargin);
  m_editor->setMarginWidth(kHotMargin, kBarWidth);
  m_editor->setMarginMarkerMask(kHotMargin, 1 << kHotMarker);
  m_editor->setFrameShape(QFrame::NoFrame);
  m_editor->setCaretWidth(1);
  m_editor->setScrollWidth(1);
  m_editor->setScrollWidthTracking(true);
  m_editor->markerDefine(QsciScintilla::Background, kMarker);
  m_editor->markerDefine(QsciScintilla::FullRectangle, kHotMarker);
  m_editor->setMarginType(kBarMargin, QsciScintilla::SymbolMargin);
  m_editor->setMarginWidth(kBarMargin, kBarWidth);
  m_editor->setMarginMarkerMask(kBarMargin, 1 << kBarMarker);
  m_editor->markerDefine(QsciScintilla::FullRectangle, kBarMarker);
  applyPalette();
  connect(m_forms, &QComboBox::currentIndexChanged, this, [this](int index) {
    showForm(index);
    emit titleChanged(title());
  });
  connect(m_editor, &QsciScintilla::cursorPositionChanged, this, [this](int line, int) { onCursorMoved(line); });
}

QString TextPane::title() const { return m_forms->currentData().toString(); }

void TextPane::setKernel(const std::shared_ptr<const session::KernelView>& kernel, const QString& title) {
  m_kernel = kernel;
  m_form = -1;
  const QSignalBlocker quiet(m_forms);
  m_forms->clear();
  if (m_kernel)
    for (const session::TextView& text : m_kernel->texts)
      m_forms->addItem(formName(text.title), QString::fromStdString(text.title));
  const int wanted = m_forms->findData(title);
  m_forms->setCurrentIndex(wanted >= 0 ? wanted : m_forms->count() > 0 ? 0 : -1);
  showForm(m_forms->currentIndex());
}

void TextPane::showForm(int index) {
  m_form = index;
  m_isMarking = true;
  const bool hasForm = m_kernel && index >= 0 && index < static_cast<int>(m_kernel->texts.size());
  m_editor->setText(hasForm ? QString::fromStdString(m_kernel->texts[static_cast<size_t>(index)].text) : QString());
  const int digits = std::max(3, static_cast<int>(QString::number(m_editor->lines()).size()) + 1);
  m_editor->setMarginWidth(0, QString(digits, QLatin1Char('0')));
  markHotLoop();
  m_isMarking = false;
  mark(m_key);
}

// A bar beside the instructions where the time goes.
void TextPane::markHotLoop() {
  m_editor->markerDeleteAll(kHotMarker);
  if (!m_kernel || title() != QLatin1String("asm")) return;
  const session::HotLoopView& loop = m_kernel->hotLoop;
  for (int line = loop.firstLine; line < loop.lastLine; ++line) m_editor->markerAdd(line, kHotMarker);
  if (loop.lastLine > 0) m_editor->setFirstVisibleLine(std::max(0, loop.firstLine - 3));
}

void TextPane::mark(const LineKey& key) {
  m_key = key;
  m_marked.clear();
  m_editor->markerDeleteAll(kMarker);
  m_editor->markerDeleteAll(kBarMarker);
  m_note->clear();
  if (!m_kernel || m_form < 0 || key.isNone()) return;
  m_marked = linesOf(m_kernel->texts[static_cast<size_t>(m_form)], key);
  for (const int line : m_marked) {
    m_editor->markerAdd(line, kMarker);
    m_editor->markerAdd(line, kBarMarker);
  }
  m_note->setText(m_marked.isEmpty() ? tr("no line of it here") : tr("%n line(s)", nullptr, static_cast<int>(m_marked.size())));
  if (m_marked.isEmpty() || m_editor->hasFocus()) return;
  const int first = m_editor->firstVisibleLine();
  const int shown = static_cast<int>(m_editor->SendScintilla(QsciScintilla::SCI_LINESONSCREEN));
  for (const int line : m_marked)
    if (line >= first && line < first + shown) return;
  m_editor->setFirstVisibleLine(std::max(0, m_marked.front() - shown / 3));
}

void TextPane::onCursorMoved(int line) {
  if (m_editor->hasFocus()) announce(line);
}

void TextPane::clickLine(int line) {
  m_editor->setCursorPosition(line, 0);
  announce(line);
}

QString TextPane::text() const { return m_editor->text(); }

QWidget* TextPane::surface() const { return m_editor->viewport(); }

QPoint TextPane::pointOfLine(int line) const {
  const int first = m_editor->firstVisibleLine();
  const int shown = static_cast<int>(m_editor->SendScintilla(QsciScintilla::SCI_LINESONSCREEN));
  if (line < first || line >= first + shown) m_editor->setFirstVisibleLine(std::max(0, line - shown / 2));
  const long at = m_editor->SendScintilla(QsciScintilla::SCI_POSITIONFROMLINE, line);
  const long x = m_editor->SendScintilla(QsciScintilla::SCI_POINTXFROMPOSITION, 0ul, at);
  const long y = m_editor->SendScintilla(QsciScintilla::SCI_POINTYFROMPOSITION, 0ul, at);
  const long height = m_editor->SendScintilla(QsciScintilla::SCI_TEXTHEIGHT, line);
  return {static_cast<int>(x) + 2, static_cast<int>(y + height / 2)};
}

void TextPane::announce(int line) {
  if (m_isMarking || !m_kernel || m_form < 0) return;
  const LineKey key = keyOfLine(m_kernel->texts[static_cast<size_t>(m_form)], line);
  if (!key.isNone()) emit lineClicked(key);
}

void TextPane::applyPalette() {
  const Colors& colors = colorsOf(palette());
  m_lexer->applyPalette(*m_editor, palette());
  m_editor->setMarkerBackgroundColor(mixed(colors.base, colors.accent, colors.isDark ? 0.38 : 0.24), kMarker);
  m_editor->setMarkerBackgroundColor(colors.accent, kBarMarker);
  m_editor->setMarkerForegroundColor(colors.accent, kBarMarker);
  m_editor->setMarkerBackgroundColor(colors.worse, kHotMarker);
  m_editor->setMarkerForegroundColor(colors.worse, kHotMarker);
}

void TextPane::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) applyPalette();
}

}  // namespace heddle::views
