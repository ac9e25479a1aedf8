// Drives the window by itself and leaves pictures: for documentation, and where there is no display.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <deque>
#include <functional>

#include "views/context/workbench_context.h"

namespace heddle::app {

class MainWindow;

struct TourRequest {
  QString model;
  QString screenshot;      // one picture of the first view, then quit
  QString directory;       // pictures of every perspective, light and dark, then quit
};

// Exits the application with 0, or with 3 when the model could not be opened or a picture written.
class Tour final : public QObject {
  Q_OBJECT
 public:
  Tour(MainWindow& window, views::WorkbenchContext& context, const TourRequest& request);
  void start();

 private:
  // Waits until nothing runs and the view has settled, then does the next step.
  void settle();
  void save(const QString& file);
  void planTour();
  // The schedule editor: a form, a refusal, the comparison of two states, the lesson.
  void planSchedule();
  void picture(const QString& name);
  // Something to see in a perspective: a marked loop, outputs, a comparison.
  void fill(const QString& perspective);
  void finish(int code);

  MainWindow& m_window;
  views::WorkbenchContext& m_context;
  TourRequest m_request;
  std::deque<std::function<void()>> m_steps;
  QTimer m_timer;
  int m_quiet = 0;
  int m_code = 0;
};

}  // namespace heddle::app
