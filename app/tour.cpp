// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tour.h"

#include <QApplication>
#include <QDir>
#include <QPixmap>
#include <QThreadPool>
#include <cstdio>

#include "app/command_palette.h"
#include "app/main_window.h"
#include "views/compare/compare_panel.h"
#include "views/graph/graph_view.h"
#include "views/ir/kernel_view.h"
#include "views/run/run_panel.h"

namespace heddle::app {

Tour::Tour(MainWindow& window, views::WorkbenchContext& context, const TourRequest& request)
    : QObject(&window), m_window(window), m_context(context), m_request(request) {
  m_timer.setInterval(60);
  connect(&m_timer, &QTimer::timeout, this, &Tour::settle);
  connect(&m_context, &views::WorkbenchContext::openFailed, this,
          [this](const QString&, const Diagnostic& problem) {
            std::fprintf(stderr, "%s\n", toText(problem).c_str());
            finish(3);
          });
}

void Tour::start() {
  if (!m_request.screenshot.isEmpty())
    m_steps.push_back([this] { save(m_request.screenshot); });
  else
    planTour();
  m_timer.start();
}

void Tour::settle() {
  const bool isQuiet = m_context.engine().isIdle() && m_context.jobs().unfinishedCount() == 0 &&
                       QThreadPool::globalInstance()->activeThreadCount() == 0 && m_context.schedule().isSettled();
  m_quiet = isQuiet ? m_quiet + 1 : 0;
  if (m_quiet < 5) return;
  m_quiet = 0;
  if (m_steps.empty()) return finish(m_code);
  const auto step = m_steps.front();
  m_steps.pop_front();
  step();
}

void Tour::save(const QString& file) {
  if (m_window.grab().save(file)) {
    std::printf("%s\n", qPrintable(file));
    return;
  }
  std::fprintf(stderr, "%s: the picture could not be written\n", qPrintable(file));
  m_code = 3;
}

void Tour::picture(const QString& name) {
  m_steps.push_back([this, name] { save(m_request.directory + QLatin1Char('/') + name + ".png"); });
}

void Tour::planTour() {
  QDir().mkpath(m_request.directory);
  const auto act = [this](const QString& id) {
    m_steps.push_back([this, id] {
      if (QAction* action = m_window.actions().find(id); action && action->isEnabled())
        action->trigger();
    });
  };
  if (m_request.model.isEmpty()) return picture("start");
  picture("graph");
  act("compile");
  act("measure");
  m_steps.push_back([this] {
    const auto& fusion = m_context.snapshot() ? m_context.snapshot()->fusion : nullptr;
    if (!fusion || fusion->groups.empty()) return;
    const auto heaviest = std::max_element(
        fusion->groups.begin(), fusion->groups.end(),
        [](const auto& a, const auto& b) { return a.flops < b.flops; });
    m_context.selection().select(views::Thing::ofGroup(heaviest->id));
  });
  act("color_1");
  picture("graph-measured");
  for (const Perspective& p : perspectives()) {
    if (!p.make || p.id == "graph") continue;
    act("show_" + p.id);
    m_steps.push_back([this, id = p.id] { fill(id); });
    picture(p.id);
    if (p.id == "kernel") planSchedule();
  }
  act("show_graph");
  act("palette");
  picture("palette");
  act("theme_dark");
  picture("graph-dark");
  act("theme_light");
}

void Tour::fill(const QString& perspective) {
  const auto view = [this](auto* type) { return m_window.findChild<std::remove_pointer_t<decltype(type)>*>(); };
  if (perspective == QLatin1String("run"))
    if (auto* panel = view(static_cast<views::RunPanel*>(nullptr))) panel->run();
  if (perspective == QLatin1String("compare"))
    if (auto* panel = view(static_cast<views::ComparePanel*>(nullptr))) panel->compare();
  auto* kernel = view(static_cast<views::KernelPanel*>(nullptr));
  if (perspective == QLatin1String("kernel") && kernel && kernel->kernel())
    kernel->markHotLoop();
}

void Tour::finish(int code) {
  m_timer.stop();
  QApplication::exit(code);
}

}  // namespace heddle::app
