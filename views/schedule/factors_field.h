// Numbers by slider: the factors of a split over the divisors of its loop, and single numbers over their choices.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "views/schedule/argument_field.h"

class QLabel;
class QSlider;
class QSpinBox;
class QToolButton;
class QVBoxLayout;

namespace heddle::views {

// A slider over given numbers beside a box that takes any.
class NumberField final : public ArgumentField {
  Q_OBJECT
 public:
  NumberField(const QList<qint64>& numbers, qint64 value, QWidget* parent);
  NumberField(const session::ScheduleArgumentView& argument, QWidget* parent);
  QString value() const override;
  qint64 number() const;
  void setNumber(qint64 number);
  QSlider* slider() const { return m_slider; }

 private:
  void build(qint64 value);
  QList<qint64> m_numbers;
  QSlider* m_slider;
  QSpinBox* m_box;
};

// "512 = 16 x 32": one level is what is left, the others have a slider each.
class FactorsField final : public ArgumentField {
  Q_OBJECT
 public:
  FactorsField(const QString& value, qint64 extent, QWidget* parent);
  QString value() const override;
  // Of the levels that have one, outermost first.
  const std::vector<NumberField*>& numbers() const { return m_numbers; }
  void setLevels(int levels);

 private:
  void rebuild();
  void showProduct();
  QList<qint64> factors() const;

  qint64 m_extent;
  QList<qint64> m_factors;  // -1: what is left
  QVBoxLayout* m_rows;
  QLabel* m_product;
  QToolButton *m_more, *m_less;
  std::vector<NumberField*> m_numbers;
};

}  // namespace heddle::views
