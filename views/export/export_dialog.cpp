// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/export/export_dialog.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QTreeWidget>
#include <QUrl>
#include <QVBoxLayout>

#include "views/common/engine_text.h"
#include "views/common/icons.h"
#include "views/common/numbers.h"
#include "views/common/theme.h"

namespace heddle::views {
namespace {

constexpr int kWidth = 640;

QLabel* mutedLabel(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setWordWrap(true);
  label->setForegroundRole(QPalette::PlaceholderText);
  return label;
}

// The widest vectors say it all; the whole list is a tooltip.
QString featureLevel(const QString& features) {
  const QStringList all = features.split(QLatin1Char(','), Qt::SkipEmptyParts);
  for (const auto& [name, text] : {std::pair{"avx512f", "AVX-512"}, {"avx2", "AVX2"}, {"avx", "AVX"}, {"sse4.2", "SSE4.2"}})
    if (all.contains(QLatin1String(name)))
      return QString::fromLatin1(text) +
             (all.size() > 1 ? QLatin1Char(' ') + ExportDialog::tr("(%n features in all)", nullptr, static_cast<int>(all.size()))
                             : QString());
  return all.join(QStringLiteral(", "));
}

}  // namespace

ExportDialog::ExportDialog(WorkbenchContext& context, QWidget* parent)
    : QDialog(parent),
      m_context(context),
      m_folder(new QLineEdit(this)),
      m_shared(new QCheckBox(tr("&Shared library, .so"), this)),
      m_static(new QCheckBox(tr("S&tatic library, .a"), this)),
      m_object(new QCheckBox(tr("&Object file, .o"), this)),
      m_separate(new QCheckBox(this)),
      m_command(new QLabel(this)),
      m_verdict(new QLabel(this)),
      m_details(new QLabel(this)),
      m_progress(new QProgressBar(this)),
      m_files(new QTreeWidget(this)),
      m_export(new QPushButton(tr("&Export"), this)),
      m_close(new QPushButton(tr("Close"), this)),
      m_show(new QPushButton(lineIcon(QStringLiteral("open")), tr("Show the &folder"), this)),
      m_copy(new QPushButton(lineIcon(QStringLiteral("copy")), tr("&Copy the command"), this)) {
  setWindowTitle(tr("Export a module"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(4 * kGrid, 4 * kGrid, 4 * kGrid, 3 * kGrid);
  layout->setSpacing(3 * kGrid);
  QWidget* choices = buildChoices();
  choices->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
  layout->addWidget(choices);
  layout->addWidget(buildResult(), 1);
  layout->addWidget(buildButtons());
  m_shared->setChecked(true);
  m_folder->setText(QDir::toNativeSeparators(QFileInfo(m_context.file()).absolutePath() + QLatin1Char('/') +
                                             QFileInfo(m_context.file()).completeBaseName() + QStringLiteral("-module")));
  for (QCheckBox* box : {m_shared, m_static, m_object, m_separate})
    connect(box, &QCheckBox::toggled, this, &ExportDialog::refresh);
  connect(m_folder, &QLineEdit::textChanged, this, &ExportDialog::refresh);
  connect(&m_context.jobs(), &JobList::runningChanged, this, &ExportDialog::showProgress);
  connect(&m_context.jobs(), &JobList::dataChanged, this, &ExportDialog::showProgress);
  setRunning(false);
  m_folder->setFocus();
  fitHeight();
}

// Texts wrap, so the height follows from the width.
void ExportDialog::fitHeight() {
  layout()->activate();
  const int wanted = std::max(width(), kWidth);
  resize(wanted, std::max(layout()->totalHeightForWidth(wanted), layout()->totalMinimumSize().height()));
}

QWidget* ExportDialog::buildChoices() {
  auto* box = new QWidget(this);
  auto* form = new QFormLayout(box);
  form->setContentsMargins(0, 0, 0, 0);
  form->setHorizontalSpacing(3 * kGrid);
  form->setVerticalSpacing(2 * kGrid);
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  auto* row = new QHBoxLayout;
  auto* browse = new QPushButton(tr("&Browse…"), box);
  connect(browse, &QPushButton::clicked, this, &ExportDialog::chooseFolder);
  row->addWidget(m_folder, 1);
  row->addWidget(browse);
  auto* folder = new QLabel(tr("Fol&der"), box);
  folder->setBuddy(m_folder);
  m_folder->setAccessibleName(tr("Folder of the module"));
  form->addRow(folder, row);
  auto* kinds = new QHBoxLayout;
  kinds->setSpacing(5 * kGrid);
  for (QCheckBox* kind : {m_shared, m_static, m_object}) kinds->addWidget(kind);
  kinds->addStretch(1);
  form->addRow(tr("Formats"), kinds);
  const auto& snapshot = m_context.snapshot();
  const QString size = snapshot && snapshot->model ? bytesText(snapshot->model->parameterBytes) : QString();
  m_separate->setText(tr("&Parameters in a file of their own (%1)").arg(size));
  m_separate->setToolTip(tr("Otherwise they are inside the library, which then needs no other file"));
  form->addRow(tr("Weights"), m_separate);
  form->addRow(tr("And always"), mutedLabel(tr("C header, metadata as JSON, CMake package, pkg-config file"), box));
  m_command->setFont(codeFont());
  m_command->setWordWrap(true);
  m_command->setTextInteractionFlags(Qt::TextSelectableByMouse);
  form->addRow(tr("Command"), m_command);
  return box;
}

QWidget* ExportDialog::buildResult() {
  auto* box = new QWidget(this);
  auto* column = new QVBoxLayout(box);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(2 * kGrid);
  m_verdict->setFont(headingFont(font()));
  m_verdict->setWordWrap(true);
  m_verdict->setAccessibleName(tr("Result of the export"));
  m_details->setWordWrap(true);
  m_details->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_progress->setRange(0, 1000);
  m_progress->setTextVisible(false);
  m_progress->setFixedHeight(2 * kGrid);
  m_files->setHeaderLabels({tr("File"), tr("Size")});
  m_files->setRootIsDecorated(false);
  m_files->setUniformRowHeights(true);
  m_files->setAccessibleName(tr("Files of the module"));
  m_files->header()->setStretchLastSection(false);
  m_files->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  m_files->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
  m_files->setMinimumHeight(8 * (fontMetrics().height() + kGrid));
  for (QWidget* widget : {static_cast<QWidget*>(m_verdict), static_cast<QWidget*>(m_details),
                          static_cast<QWidget*>(m_progress)})
    column->addWidget(widget);
  column->addWidget(m_files, 1);
  m_files->hide();
  return box;
}

QWidget* ExportDialog::buildButtons() {
  auto* box = new QWidget(this);
  auto* row = new QHBoxLayout(box);
  row->setContentsMargins(0, 0, 0, 0);
  row->addWidget(m_copy);
  row->addWidget(m_show);
  row->addStretch(1);
  row->addWidget(m_close);
  row->addWidget(m_export);
  m_export->setDefault(true);
  m_show->hide();
  connect(m_export, &QPushButton::clicked, this, &ExportDialog::exportModule);
  connect(m_close, &QPushButton::clicked, this, &ExportDialog::reject);
  connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(command()); });
  connect(m_show, &QPushButton::clicked, this,
          [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_folder->text())); });
  return box;
}

