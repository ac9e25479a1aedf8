// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/schedule/factors_field.h"

#include <QLabel>
#include <QSlider>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <limits>

#include "views/common/numbers.h"
#include "views/common/theme.h"
#include "views/schedule/step_text.h"

namespace heddle::views {
namespace {

constexpr int kMostLevels = 5;

QList<qint64> numbersOf(const session::ScheduleArgumentView& argument) {
  QList<qint64> numbers;
  for (const std::string& choice : argument.choices) numbers << QString::fromStdString(choice).toLongLong();
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

}  // namespace

NumberField::NumberField(const QList<qint64>& numbers, qint64 value, QWidget* parent)
    : ArgumentField(parent), m_numbers(numbers), m_slider(new QSlider(Qt::Horizontal, this)), m_box(new QSpinBox(this)) {
  build(value);
}

NumberField::NumberField(const session::ScheduleArgumentView& argument, QWidget* parent)
    : ArgumentField(parent),
      m_numbers(numbersOf(argument)),
      m_slider(new QSlider(Qt::Horizontal, this)),
      m_box(new QSpinBox(this)) {
  build(QString::fromStdString(argument.value).toLongLong());
}

void NumberField::build(qint64 value) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(2 * kGrid);
  layout->addWidget(m_slider, 1);
  layout->addWidget(m_box);
  m_slider->setRange(0, std::max<int>(0, static_cast<int>(m_numbers.size()) - 1));
  m_slider->setPageStep(1);
  m_slider->setTickPosition(m_numbers.size() <= 24 ? QSlider::TicksBelow : QSlider::NoTicks);
  m_slider->setAccessibleName(tr("Factor, among the divisors"));
  m_box->setRange(std::numeric_limits<int>::min(), std::numeric_limits<int>::max());
  m_box->setAccessibleName(tr("Factor"));
  m_box->setFont(codeFont());
  m_box->setFixedWidth(m_box->fontMetrics().horizontalAdvance(QStringLiteral("00000")) + 8 * kGrid);
  setNumber(value);
  connect(m_slider, &QSlider::valueChanged, this, [this](int at) {
    if (at >= 0 && at < m_numbers.size()) m_box->setValue(static_cast<int>(m_numbers[at]));
  });
  connect(m_box, &QSpinBox::valueChanged, this, [this](int now) {
    const QSignalBlocker quiet(m_slider);
    const auto at = std::lower_bound(m_numbers.begin(), m_numbers.end(), qint64(now));
    m_slider->setValue(static_cast<int>(at - m_numbers.begin()));
    emit changed();
  });
  setFocusProxy(m_slider);
}

void NumberField::setNumber(qint64 number) {
  m_box->setValue(static_cast<int>(number));
  const QSignalBlocker quiet(m_slider);
  const auto at = std::lower_bound(m_numbers.begin(), m_numbers.end(), number);
  m_slider->setValue(static_cast<int>(at - m_numbers.begin()));
}

qint64 NumberField::number() const { return m_box->value(); }
QString NumberField::value() const { return QString::number(number()); }

FactorsField::FactorsField(const QString& value, qint64 extent, QWidget* parent)
    : ArgumentField(parent),
      m_extent(extent),
      m_rows(new QVBoxLayout),
      m_product(new QLabel(this)),
      m_more(new QToolButton(this)),
      m_less(new QToolButton(this)) {
  for (const QString& item : listItems(value)) m_factors << item.toLongLong();
  if (m_factors.size() < 2) m_factors = {-1, extent % 16 == 0 ? 16 : 2};
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(kGrid);
  m_rows->setSpacing(0);
  layout->addLayout(m_rows);
  auto* foot = new QHBoxLayout;
  m_product->setForegroundRole(QPalette::PlaceholderText);
  m_more->setText(QStringLiteral("+"));
  m_less->setText(QStringLiteral("−"));
  m_more->setToolTip(tr("One loop more"));
  m_less->setToolTip(tr("One loop less"));
  foot->addWidget(m_product, 1);
  foot->addWidget(m_less);
  foot->addWidget(m_more);
  layout->addLayout(foot);
  connect(m_more, &QToolButton::clicked, this, [this] { setLevels(static_cast<int>(m_factors.size()) + 1); });
  connect(m_less, &QToolButton::clicked, this, [this] { setLevels(static_cast<int>(m_factors.size()) - 1); });
  rebuild();
}

void FactorsField::setLevels(int levels) {
  levels = std::clamp(levels, 2, kMostLevels);
  m_factors = factors();
  while (m_factors.size() < levels) m_factors << 2;
  while (m_factors.size() > levels) {
    const qint64 last = m_factors.takeLast();
    if (last == -1) m_factors.front() = -1;
  }
  rebuild();
  emit changed();
}

void FactorsField::rebuild() {
  while (QLayoutItem* item = m_rows->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  m_numbers.clear();
  const QList<qint64> divisors = divisorsOf(m_extent);
  for (const qint64 factor : m_factors) {
    if (factor == -1) continue;
    auto* field = new NumberField(divisors, factor, this);
    m_rows->addWidget(field);
    m_numbers.push_back(field);
    connect(field, &ArgumentField::changed, this, [this] {
      showProduct();
      emit changed();
    });
  }
  m_less->setEnabled(m_factors.size() > 2);
  m_more->setEnabled(m_factors.size() < kMostLevels);
  if (!m_numbers.empty()) setFocusProxy(m_numbers.back());
  showProduct();
}

QList<qint64> FactorsField::factors() const {
  QList<qint64> now;
  size_t next = 0;
  for (const qint64 factor : m_factors)
    now << (factor == -1 || next >= m_numbers.size() ? factor : m_numbers[next++]->number());
  return now;
}

void FactorsField::showProduct() {
  const QList<qint64> now = factors();
  double product = 1;
  for (const qint64 factor : now)
    if (factor > 0) product *= static_cast<double>(factor);
  const bool hasRest = now.contains(-1);
  const auto rest = static_cast<qint64>(std::max(1.0, std::ceil(static_cast<double>(m_extent) / product)));
  QStringList parts;
  for (const qint64 factor : now) parts << countText(factor == -1 ? rest : factor);
  const double all = product * (hasRest ? static_cast<double>(rest) : 1);
  const QString text = countText(m_extent) + QStringLiteral(" → ") + parts.join(QStringLiteral(" × "));
  const bool isPerfect = all == static_cast<double>(m_extent);
  m_product->setText(isPerfect ? text : text + QLatin1Char(' ') + tr("(guarded)"));
  m_product->setToolTip(isPerfect ? QString() : tr("The factors do not divide the loop: a condition guards the last trip"));
}

QString FactorsField::value() const {
  QStringList items;
  for (const qint64 factor : factors()) items << QString::number(factor);
  return listText(items);
}

}  // namespace heddle::views
