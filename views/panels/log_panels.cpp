// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/log_panels.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include "views/common/icons.h"
#include "views/common/theme.h"
#include "views/panels/table_setup.h"

namespace heddle::views {
namespace {

QVBoxLayout* flatLayout(QWidget* widget) {
  auto* layout = new QVBoxLayout(widget);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  return layout;
}

// A bar behind the text of the phase.
class ProgressDelegate final : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override {
    const QVariant fraction = index.data(JobList::FractionRole);
    if (fraction.isValid()) {
      const Colors& colors = colorsOf(option.palette);
      QRect bar = option.rect.adjusted(2, 3, -2, -3);
      painter->fillRect(bar, colors.grid);
      bar.setWidth(static_cast<int>(bar.width() * std::clamp(fraction.toDouble(), 0.0, 1.0)));
      painter->fillRect(bar, colors.accentSoft);
    }
    QStyledItemDelegate::paint(painter, option, index);
  }
};

}  // namespace

ProblemsPanel::ProblemsPanel(WorkbenchContext& context, QWidget* parent)
    : QWidget(parent), m_context(context), m_table(new QTableView(this)) {
  flatLayout(this)->addWidget(m_table);
  m_table->setModel(&m_model);
  setUpTable(*m_table, ProblemsModel::messageColumn);
  m_table->setAccessibleName(tr("Problems"));
  connect(&m_context, &WorkbenchContext::problemsChanged, this, &ProblemsPanel::reload);
  connect(m_table, &QTableView::activated, this,
          [this](const QModelIndex& index) { goTo(m_model.problem(index.row())); });
  reload();
}

void ProblemsPanel::reload() {
  m_model.setProblems(m_context.problems());
  emit countChanged(count());
}

void ProblemsPanel::goTo(const Diagnostic& problem) {
  const int last = m_context.provenance().stageCount() - 1;
  for (const Subject& subject : problem.subjects) {
    if (subject.kind == "group" && m_context.provenance().group(GroupId{subject.id}))
      return m_context.selection().select(Thing::ofGroup(GroupId{subject.id}));
    if (subject.kind == "source")
      return m_context.selection().select(Thing::ofSource(static_cast<uint32_t>(subject.id)));
    if (subject.kind != "node") continue;
    for (int stage = 0; stage <= last; ++stage)
      if (m_context.provenance().node(stage, OpId{subject.id}))
        return m_context.selection().select(Thing::ofOp(OpId{subject.id}, stage));
  }
}

JobsPanel::JobsPanel(WorkbenchContext& context, QWidget* parent)
    : QWidget(parent), m_context(context), m_table(new QTableView(this)) {
  flatLayout(this)->addWidget(m_table);
  m_table->setModel(&m_context.jobs());
  setUpTable(*m_table, JobList::resultColumn);
  m_table->horizontalHeader()->setSectionResizeMode(JobList::progressColumn, QHeaderView::Interactive);
  m_table->setColumnWidth(JobList::progressColumn, 36 * kGrid);
  m_table->setItemDelegateForColumn(JobList::progressColumn, new ProgressDelegate(m_table));
  m_table->setAccessibleName(tr("Jobs"));
  auto* cancel = new QAction(lineIcon(QStringLiteral("cancel")), tr("Cancel job"), m_table);
  cancel->setShortcut(Qt::Key_Delete);
  cancel->setShortcutContext(Qt::WidgetShortcut);
  connect(cancel, &QAction::triggered, this, &JobsPanel::cancelSelected);
  m_table->addAction(cancel);
}

void JobsPanel::cancelSelected() {
  for (const QModelIndex& row : m_table->selectionModel()->selectedRows())
    m_context.engine().cancel(m_context.jobs().job(row.row()).id);
}

CommandsPanel::CommandsPanel(WorkbenchContext& context, QWidget* parent)
    : QWidget(parent), m_context(context), m_list(new QListView(this)) {
  flatLayout(this)->addWidget(m_list);
  m_list->setModel(&m_context.commands());
  m_list->setFrameShape(QFrame::NoFrame);
  m_list->setUniformItemSizes(true);
  m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
  m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
  m_list->setAccessibleName(tr("Commands"));
  auto* copy = new QAction(lineIcon(QStringLiteral("copy")), tr("Copy command"), m_list);
  copy->setShortcut(QKeySequence::Copy);
  copy->setShortcutContext(Qt::WidgetShortcut);
  connect(copy, &QAction::triggered, this, [this] {
    QStringList lines;
    for (const QModelIndex& index : m_list->selectionModel()->selectedRows())
      lines << index.data().toString();
    if (!lines.isEmpty()) QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
  });
  m_list->addAction(copy);
  connect(&m_context.commands(), &QAbstractItemModel::rowsInserted, m_list,
          &QListView::scrollToBottom);
}

}  // namespace heddle::views
