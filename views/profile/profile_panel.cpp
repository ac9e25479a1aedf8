// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/profile/profile_panel.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QSaveFile>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <optional>

#include "views/common/copy_command.h"
#include "views/common/engine_text.h"
#include "views/common/numbers.h"
#include "views/common/theme.h"
#include "views/profile/memory_chart.h"
#include "views/profile/profile_files.h"
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
    painter->fillRect(bar, sequentialColor(colorsOf(option.palette), std::sqrt(share)));
    QStyledItemDelegate::paint(painter, option, index);
    if (!(option.state & QStyle::State_Selected)) return;
    bar.setTop(bar.bottom() - 2);   // the selection's ground covers the bar
    painter->fillRect(bar, option.palette.color(QPalette::HighlightedText));
  }
};

}  // namespace

// Sorted, and those of the marked span where one is marked.
class ProfileRows final : public QSortFilterProxyModel {
 public:
  using QSortFilterProxyModel::QSortFilterProxyModel;
  void setShown(std::optional<std::vector<GroupId>> groups) {
    m_shown = std::move(groups);
    invalidateFilter();
  }

 protected:
  bool filterAcceptsRow(int row, const QModelIndex&) const override {
    if (!m_shown) return true;
    const GroupId group = static_cast<const ProfileModel*>(sourceModel())->row(row).group;
    return std::find(m_shown->begin(), m_shown->end(), group) != m_shown->end();
  }

 private:
  std::optional<std::vector<GroupId>> m_shown;
};

ProfilePanel::ProfilePanel(WorkbenchContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_headline(new QLabel(this)),
      m_absent(new QLabel(this)),
      m_save(new QPushButton(tr("Save profile…"), this)),
      m_table(new QTableView(this)),
      m_model(new ProfileModel(this)),
      m_sorted(new ProfileRows(this)),
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
  m_table->setTabKeyNavigation(false);
  m_table->setAccessibleName(tr("Profile by group"));
  m_table->verticalHeader()->hide();
  m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() + 2 * kGrid);
  m_table->horizontalHeader()->setHighlightSections(false);
  m_absent->setWordWrap(true);
  m_absent->setTextFormat(Qt::PlainText);
  m_absent->setForegroundRole(QPalette::PlaceholderText);

  auto* splitter = new QSplitter(Qt::Vertical, this);
  auto* top = new QWidget(this);
  auto* column = new QVBoxLayout(top);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kGrid);
  column->addWidget(m_table, 1);
  column->addWidget(m_absent);
  splitter->addWidget(top);
  splitter->addWidget(m_timeline);
  splitter->addWidget(m_memory);
  splitter->setStretchFactor(0, 3);
  splitter->setStretchFactor(1, 1);
  splitter->setStretchFactor(2, 1);
  splitter->setChildrenCollapsible(false);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(2 * kGrid, kGrid, 2 * kGrid, kGrid);
  layout->setSpacing(kGrid);
  layout->addWidget(buildHead());
  layout->addWidget(splitter, 1);

  connect(&m_context, &WorkbenchContext::snapshotChanged, this, &ProfilePanel::onSnapshot);
  connect(&m_context.selection(), &Selection::changed, this, &ProfilePanel::onSelection);
  connect(m_table, &QTableView::clicked, this, &ProfilePanel::onRowChosen);
  connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
    m_context.requestKernel(m_model->row(m_sorted->mapToSource(index).row()).group);
  });
  connect(m_timeline, &Timeline::spanChanged, this, &ProfilePanel::onSpan);
  onSnapshot();
}

// The table shows what runs in the span, and the graph marks it.
void ProfilePanel::onSpan() {
  const auto [begin, end] = m_timeline->span();
  if (begin == end) {
    m_sorted->setShown(std::nullopt);
  } else {
    const std::vector<GroupId> groups = m_timeline->groupsInSpan();
    m_sorted->setShown(groups);
    std::vector<Thing> things;
    for (const GroupId group : groups) things.push_back(Thing::ofGroup(group));
    if (!things.empty()) m_context.selection().selectAll(things);
  }
  m_headline->setText(headline());
}

