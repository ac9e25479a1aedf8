// The main views, in the order of Ctrl+1 to Ctrl+6. One line each in perspectives.cpp.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <functional>
#include <vector>

class QWidget;

namespace heddle::views {
class GraphView;
class WorkbenchContext;
}  // namespace heddle::views

namespace heddle::app {

struct Perspective {
  QString id;       // stable, for settings and pictures: "graph"
  QString name;     // translated
  QString icon;
  QString hint;     // of a disabled one: why, and what now
  // Docks that are hidden until the person arranges the perspective otherwise.
  QStringList hiddenDocks;
  // Null: not there yet, shown disabled. Called when the perspective is first shown.
  std::function<QWidget*(views::WorkbenchContext&, QWidget* parent)> make;
};

std::vector<Perspective> perspectives();

}  // namespace heddle::app
