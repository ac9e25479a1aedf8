// The actions of the window and when they are available.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QActionGroup>
#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QMenuBar>
#include <QMessageBox>
#include <QSettings>

#include "app/cheat_sheet.h"
#include "app/command_palette.h"
#include "app/main_window.h"
#include "engine/support/cores.h"
#include "views/graph/graph_view.h"

namespace heddle::app {

using views::ColorMode;

namespace {

int threadsOf(const session::CompileOptions& options) {
  return options.threads > 0 ? options.threads : physicalCores();
}

}  // namespace

void MainWindow::createActions() {
  createFileActions();
  createModelActions();
  createGraphActions();
  createViewActions();
  createScheduleActions();
}

void MainWindow::createFileActions() {
  Actions& a = *m_actions;
  a.add("open", tr("&Open a model"), "open", QKeySequence::Open, tr("Open an ONNX model"),
        [this] { chooseFile(); });
  a.add("export_module", tr("&Export a module"), "export", QKeySequence(Qt::CTRL | Qt::Key_E),
        tr("Write a library that runs this model without Heddle"), [this] { exportModule(); });
  a.add("export_graph", tr("Export graph as &picture"), "export", {},
        tr("Write the whole graph as SVG or PNG"), [this] { exportGraph(); });
  a.add("quit", tr("&Quit"), {}, QKeySequence::Quit, {}, [this] { close(); });
  a.add("undo", tr("&Undo"), "undo", QKeySequence::Undo, tr("Undo the last change of the session; in the kernel, of its schedule"),
        [this] { isScheduleUndone() ? m_context.schedule().undo() : m_context.undo(); });
  a.add("redo", tr("&Redo"), "redo", QKeySequence::Redo, tr("Redo what was undone"),
        [this] { isScheduleUndone() ? m_context.schedule().redo() : m_context.redo(); })
      ->setShortcuts({QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)});
  a.add("find", tr("&Find in the graph"), "search", QKeySequence::Find,
        tr("Search names, operators and attributes"), [this] {
          showPerspective("graph");
          m_graph->focusSearch();
        });
  a.add("back", tr("Selection &back"), "back", QKeySequence(Qt::ALT | Qt::Key_Left),
        tr("What was selected before"), [this] { m_context.selection().goBack(); });
  a.add("forward", tr("Selection f&orward"), "forward", QKeySequence(Qt::ALT | Qt::Key_Right),
        tr("What was selected after"), [this] { m_context.selection().goForward(); });
  a.add("copy_name", tr("&Copy name of the selected node"), "copy",
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), {},
        [this] { if (m_graph) m_graph->copySelectedName(); });
  a.add("palette", tr("Search or &command"), "commands", QKeySequence(Qt::CTRL | Qt::Key_K),
        tr("Reach every action, group and node by typing"), [this] { m_palette->open(); });
}

void MainWindow::createModelActions() {
  Actions& a = *m_actions;
  a.add("compile", tr("&Compile"), "compile", QKeySequence(Qt::CTRL | Qt::Key_B),
        tr("Compile all groups for this machine"), [this] { m_context.withShapes([this] { m_context.compile(); }); });
  a.add("input_shapes", tr("Set &input shapes"), {}, {},
        tr("Give the sizes that the model leaves open"), [this] { askShapes(); });
  a.add("measure", tr("&Measure"), "measure", QKeySequence(Qt::CTRL | Qt::Key_M),
        tr("Time the model and each group"), [this] { measure(); });
  a.add("run", tr("&Run"), "run", QKeySequence(Qt::CTRL | Qt::Key_R),
        tr("Run the model on inputs"), [this] { showPerspective("run"); });
  a.add("cancel", tr("Cancel all &jobs"), "cancel", QKeySequence(Qt::CTRL | Qt::Key_Period),
        tr("Stop what runs and drop what waits"), [this] { m_context.engine().cancelAll(); });
  auto* levels = new QActionGroup(this);
  for (int level = 0; level <= 3; ++level) {
    QAction* action = a.addToggle(QStringLiteral("level_%1").arg(level),
                                  tr("Optimise at O&%1").arg(level), level == 3,
                                  tr("Run the graph passes of this level"), [this, level](bool isOn) {
                                    if (!isOn || !m_context.snapshot()) return;
                                    session::CompileOptions options = m_context.snapshot()->options;
                                    if (options.optLevel == level) return;
                                    options.optLevel = level;
                                    m_context.configure(options);
                                  });
    levels->addAction(action);
  }
  a.add("one_thread", tr("Run on &one thread"), {}, {}, tr("Make kernels for one thread"),
        [this] { setThreads(1); });
  a.add("all_threads", tr("Run on &all cores"), {}, {}, tr("Make kernels for a thread on every core"),
        [this] { setThreads(offeredThreads().back()); });
  a.addToggle("fusion", tr("&Fuse operators"), true, tr("Turn fusion on or off"), [this](bool isOn) {
    if (!m_context.snapshot() || m_context.snapshot()->options.fusion == isOn) return;
    session::CompileOptions options = m_context.snapshot()->options;
    options.fusion = isOn;
    m_context.configure(options);
  });
}

