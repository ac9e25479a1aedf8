// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/schedule/step_form.h"

#include <QFormLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include "views/common/engine_text.h"
#include "views/common/icons.h"
#include "views/common/numbers.h"
#include "views/common/theme.h"
#include "views/schedule/argument_field.h"
#include "views/schedule/step_text.h"

namespace heddle::views {
namespace {

constexpr int kSoonMs = 40;  // a slider moves faster than anybody reads

QLabel* wrapped(QWidget* parent) {
  auto* label = new QLabel(parent);
  label->setWordWrap(true);
  label->setTextFormat(Qt::PlainText);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  return label;
}

void paint(QLabel* label, const QColor& color) {
  QPalette palette = label->palette();
  palette.setColor(QPalette::WindowText, color);
  label->setPalette(palette);
}

}  // namespace

StepForm::StepForm(WorkbenchContext& context, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_title(new QLabel(this)),
      m_tip(wrapped(this)),
      m_step(wrapped(this)),
      m_reason(wrapped(this)),
      m_example(wrapped(this)),
      m_back(new QToolButton(this)),
      m_form(new QFormLayout),
      m_apply(new QPushButton(tr("Apply"), this)),
      m_alternative(new QPushButton(this)) {
  build();
  m_soon.setSingleShot(true);
  m_soon.setInterval(kSoonMs);
  connect(&m_soon, &QTimer::timeout, this, &StepForm::check);
  connect(m_back, &QToolButton::clicked, this, &StepForm::left);
  connect(m_apply, &QPushButton::clicked, this, &StepForm::apply);
  connect(m_alternative, &QPushButton::clicked, this, &StepForm::applyAlternative);
}

void StepForm::build() {
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->setSpacing(kGrid);
  auto* head = new QHBoxLayout;
  m_back->setIcon(lineIcon(QStringLiteral("back")));
  m_back->setAutoRaise(true);
  m_back->setToolTip(tr("Back to what can be done (Esc)"));
  QFont bold = codeFont();
  bold.setBold(true);
  m_title->setFont(bold);
  head->addWidget(m_back);
  head->addWidget(m_title, 1);
  outer->addLayout(head);
  auto* body = new QWidget(this);
  auto* column = new QVBoxLayout(body);
  column->setContentsMargins(kGrid, 0, kGrid, 0);
  column->setSpacing(2 * kGrid);
  m_tip->setForegroundRole(QPalette::PlaceholderText);
  m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  m_form->setHorizontalSpacing(3 * kGrid);
  m_form->setVerticalSpacing(kGrid);
  m_step->setFont(codeFont());
  m_step->setMargin(kGrid);
  m_step->setAutoFillBackground(true);
  m_step->setBackgroundRole(QPalette::Base);
  m_step->setAccessibleName(tr("The step"));
  column->addWidget(m_tip);
  column->addLayout(m_form);
  column->addWidget(m_step);
  column->addWidget(m_reason);
  column->addWidget(m_example);
  column->addWidget(m_alternative);
  column->addStretch(1);
  auto* scroll = new QScrollArea(this);
  scroll->setWidget(body);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  outer->addWidget(scroll, 1);
  m_apply->setDefault(true);
  auto* foot = new QHBoxLayout;
  foot->setContentsMargins(kGrid, 0, kGrid, kGrid);
  auto* hint = new QLabel(tr("Enter applies, Esc leaves"), this);
  hint->setForegroundRole(QPalette::PlaceholderText);
  foot->addWidget(hint, 1);
  foot->addWidget(m_apply);
  outer->addLayout(foot);
}

void StepForm::clearFields() {
  while (m_form->rowCount() > 0) m_form->removeRow(0);
  m_fields.clear();
}

qint64 StepForm::extentOfLoop() const {
  const session::ScheduleProgramView* program = m_context.schedule().committed();
  if (!program) return 0;
  for (const session::ScheduleArgumentView& argument : m_primitive.arguments) {
    if (argument.kind != "loop") continue;
    for (const session::ScheduleTreeItem& item : program->tree)
      if (item.name == argument.value) return item.item.extent;
  }
  return 0;
}

void StepForm::show(const session::SchedulePrimitiveView& primitive) {
  m_primitive = primitive;
  clearFields();
  m_title->setText(QString::fromStdString(primitive.primitive));
  m_tip->setText(engineWords(primitive.tooltip));
  m_tip->setVisible(!primitive.tooltip.empty());
  const QString step = QString::fromStdString(primitive.step);
  const qsizetype open = step.indexOf(QLatin1Char('(')), equals = step.lastIndexOf(QLatin1Char('='), open);
  m_results = open > 0 && equals > 0 ? step.left(equals + 1) + QLatin1Char(' ') : QString();
  const qint64 extent = extentOfLoop();
  for (const session::ScheduleArgumentView& argument : primitive.arguments) {
    ArgumentField* field = makeArgumentField(argument, extent, this);
    field->setAccessibleName(argumentLabel(argument));
    m_form->addRow(argumentLabel(argument), field);
    m_fields.push_back(field);
    connect(field, &ArgumentField::changed, this, &StepForm::onFieldChanged);
  }
  showVerdict(primitive);
  if (primitive.applies) m_context.schedule().preview(this->step());
  else check();   // the list had no time to look for the nearest legal way
  // The first field that is not the selected thing itself is what there is to decide.
  for (size_t i = 0; i < m_fields.size(); ++i)
    if (primitive.arguments[i].value != m_context.schedule().selection().name) return m_fields[i]->setFocus();
  m_apply->setFocus();
}

void StepForm::showRefusal(const session::SchedulePrimitiveView& refused) {
  m_primitive = refused;
  clearFields();
  m_results.clear();
  m_title->setText(QString::fromStdString(refused.primitive));
  m_tip->setText(engineWords(refused.tooltip));
  m_tip->setVisible(!refused.tooltip.empty());
  showVerdict(refused);
  (m_alternative->isVisibleTo(this) ? static_cast<QWidget*>(m_alternative) : m_back)->setFocus();
}

ArgumentField* StepForm::field(const std::string& argument) const {
  for (size_t i = 0; i < m_fields.size(); ++i)
    if (m_primitive.arguments[i].name == argument) return m_fields[i];
  return nullptr;
}

QString StepForm::step() const {
  if (m_fields.empty()) return QString::fromStdString(m_primitive.step);
  std::vector<session::ScheduleArgumentView> now = m_primitive.arguments;
  for (size_t i = 0; i < m_fields.size(); ++i) now[i].value = m_fields[i]->value().toStdString();
  const QString call = stepText(m_primitive.primitive, now);
  // Names of results hold for as many results as there were.
  const session::ScheduleArgumentView* factors = nullptr;
  for (const auto& argument : now)
    if (argument.name == "factors") factors = &argument;
  if (factors && m_results.count(QLatin1Char(',')) + 1 != listItems(QString::fromStdString(factors->value)).size())
    return call;
  return m_results + call;
}

void StepForm::onFieldChanged() {
  m_step->setText(step());
  m_apply->setEnabled(false);
  m_soon.start();
}

void StepForm::check() {
  const QString now = step();
  m_context.schedule().explain(now, this, [this, now](const session::SchedulePrimitiveView& verdict) {
    if (now != step() || !isVisible()) return;
    showVerdict(verdict);
    m_context.schedule().preview(verdict.applies ? now : QString());
  });
}

QString StepForm::refusalText() const { return m_isLegal ? QString() : m_reason->text(); }

void StepForm::showVerdict(const session::SchedulePrimitiveView& verdict) {
  const Colors& colors = colorsOf(palette());
  m_isLegal = verdict.applies;
  m_step->setText(step());
  m_step->setVisible(!m_step->text().isEmpty());   // a file, a merge
  m_apply->setEnabled(verdict.applies);
  m_apply->setVisible(verdict.applies || !m_fields.empty());
  m_reason->setVisible(!verdict.applies);
  const Diagnostic& why = verdict.refusal;
  m_reason->setText(messageOf(why));
  paint(m_reason, colors.error);
  m_reason->setToolTip(QString::fromStdString(why.code));
  m_verdict = verdict;
  QStringList more;
  if (const QString example = engineText(verdict.counterExample); !verdict.applies && !example.isEmpty())
    more << (verdict.isCounterExampleOfIterations ? tr("Two iterations that break it: %1").arg(example) : example);
  if (!verdict.applies && verdict.alternative.empty() && !verdict.noneNear.empty())
    more << engineText(verdict.noneNear);
  m_example->setText(more.join(QLatin1Char('\n')));
  m_example->setVisible(!more.isEmpty());
  showAlternative();
}

void StepForm::showAlternative() {
  const QString steps = QString::fromStdString(m_verdict.alternative).trimmed();
  const bool hasOne = !m_verdict.applies && !steps.isEmpty();
  m_alternative->setVisible(hasOne);
  if (!hasOne) return;
  const auto count = static_cast<int>(steps.count(QLatin1Char('\n'))) + 1;
  QString text = count == 1 ? tr("Instead: %1").arg(steps) : tr("The nearest legal way: %n step(s)", nullptr, count);
  if (m_verdict.alternativeTakesBack > 0)
    text += QLatin1Char('\n') + tr("after taking back %n step(s)", nullptr, m_verdict.alternativeTakesBack);
  m_alternative->setText(elidedMiddle(text, 96));
  m_alternative->setToolTip(steps);
}

void StepForm::applyAlternative() {
  if (m_verdict.applies || m_verdict.alternative.empty()) return;
  if (m_verdict.alternativeTakesBack > 0)
    m_context.schedule().goToTrace(QString::fromStdString(m_verdict.alternativeTrace));
  else
    m_context.schedule().apply(QString::fromStdString(m_verdict.alternative));
  emit applied();
}

void StepForm::apply() {
  if (!m_isLegal || !m_apply->isEnabled()) return;
  m_context.schedule().apply(step());
  emit applied();
}

void StepForm::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) {
    emit left();
  } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
    if (m_alternative->hasFocus()) return m_alternative->click();
    m_soon.isActive() ? (m_soon.stop(), check()) : apply();
  } else {
    QWidget::keyPressEvent(event);
  }
}

}  // namespace heddle::views
