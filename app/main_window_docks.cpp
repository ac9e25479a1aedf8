// Docks, tool bar, menus and the memory of their arrangement.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractScrollArea>
#include <QApplication>
#include <QComboBox>
#include <QDockWidget>
#include <QFocusFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenuBar>
#include <QSettings>
#include <QTabBar>
#include <QToolBar>
#include <QToolButton>
#include <utility>

#include "app/main_window.h"
#include "app/pass_menu.h"
#include "views/common/icons.h"
#include "views/graph/graph_view.h"
#include "views/inspector/inspector.h"
#include "views/panels/groups_panel.h"
#include "views/panels/log_panels.h"
#include "views/panels/outline_panel.h"
#include "views/panels/shape_form.h"

namespace heddle::app {

// Bumped when the set of docks changes, so that an old arrangement is not forced on a new set.
constexpr int kLayoutVersion = 1;

QDockWidget* MainWindow::addDock(const QString& id, const QString& title, QWidget* widget,
                                 Qt::DockWidgetArea area) {
  auto* dock = new QDockWidget(title, this);
  dock->setObjectName(id);
  dock->setWidget(widget);
  addDockWidget(area, dock);
  m_docks[id] = dock;
  return dock;
}

void MainWindow::buildDocks() {
  addDock("outline", tr("Outline"), new views::OutlinePanel(m_context), Qt::LeftDockWidgetArea);
  addDock("inspector", tr("Inspector"), new views::Inspector(m_context), Qt::RightDockWidgetArea);
  auto* problems = new views::ProblemsPanel(m_context);
  QDockWidget* first = addDock("problems", tr("Problems"), problems, Qt::BottomDockWidgetArea);
  const auto countProblems = [first](int count) {
    first->setWindowTitle(count > 0 ? tr("Problems (%1)").arg(count) : tr("Problems"));
  };
  connect(problems, &views::ProblemsPanel::countChanged, this, countProblems);
  QDockWidget* jobs = addDock("jobs", tr("Jobs"), new views::JobsPanel(m_context),
                              Qt::BottomDockWidgetArea);
  connect(&m_context.jobs(), &views::JobList::runningChanged, this, [this, jobs] {
    const int count = m_context.jobs().unfinishedCount();
    jobs->setWindowTitle(count > 0 ? tr("Jobs (%1)").arg(count) : tr("Jobs"));
  });
  QDockWidget* commands = addDock("commands", tr("Commands"), new views::CommandsPanel(m_context),
                                  Qt::BottomDockWidgetArea);
  QDockWidget* groups = addDock("groups", tr("Groups"), new views::GroupsPanel(m_context),
                                Qt::BottomDockWidgetArea);
  tabifyDockWidget(first, jobs);
  tabifyDockWidget(jobs, commands);
  tabifyDockWidget(commands, groups);
  for (QDockWidget* tabbed : {first, jobs, commands, groups}) {
    connect(tabbed, &QDockWidget::visibilityChanged, this, &MainWindow::titleDocks, Qt::QueuedConnection);
    connect(tabbed, &QDockWidget::topLevelChanged, this, &MainWindow::titleDocks, Qt::QueuedConnection);
  }
  m_focusFrame = new QFocusFrame(this);
  connect(qApp, &QApplication::focusChanged, this, &MainWindow::showFocus);
  titleDocks();
  groups->raise();
  resizeDocks({dock("outline"), dock("inspector")}, {220, 264}, Qt::Horizontal);
  resizeDocks({groups}, {150}, Qt::Vertical);
}

// Tabbed below, the tab is title enough and dragging it floats the dock; one that stands alone needs its own.
void MainWindow::titleDocks() {
  for (const char* id : {"problems", "jobs", "commands", "groups"}) {
    QDockWidget* one = dock(QLatin1String(id));
    const auto others = tabifiedDockWidgets(one);
    const bool isTabbed = !one->isFloating() && std::any_of(others.begin(), others.end(), [](const QDockWidget* other) {
      return !other->isHidden() && !other->isFloating();
    });
    if (isTabbed == (one->titleBarWidget() != nullptr)) continue;
    QWidget* old = one->titleBarWidget();
    one->setTitleBarWidget(isTabbed ? new QWidget(one) : nullptr);
    delete old;
  }
  for (QTabBar* bar : findChildren<QTabBar*>(QString(), Qt::FindDirectChildrenOnly)) {
    bar->setAccessibleName(tr("Docks"));
    bar->setFocusPolicy(bar->count() > 0 && bar->height() > 0 && rect().contains(bar->geometry()) ? Qt::TabFocus : Qt::NoFocus);
  }
}

// The focus is seen: a line around text and lists; a dock behind another tab comes to the front.
void MainWindow::showFocus(QWidget*, QWidget* now) {
  for (QWidget* widget = now; widget; widget = widget->parentWidget())
    if (auto* one = qobject_cast<QDockWidget*>(widget); one && one->parentWidget() == this && !tabifiedDockWidgets(one).isEmpty())
      one->raise();
  auto* area = qobject_cast<QAbstractScrollArea*>(now);
  m_focusFrame->setWidget(area && isAncestorOf(area) ? area : nullptr);
}

void MainWindow::buildToolBar() {
  auto* bar = new QToolBar(tr("Tools"), this);
  bar->setObjectName("tools");
  bar->setMovable(false);
  bar->setIconSize({16, 16});
  bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  bar->setContextMenuPolicy(Qt::PreventContextMenu);
  bar->addAction(m_actions->find("open"));
  m_level = new QComboBox(bar);
  for (int level = 0; level <= 3; ++level) m_level->addItem(QStringLiteral("O%1").arg(level));
  m_level->setCurrentIndex(3);
  m_level->setToolTip(tr("Optimisation level"));
  m_level->setAccessibleName(tr("Optimisation level"));
  connect(m_level, &QComboBox::activated, this, [this](int level) {
    m_actions->find(QStringLiteral("level_%1").arg(level))->setChecked(true);
  });
  bar->addWidget(m_level);
  m_threads = new QComboBox(bar);
  for (const int threads : offeredThreads()) m_threads->addItem(tr("%n thread(s)", nullptr, threads), threads);
  m_threads->setCurrentIndex(m_threads->count() - 1);
  m_threads->setToolTip(tr("Threads that kernels are made for and run on"));
  m_threads->setAccessibleName(tr("Threads"));
  connect(m_threads, &QComboBox::activated, this,
          [this](int index) { setThreads(m_threads->itemData(index).toInt()); });
  bar->addWidget(m_threads);
  for (const char* id : {"compile", "run", "measure"}) bar->addAction(m_actions->find(id));

  const auto spacer = [bar] {
    auto* space = new QWidget(bar);
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(space);
  };
  spacer();
  m_tabs = new QTabBar(bar);
  m_tabs->setDrawBase(false);
  m_tabs->setExpanding(false);
  m_tabs->setFocusPolicy(Qt::TabFocus);
  m_tabs->setAccessibleName(tr("Perspectives"));
  for (const Perspective& p : m_perspectives) {
    const int index = m_tabs->addTab(views::lineIcon(p.icon), p.name);
    m_tabs->setTabEnabled(index, p.make != nullptr);
    m_tabs->setTabToolTip(index, p.make ? QStringLiteral("%1 (Ctrl+%2)").arg(p.name).arg(index + 1)
                                        : p.hint);
  }
  connect(m_tabs, &QTabBar::currentChanged, this, [this](int index) {
    const Perspective& p = m_perspectives[static_cast<size_t>(index)];
    if (p.id != m_perspective) showPerspective(p.id);
  });
  bar->addWidget(m_tabs);
  spacer();
  auto* search = new QToolButton(bar);
  search->setIcon(views::lineIcon("search"));
  search->setText(tr("Search or command  Ctrl+K"));
  search->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  search->setToolTip(m_actions->find("palette")->toolTip());
  connect(search, &QToolButton::clicked, m_actions->find("palette"), &QAction::trigger);
  bar->addWidget(search);
  addToolBar(bar);
}

void MainWindow::buildMenus() {
  const auto fill = [this](QMenu* menu, std::initializer_list<const char*> ids) {
    for (const char* id : ids) {
      if (*id == '\0')
        menu->addSeparator();
      else
        menu->addAction(m_actions->find(id));
    }
  };
  QMenu* file = menuBar()->addMenu(tr("&File"));
  fill(file, {"open"});
  m_recent = file->addMenu(tr("Open &recent"));
  m_recent->setEnabled(false);
  refreshRecent();
  fill(file, {"", "export_module", "export_graph", "", "quit"});
  fill(menuBar()->addMenu(tr("&Edit")),
       {"undo", "redo", "", "find", "copy_name", "", "back", "forward", "", "palette"});
  QMenu* view = menuBar()->addMenu(tr("&View"));
  for (const Perspective& p : m_perspectives)
    view->addAction(m_actions->find(QStringLiteral("show_%1").arg(p.id)));
  view->addSeparator();
  QMenu* docks = view->addMenu(tr("&Docks"));
  for (const auto& [id, dock] : m_docks) docks->addAction(dock->toggleViewAction());
  fill(view, {"reset_layout", "", "theme_system", "theme_light", "theme_dark", "motion"});
  QMenu* graph = menuBar()->addMenu(tr("&Graph"));
  fill(graph, {"fit", "actual_size", "zoom_in", "zoom_out", "", "previous_pass", "next_pass",
               "play_passes", "", "side_by_side", "aligned", "constants", "graphviz", "expand_all",
               "collapse_all", ""});
  QMenu* colors = graph->addMenu(tr("Colour &by"));
  for (int i = 0; i < views::kColorModeCount; ++i)
    colors->addAction(m_actions->find(QStringLiteral("color_%1").arg(i)));
  buildScheduleMenu();
  QMenu* model = menuBar()->addMenu(tr("&Model"));
  fill(model, {"compile", "run", "measure", "cancel", "", "input_shapes", "", "level_0", "level_1", "level_2", "level_3"});
  model->addMenu(new PassMenu(m_context, model));
  fill(model, {"fusion", "", "one_thread", "all_threads"});
  fill(menuBar()->addMenu(tr("&Help")), {"lesson", "keys", "", "about"});
}

void MainWindow::resetLayout() {
  m_layouts.clear();
  restoreDocks();
}

void MainWindow::restoreDocks() {
  const auto it = m_layouts.find(m_perspective);
  if (it != m_layouts.end()) {
    restoreState(it->second);
    return;
  }
  restoreState(m_freshLayout);
  for (const Perspective& p : m_perspectives)
    if (p.id == m_perspective)
      for (const QString& id : p.hiddenDocks) dock(id)->hide();
}

// The start page stands alone.
void MainWindow::hideDocks() {
  for (const auto& [id, dock] : m_docks) dock->hide();
}

void MainWindow::rememberLayout() {
  QSettings settings;
  settings.setValue("window/version", kLayoutVersion);
  settings.setValue("window/geometry", saveGeometry());
  if (!isStartPageShown()) m_layouts[m_perspective] = saveState();
  settings.beginGroup("window/layouts");
  for (const auto& [id, state] : m_layouts)
    if (!id.isEmpty()) settings.setValue(id, state);
}

void MainWindow::restoreLayout() {
  QSettings settings;
  if (settings.value("window/version").toInt() != kLayoutVersion) return;
  restoreGeometry(settings.value("window/geometry").toByteArray());
  settings.beginGroup("window/layouts");
  for (const QString& id : settings.childKeys()) m_layouts[id] = settings.value(id).toByteArray();
}

// What was on screen, kept with the model: "perspective|stage|group".
void MainWindow::rememberModelState() {
  if (!m_context.snapshot()) return;
  const views::Thing now = m_context.selection().current();
  const auto groups = m_context.provenance().groupsOf(now);
  const QString sources = [&] {
    const auto list = m_context.provenance().sourcesOf(now);
    return list.empty() ? QString() : QString::number(list.front());
  }();
  const QString text = QStringLiteral("%1|%2|%3").arg(m_perspective).arg(m_graph ? m_graph->stage() : -1).arg(sources);
  if (std::exchange(m_remembered, text) != text) m_context.remember("window", text);
}

void MainWindow::restoreModelState() {
  m_remembered.clear();
  m_context.recall("shapes", this, [this](const QString& text) {
    const auto& snapshot = m_context.snapshot();
    if (text.isEmpty() || !snapshot || snapshot->unboundSymbols.empty()) return;
    m_context.setInputShapes(views::boundShapes(*snapshot->model, views::parseSizes(text)));
  });
  m_context.recall("window", this, [this](const QString& text) {
    const QStringList parts = text.split('|');
    if (parts.size() != 3) return;
    showPerspective(parts[0]);
    if (m_graph && parts[1].toInt() >= 0) m_graph->showStage(parts[1].toInt());
    // Sources keep their numbers as long as the file is the same; ids of ops do not.
    bool isNumber = false;
    const uint source = parts[2].toUInt(&isNumber);
    if (isNumber && m_context.snapshot() && source < m_context.snapshot()->model->nodes.size())
      m_context.selection().select(views::Thing::ofSource(source));
  });
}

}  // namespace heddle::app
