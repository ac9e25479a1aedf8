// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/schedule/compare_dialog.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTabWidget>
#include <QTableWidget>
#include <QTextBlock>
#include <cmath>

#include "views/common/engine_text.h"
#include "views/common/numbers.h"
#include "views/common/theme.h"
#include "views/schedule/history_view.h"

namespace heddle::views {

using session::ScheduleComparison;
using session::ScheduleDiffLine;

namespace {

QPlainTextEdit* reader(QWidget* parent, const QString& name) {
  auto* text = new QPlainTextEdit(parent);
  text->setReadOnly(true);
  text->setFont(codeFont());
  text->setLineWrapMode(QPlainTextEdit::NoWrap);
  text->setFrameShape(QFrame::NoFrame);
  text->setAccessibleName(name);
  return text;
}

struct Row {
  QString name, a, b;
  double ratio = 0;  // a over b; 0: none
  bool isLessBetter = true;
};

}  // namespace

StateComparison::StateComparison(WorkbenchContext& context, int a, int b, QWidget* parent)
    : QDialog(parent),
      m_context(context),
      m_group(context.schedule().group()),
      m_a(new QComboBox(this)),
      m_b(new QComboBox(this)),
      m_compare(new QPushButton(tr("Compare"), this)),
      m_verdict(new QLabel(this)),
      m_story(new QLabel(this)),
      m_tabs(new QTabWidget(this)),
      m_numbers(new QTableWidget(this)),
      m_absent(new QLabel(this)),
      m_trace(reader(this, tr("Trace"))),
      m_program(reader(this, tr("Loop program"))),
      m_assemblyA(reader(this, tr("Assembly of A"))),
      m_assemblyB(reader(this, tr("Assembly of B"))) {
  setWindowTitle(tr("Compare two states"));
  resize(980, 640);
  auto* layout = new QVBoxLayout(this);
  auto* head = new QHBoxLayout;
  for (const auto& [label, box, state] : {std::tuple(tr("A"), m_a, a), std::tuple(tr("B"), m_b, b)}) {
    auto* name = new QLabel(label, this);
    name->setBuddy(box);
    head->addWidget(name);
    head->addWidget(box, 1);
    fillStates(box, state);
    connect(box, &QComboBox::activated, this, &StateComparison::compare);
  }
  head->addWidget(m_compare);
  layout->addLayout(head);
  m_verdict->setFont(headingFont(font()));
  m_verdict->setWordWrap(true);
  m_story->setForegroundRole(QPalette::PlaceholderText);
  m_story->setWordWrap(true);
  layout->addWidget(m_verdict);
  layout->addWidget(m_story);
  auto* assembly = new QSplitter(this);
  assembly->addWidget(m_assemblyA);
  assembly->addWidget(m_assemblyB);
  auto* numbers = new QWidget(this);
  auto* column = new QVBoxLayout(numbers);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(m_numbers, 1);
  column->addWidget(m_absent);
  m_tabs->addTab(numbers, tr("Numbers"));
  m_tabs->addTab(m_trace, tr("Trace"));
  m_tabs->addTab(m_program, tr("Loop program"));
  m_tabs->addTab(assembly, tr("Assembly"));
  m_tabs->setDocumentMode(true);
  layout->addWidget(m_tabs, 1);
  m_numbers->setColumnCount(4);
  m_numbers->verticalHeader()->hide();
  m_numbers->setShowGrid(false);
  m_numbers->setTabKeyNavigation(false);
  m_numbers->setAccessibleName(tr("Numbers"));
  m_numbers->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_numbers->setFrameShape(QFrame::NoFrame);
  m_numbers->setHorizontalHeaderLabels({QString(), tr("A"), tr("B"), tr("A over B")});
  m_numbers->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  m_numbers->horizontalHeader()->setDefaultAlignment(Qt::AlignRight | Qt::AlignVCenter);
  m_numbers->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
  m_absent->setForegroundRole(QPalette::PlaceholderText);
  m_absent->setWordWrap(true);
  connect(m_compare, &QPushButton::clicked, this, &StateComparison::compare);
  compare();
}

void StateComparison::fillStates(QComboBox* box, int state) {
  const session::ScheduleHistoryView* history = m_context.schedule().history();
  if (!history) return;
  for (auto it = history->states.rbegin(); it != history->states.rend(); ++it)
    box->addItem(QStringLiteral("%1  %2").arg(stateName(*it), speedText(*it)), it->id);
  box->setCurrentIndex(box->findData(state));
}

QString StateComparison::nameOf(int state) const {
  const session::ScheduleStateView* thing = m_context.schedule().state(state);
  return thing ? stateName(*thing) : QString::number(state);
}

QString StateComparison::verdict() const { return m_verdict->text(); }

void StateComparison::compare() {
  const int a = m_a->currentData().toInt(), b = m_b->currentData().toInt();
  m_verdict->setText(tr("Timing both by turns…"));
  m_story->clear();
  m_compare->setEnabled(false);
  const auto timing = m_context.schedule().timing();
  m_context.engine().post<ScheduleComparison>(
      {QStringLiteral("schedule/compare"), tr("Compare two states")}, this,
      [group = m_group, a, b, timing](SessionApi& api, const session::JobControl& job) -> Result<ScheduleComparison> {
        if (!api.schedules()) return Diagnostic{"session.unsupported", "this session edits no schedules"};
        return api.schedules()->compare(group, a, b, timing, job);
      },
      [this](Result<ScheduleComparison> result) {
        m_compare->setEnabled(true);
        if (result.isError()) {
          m_verdict->setText(messageOf(result.error()));
          return;
        }
        m_result = std::move(result).value();
        show(*m_result);
      });
  askAssembly(a, m_assemblyA);
  askAssembly(b, m_assemblyB);
}

void StateComparison::askAssembly(int state, QPlainTextEdit* text) {
  m_context.engine().post<session::KernelView>(
      {}, this,
      [group = m_group, state](SessionApi& api, const session::JobControl& job) -> Result<session::KernelView> {
        if (!api.schedules()) return Diagnostic{"session.unsupported", "this session edits no schedules"};
        return api.schedules()->code(group, state, job);
      },
      [text](Result<session::KernelView> result) {
        text->clear();
        if (result.isError()) return text->setPlainText(messageOf(result.error()));
        for (const session::TextView& form : result.value().texts)
          if (form.title == "asm") text->setPlainText(QString::fromStdString(form.text));
      });
}

void StateComparison::show(const ScheduleComparison& result) {
  const Colors& colors = colorsOf(palette());
  m_verdict->setText(engineText(result.verdict));
  QPalette own = m_verdict->palette();
  own.setColor(QPalette::WindowText, !result.isDifferent ? colors.muted : result.ratio > 1 ? colors.better : colors.worse);
  m_verdict->setPalette(own);
  QStringList story = {tr("A is %1, B is %2").arg(nameOf(result.a), nameOf(result.b)),
                       tr("A takes %1 times as long as B, %2 to %3 (95 %)")
                           .arg(significant(result.ratio), significant(result.ratioLow), significant(result.ratioHigh)),
                       engineText(result.speedA.time.protocol)};
  story.removeAll(QString());
  m_story->setText(story.join(QStringLiteral(" · ")));
  showNumbers(result);
  showDiff(m_trace, result.trace);
  showDiff(m_program, result.program);
}

void StateComparison::showNumbers(const ScheduleComparison& result) {
  const auto count = [](int value) { return countText(value); };
  const session::ScheduleSpeed &a = result.speedA, &b = result.speedB;
  const session::SchedulePrediction &p = result.predictedA, &q = result.predictedB;
  const QString rate = QStringLiteral("GF/s");
  std::vector<Row> rows = {
      {tr("Time of a call"), durationWithSpread(a.time.median, a.time.low, a.time.high),
       durationWithSpread(b.time.median, b.time.low, b.time.high), result.ratio, true},
      {tr("Speed"), rateText(a.gflops, rate), rateText(b.gflops, rate), b.gflops > 0 ? a.gflops / b.gflops : 0, false},
      {tr("Share of peak"), shareText(a.shareOfPeak), shareText(b.shareOfPeak), 0, false},
      {tr("Predicted"), rateText(p.gflops, rate), rateText(q.gflops, rate), q.gflops > 0 ? p.gflops / q.gflops : 0, false},
      {tr("Hot loop: instructions"), count(p.instructions), count(q.instructions), 0, true},
      {tr("Hot loop: FMA"), count(p.multiplyAdds), count(q.multiplyAdds), 0, false},
      {tr("Hot loop: loads"), count(p.loads), count(q.loads), 0, true},
      {tr("Hot loop: spills"), count(p.spills), count(q.spills), 0, true},
      {tr("Hot loop: cycles an iteration"), significant(p.cyclesPerIteration), significant(q.cyclesPerIteration), 0, true}};
  for (const ScheduleComparison::Counter& counter : result.counters) {
    if (std::isnan(counter.a) && std::isnan(counter.b)) continue;
    const auto text = [&](double value) {
      return counter.name == "task-clock" ? durationText(value / 1e6) : countText(std::llround(value));
    };
    rows.push_back({QString::fromStdString(counter.name), text(counter.a), text(counter.b),
                    counter.b > 0 ? counter.a / counter.b : 0, true});
  }
  m_numbers->setRowCount(static_cast<int>(rows.size()));
  for (int row = 0; row < static_cast<int>(rows.size()); ++row) {
    const Row& r = rows[static_cast<size_t>(row)];
    const QString cells[] = {r.name, r.a, r.b, r.ratio > 0 && std::isfinite(r.ratio) ? significant(r.ratio) + QStringLiteral("×") : QString()};
    for (int column = 0; column < 4; ++column) {
      auto* item = new QTableWidgetItem(cells[column]);
      if (column > 0) item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
      item->setToolTip(cells[column]);
      m_numbers->setItem(row, column, item);
    }
  }
  QStringList absent;
  for (const auto& [name, reason] : result.absentCounters) absent << QString::fromStdString(name);
  m_absent->setVisible(!absent.isEmpty());
  if (absent.isEmpty()) return;
  m_absent->setText(tr("Not counted here: %1").arg(absent.join(QStringLiteral(", "))));
  m_absent->setToolTip(engineText(result.absentCounters.front().second));
}

void StateComparison::showDiff(QPlainTextEdit* text, const std::vector<ScheduleDiffLine>& lines) {
  text->clear();
  const Colors& colors = colorsOf(palette());
  QTextCursor cursor(text->document());
  for (const ScheduleDiffLine& line : lines) {
    QTextBlockFormat block;
    const bool isA = line.side == ScheduleDiffLine::Side::onlyA, isB = line.side == ScheduleDiffLine::Side::onlyB;
    if (isA || isB) {
      QColor ground = isA ? colors.removed : colors.added;
      ground.setAlpha(colors.isDark ? 70 : 48);
      block.setBackground(ground);
    }
    cursor.setBlockFormat(block);
    cursor.insertText((isA ? QStringLiteral("A  ") : isB ? QStringLiteral("B  ") : QStringLiteral("   ")) +
                      QString::fromStdString(line.text));
    cursor.insertBlock();
  }
  text->moveCursor(QTextCursor::Start);
}

}  // namespace heddle::views
