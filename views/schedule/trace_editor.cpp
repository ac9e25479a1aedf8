// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/schedule/trace_editor.h"

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

#include "views/common/code_editor.h"
#include "views/common/code_lexer.h"
#include "views/common/engine_text.h"
#include "views/common/theme.h"

namespace heddle::views {
namespace {

constexpr int kMarker = 3, kErrorMarker = 4, kErrorMargin = 1, kErrorWidth = 6, kSettleMs = 350;

}  // namespace

int lineOfError(const std::string& where) {
  static const QRegularExpression pattern(QStringLiteral("\\bline (\\d+)"));
  const auto match = pattern.match(QString::fromStdString(where));
  return match.hasMatch() ? match.captured(1).toInt() - 1 : -1;
}

TraceEditor::TraceEditor(WorkbenchContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_message(new QLabel(this)),
      m_back(new QPushButton(tr("Bring my text back"), this)),
      m_editor(new CodeEditor(this)),
      m_lexer(new CodeLexer(m_editor)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
  auto* title = new QLabel(QStringLiteral("<b>%1</b>").arg(tr("Schedule")), this);
  m_message->setTextFormat(Qt::PlainText);
  m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_message->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  head->addWidget(title);
  head->addSpacing(2 * kGrid);
  head->addWidget(m_message, 1);
  head->addWidget(m_back);
  m_back->hide();
  layout->addLayout(head);
  layout->addWidget(m_editor, 1);
  m_editor->setUtf8(true);
  m_editor->setLexer(m_lexer);
  m_editor->setAccessibleName(tr("Schedule as text"));
  m_editor->setMarginType(0, QsciScintilla::NumberMargin);
  m_editor->setMarginWidth(0, QStringLiteral("0000"));
  m_editor->setMarginType(kErrorMargin, QsciScintilla::SymbolMargin);
  m_editor->setMarginWidth(kErrorMargin, kErrorWidth);
  m_editor->setMarginMarkerMask(kErrorMargin, 1 << kErrorMarker);
  m_editor->setFrameShape(QFrame::NoFrame);
  m_editor->setScrollWidth(1);
  m_editor->setScrollWidthTracking(true);
  m_editor->setWrapMode(QsciScintilla::WrapNone);
  m_editor->setAnnotationDisplay(QsciScintilla::AnnotationStandard);
  m_editor->markerDefine(QsciScintilla::Background, kMarker);
  m_editor->markerDefine(QsciScintilla::FullRectangle, kErrorMarker);
  applyPalette();
  m_settle.setSingleShot(true);
  m_settle.setInterval(kSettleMs);
  connect(&m_settle, &QTimer::timeout, this, [this] {
    m_isAsked = true;
    m_context.schedule().setTrace(text());
  });
  connect(m_editor, &QsciScintilla::textChanged, this, &TraceEditor::onTyped);
  connect(m_back, &QPushButton::clicked, this, &TraceEditor::bringBack);
  ScheduleDesk& desk = m_context.schedule();
  connect(&desk, &ScheduleDesk::traceRefused, this, &TraceEditor::onRefused);
  connect(&desk, &ScheduleDesk::traceAccepted, this, [this] { m_isOwnChange = std::exchange(m_isAsked, false); });
  connect(&desk, &ScheduleDesk::historyChanged, this, &TraceEditor::onHistory);
  onHistory();
}

QString TraceEditor::text() const { return m_editor->text(); }
QString TraceEditor::message() const { return m_message->text(); }

void TraceEditor::setText(const QString& text) { m_editor->setText(text); }

void TraceEditor::onTyped() {
  if (m_isReplacing) return;
  clearError();
  say(tr("changed"), false);
  m_settle.start();
}

void TraceEditor::replaceText(const QString& text) {
  m_isReplacing = true;
  int line = 0, column = 0;
  m_editor->getCursorPosition(&line, &column);
  m_editor->setText(text);
  m_editor->setCursorPosition(std::min(line, std::max(0, m_editor->lines() - 1)), 0);
  m_isReplacing = false;
}

void TraceEditor::onHistory() {
  const session::ScheduleStateView* now = m_context.schedule().current();
  setEnabled(now != nullptr);
  if (!now) {
    m_synced.clear();
    replaceText({});
    return clearError();
  }
  const QString trace = QString::fromStdString(now->trace);
  const bool isOwn = std::exchange(m_isOwnChange, false);
  if (trace == m_synced && !isOwn) return;
  // What a person wrote is not thrown away: neither refused text, nor comments.
  const bool isUnsaved = m_errorLine >= 0 || m_settle.isActive();
  if (!isOwn && isUnsaved && text() != trace) m_draft = text();
  m_settle.stop();
  m_synced = trace;
  clearError();
  if (!isOwn) replaceText(trace);
  m_back->setVisible(hasDraft());
  const auto steps = static_cast<int>(trace.count(QLatin1Char('\n')) + (trace.isEmpty() || trace.endsWith(QLatin1Char('\n')) ? 0 : 1));
  say(hasDraft() ? tr("The schedule changed elsewhere; your text is kept")
      : steps == 0 ? tr("No steps: the loops run as written. Type one, or use the loop tree")
                   : tr("%n step(s)", nullptr, steps), false);
}

void TraceEditor::bringBack() {
  const QString draft = std::exchange(m_draft, QString());
  m_back->hide();
  if (!draft.isEmpty()) setText(draft);
}

void TraceEditor::clearError() {
  m_errorLine = -1;
  m_editor->clearAnnotations();
  m_editor->markerDeleteAll(kMarker);
  m_editor->markerDeleteAll(kErrorMarker);
}

void TraceEditor::onRefused(const Diagnostic& reason) {
  if (!std::exchange(m_isAsked, false)) return;
  clearError();
  const int line = lineOfError(reason.where);
  m_errorLine = std::clamp(line, 0, std::max(0, m_editor->lines() - 1));
  const QString why = messageOf(reason);
  const QString hint = hintOf(reason);
  m_editor->markerAdd(m_errorLine, kMarker);
  m_editor->markerAdd(m_errorLine, kErrorMarker);
  m_editor->annotate(m_errorLine, hint.isEmpty() ? why : why + QLatin1Char('\n') + hint, CodeLexer::errorNote);
  m_editor->ensureLineVisible(m_errorLine);
  say(tr("Line %1: %2").arg(m_errorLine + 1).arg(why), true);
}

void TraceEditor::say(const QString& text, bool isError) {
  const Colors& colors = colorsOf(palette());
  QPalette own = m_message->palette();
  own.setColor(QPalette::WindowText, isError ? colors.error : colors.muted);
  m_message->setPalette(own);
  m_message->setText(text);
  m_message->setToolTip(text);
}

void TraceEditor::applyPalette() {
  const Colors& colors = colorsOf(palette());
  m_lexer->applyPalette(*m_editor, palette());
  QColor ground = colors.error;
  ground.setAlpha(colors.isDark ? 60 : 36);
  m_editor->setMarkerBackgroundColor(ground, kMarker);
  m_editor->setMarkerBackgroundColor(colors.error, kErrorMarker);
  m_editor->setMarkerForegroundColor(colors.error, kErrorMarker);
}

void TraceEditor::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) applyPalette();
}

}  // namespace heddle::views