void ExportDialog::chooseFolder() {
  const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder of the module"), m_folder->text());
  if (!folder.isEmpty()) m_folder->setText(QDir::toNativeSeparators(folder));
}

std::vector<std::string> ExportDialog::formats() const {
  std::vector<std::string> chosen;
  if (m_shared->isChecked()) chosen.emplace_back("so");
  if (m_static->isChecked()) chosen.emplace_back("a");
  if (m_object->isChecked()) chosen.emplace_back("o");
  return chosen;
}

QString ExportDialog::command() const {
  if (!m_context.snapshot()) return {};
  QStringList kinds;
  for (const std::string& kind : formats()) kinds << QString::fromStdString(kind);
  QStringList more = {QStringLiteral("-o"), m_folder->text(), QStringLiteral("--format"), kinds.join(QLatin1Char(','))};
  if (m_separate->isChecked()) more << QStringLiteral("--separate-params");
  return commandLine(QStringLiteral("export"), m_context.file(), m_context.snapshot()->options, more);
}

QString ExportDialog::verdict() const { return m_verdict->text(); }

void ExportDialog::refresh() {
  const bool isComplete = !m_folder->text().trimmed().isEmpty() && !formats().empty();
  m_close->setAutoDefault(false);
  m_export->setEnabled(isComplete && !m_isRunning && m_context.snapshot());
  m_command->setText(isComplete ? command() : tr("Choose a folder and at least one format"));
  if (!m_isRunning && m_files->isHidden()) {
    m_verdict->clear();
    m_details->setText(m_shared->isChecked()
                           ? tr("The library is loaded and run in a clean process before it counts as saved.")
                           : tr("Without a shared library there is nothing to rehearse: the files are written as they are."));
  }
  m_verdict->setVisible(!m_verdict->text().isEmpty());
}