std::vector<int> MainWindow::offeredThreads() {
  std::vector<int> out;
  const int cores = physicalCores();
  for (int threads = 1; threads < cores; threads *= 2) out.push_back(threads);
  out.push_back(cores);
  return out;
}

void MainWindow::setThreads(int threads) {
  if (!m_context.snapshot() || threadsOf(m_context.snapshot()->options) == threads) return;
  session::CompileOptions options = m_context.snapshot()->options;
  options.threads = threads;
  m_context.configure(options);
}

void MainWindow::createGraphActions() {
  Actions& a = *m_actions;
  const auto onGraph = [this](auto run) {
    return [this, run] { if (m_graph) run(*m_graph); };
  };
  a.add("fit", tr("&Fit the graph"), "fit", QKeySequence(Qt::CTRL | Qt::Key_0), {},
        onGraph([](views::GraphView& g) { g.activeCanvas()->fit(); }));
  a.add("actual_size", tr("&Actual size"), {}, {}, tr("Show the graph at 100 %"),
        onGraph([](views::GraphView& g) { g.activeCanvas()->zoomToFull(); }));
  a.add("zoom_in", tr("Zoom &in"), {}, QKeySequence::ZoomIn, {},
        onGraph([](views::GraphView& g) { g.activeCanvas()->zoomBy(1.25); }));
  a.add("zoom_out", tr("Zoom &out"), {}, QKeySequence::ZoomOut, {},
        onGraph([](views::GraphView& g) { g.activeCanvas()->zoomBy(0.8); }));
  a.add("next_pass", tr("&Next pass"), "step-forward", QKeySequence(Qt::CTRL | Qt::Key_BracketRight),
        {}, onGraph([](views::GraphView& g) { g.stepPass(1); }));
  a.add("previous_pass", tr("&Previous pass"), "step-back",
        QKeySequence(Qt::CTRL | Qt::Key_BracketLeft), {},
        onGraph([](views::GraphView& g) { g.stepPass(-1); }));
  a.add("play_passes", tr("P&lay the passes"), "play", {}, {},
        onGraph([](views::GraphView& g) { g.togglePlaying(); }));
  a.add("expand_all", tr("&Expand all groups"), {}, {}, {},
        onGraph([](views::GraphView& g) { g.setAllGroupsExpanded(true); }));
  a.add("collapse_all", tr("&Collapse all groups"), {}, {}, {},
        onGraph([](views::GraphView& g) { g.setAllGroupsExpanded(false); }));
  const auto toggle = [this](auto run) {
    return [this, run](bool isOn) { if (m_graph) run(*m_graph, isOn); };
  };
  a.addToggle("side_by_side", tr("&Side by side"), true, tr("Show the graph before and after the pass"),
              toggle([](views::GraphView& g, bool isOn) { g.setSideBySide(isOn); }));
  a.addToggle("aligned", tr("Keep &places across passes"), true,
              tr("Nodes that did not change stay where they were; off: each stage is compact"),
              toggle([](views::GraphView& g, bool isOn) { g.setAligned(isOn); }));
  a.addToggle("constants", tr("Show co&nstants"), false, tr("Show weights as nodes"),
              toggle([](views::GraphView& g, bool isOn) { g.setConstantsShown(isOn); }));
  a.addToggle("graphviz", tr("Arrange with &Graphviz"), false,
              tr("Up to 1,000 nodes and two seconds; larger graphs use the built-in layout"),
              toggle([](views::GraphView& g, bool isOn) { g.setGraphvizUsed(isOn); }));
  a.addToggle("motion", tr("&Motion"), QSettings().value("motion", true).toBool(),
              tr("Fade in what a pass added"), [this](bool isOn) {
                QSettings().setValue("motion", isOn);
                if (m_graph) m_graph->setMotionOn(isOn);
              });
  for (int i = 0; i < views::kColorModeCount; ++i) {
    const auto mode = static_cast<ColorMode>(i);
    a.add(QStringLiteral("color_%1").arg(i), tr("Colour by: %1").arg(views::colorModeName(mode)), {},
          {}, {}, onGraph([mode](views::GraphView& g) { g.setColorMode(mode); }));
  }
}

