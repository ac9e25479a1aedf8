// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/schedule/lesson_card.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "views/common/engine_text.h"
#include "views/common/icons.h"
#include "views/common/numbers.h"
#include "views/common/theme.h"
#include "views/schedule/lesson_bars.h"

namespace heddle::views {

using session::LessonRequest;
using session::LessonView;

namespace {

constexpr int kSideWidth = 420;

}  // namespace

LessonCard::LessonCard(WorkbenchContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_where(new QLabel(this)),
      m_title(new QLabel(this)),
      m_text(new QLabel(this)),
      m_steps(new QLabel(this)),
      m_back(new QPushButton(tr("Back"), this)),
      m_next(new QPushButton(this)),
      m_leave(new QToolButton(this)),
      m_bars(new LessonBars(this)) {
  setAutoFillBackground(true);
  setBackgroundRole(QPalette::AlternateBase);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(3 * kGrid, 2 * kGrid, 3 * kGrid, 2 * kGrid);
  row->setSpacing(4 * kGrid);
  auto* words = new QVBoxLayout;
  words->setSpacing(kGrid);
  auto* head = new QHBoxLayout;
  QFont bold = font();
  bold.setBold(true);
  m_title->setFont(headingFont(font()));
  m_where->setForegroundRole(QPalette::PlaceholderText);
  head->addWidget(m_title);
  head->addWidget(m_where, 1, Qt::AlignBottom);
  words->addLayout(head);
  m_text->setWordWrap(true);
  m_text->setTextFormat(Qt::PlainText);
  m_text->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  words->addWidget(m_text, 1);
  m_steps->setFont(codeFont());
  m_steps->setTextFormat(Qt::PlainText);
  m_steps->setForegroundRole(QPalette::PlaceholderText);
  m_steps->setTextInteractionFlags(Qt::TextSelectableByMouse);
  words->addWidget(m_steps);
  row->addLayout(words, 1);
  auto* right = new QWidget(this);
  right->setFixedWidth(kSideWidth);
  auto* side = new QVBoxLayout(right);
  side->setContentsMargins(0, 0, 0, 0);
  side->setSpacing(2 * kGrid);
  side->addWidget(m_bars, 1);
  auto* buttons = new QHBoxLayout;
  m_leave->setText(tr("Leave the lesson"));
  m_leave->setAutoRaise(true);
  buttons->addWidget(m_leave);
  buttons->addStretch(1);
  buttons->addWidget(m_back);
  buttons->addWidget(m_next);
  side->addLayout(buttons);
  row->addWidget(right);
  m_next->setDefault(true);
  connect(m_back, &QPushButton::clicked, this, [this] { goTo(m_step - 1); });
  connect(m_next, &QPushButton::clicked, this, [this] { m_step + 1 < stepCount() ? goTo(m_step + 1) : leave(); });
  connect(m_leave, &QToolButton::clicked, this, &LessonCard::leave);
  connect(m_bars, &LessonBars::clicked, this, &LessonCard::goTo);
  connect(&m_context.schedule(), &ScheduleDesk::historyChanged, this, &LessonCard::refresh);
  hide();
}

int LessonCard::stepCount() const { return m_lesson ? static_cast<int>(m_lesson->rows.size()) : 0; }

void LessonCard::start(const LessonRequest& request) {
  m_context.engine().post<LessonView>(
      {QStringLiteral("lesson"), tr("Open the lesson")}, this,
      [request](SessionApi& api, const session::JobControl&) -> Result<LessonView> {
        if (!api.schedules()) return Diagnostic{"session.unsupported", "this session edits no schedules"};
        return api.schedules()->lessonSteps(request);
      },
      [this, request](Result<LessonView> result) {
        if (result.isError()) return m_context.addProblem(result.error());
        const QString workload = QStringLiteral("matmul:%1,%2,%3").arg(request.rows).arg(request.columns).arg(request.inner);
        m_context.schedule().openWorkload(workload, [this, lesson = std::move(result).value()]() mutable {
          m_lesson = std::move(lesson);
          m_states.assign(m_lesson->rows.size(), -1);
          m_step = 0;
          m_wanted = -1;
          if (!m_context.schedule().isMeasuring()) m_context.schedule().setMeasuring(true);
          show();
          emit started();
          refresh();
        });
      });
}

void LessonCard::leave() {
  m_lesson.reset();
  hide();
  emit finished();
}

// The trace up to the step stands for it, whatever was tried in between.
void LessonCard::goTo(int step) {
  if (!m_lesson || step < 0 || step >= stepCount()) return;
  m_step = step;
  const int known = m_states[static_cast<size_t>(step)];
  if (known >= 0) {
    m_context.schedule().goTo(known);
  } else {
    m_wanted = step;
    m_context.schedule().goToTrace(QString::fromStdString(m_lesson->rows[static_cast<size_t>(step)].step.trace));
  }
  refresh();
}

std::optional<session::ScheduleSpeed> LessonCard::speedOf(int step) const {
  const session::ScheduleStateView* state = m_context.schedule().state(m_states[static_cast<size_t>(step)]);
  return state ? state->speed : std::nullopt;
}

QString LessonCard::summary() const {
  const auto last = speedOf(stepCount() - 1), first = speedOf(0);
  if (!last || m_step + 1 != stepCount()) return {};
  QString text = tr("%1, %2 of the peak of this machine").arg(rateText(last->gflops, QStringLiteral("GF/s")),
                                                              shareText(last->shareOfPeak));
  if (first) text += QStringLiteral(": ") + tr("%1 times the definition").arg(significant(last->gflops / first->gflops));
  return text;
}

void LessonCard::refresh() {
  if (!m_lesson) return;
  const session::ScheduleHistoryView* history = m_context.schedule().history();
  if (!history || !m_context.schedule().isWorkload()) return;
  if (m_step == 0 && m_states[0] < 0) {
    m_states[0] = 0;
    if (history->current != 0) m_context.schedule().goTo(0);
  }
  if (m_wanted >= 0 && history->current != (m_wanted > 0 ? m_states[static_cast<size_t>(m_wanted) - 1] : -1)) {
    m_states[static_cast<size_t>(m_wanted)] = history->current;
    m_wanted = -1;
  }
  const session::LessonStep& step = m_lesson->rows[static_cast<size_t>(m_step)].step;
  m_title->setText(engineWords(step.title));
  const QString sum = summary();
  m_where->setText(tr("Step %1 of %2").arg(m_step + 1).arg(stepCount()) + QStringLiteral(" · ") +
                   (sum.isEmpty() ? QString::fromStdString(m_lesson->subject) : sum));
  QString text = engineText(step.explanation);
  if (m_step == 0 && !m_lesson->introduction.empty()) text = engineWords(m_lesson->introduction) + QLatin1Char(' ') + text;
  m_text->setText(text);
  QStringList steps = QString::fromStdString(step.steps).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
  constexpr qsizetype kShown = 3;
  if (steps.size() > kShown) steps = steps.mid(0, kShown - 1) << tr("and %n step(s) more", nullptr, static_cast<int>(steps.size() - kShown + 1));
  m_steps->setText(steps.join(QLatin1Char('\n')));
  m_steps->setVisible(!steps.isEmpty());
  m_back->setEnabled(m_step > 0);
  const bool isLast = m_step + 1 == stepCount();
  m_next->setText(isLast ? tr("Finish") : tr("Next: %1").arg(engineWords(
                                              m_lesson->rows[static_cast<size_t>(m_step) + 1].step.title)));
  std::vector<LessonBars::Bar> bars;
  for (int i = 0; i < stepCount(); ++i) {
    LessonBars::Bar bar{engineWords(m_lesson->rows[static_cast<size_t>(i)].step.title), {}, {}};
    if (const auto speed = speedOf(i)) bar.share = speed->shareOfPeak, bar.gflops = speed->gflops;
    bars.push_back(bar);
  }
  m_bars->setBars(std::move(bars), m_step);
}

}  // namespace heddle::views
