// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/schedule/argument_field.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>

#include "views/common/engine_text.h"
#include "views/common/theme.h"
#include "views/schedule/factors_field.h"
#include "views/schedule/order_field.h"
#include "views/schedule/step_text.h"

namespace heddle::views {
namespace {

bool isText(const std::string& kind) { return kind == "text" || kind == "value"; }

// Words in quotes are shown without them; numbers are what they are.
QString written(const QString& shown, const std::string& kind) {
  if (shown.isEmpty()) return {};
  if (kind == "text") return quotedText(shown);
  if (kind != "value") return shown;
  bool isNumber = false;
  (void)shown.toDouble(&isNumber);
  return isNumber ? shown : quotedText(shown);
}

class ChoiceField final : public ArgumentField {
 public:
  ChoiceField(const session::ScheduleArgumentView& argument, QWidget* parent)
      : ArgumentField(parent), m_kind(argument.kind), m_choices(new QComboBox(this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_choices);
    if (argument.isOptional) m_choices->addItem(QString());
    for (const std::string& choice : argument.choices)
      m_choices->addItem(unquotedText(QString::fromStdString(choice)));
    m_choices->setEditable(isText(m_kind));
    m_choices->setFont(codeFont());
    m_choices->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_choices->setMinimumContentsLength(8);
    const QString now = unquotedText(QString::fromStdString(argument.value));
    const int at = m_choices->findText(now);
    if (at >= 0) m_choices->setCurrentIndex(at);
    else if (!now.isEmpty()) m_choices->insertItem(0, now), m_choices->setCurrentIndex(0);
    connect(m_choices, &QComboBox::currentTextChanged, this, &ArgumentField::changed);
    setFocusProxy(m_choices);
  }
  QString value() const override { return written(m_choices->currentText().trimmed(), m_kind); }

 private:
  std::string m_kind;
  QComboBox* m_choices;
};

class LineField final : public ArgumentField {
 public:
  LineField(const session::ScheduleArgumentView& argument, QWidget* parent)
      : ArgumentField(parent), m_kind(argument.kind), m_line(new QLineEdit(this)) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_line);
    m_line->setFont(codeFont());
    m_line->setText(unquotedText(QString::fromStdString(argument.value)));
    if (argument.isOptional) m_line->setPlaceholderText(ArgumentField::tr("optional"));
    connect(m_line, &QLineEdit::textChanged, this, &ArgumentField::changed);
    setFocusProxy(m_line);
  }
  QString value() const override { return written(m_line->text().trimmed(), m_kind); }

 private:
  std::string m_kind;
  QLineEdit* m_line;
};

}  // namespace

ArgumentField* makeArgumentField(const session::ScheduleArgumentView& argument, qint64 extent, QWidget* parent) {
  if (argument.kind == "integers" && argument.name == "factors" && extent > 0)
    return new FactorsField(QString::fromStdString(argument.value), extent, parent);
  if (argument.kind == "loops" && !argument.choices.empty()) return new OrderField(argument, parent);
  if (argument.kind == "integer" && !argument.choices.empty()) return new NumberField(argument, parent);
  if (!argument.choices.empty() && argument.kind != "integers" && argument.kind != "loops")
    return new ChoiceField(argument, parent);
  return new LineField(argument, parent);
}

QString argumentLabel(const session::ScheduleArgumentView& argument) {
  QString label = engineWords(argument.name).replace(QLatin1Char('_'), QLatin1Char(' '));
  if (!label.isEmpty()) label[0] = label[0].toUpper();
  return label;
}

}  // namespace heddle::views
