// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/ir/kernel_view.h"

#include <QComboBox>
#include <QLabel>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "views/common/copy_command.h"
#include "views/common/theme.h"
#include "views/context/command_log.h"
#include "views/ir/hot_loop_text.h"
#include "views/ir/text_pane.h"

namespace heddle::views {
namespace {

constexpr int kColumnWidth = 400;   // of code that is read without scrolling sideways all the time
// What goes first when there is no room for all: the middle one, the way between program and code.
constexpr size_t kDroppedFirst[] = {1, 0};

}  // namespace

KernelPanel::KernelPanel(WorkbenchContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_message(new QLabel(this)),
      m_stack(new QStackedWidget(this)),
      m_hotLoop(new QLabel(this)),
      m_columns(new QComboBox(this)) {
  m_message->setAlignment(Qt::AlignCenter);
  m_message->setWordWrap(true);
  m_message->setMargin(8 * kGrid);
  m_stack->addWidget(m_message);
  m_stack->addWidget(buildTexts());
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_stack);
  ScheduleDesk& desk = m_context.schedule();
  connect(&desk, &ScheduleDesk::codeChanged, this, &KernelPanel::onCode);
  connect(&desk, &ScheduleDesk::historyChanged, this, &KernelPanel::onHistory);
  connect(&desk, &ScheduleDesk::messageChanged, this, &KernelPanel::showMessage);
  connect(&m_context.selection(), &Selection::changed, this, &KernelPanel::onSelection);
  onCode();
}

QWidget* KernelPanel::buildTexts() {
  auto* side = new QWidget(this);
  auto* layout = new QVBoxLayout(side);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(kGrid);
  auto* splitter = new QSplitter(side);
  splitter->setChildrenCollapsible(false);
  for (int i = 0; i < 3; ++i) {
    auto* pane = new TextPane(splitter);
    connect(pane, &TextPane::lineClicked, this, &KernelPanel::markEverywhere);
    splitter->addWidget(pane);
    m_panes.push_back(pane);
  }
  layout->addWidget(splitter, 1);
  layout->addWidget(buildBar());
  return side;
}

QWidget* KernelPanel::buildBar() {
  auto* bar = new QWidget(this);
  auto* row = new QHBoxLayout(bar);
  row->setContentsMargins(kGrid, 0, 0, kGrid);
  m_hotLoop->setWordWrap(true);
  m_hotLoop->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_hotLoop->setAccessibleName(tr("Hot loop"));
  offerCommand(m_hotLoop, [this] { return command(); });
  m_columns->addItem(tr("Columns that fit"), 0);
  for (int i = 1; i <= 3; ++i) m_columns->addItem(tr("%n column(s)", nullptr, i), i);
  m_columns->setAccessibleName(tr("Columns of text"));
  connect(m_columns, &QComboBox::currentIndexChanged, this, &KernelPanel::arrange);
  row->addWidget(m_hotLoop, 1);
  row->addWidget(m_columns, 0, Qt::AlignTop);
  return bar;
}

void KernelPanel::setColumns(int columns) { m_columns->setCurrentIndex(m_columns->findData(columns)); }

void KernelPanel::arrange() {
  const int asked = m_columns->currentData().toInt();
  const int count = asked > 0 ? asked : std::clamp(width() / kColumnWidth, 2, 3);
  for (TextPane* pane : m_panes) pane->show();
  for (int i = 0; i < 3 - count; ++i) m_panes[kDroppedFirst[i]]->hide();
}

void KernelPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  arrange();
}

void KernelPanel::showMessage(const QString& text) {
  if (text.isEmpty()) return;
  m_message->setText(text);
  m_stack->setCurrentIndex(0);
}

void KernelPanel::onCode() {
  const bool isFirst = !m_kernel;
  m_kernel = m_context.schedule().code();
  if (!m_kernel) {
    const bool isOpen = m_context.schedule().group().isValid();
    return showMessage(isOpen ? tr("Generating code…") : tr("Open a model to look into its kernels"));
  }
  const char* first[] = {"schedule", "llvm optimised", "asm"};
  for (size_t i = 0; i < m_panes.size(); ++i)
    m_panes[i]->setKernel(m_kernel, isFirst ? QString::fromLatin1(first[i]) : m_panes[i]->title());
  m_hotLoop->setText(hotLoopText(m_kernel->hotLoop));
  m_stack->setCurrentIndex(1);
  for (TextPane* pane : m_panes) pane->mark({});
  onSelection();
}

// Prints the same counts: of the default schedule, or of the state of the history that is shown.
QString KernelPanel::command() const {
  const session::ScheduleHistoryView* history = m_context.schedule().history();
  if (!m_kernel || !history || !m_context.snapshot()) return {};
  QStringList more = {QStringLiteral("--group"), QString::fromStdString(history->groupName)};
  if (history->current != 1) more << QStringLiteral("--state") << QString::number(history->current);
  return commandLine(QStringLiteral("schedule"), m_context.file(), m_context.snapshot()->options, more);
}

// The code of the state before stays until the next is compiled, and says so.
void KernelPanel::onHistory() {
  const ScheduleDesk& desk = m_context.schedule();
  if (!m_kernel || !desk.history()) return;
  m_hotLoop->setText(desk.isCodeFresh() ? hotLoopText(m_kernel->hotLoop) : tr("Compiling the new state…"));
}

void KernelPanel::markEverywhere(const LineKey& key) {
  for (TextPane* pane : m_panes) pane->mark(key);
  const GroupId group = m_context.schedule().group();
  if (key.loop.isValid()) m_context.selection().select(Thing::ofLoop(group, key.loop));
}

void KernelPanel::markHotLoop() {
  if (!m_kernel) return;
  const session::HotLoopView& loop = m_kernel->hotLoop;
  for (const session::TextView& text : m_kernel->texts) {
    if (text.title != "asm") continue;
    for (int line = loop.lastLine - 1; line >= loop.firstLine; --line)
      if (const LineKey key = keyOfLine(text, line); key.block.isValid()) return markEverywhere(key);
  }
}

void KernelPanel::onSelection() {
  const Thing thing = m_context.selection().current();
  if (!m_kernel || thing.group != m_context.schedule().group()) return;
  LineKey key;
  if (thing.kind == Thing::Kind::loop) key.loop = thing.loop;
  if (thing.kind == Thing::Kind::block) key.block = thing.block;
  if (key.isNone()) return;
  // A loop of another state means nothing here.
  const auto isHere = [&](const session::TextView& text) { return !linesOf(text, key).isEmpty(); };
  if (std::none_of(m_kernel->texts.begin(), m_kernel->texts.end(), isHere)) return;
  for (TextPane* pane : m_panes)
    if (!pane->isAt(key)) pane->mark(key);
}

}  // namespace heddle::views