void MainWindow::createViewActions() {
  Actions& a = *m_actions;
  int key = Qt::Key_1;
  for (const Perspective& p : m_perspectives) {
    QAction* action = a.add(QStringLiteral("show_%1").arg(p.id), tr("Show %1").arg(p.name), p.icon,
                            QKeySequence(Qt::CTRL | Qt::Key(key++)), p.hint,
                            [this, id = p.id] { showPerspective(id); });
    action->setEnabled(p.make != nullptr);
  }
  for (const auto& [id, dock] : m_docks) {
    QAction* action = dock->toggleViewAction();
    action->setObjectName(QStringLiteral("dock_%1").arg(id));
  }
  a.add("reset_layout", tr("&Reset layout"), {}, {}, tr("Put all docks back where they were"),
        [this] { resetLayout(); });
  auto* themes = new QActionGroup(this);
  const int current = QSettings().value("theme", 0).toInt();
  const std::pair<const char*, QString> modes[] = {
      {"theme_system", tr("Theme of the &system")},
      {"theme_light", tr("&Light theme")},
      {"theme_dark", tr("&Dark theme")}};
  for (int i = 0; i < 3; ++i)
    themes->addAction(a.addToggle(modes[i].first, modes[i].second, i == current, {},
                                  [this, i](bool isOn) {
                                    if (isOn) setTheme(static_cast<views::ThemeMode>(i));
                                  }));
  a.add("keys", tr("&Keys"), "commands", {}, tr("Every key on one sheet"), [this] {
    auto* sheet = new CheatSheet(this);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    sheet->show();
  })->setShortcuts({QKeySequence(QStringLiteral("?")), QKeySequence(Qt::Key_F1)});
  a.add("about", tr("&About Heddle"), "info", {}, {}, [this] {
    QMessageBox::about(this, tr("About Heddle"),
                       tr("<b>Heddle %1</b><p>A workbench for people who compile neural "
                          "networks.</p><p>Engine and tools: Apache-2.0. Workbench: "
                          "GPL-3.0-or-later.</p>").arg(QApplication::applicationVersion()));
  });
}

void MainWindow::setTheme(views::ThemeMode mode) {
  QSettings().setValue("theme", static_cast<int>(mode));
  views::applyTheme(*qApp, mode);
}

void MainWindow::updateActions() {
  const auto& snapshot = m_context.snapshot();
  const bool hasModel = snapshot != nullptr;
  const auto enable = [this](const char* id, bool isOn) {
    if (QAction* action = m_actions->find(id)) action->setEnabled(isOn);
  };
  const bool canCompile = hasModel && snapshot->fusion;
  for (const char* id : {"compile", "measure", "export_module"}) enable(id, canCompile);
  for (const char* id : {"export_graph", "find", "fusion", "fit", "zoom_in",
                         "zoom_out", "actual_size", "expand_all", "collapse_all"})
    enable(id, hasModel);
  const bool hasRun = std::any_of(m_perspectives.begin(), m_perspectives.end(),
                                  [](const Perspective& p) { return p.id == "run" && p.make; });
  enable("run", canCompile && hasRun);
  enable("input_shapes", hasModel && !snapshot->model->symbols.empty());
  enable("undo", hasModel && snapshot->canUndo);
  enable("redo", hasModel && snapshot->canRedo);
  const bool hasPasses = hasModel && snapshot->stages.size() > 1;
  for (const char* id : {"next_pass", "previous_pass", "play_passes"}) enable(id, hasPasses);
  enable("back", m_context.selection().canGoBack());
  enable("forward", m_context.selection().canGoForward());
  enable("copy_name", !m_context.selection().current().isNone());
  enable("cancel", m_context.jobs().unfinishedCount() > 0);
  for (int level = 0; level <= 3; ++level) {
    QAction* action = m_actions->find(QStringLiteral("level_%1").arg(level));
    action->setEnabled(hasModel);
    if (hasModel && snapshot->options.optLevel == level) action->setChecked(true);
  }
  if (m_level) {
    m_level->setEnabled(hasModel);
    const QSignalBlocker blocker(m_level);
    if (hasModel) m_level->setCurrentIndex(snapshot->options.optLevel);
  }
  for (const char* id : {"one_thread", "all_threads"}) enable(id, hasModel);
  if (m_threads) {
    m_threads->setEnabled(hasModel);
    if (hasModel) m_threads->setCurrentIndex(m_threads->findData(threadsOf(snapshot->options)));
  }
  if (hasModel) {
    const QSignalBlocker blocker(m_actions->find("fusion"));
    m_actions->find("fusion")->setChecked(snapshot->options.fusion);
  }
  updateScheduleActions();
}

}  // namespace heddle::app
