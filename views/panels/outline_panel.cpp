// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/outline_panel.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPointer>
#include <QThreadPool>
#include <QTreeView>
#include <QVBoxLayout>

#include "views/common/icons.h"

namespace heddle::views {

OutlinePanel::OutlinePanel(WorkbenchContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_kind(new QComboBox(this)),
      m_filter(new QLineEdit(this)),
      m_tree(new QTreeView(this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(4, 4, 4, 4);
  layout->setSpacing(4);
  m_kind->addItems({tr("Graph by scope"), tr("Groups by time")});
  m_kind->setAccessibleName(tr("What the outline lists"));
  m_filter->setPlaceholderText(tr("Filter"));
  m_filter->setAccessibleName(m_filter->placeholderText());
  m_filter->setClearButtonEnabled(true);
  m_filter->addAction(lineIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);
  layout->addWidget(m_kind);
  layout->addWidget(m_filter);
  m_tree->setModel(&m_model);
  m_tree->setHeaderHidden(true);
  m_tree->setUniformRowHeights(true);
  m_tree->setFrameShape(QFrame::NoFrame);
  m_tree->setIndentation(12);
  m_tree->header()->setStretchLastSection(false);
  m_tree->header()->setMinimumSectionSize(24);
  m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  m_tree->header()->setSectionResizeMode(1, QHeaderView::Fixed);
  m_tree->header()->resizeSection(1, 76);
  m_tree->setAccessibleName(tr("Outline"));
  layout->addWidget(m_tree, 1);

  m_delay.setSingleShot(true);
  m_delay.setInterval(120);
  connect(&m_delay, &QTimer::timeout, this, &OutlinePanel::reload);
  connect(m_filter, &QLineEdit::textChanged, this, [this] { m_delay.start(); });
  connect(m_kind, &QComboBox::currentIndexChanged, this, &OutlinePanel::reload);
  connect(&m_context, &WorkbenchContext::snapshotChanged, this, &OutlinePanel::reload);
  connect(&m_context.selection(), &Selection::changed, this, &OutlinePanel::follow);
  connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this,
          [this](const QModelIndex& index) {
            if (!index.isValid() || m_isOwnClick || m_model.item(index).thing.isNone()) return;
            m_isOwnClick = true;
            m_context.selection().select(m_model.item(index).thing);
            m_isOwnClick = false;
          });
  connect(m_tree, &QTreeView::activated, this, &OutlinePanel::openKernel);
  buildMenu();
}

void OutlinePanel::openKernel(const QModelIndex& index) {
  if (!index.isValid()) return;
  const auto groups = m_context.provenance().groupsOf(m_model.item(index).thing);
  if (!groups.empty()) m_context.requestKernel(groups.front());
}

void OutlinePanel::buildMenu() {
  auto* open = new QAction(tr("Open kernel"), m_tree);
  connect(open, &QAction::triggered, this, [this] { openKernel(m_tree->currentIndex()); });
  auto* copy = new QAction(tr("Copy name"), m_tree);
  copy->setShortcut(QKeySequence::Copy);
  copy->setShortcutContext(Qt::WidgetShortcut);
  connect(copy, &QAction::triggered, this, [this] {
    const QModelIndex index = m_tree->currentIndex();
    if (index.isValid()) QApplication::clipboard()->setText(index.siblingAtColumn(0).data().toString());
  });
  m_tree->insertActions(nullptr, {open, copy});
  m_tree->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void OutlinePanel::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (m_isStale) reload();
}

void OutlinePanel::reload() {
  m_isStale = !isVisible();
  if (m_isStale) return;
  const uint64_t generation = ++m_generation;
  const auto kind = static_cast<OutlineKind>(m_kind->currentIndex());
  QPointer<OutlinePanel> guard(this);
  QThreadPool::globalInstance()->start([guard, generation, kind, filter = m_filter->text(),
                                        snapshot = m_context.snapshot()] {
    auto tree = std::make_shared<OutlineTree>(buildOutline(snapshot, kind, filter));
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [guard, generation, tree, isFiltered = !filter.isEmpty()] {
          if (!guard || generation != guard->m_generation) return;
          const bool isSmall = tree->items.size() < 500;
          guard->m_model.setTree(std::move(*tree));
          if (isSmall || isFiltered) guard->m_tree->expandToDepth(isSmall ? 8 : 2);
          guard->follow();
        },
        Qt::QueuedConnection);
  });
}

void OutlinePanel::follow() {
  if (m_isOwnClick || m_isStale) return;
  const Thing thing = m_context.selection().current();
  QModelIndex index;
  if (static_cast<OutlineKind>(m_kind->currentIndex()) == OutlineKind::scopes) {
    for (OpId op : m_context.provenance().opsAt(thing, 0)) {
      index = m_model.indexOf(Thing::ofOp(op, 0));
      if (index.isValid()) break;
    }
  } else {
    const auto groups = m_context.provenance().groupsOf(thing);
    if (!groups.empty()) index = m_model.indexOf(Thing::ofGroup(groups.front()));
  }
  m_isOwnClick = true;
  if (index.isValid()) {
    m_tree->setCurrentIndex(index);
    m_tree->scrollTo(index);
  } else {
    m_tree->selectionModel()->clear();
  }
  m_isOwnClick = false;
}

}  // namespace heddle::views
