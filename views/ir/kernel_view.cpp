// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/ir/kernel_view.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

#include "views/common/theme.h"
#include "views/ir/hot_loop_text.h"
#include "views/ir/loop_tree_model.h"
#include "views/ir/text_pane.h"

namespace heddle::views {
namespace {

constexpr int kLeftWidth = 364;
constexpr int kColumnWidth = 440;   // of code that is read without scrolling sideways all the time
// What goes first when there is no room for all: the middle one, the way between program and code.
constexpr size_t kDroppedFirst[] = {1, 0};

}  // namespace

KernelPanel::KernelPanel(WorkbenchContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_groups(new QComboBox(this)),
      m_message(new QLabel(this)),
      m_stack(new QStackedWidget(this)),
      m_tree(new QTreeView(this)),
      m_model(new LoopTreeModel(this)),
      m_trace(new QPlainTextEdit(this)),
      m_hotLoop(new QLabel(this)),
      m_columns(new QComboBox(this)) {
  m_message->setAlignment(Qt::AlignCenter);
  m_message->setWordWrap(true);
  m_message->setMargin(8 * kGrid);
  auto* splitter = new QSplitter(this);
  splitter->addWidget(buildLeft());
  splitter->addWidget(buildTexts());
  splitter->setStretchFactor(0, 0);
  splitter->setStretchFactor(1, 1);
  splitter->setSizes({kLeftWidth, 1000});
  splitter->setChildrenCollapsible(false);
  m_stack->addWidget(m_message);
  m_stack->addWidget(splitter);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * kGrid, kGrid, 2 * kGrid, 0);
  layout->addWidget(m_stack);
  connect(&m_context, &WorkbenchContext::snapshotChanged, this, &KernelPanel::onSnapshot);
  connect(&m_context.selection(), &Selection::changed, this, &KernelPanel::onSelection);
  onSnapshot();
}

QWidget* KernelPanel::buildLeft() {
  auto* side = new QWidget(this);
  auto* layout = new QVBoxLayout(side);
  layout->setContentsMargins(0, 0, kGrid, 0);
  layout->setSpacing(kGrid);
  m_groups->setAccessibleName(tr("Fused group"));
  m_groups->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  layout->addWidget(m_groups);
  auto* split = new QSplitter(Qt::Vertical, side);
  m_tree->setModel(m_model);
  m_tree->setAccessibleName(tr("Loop tree"));
  m_tree->setUniformRowHeights(true);
  m_tree->setAlternatingRowColors(false);
  m_tree->header()->setStretchLastSection(false);
  m_tree->header()->setMinimumSectionSize(6 * kGrid);
  m_tree->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
  m_tree->header()->setSectionResizeMode(LoopTreeModel::nameColumn, QHeaderView::Stretch);
  m_tree->setIndentation(10);
  m_trace->setReadOnly(true);
  m_trace->setAccessibleName(tr("Schedule"));
  m_trace->setFont(codeFont());
  m_trace->setLineWrapMode(QPlainTextEdit::NoWrap);
  m_trace->setPlaceholderText(tr("The default schedule has no steps: the loops run as written"));
  split->addWidget(m_tree);
  split->addWidget(m_trace);
  split->setSizes({420, 220});
  layout->addWidget(split, 1);
  connect(m_groups, &QComboBox::activated, this, [this](int row) {
    m_context.selection().select(Thing::ofGroup(GroupId{m_groups->itemData(row).toULongLong()}));
  });
  connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &KernelPanel::onTreeSelection);
  return side;
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
  const int room = (width() - kLeftWidth) / kColumnWidth;
  const int count = asked > 0 ? asked : std::clamp(room, 2, 3);
  for (TextPane* pane : m_panes) pane->show();
  for (int i = 0; i < 3 - count; ++i) m_panes[kDroppedFirst[i]]->hide();
}

void KernelPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  arrange();
}

void KernelPanel::showMessage(const QString& text) {
  m_message->setText(text);
  m_stack->setCurrentIndex(0);
}

void KernelPanel::onSnapshot() {
  const session::SnapshotRef& snapshot = m_context.snapshot();
  fillGroups();
  if (!snapshot || !snapshot->fusion) {
    m_group = {};
    m_kernel.reset();
    return showMessage(tr("Open a model to look into its kernels"));
  }
  const bool isKnown = m_context.provenance().group(m_group) != nullptr;
  if (isKnown) return openGroup(m_group);
  if (!snapshot->fusion->groups.empty()) openGroup(snapshot->fusion->groups.front().id);
}