void ExportDialog::setRunning(bool isRunning) {
  m_isRunning = isRunning;
  for (QWidget* widget : {static_cast<QWidget*>(m_folder), static_cast<QWidget*>(m_shared),
                          static_cast<QWidget*>(m_static), static_cast<QWidget*>(m_object),
                          static_cast<QWidget*>(m_separate)})
    widget->setEnabled(!isRunning);
  m_progress->setVisible(isRunning);
  m_close->setText(isRunning ? tr("Cancel") : tr("Close"));
  refresh();
}

void ExportDialog::showProgress() {
  const Job* job = m_context.jobs().running();
  if (!m_isRunning || !job || job->id != m_job) return;
  m_progress->setValue(static_cast<int>(job->fraction * 1000));
  if (!job->phase.isEmpty()) m_details->setText(job->phase);
}

void ExportDialog::exportModule() {
  if (!m_export->isEnabled()) return;
  const session::Session::ExportRequest request{m_folder->text().trimmed().toStdString(), formats(),
                                                m_separate->isChecked()};
  m_context.commands().add(command());
  m_files->hide();
  m_show->hide();
  m_verdict->clear();
  m_details->setText(tr("Compiling, linking and rehearsing"));
  setRunning(true);
  m_job = m_context.engine().post<session::ExportView>(
      {QStringLiteral("export"), tr("Export")}, this,
      [request](SessionApi& session, const session::JobControl& job) { return session.exportModule(request, job); },
      [this](Result<session::ExportView> result) { showResult(result); });
}

void ExportDialog::showResult(const Result<session::ExportView>& result) {
  setRunning(false);
  m_context.syncSnapshot();
  QPalette own = palette();
  if (result.isError()) own.setColor(QPalette::WindowText, colorsOf(own).error);
  m_verdict->setPalette(own);
  if (result.isError()) {
    m_verdict->setText(tr("Not saved"));
    m_details->setText(lineOf(result.error()));
  } else {
    const session::ExportView& view = result.value();
    m_files->clear();
    for (const std::string& name : view.files) {
      const QFileInfo info(QString::fromStdString(name));
      auto* item = new QTreeWidgetItem(m_files, {info.fileName(), bytesText(info.size())});
      item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
      item->setToolTip(0, info.absoluteFilePath());
    }
    m_files->show();
    m_show->show();
    m_verdict->setText(view.isRehearsed ? tr("Saved and rehearsed, %1").arg(bytesText(view.totalBytes))
                                        : tr("Written, %1").arg(bytesText(view.totalBytes)));
    const QString features = QString::fromStdString(view.requiredFeatures);
    const QString needs = features.isEmpty() ? tr("Runs on any processor of the target.")
                                             : tr("Needs a processor with %1.").arg(featureLevel(features));
    m_details->setToolTip(QString(features).replace(QLatin1Char(','), QStringLiteral(", ")));
    const QString said = engineText(view.rehearsal);
    m_details->setText(view.isRehearsed ? tr("The clean process: %1.").arg(said) + QLatin1Char('\n') + needs : needs);
  }
  m_verdict->setVisible(true);
  fitHeight();
  emit exported(result.isOk());
}

// While it runs, Esc and the button cancel the job, not the dialog.
void ExportDialog::reject() {
  if (m_isRunning) return m_context.engine().cancel(m_job);
  QDialog::reject();
}

}  // namespace heddle::views
