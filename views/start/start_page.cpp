// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/start/start_page.h"

#include <QFileInfo>
#include <QLabel>
#include <QListWidget>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

#include "views/common/icons.h"
#include "views/common/theme.h"

namespace heddle::views {

StartPage::StartPage(WorkbenchContext& context, const QStringList& samples, QWidget* parent)
    : QWidget(parent), m_context(context), m_drop(new QWidget(this)), m_pages(new QStackedLayout(m_drop)),
      m_message(new QLabel(this)), m_job(new QLabel(this)), m_progress(new QProgressBar(this)) {
  auto* outer = new QVBoxLayout(this);
  outer->addStretch(1);
  auto* column = new QWidget(this);
  column->setFixedWidth(520);
  outer->addWidget(column, 0, Qt::AlignHCenter);
  outer->addStretch(2);
  auto* layout = new QVBoxLayout(column);
  layout->setSpacing(8);

  auto* title = new QLabel(tr("Heddle"), column);
  title->setFont(headingFont(font()));
  layout->addWidget(title);
  m_drop->setFixedHeight(112);
  buildDrop();
  layout->addWidget(m_drop);
  m_message->setWordWrap(true);
  m_message->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  m_message->setFixedWidth(column->width() - layout->contentsMargins().left() - layout->contentsMargins().right());
  m_message->hide();
  layout->addWidget(m_message);
  layout->addSpacing(8);
  m_recent = addList(layout, tr("Recent models"));
  m_samples = addList(layout, tr("Bundled sample"));
  auto* lesson = new QLabel(QStringLiteral("<b>%1</b><br><a href=\"lesson\">%2</a>")
                                .arg(tr("Learn schedules"), tr("A fast matmul in five minutes")), this);
  lesson->setToolTip(tr("From three loops to near the peak of this machine, every step explained and measured"));
  layout->addSpacing(8);
  lesson->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
  lesson->setFocusPolicy(Qt::TabFocus);
  layout->addWidget(lesson);
  connect(lesson, &QLabel::linkActivated, this, &StartPage::lessonRequested);
  QStringList present;
  for (const QString& sample : samples)
    if (QFileInfo::exists(sample)) present << sample;
  fill(m_samples, present);
  fill(m_recent, {});
  refresh();
}

void StartPage::buildDrop() {
  const auto page = [this] {
    auto* widget = new QWidget(m_drop);
    auto* column = new QVBoxLayout(widget);
    column->setSpacing(2 * kGrid);
    m_pages->addWidget(widget);
    return column;
  };
  auto* idle = page();
  auto* open = new QPushButton(lineIcon(QStringLiteral("open")), tr("Open a model"), m_drop);
  auto* hint = new QLabel(tr("or drop an .onnx file anywhere in the window"), m_drop);
  hint->setForegroundRole(QPalette::PlaceholderText);
  idle->addStretch(1);
  idle->addWidget(open, 0, Qt::AlignHCenter);
  idle->addWidget(hint, 0, Qt::AlignHCenter);
  idle->addStretch(1);
  connect(open, &QPushButton::clicked, this, &StartPage::openRequested);

  auto* busy = page();
  auto* cancel = new QPushButton(lineIcon(QStringLiteral("cancel")), tr("Cancel"), m_drop);
  m_progress->setRange(0, 1000);
  m_progress->setTextVisible(false);
  m_progress->setFixedSize(320, 2 * kGrid);
  m_progress->setAccessibleName(tr("Progress"));
  busy->addStretch(1);
  busy->addWidget(m_job, 0, Qt::AlignHCenter);
  busy->addWidget(m_progress, 0, Qt::AlignHCenter);
  busy->addWidget(cancel, 0, Qt::AlignHCenter);
  busy->addStretch(1);
  connect(cancel, &QPushButton::clicked, this, [this] {
    if (const Job* job = m_context.jobs().running()) m_context.engine().cancel(job->id);
  });
  connect(&m_context.jobs(), &JobList::runningChanged, this, &StartPage::showJob);
}

void StartPage::showJob() {
  const Job* job = m_context.jobs().running();
  m_pages->setCurrentIndex(job ? 1 : 0);
  if (!job) return;
  showMessage({});
  m_job->setText(job->phase.isEmpty() ? job->title : tr("%1: %2").arg(job->title, job->phase));
  m_progress->setValue(static_cast<int>(job->fraction * 1000));
}

QListWidget* StartPage::addList(QVBoxLayout* layout, const QString& heading) {
  auto* label = new QLabel(QStringLiteral("<b>%1</b>").arg(heading), this);
  auto* list = new QListWidget(this);
  list->setFrameShape(QFrame::NoFrame);
  list->setUniformItemSizes(true);
  list->setIconSize({16, 16});
  list->setAccessibleName(heading);
  list->viewport()->setAutoFillBackground(false);
  label->setBuddy(list);
  layout->addWidget(label);
  layout->addWidget(list);
  const auto open = [this](QListWidgetItem* item) {
    if (item->flags() & Qt::ItemIsEnabled) m_context.open(item->data(Qt::UserRole).toString());
  };
  connect(list, &QListWidget::itemActivated, this, open);
  connect(list, &QListWidget::itemClicked, this, open);
  return list;
}

void StartPage::fill(QListWidget* list, const QStringList& files) {
  list->clear();
  const QFontMetrics metrics(font());
  for (const QString& file : files) {
    const QFileInfo info(file);
    const QString folder = metrics.elidedText(info.absolutePath(), Qt::ElideMiddle, 300);
    auto* item = new QListWidgetItem(lineIcon(QStringLiteral("file")),
                                     info.fileName() + QStringLiteral("   ") + folder, list);
    item->setData(Qt::UserRole, file);
    item->setToolTip(info.exists() ? file : tr("%1 is no longer there").arg(file));
    if (!info.exists()) item->setFlags(Qt::NoItemFlags);
  }
  if (files.isEmpty()) {
    auto* none = new QListWidgetItem(tr("None yet"), list);
    none->setFlags(Qt::NoItemFlags);
  }
  list->setIconSize({16, 16});
  const int row = std::max(list->sizeHintForRow(0), metrics.height() + 4);
  const int rows = std::min<int>(std::max<int>(1, static_cast<int>(files.size())), 8);
  list->setFixedHeight(rows * row + 4);
}

void StartPage::refresh() {
  m_context.recentFiles(this, [this](const QStringList& files) { fill(m_recent, files); });
}

void StartPage::showMessage(const QString& text) {
  QPalette own = m_message->palette();
  own.setColor(QPalette::WindowText, colorsOf(palette()).error);
  m_message->setPalette(own);
  m_message->setText(text);
  m_message->setMinimumHeight(text.isEmpty() ? 0 : m_message->heightForWidth(m_message->width()));   // the column would squeeze it
  m_message->setVisible(!text.isEmpty());
}

void StartPage::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QPen pen(colorsOf(palette()).strongBorder, 1, Qt::DashLine);
  painter.setPen(pen);
  painter.setBrush(colorsOf(palette()).base);
  const QRect box(m_drop->mapTo(this, QPoint(0, 0)), m_drop->size());
  painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
}

}  // namespace heddle::views
