// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/profile/profile_panel.h"

#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include "views/common/numbers.h"
#include "views/common/theme.h"
#include "views/profile/memory_chart.h"
#include "views/profile/profile_model.h"
#include "views/profile/timeline.h"

namespace heddle::views {
namespace {

// A bar of the share behind its number.
class ShareDelegate final : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const double share = index.data(ProfileModel::ShareRole).toDouble();
    QRectF bar(option.rect);
    bar.adjust(2, 3, -2, -3);
    bar.setWidth(bar.width() * share);
    painter->fillRect(bar, sequentialColor(colorsOf(option.palette), 0.5));
    QStyledItemDelegate::paint(painter, option, index);
  }
};

}  // namespace

ProfilePanel::ProfilePanel(WorkbenchContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_headline(new QLabel(this)),
      m_table(new QTableView(this)),
      m_model(new ProfileModel(this)),
      m_sorted(new QSortFilterProxyModel(this)),
      m_timeline(new Timeline(context, this)),
      m_memory(new MemoryChart(context, this)) {
  m_sorted->setSourceModel(m_model);
  m_sorted->setSortRole(ProfileModel::SortRole);
  m_table->setModel(m_sorted);
  m_table->setSortingEnabled(true);
  m_table->sortByColumn(ProfileModel::timeColumn, Qt::DescendingOrder);
  m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_table->setSelectionMode(QAbstractItemView::SingleSelection);
  m_table->setItemDelegateForColumn(ProfileModel::shareColumn, new ShareDelegate(m_table));
  m_table->setShowGrid(false);
  m_table->setWordWrap(false);
  m_table->setAccessibleName(tr("Profile by group"));
  m_table->verticalHeader()->hide();
  m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() + 2 * kGrid);
  m_table->horizontalHeader()->setHighlightSections(false);
  m_headline->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_headline->setTextFormat(Qt::PlainText);
  m_headline->setWordWrap(true);

  auto* splitter = new QSplitter(Qt::Vertical, this);
  splitter->addWidget(m_table);
  splitter->addWidget(m_timeline);
  splitter->addWidget(m_memory);
  splitter->setStretchFactor(0, 3);
  splitter->setStretchFactor(1, 1);
  splitter->setStretchFactor(2, 1);
  splitter->setChildrenCollapsible(false);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * kGrid, kGrid, 2 * kGrid, kGrid);
  layout->setSpacing(kGrid);
  layout->addWidget(m_headline);
  layout->addWidget(splitter, 1);

  connect(&m_context, &WorkbenchContext::snapshotChanged, this, &ProfilePanel::onSnapshot);
  connect(&m_context.selection(), &Selection::changed, this, &ProfilePanel::onSelection);
  connect(m_table, &QTableView::clicked, this, &ProfilePanel::onRowChosen);
  connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
    m_context.requestKernel(m_model->row(m_sorted->mapToSource(index).row()).group);
  });
  onSnapshot();
}

QString ProfilePanel::headline() const {
  const session::SnapshotRef& snapshot = m_context.snapshot();
  if (!snapshot || !snapshot->model) return tr("Open a model, then measure it, to see where its time goes.");
  if (!m_profile) return tr("Not measured yet. Measure (Ctrl+M) runs the model and fills this table.");
  const session::Measurement& total = m_profile->total;
  QString text = tr("%1, %2 threads. Peak here: %3 and %4.")
                     .arg(durationWithSpread(total.median, total.low, total.high))
                     .arg(total.threads)
                     .arg(rateText(m_profile->peakGflops, QStringLiteral("GF/s")),
                          rateText(m_profile->peakGbytesPerSecond, QStringLiteral("GB/s")));
  if (snapshot->profiledOn.value < snapshot->id.value)
    text += QLatin1Char(' ') + tr("Measured on #%1, changed since: measure again.").arg(snapshot->profiledOn.value);
  return text;
}

void ProfilePanel::onSnapshot() {
  const session::SnapshotRef& snapshot = m_context.snapshot();
  const auto profile = snapshot ? snapshot->profile : nullptr;
  if (profile != m_profile) {
    m_profile = profile;
    m_model->setProfile(m_profile);
    m_timeline->setProfile(m_profile);
    m_memory->setProfile(m_profile);
    m_table->resizeColumnsToContents();
    m_table->setColumnWidth(ProfileModel::shareColumn, 96);
  }
  m_headline->setText(headline());
}

void ProfilePanel::onRowChosen(const QModelIndex& index) {
  m_context.selection().select(Thing::ofGroup(m_model->row(m_sorted->mapToSource(index).row()).group));
}

void ProfilePanel::onSelection() {
  const std::vector<GroupId> groups = m_context.provenance().groupsOf(m_context.selection().current());
  const int row = groups.empty() ? -1 : m_model->rowOf(groups.front());
  if (row < 0) return m_table->clearSelection();
  const QModelIndex index = m_sorted->mapFromSource(m_model->index(row, 0));
  m_table->selectRow(index.row());
  m_table->scrollTo(index);
}

}  // namespace heddle::views
