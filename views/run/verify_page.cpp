// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/run/verify_page.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "engine/tensor/npz.h"
#include "views/common/copy_command.h"
#include "views/common/engine_text.h"
#include "views/common/icons.h"
#include "views/common/theme.h"
#include "views/run/verify_model.h"

namespace heddle::views {
namespace {

QString str(const std::string& text) { return QString::fromStdString(text); }

}  // namespace

VerifyPage::VerifyPage(WorkbenchContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_verdict(new QLabel(this)),
      m_expect(new QPushButton(tr("E&xpected outputs…"), this)),
      m_show(new QPushButton(lineIcon(QStringLiteral("graph")), tr("Show what it changed"), this)),
      m_disable(new QPushButton(lineIcon(QStringLiteral("forbid")), QString(), this)),
      m_table(new QTableView(this)),
      m_model(new VerifyModel(this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, kGrid, 0, 0);
  layout->setSpacing(2 * kGrid);
  layout->addWidget(buildHead());
  m_table->setModel(m_model);
  m_table->setAccessibleName(tr("Verification by layer"));
  m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_table->setSelectionMode(QAbstractItemView::SingleSelection);
  m_table->setShowGrid(false);
  m_table->setWordWrap(false);
  m_table->setTabKeyNavigation(false);
  m_table->verticalHeader()->hide();
  m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() + 2 * kGrid);
  m_table->horizontalHeader()->setHighlightSections(false);
  m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
  m_table->horizontalHeader()->setSectionResizeMode(VerifyModel::nameColumn, QHeaderView::Stretch);
  layout->addWidget(m_table, 1);
  const auto select = [this](const QModelIndex& index) {
    const GroupId group = m_model->row(index.row()).group;
    if (group.isValid()) m_context.selection().select(Thing::ofGroup(group));
    return group;
  };
  connect(m_table, &QTableView::clicked, this, select);
  connect(m_table, &QTableView::activated, this, [this, select](const QModelIndex& index) {
    if (const GroupId group = select(index); group.isValid()) m_context.requestKernel(group);
  });
  connect(&m_context, &WorkbenchContext::modelChanged, this, &VerifyPage::onModel);
  onModel();
}

QWidget* VerifyPage::buildHead() {
  auto* head = new QWidget(this);
  auto* column = new QVBoxLayout(head);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kGrid);
  m_verdict->setWordWrap(true);
  m_verdict->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_verdict->setAccessibleName(tr("Verdict"));
  offerCommand(m_verdict, [this] { return m_command; });
  offerCommand(m_table, [this] { return m_command; });
  m_disable->setObjectName(QStringLiteral("disable_pass"));
  m_show->setToolTip(tr("The graph before and after the pass, side by side"));
  m_expect->setToolTip(tr("An .npz archive with the outputs that the model should give"));
  connect(m_expect, &QPushButton::clicked, this, &VerifyPage::chooseExpected);
  connect(m_show, &QPushButton::clicked, this, &VerifyPage::showCulprit);
  connect(m_disable, &QPushButton::clicked, this, &VerifyPage::disableCulprit);
  auto* top = new QHBoxLayout;
  top->addWidget(m_verdict, 1);
  top->addWidget(m_expect, 0, Qt::AlignTop);
  auto* actions = new QHBoxLayout;
  actions->addWidget(m_show);
  actions->addWidget(m_disable);
  actions->addStretch(1);
  column->addLayout(top);
  column->addLayout(actions);
  return head;
}

void VerifyPage::onModel() {
  m_expected.clear();
  m_expectedFile.clear();
  m_culprit.clear();
  m_show->hide();
  m_disable->hide();
  m_model->setResult({});
  m_verdict->setText(tr("Not verified yet: Verify compares every layer with the reference interpreter."));
}

void VerifyPage::chooseExpected() {
  const QString file = QFileDialog::getOpenFileName(this, tr("Load expected outputs"), QFileInfo(m_context.file()).absolutePath(),
                                                    tr("NumPy archives (*.npz)"));
  if (!file.isEmpty()) loadExpected(file);
}

void VerifyPage::loadExpected(const QString& file) {
  auto arrays = readNpz(file.toStdString());
  if (arrays.isError()) return m_context.addProblem(arrays.error());
  m_expected = std::move(arrays).value();
  m_expectedFile = file;
  m_verdict->setText(tr("Verify compares with %1 too.").arg(QFileInfo(file).fileName()));
}

QString VerifyPage::verdict() const { return m_verdict->text(); }

void VerifyPage::verify(std::function<Result<Tensors>(SessionApi&)> maker, const QStringList& arguments) {
  QStringList more = arguments;
  if (!m_expectedFile.isEmpty()) more << QStringLiteral("--expected") << m_expectedFile;
  more << QStringLiteral("--bisect");
  m_command = commandLine(QStringLiteral("verify"), m_context.file(), m_context.snapshot()->options, more);
  m_context.log(QStringLiteral("verify"), more);
  m_context.engine().post<session::VerifyView>(
      {QStringLiteral("verify"), tr("Verify")}, this,
      [maker = std::move(maker), expected = m_expected](SessionApi& session, const session::JobControl& job) -> Result<session::VerifyView> {
        session::VerifyOptions options;
        options.bisect = true;
        options.expected = expected;
        HEDDLE_TRY(options.inputs, maker(session));
        return session.verify(options, job);
      },
      [this](Result<session::VerifyView> result) {
        if (result.isError()) return m_context.addProblem(result.error());
        show(std::move(result).value());
      });
}

void VerifyPage::show(session::VerifyView result) {
  const auto wrong = std::count_if(result.rows.begin(), result.rows.end(), [](const auto& row) { return !row.passed; });
  QString text = result.passed
                     ? tr("All %1 values agree with the %2.").arg(result.rows.size()).arg(engineWords(result.reference))
                     : tr("%1 of %2 values are wrong.").arg(wrong).arg(result.rows.size());
  if (result.atBorder > 0)
    text += QLatin1Char(' ') + tr("%1 of %2 elements differ by one quantisation step, each at a rounding border.")
                                   .arg(result.atBorder)
                                   .arg(result.quantised);
  const QString culprit = result.culpritKernel.empty() ? str(result.culpritPass)
                                                       : tr("code generation of %1").arg(str(result.culpritKernel));
  if (!result.culpritPass.empty())
    text += QLatin1Char(' ') + tr("Introduced by %1: %2.").arg(culprit, engineText(result.culpritReason));
  m_verdict->setText(text);
  m_culprit = result.culpritPass;
  if (culpritStage() < 1) m_culprit.clear();
  m_show->setVisible(!m_culprit.empty());
  m_disable->setVisible(!m_culprit.empty());
  m_disable->setText(tr("Disable %1 and verify again").arg(str(m_culprit)));
  const bool passed = result.passed;
  m_model->setResult(std::move(result));
  emit verified(passed);
}

// Of the current snapshot; -1 where the culprit is no graph pass. 0 is the import, which nobody can leave out.
int VerifyPage::culpritStage() const {
  const auto& stages = m_context.snapshot()->stages;
  for (size_t i = 0; i < stages.size(); ++i)
    if (stages[i]->pass == m_culprit) return static_cast<int>(i);
  return -1;
}

void VerifyPage::showCulprit() {
  if (const int stage = culpritStage(); stage > 0) m_context.requestStage(stage);
}

void VerifyPage::disableCulprit() {
  if (m_culprit.empty() || !m_context.snapshot()) return;
  session::CompileOptions options = m_context.snapshot()->options;
  options.disabledPasses.push_back(m_culprit);
  m_context.configure(options);
  emit againRequested();
}

}  // namespace heddle::views
