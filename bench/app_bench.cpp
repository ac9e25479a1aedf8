// How long the workbench makes a person wait. app_bench MODEL... opens each model in a process of its own and prints
// a table; figures are wall time, those in brackets are what the processor spent (a busy machine moves only the first).
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>
#include <cstdio>
#include <ctime>
#include <unistd.h>

#include "app/main_window.h"
#include "views/common/platform_noise.h"
#include "views/graph/graph_view.h"
#include "views/schedule/schedule_view.h"

using namespace heddle;
using namespace heddle::views;

namespace {

double clockMs(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

// A stretch of time, by the wall and by one clock of the processor.
class Watch {
 public:
  explicit Watch(clockid_t clock = CLOCK_PROCESS_CPUTIME_ID) : m_clock(clock), m_cpu(clockMs(clock)) { m_wall.start(); }
  double wall() const { return static_cast<double>(m_wall.nsecsElapsed()) / 1e6; }
  double cpu() const { return clockMs(m_clock) - m_cpu; }

 private:
  clockid_t m_clock;
  double m_cpu;
  QElapsedTimer m_wall;
};

struct Span {
  double wall = 0, cpu = 0;
  void add(const Watch& watch) {
    wall = std::max(wall, watch.wall());
    cpu = std::max(cpu, watch.cpu());
  }
  QString text() const { return QStringLiteral("%1 (%2)").arg(wall, 0, 'f', 0).arg(cpu, 0, 'f', 0); }
};

// Times every event that the event loop hands out: the longest one is how long the window was deaf.
class WatchedApplication final : public QApplication {
 public:
  using QApplication::QApplication;
  bool notify(QObject* receiver, QEvent* event) override {
    if (m_depth > 0) return QApplication::notify(receiver, event);
    ++m_depth;
    const char* name = receiver->metaObject()->className();
    const int type = event->type();
    const Watch watch(CLOCK_THREAD_CPUTIME_ID);
    const bool isDone = QApplication::notify(receiver, event);
    --m_depth;
    const QString here = QStringLiteral("%1, event %2").arg(name).arg(type);
    if (watch.cpu() > m_longest.cpu) m_where = here;
    if (watch.wall() > m_longest.wall) m_wait = here;
    m_longest.add(watch);
    return isDone;
  }
  Span takeLongest() { return std::exchange(m_longest, {}); }
  // By the processor, and by the wall.
  QString where() const { return m_where; }
  QString wait() const { return m_wait; }

 private:
  int m_depth = 0;
  Span m_longest;
  QString m_where, m_wait;
};

template <class Condition>
bool waitFor(Condition condition) {
  const Watch watch;
  while (!condition()) {
    if (watch.wall() > 300e3) return false;
    QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
  }
  return true;
}

// The slowest of some frames, each painted at once: a wheel step, then a pan.
Span slowestFrame(GraphCanvas& canvas) {
  Span slowest;
  canvas.fit();
  canvas.repaint();
  for (int i = 0; i < 40; ++i) {
    const Watch watch(CLOCK_THREAD_CPUTIME_ID);
    if (i % 2 == 0) {
      canvas.zoomBy(i < 30 ? 1.35 : 0.5);
    } else {
      ViewTransform view = canvas.view();
      view.offset += QPointF(40, 25);
      canvas.setView(view);
    }
    canvas.repaint();
    slowest.add(watch);
  }
  return slowest;
}

// Until every view has shown the selection.
Span slowestSelection(WorkbenchContext& context) {
  const auto& groups = context.snapshot()->fusion->groups;
  Span slowest;
  for (size_t i = 0; i < 6; ++i) {
    const Watch watch(CLOCK_THREAD_CPUTIME_ID);
    context.selection().select(Thing::ofGroup(groups[groups.size() * (i + 1) / 7].id));
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
    if (i > 0) slowest.add(watch);   // the first one makes indexes, and is in "stall"
  }
  return slowest;
}

// The longest time between the click on "cancel" and the end of the job, over some moments of it.
double slowestCancel(WorkbenchContext& context, const QString& file, double lastsMs) {
  double slowest = 0;
  for (const double part : {0.1, 0.3, 0.5, 0.7, 0.9}) {
    context.open(file);
    const Watch before;
    QTimer wake;
    wake.start(1);
    waitFor([&] { return before.wall() > part * lastsMs || context.jobs().unfinishedCount() == 0; });
    const Watch watch;
    context.engine().cancelAll();
    waitFor([&] { return context.jobs().unfinishedCount() == 0; });
    slowest = std::max(slowest, watch.wall());
  }
  return slowest;
}

long peakMegabytes() {
  QFile file(QStringLiteral("/proc/self/status"));
  if (!file.open(QIODevice::ReadOnly)) return 0;
  for (const QByteArray& line : file.readAll().split('\n'))
    if (line.startsWith("VmHWM:")) return line.mid(6).trimmed().split(' ').front().toLong() / 1024;
  return 0;
}

QString compileRow(WorkbenchContext& context, WatchedApplication& qt) {
  context.compile();
  const Watch watch;
  waitFor([&] { return context.jobs().unfinishedCount() == 0; });
  if (!context.snapshot()->isCompiled) return QStringLiteral(" failed | - |");
  return QStringLiteral(" %1 s | %2 |").arg(watch.wall() / 1e3, 0, 'f', 1).arg(qt.takeLongest().text());
}

int benchModel(WatchedApplication& qt, const QString& file, bool isCompiled) {
  QTemporaryDir scratch;
  session::Session::Settings settings;
  settings.cacheDir = scratch.path().toStdString();
  settings.predicts = false;
  WorkbenchContext context([settings] { return makeEngineSession(settings); });
  app::MainWindow window(context, {});
  window.show();
  waitFor([&] { return context.engine().isIdle(); });
  QCoreApplication::processEvents();
  qt.takeLongest();
  QTimer heartbeat;   // so that waiting ends when a worker is done without a word
  heartbeat.start(5);
  Span picture;
  const Watch opening;
  context.open(file);
  if (!waitFor([&] { return context.snapshot() != nullptr; })) return 1;
  const double engine = opening.wall();
  if (!waitFor([&] { return window.graphView() && window.graphView()->afterCanvas()->scene(); })) return 1;
  window.graphView()->afterCanvas()->repaint();
  picture.add(opening);
  waitFor([&] { return context.engine().isIdle(); });
  QCoreApplication::processEvents();
  const Span stall = qt.takeLongest();
  const QString where = qt.where(), wait = qt.wait();
  const long megabytes = peakMegabytes();
  const Span frame = slowestFrame(*window.graphView()->afterCanvas());
  const Span select = slowestSelection(context);
  QString row = QStringLiteral("| %1 | %2 | %3 | %4 | %5 | %6 |").arg(QFileInfo(file).completeBaseName())
                    .arg(engine, 0, 'f', 0).arg(picture.text(), stall.text(), frame.text(), select.text());
  row += isCompiled ? compileRow(context, qt) : QStringLiteral(" - | - |");
  row += QStringLiteral(" %1 | %2 |").arg(slowestCancel(context, file, engine), 0, 'f', 0).arg(megabytes);
  std::printf("%s\n", qPrintable(row));
  std::fprintf(stderr, "%s: longest in %s; by the wall in %s\n", qPrintable(file), qPrintable(where), qPrintable(wait));
  return 0;
}

// From the start of the process to a window that is painted and answers.
int benchStart() {
  WorkbenchContext context([] { return makeEngineSession({}); });
  app::MainWindow window(context, {});
  window.show();
  QCoreApplication::processEvents();
  window.repaint();
  QCoreApplication::processEvents();
  QFile file(QStringLiteral("/proc/self/stat"));
  if (!file.open(QIODevice::ReadOnly)) return 1;
  const QByteArray text = file.readAll();
  const double ticks = text.mid(text.lastIndexOf(')') + 2).split(' ').at(19).toDouble();
  const double started = ticks * 1e3 / static_cast<double>(sysconf(_SC_CLK_TCK));
  std::printf("%.0f (%.0f) %ld\n", clockMs(CLOCK_BOOTTIME) - started, clockMs(CLOCK_PROCESS_CPUTIME_ID),
              peakMegabytes());
  return 0;
}

// From an edit of the matmul of 256 to its loops, its assembly and its first number, each when views show it; the
// slowest of the edits, from plain loops to tiles of vectors.
int benchSchedule() {
  constexpr const char* kEdits[] = {"reorder(loops=[matmul.k, matmul.n])", "vectorize(loop=matmul.n)",
                                    "m_o, m_i = split(loop=matmul.m, factors=[-1, 4])", "unroll(loop=m_i)"};
  QTemporaryDir scratch;
  session::Session::Settings settings;
  settings.cacheDir = scratch.path().toStdString();
  WorkbenchContext context([settings] { return makeEngineSession(settings); });
  app::MainWindow window(context, {});
  window.show();
  ScheduleDesk& desk = context.schedule();
  if (!window.scheduleView()) return 1;
  QTimer heartbeat;
  heartbeat.start(1);
  bool isOpened = false;
  desk.openWorkload(QStringLiteral("matmul:256,256,256"), [&] {
    window.showPerspective(QStringLiteral("kernel"));
    isOpened = true;
  });
  const auto isQuiet = [&] { return context.engine().isIdle() && desk.isCodeFresh() && desk.isSettled(); };
  if (!waitFor([&] { return isOpened && desk.history() && desk.current(); })) return 1;
  desk.goTo(0);
  if (!waitFor([&] { return desk.history()->current == 0 && isQuiet() && desk.current()->speed; })) return 1;
  Span text, assembly, number;
  for (const char* edit : kEdits) {
    const int before = desk.history()->current;
    const auto program = desk.committed()->trace;
    const Watch watch(CLOCK_THREAD_CPUTIME_ID);
    desk.apply(QLatin1String(edit));
    if (!waitFor([&] { return desk.history()->current != before && desk.committed()->trace != program; })) return 1;
    window.repaint();
    text.add(watch);
    if (!waitFor([&] { return desk.isCodeFresh(); })) return 1;
    window.repaint();
    assembly.add(watch);
    if (!waitFor([&] { return desk.current()->speed || !desk.current()->refusal.empty(); })) return 1;
    window.repaint();
    number.add(watch);
    if (!desk.current()->speed || !waitFor(isQuiet)) return 1;
  }
  std::printf("Schedule editor, ms after an edit, slowest of %zu: loops %s, assembly %s, first number %s\n",
              std::size(kEdits), qPrintable(text.text()), qPrintable(assembly.text()), qPrintable(number.text()));
  return 0;
}

int again(const QStringList& arguments, QByteArray* out = nullptr) {
  QProcess process;
  process.setProcessChannelMode(out ? QProcess::SeparateChannels : QProcess::ForwardedChannels);
  process.start(QCoreApplication::applicationFilePath(), arguments);
  process.waitForFinished(-1);
  if (out) *out = process.readAllStandardOutput();
  return process.exitCode();
}

}  // namespace

int main(int argc, char** argv) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  WatchedApplication qt(argc, argv);
  hidePlatformNoise();
  const QStringList arguments = qt.arguments().mid(1);
  if (arguments.value(0) == "--start") return benchStart();
  if (arguments.value(0) == "--schedule") return benchSchedule();
  if (arguments.value(0) == "--open") return benchModel(qt, arguments.value(1), arguments.contains("--compile"));
  QByteArray best;
  for (int i = 0; i < 5; ++i) {
    QByteArray one;
    again({"--start"}, &one);
    if (best.isEmpty() || one.split(' ').front().toDouble() < best.split(' ').front().toDouble()) best = one;
  }
  std::printf("Window usable after, ms, and peak MiB, best of 5: %s\n", best.constData());
  std::fflush(stdout);
  int code = again({"--schedule"});
  std::printf("| model | engine | picture | stall | frame | select | compile | its stall | cancel | peak MiB |\n"
              "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
  std::fflush(stdout);
  const bool isCompiled = arguments.contains("--compile");
  for (const QString& file : arguments)
    if (file != "--compile")
      code = std::max(code, again(QStringList{"--open", file} + (isCompiled ? QStringList{"--compile"} : QStringList())));
  return code;
}
