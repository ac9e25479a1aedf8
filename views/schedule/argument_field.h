// One field of a form, made for the kind of its argument.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "engine/session/schedule_views.h"

namespace heddle::views {

class ArgumentField : public QWidget {
  Q_OBJECT
 public:
  using QWidget::QWidget;
  // As it stands in a step; empty when the argument is left out.
  virtual QString value() const = 0;

 signals:
  void changed();
};

// `extent`: trips of the loop that the step is about, 0 when it is about none.
ArgumentField* makeArgumentField(const session::ScheduleArgumentView& argument, qint64 extent, QWidget* parent);

// A human name for an argument: "factors" is "Factors".
QString argumentLabel(const session::ScheduleArgumentView& argument);

}  // namespace heddle::views
