// How long the workbench makes a person wait: app_bench MODEL... prints one line of milliseconds a model.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractEventDispatcher>
#include <QApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTimer>
#include <QWheelEvent>
#include <cstdio>

#include "app/main_window.h"
#include "views/graph/graph_view.h"

using namespace heddle;
using namespace heddle::views;

namespace {

// The longest time between two returns of the event loop to the dispatcher.
class StallWatch {
 public:
  StallWatch() {
    const auto* dispatcher = QAbstractEventDispatcher::instance();
    QObject::connect(dispatcher, &QAbstractEventDispatcher::awake, &m_guard, [this] { m_busy.start(); });
    QObject::connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, &m_guard, [this] {
      if (m_busy.isValid()) m_longest = std::max(m_longest, m_busy.nsecsElapsed());
      m_busy.invalidate();
    });
  }
  double takeMilliseconds() { return static_cast<double>(std::exchange(m_longest, 0)) / 1e6; }

 private:
  QObject m_guard;
  QElapsedTimer m_busy;
  qint64 m_longest = 0;
};

template <class Condition>
bool waitFor(Condition condition, int limitMs = 120000) {
  QElapsedTimer timer;
  timer.start();
  while (!condition()) {
    if (timer.elapsed() > limitMs) return false;
    QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 20);
  }
  return true;
}

double elapsedMs(const QElapsedTimer& timer) { return static_cast<double>(timer.nsecsElapsed()) / 1e6; }

// The slowest of some frames, each painted at once: a wheel step, then a pan.
double slowestFrame(GraphCanvas& canvas) {
  double slowest = 0;
  canvas.fit();
  for (int i = 0; i < 40; ++i) {
    QElapsedTimer timer;
    timer.start();
    if (i % 2 == 0) {
      canvas.zoomBy(i < 30 ? 1.35 : 0.5);
    } else {
      ViewTransform view = canvas.view();
      view.offset += QPointF(40, 25);
      canvas.setView(view);
    }
    canvas.repaint();
    slowest = std::max(slowest, elapsedMs(timer));
  }
  return slowest;
}

double selectAll(WorkbenchContext& context, app::MainWindow& window) {
  const auto& groups = context.snapshot()->fusion->groups;
  double slowest = 0;
  for (size_t i = 0; i < 5; ++i) {
    QElapsedTimer timer;
    timer.start();
    context.selection().select(Thing::ofGroup(groups[groups.size() * (i + 1) / 6].id));
    QCoreApplication::processEvents();
    window.repaint();
    slowest = std::max(slowest, elapsedMs(timer));
  }
  return slowest;
}

double cancelOpening(WorkbenchContext& context, const QString& file, int afterMs) {
  context.open(file);
  QElapsedTimer timer;
  timer.start();
  waitFor([&] { return timer.elapsed() > afterMs; });
  timer.restart();
  context.engine().cancelAll();
  waitFor([&] { return context.engine().isIdle(); });
  return elapsedMs(timer);
}

void benchModel(const QString& file, const session::Session::Settings& settings) {
  StallWatch stalls;
  WorkbenchContext context([settings] { return makeEngineSession(settings); });
  app::MainWindow window(context, {});
  window.show();
  waitFor([&] { return context.engine().isIdle(); });
  QCoreApplication::processEvents();
  stalls.takeMilliseconds();
  QElapsedTimer timer;
  timer.start();
  context.open(file);
  if (!waitFor([&] { return context.snapshot() != nullptr; })) return;
  const double engine = elapsedMs(timer);
  if (!waitFor([&] { return window.graphView() && window.graphView()->afterCanvas()->scene(); })) return;
  window.repaint();
  const double picture = elapsedMs(timer);
  QCoreApplication::processEvents();
  waitFor([&] { return context.engine().isIdle(); });
  const double stall = stalls.takeMilliseconds();
  const double frame = slowestFrame(*window.graphView()->afterCanvas());
  const double select = selectAll(context, window);
  const double cancel = cancelOpening(context, file, static_cast<int>(engine / 2));
  std::printf("%-18s %8.0f %8.0f %8.1f %8.1f %8.1f %8.0f\n", qPrintable(QFileInfo(file).completeBaseName()), engine,
              picture, stall, frame, select, cancel);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QElapsedTimer start;
  start.start();
  QApplication qt(argc, argv);
  QTemporaryDir scratch;
  session::Session::Settings settings;
  settings.cacheDir = scratch.path().toStdString();
  {
    WorkbenchContext context([settings] { return makeEngineSession(settings); });
    app::MainWindow window(context, {});
    window.show();
    QCoreApplication::processEvents();
    std::printf("window shown after %.0f ms\n", elapsedMs(start));
  }
  std::printf("%-18s %8s %8s %8s %8s %8s %8s\n", "model, ms", "engine", "picture", "stall", "frame", "select", "cancel");
  for (int i = 1; i < argc; ++i) benchModel(QString::fromLocal8Bit(argv[i]), settings);
  return 0;
}
