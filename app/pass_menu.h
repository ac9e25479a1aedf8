// The graph passes of the current level, each of which can be left out and put back.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>

#include "views/context/workbench_context.h"

namespace heddle::app {

// Filled each time it opens. A check says that the pass runs.
class PassMenu final : public QMenu {
  Q_OBJECT
 public:
  PassMenu(views::WorkbenchContext& context, QWidget* parent);

 private:
  void refill();

  views::WorkbenchContext& m_context;
};

}  // namespace heddle::app
