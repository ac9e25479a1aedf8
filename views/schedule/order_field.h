// Loops in an order: checked ones take part, and are dragged or moved by Alt+Up and Alt+Down.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/schedule/argument_field.h"

class QListWidget;

namespace heddle::views {

class OrderField final : public ArgumentField {
  Q_OBJECT
 public:
  OrderField(const session::ScheduleArgumentView& argument, QWidget* parent);
  QString value() const override;
  QListWidget* list() const { return m_list; }

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;

 private:
  void move(int by);
  QListWidget* m_list;
};

}  // namespace heddle::views
