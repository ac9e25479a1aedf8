// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/schedule/transplant_dialog.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include "views/common/engine_text.h"
#include "views/common/numbers.h"
#include "views/common/theme.h"

namespace heddle::views {

using session::TransplantRow;

namespace {

enum Column { groupColumn, shapeColumn, predictedColumn, measuredColumn, verdictColumn, columnCount_ };

QString gain(double before, double after) {
  if (before <= 0 || after <= 0) return {};
  return durationText(before) + QStringLiteral(" → ") + durationText(after) + QStringLiteral("  (") +
         significant(before / after) + QStringLiteral("×)");
}

}  // namespace

TransplantDialog::TransplantDialog(WorkbenchContext& context, int state, QWidget* parent)
    : QDialog(parent),
      m_context(context),
      m_group(context.schedule().group()),
      m_state(state),
      m_head(new QLabel(this)),
      m_table(new QTableWidget(this)),
      m_transplant(nullptr) {
  setWindowTitle(tr("Transplant the schedule"));
  resize(860, 460);
  auto* layout = new QVBoxLayout(this);
  m_head->setWordWrap(true);
  m_head->setText(tr("Looking for groups of the same kind…"));
  layout->addWidget(m_head);
  m_table->setColumnCount(columnCount_);
  m_table->setHorizontalHeaderLabels(
      {tr("Group"), tr("Result"), tr("Predicted"), tr("Measured"), tr("Verdict")});
  m_table->verticalHeader()->hide();
  m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
  m_table->setShowGrid(false);
  m_table->setTabKeyNavigation(false);
  m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  m_table->horizontalHeader()->setSectionResizeMode(verdictColumn, QHeaderView::Stretch);
  m_table->setAccessibleName(tr("Groups of the same kind"));
  layout->addWidget(m_table, 1);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  m_transplant = buttons->addButton(tr("Transplant"), QDialogButtonBox::ActionRole);
  m_transplant->setEnabled(false);
  layout->addWidget(buttons);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(m_transplant, &QPushButton::clicked, this, &TransplantDialog::transplant);
  connect(m_table, &QTableWidget::itemChanged, this, &TransplantDialog::countChecked);
  m_context.engine().post<Rows>(
      {QStringLiteral("schedule/transplant"), tr("Look for similar groups")}, this,
      [group = m_group, state](SessionApi& api, const session::JobControl& job) -> Result<Rows> {
        if (!api.schedules()) return Diagnostic{"session.unsupported", "this session edits no schedules"};
        return api.schedules()->transplantTargets(group, state, job);
      },
      [this](Result<Rows> result) { take(std::move(result)); });
}

void TransplantDialog::take(Result<Rows> result) {
  if (result.isError()) return m_head->setText(messageOf(result.error()));
  m_rows = std::move(result).value();
  fill();
}

void TransplantDialog::fill() {
  const QSignalBlocker quiet(m_table);
  const Colors& colors = colorsOf(palette());
  m_table->setRowCount(rowCount());
  int legal = 0, measured = 0, chosen = 0;
  for (int row = 0; row < rowCount(); ++row) {
    const TransplantRow& r = m_rows[static_cast<size_t>(row)];
    legal += r.isLegal ? 1 : 0;
    measured += r.speedAfter ? 1 : 0;
    chosen += r.isChosen ? 1 : 0;
    const QString why = r.isLegal ? engineText(r.verdict) : lineOf(r.refusal);
    const QString change = r.speedBefore && r.speedAfter
                                 ? gain(r.speedBefore->time.median, r.speedAfter->time.median) : QString();
    const QString cells[columnCount_] = {QString::fromStdString(r.name), QString::fromStdString(r.shape),
                                         r.isLegal ? gain(r.before.milliseconds, r.after.milliseconds) : QString(),
                                         change, why};
    for (int column = 0; column < columnCount_; ++column) {
      auto* item = new QTableWidgetItem(cells[column]);
      item->setToolTip(cells[column]);
      if (!r.isLegal) item->setForeground(column == verdictColumn ? colors.error : colors.muted);
      if (r.isChosen && column == verdictColumn) item->setForeground(colors.better);
      m_table->setItem(row, column, item);
    }
    QTableWidgetItem* first = m_table->item(row, groupColumn);
    first->setFlags(r.isLegal && !m_isDone ? first->flags() | Qt::ItemIsUserCheckable
                                           : first->flags() & ~Qt::ItemIsUserCheckable);
    if (r.isLegal && !m_isDone) first->setCheckState(Qt::Checked);
  }
  if (m_rows.empty())
    m_head->setText(tr("No other group of this model computes the same kind of thing."));
  else if (m_isDone)
    m_head->setText(tr("Done: tried on %n group(s).", nullptr, measured) + QLatin1Char(' ') +
                    (chosen > 0 ? tr("The model is now built with it where it is faster: in %n of them.", nullptr, chosen)
                                : tr("It is faster in none of them: the build stays as it was.")));
  else
    m_head->setText(tr("%n group(s) of the same kind.", nullptr, rowCount()) + QLatin1Char(' ') +
                    tr("The schedule is legal for %1 of them.").arg(legal));
  countChecked();
}

void TransplantDialog::countChecked() {
  int count = 0;
  for (int row = 0; row < m_table->rowCount(); ++row)
    if (const QTableWidgetItem* item = m_table->item(row, groupColumn); item && item->checkState() == Qt::Checked) ++count;
  m_transplant->setEnabled(count > 0 && !m_isDone);
  m_transplant->setText(count > 0 ? tr("Transplant to %n group(s)", nullptr, count) : tr("Transplant"));
}

void TransplantDialog::transplant() {
  std::vector<GroupId> targets;
  for (int row = 0; row < m_table->rowCount(); ++row)
    if (m_table->item(row, groupColumn)->checkState() == Qt::Checked)
      targets.push_back(m_rows[static_cast<size_t>(row)].group);
  m_transplant->setEnabled(false);
  m_head->setText(tr("Proving and timing before and after…"));
  m_context.engine().post<Rows>(
      {QStringLiteral("schedule/transplant"), tr("Transplant the schedule")}, this,
      [group = m_group, state = m_state, targets, timing = m_context.schedule().timing()](
          SessionApi& api, const session::JobControl& job) -> Result<Rows> {
        return api.schedules()->transplant(group, state, targets, timing, job);
      },
      [this](Result<Rows> result) {
        m_isDone = result.isOk();
        take(std::move(result));
      });
}

}  // namespace heddle::views