QWidget* ProfilePanel::buildHead() {
  auto* head = new QWidget(this);
  auto* row = new QHBoxLayout(head);
  row->setContentsMargins(0, 0, 0, 0);
  m_headline->setTextInteractionFlags(Qt::TextBrowserInteraction);
  connect(m_headline, &QLabel::linkActivated, this,
          [this] { m_context.withShapes([this] { m_context.profile({}); }); });
  m_headline->setWordWrap(true);
  m_save->setToolTip(tr("The table as CSV, or the timeline as a Chrome trace"));
  connect(m_save, &QPushButton::clicked, this, &ProfilePanel::chooseFile);
  const auto command = [this] { return m_profile ? QString::fromStdString(m_profile->total.command) : QString(); };
  offerCommand(m_headline, command);
  offerCommand(m_table, command);
  row->addWidget(m_headline, 1);
  row->addWidget(m_save);
  return head;
}

void ProfilePanel::chooseFile() {
  const QString file = QFileDialog::getSaveFileName(
      this, tr("Save profile"), QStringLiteral("profile.csv"),
      tr("Tables (*.csv);;Chrome traces (*.json)"));
  if (!file.isEmpty()) saveProfile(file);
}

void ProfilePanel::saveProfile(const QString& name) {
  if (!m_profile) return;
  QSaveFile file(name);
  const bool isTrace = name.endsWith(QLatin1String(".json"), Qt::CaseInsensitive);
  const QByteArray text = isTrace ? profileTrace(*m_profile) : profileCsv(*m_profile);
  if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
    m_context.addProblem({"file.write", "the profile could not be written: {0}",
                          {{"value", 0, file.errorString().toStdString()}},
                          name.toStdString(), "choose a folder that can be written"});
}

// The counters that have no column: 0 in every group, or absent, by reason.
QString ProfilePanel::counterText() const {
  if (!m_profile) return {};
  QStringList zero;
  if (!m_profile->rows.empty())
    for (size_t i = 0; i < m_profile->rows.front().counters.size(); ++i)
      if (std::all_of(m_profile->rows.begin(), m_profile->rows.end(),
                      [&](const auto& row) { return i < row.counters.size() && row.counters[i].second == 0; }))
        zero << QString::fromStdString(m_profile->rows.front().counters[i].first);
  std::map<QString, QStringList> byReason;
  for (const auto& [name, reason] : m_profile->absentCounters) byReason[engineText(reason)] << QString::fromStdString(name);
  QStringList sentences;
  if (!zero.isEmpty()) sentences << tr("0 in every group: %1.").arg(zero.join(QStringLiteral(", ")));
  for (const auto& [reason, names] : byReason)
    sentences << tr("Not available here: %1. Reason: %2.").arg(names.join(QStringLiteral(", ")), reason);
  return sentences.join(QLatin1Char(' '));
}

QString ProfilePanel::headline() const {
  const session::SnapshotRef& snapshot = m_context.snapshot();
  if (!snapshot || !snapshot->model) return tr("Open a model, then measure it, to see where its time goes.");
  if (!m_profile) return tr("Not measured yet. <a href=\"measure\">Measure</a> (Ctrl+M) runs the model and fills this table.");
  const session::Measurement& total = m_profile->total;
  QString text = tr("%1 with %n thread(s). Peak here: %2 and %3.", nullptr, total.threads)
                     .arg(durationWithSpread(total.median, total.low, total.high),
                          rateText(m_profile->peakGflops, QStringLiteral("GF/s")),
                          rateText(m_profile->peakGbytesPerSecond, QStringLiteral("GB/s")));
  if (const auto [begin, end] = m_timeline->span(); begin != end)
    text += QLatin1Char(' ') + tr("%1 of %2 groups run in the marked %3; Esc shows all.")
                                   .arg(countText(m_sorted->rowCount()), countText(m_model->rowCount()),
                                        durationText(static_cast<double>(end - begin) / 1e6));
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
  m_absent->setText(counterText());
  m_absent->setVisible(!m_absent->text().isEmpty());
  m_save->setEnabled(m_profile != nullptr);
  onSelection();
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
  if (isVisible()) m_table->scrollTo(index);   // before it is shown the table has no size to scroll in
}

}  // namespace heddle::views