void KernelPanel::fillGroups() {
  const QSignalBlocker quiet(m_groups);
  m_groups->clear();
  const session::SnapshotRef& snapshot = m_context.snapshot();
  if (!snapshot || !snapshot->fusion) return;
  for (const session::GroupView& group : snapshot->fusion->groups)
    m_groups->addItem(QString::fromStdString(group.name), QVariant::fromValue(static_cast<qulonglong>(group.id.value)));
}

void KernelPanel::openGroup(GroupId group) {
  m_group = group;
  m_groups->setCurrentIndex(m_groups->findData(QVariant::fromValue(static_cast<qulonglong>(group.value))));
  if (!isVisible()) return;
  if (!m_kernel) showMessage(tr("Generating code…"));
  m_context.engine().post<session::KernelView>(
      {QStringLiteral("kernel"), {}}, this,
      [group](SessionApi& session, const session::JobControl& job) { return session.kernel(group, job); },
      [this, group](Result<session::KernelView> result) {
        if (group != m_group) return;
        if (result.isError()) return showMessage(QString::fromStdString(toText(result.error())));
        show(std::make_shared<const session::KernelView>(std::move(result).value()));
      });
}

void KernelPanel::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (m_group.isValid() && (!m_kernel || m_kernel->group != m_group)) openGroup(m_group);
}

void KernelPanel::show(std::shared_ptr<const session::KernelView> kernel) {
  const bool isFirst = !m_kernel;
  m_kernel = std::move(kernel);
  m_model->setItems(m_kernel->loopTree);
  m_tree->expandAll();
  m_trace->setPlainText(QString::fromStdString(m_kernel->traceText));
  const char* first[] = {"schedule", "llvm optimised", "asm"};
  for (size_t i = 0; i < m_panes.size(); ++i)
    m_panes[i]->setKernel(m_kernel, isFirst ? QString::fromLatin1(first[i]) : m_panes[i]->title());
  m_hotLoop->setText(hotLoopText(m_kernel->hotLoop));
  m_stack->setCurrentIndex(1);
  onSelection();
  emit kernelShown(m_group);
}

void KernelPanel::markEverywhere(const LineKey& key) {
  for (TextPane* pane : m_panes) pane->mark(key);
  const QModelIndex index = m_model->indexOf(key.loop, key.block);
  m_isFollowing = true;
  const QModelIndex shown = index.isValid() ? index : m_model->indexOf({}, key.block);
  if (shown.isValid()) {
    m_tree->setCurrentIndex(shown);
    m_tree->scrollTo(shown);
  }
  m_isFollowing = false;
  if (key.loop.isValid()) m_context.selection().select(Thing::ofLoop(m_group, key.loop));
}

void KernelPanel::markHotLoop() {
  if (!m_kernel || m_kernel->texts.empty()) return;
  const session::HotLoopView& loop = m_kernel->hotLoop;
  for (const session::TextView& text : m_kernel->texts) {
    if (text.title != "asm") continue;
    for (int line = loop.lastLine - 1; line >= loop.firstLine; --line)
      if (const LineKey key = keyOfLine(text, line); key.block.isValid()) return markEverywhere(key);
  }
}

void KernelPanel::onTreeSelection() {
  const QModelIndex index = m_tree->currentIndex();
  if (m_isFollowing || !index.isValid()) return;
  const session::LoopTreeItem& item = m_model->item(index);
  LineKey key;
  (item.kind == session::LoopTreeItem::Kind::loop ? void(key.loop = item.loop) : void(key.block = item.block));
  for (TextPane* pane : m_panes) pane->mark(key);
  m_context.selection().select(key.loop.isValid() ? Thing::ofLoop(m_group, key.loop)
                                                  : Thing::ofBlock(m_group, key.block));
}

void KernelPanel::onSelection() {
  const Thing thing = m_context.selection().current();
  const bool isInside = thing.kind == Thing::Kind::loop || thing.kind == Thing::Kind::block;
  if (thing.isNone() || isInside) return;
  const std::vector<GroupId> groups = m_context.provenance().groupsOf(thing);
  if (!groups.empty() && groups.front() != m_group) openGroup(groups.front());
}

}  // namespace heddle::views
