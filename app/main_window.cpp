// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QComboBox>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMimeData>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabBar>
#include <QTimer>

#include "app/command_palette.h"
#include "app/status_line.h"
#include "views/common/engine_text.h"
#include "views/export/export_dialog.h"
#include "views/graph/graph_view.h"
#include "views/panels/shape_form.h"
#include "views/start/start_page.h"

namespace heddle::app {

MainWindow::MainWindow(views::WorkbenchContext& context, const QStringList& samples)
    : m_context(context),
      m_actions(new Actions(this)),
      m_perspectives(perspectives()),
      m_stack(new QStackedWidget(this)) {
  setWindowTitle(QStringLiteral("Heddle"));
  setAcceptDrops(true);
  setDockNestingEnabled(true);
  setDockOptions(dockOptions() | QMainWindow::AllowTabbedDocks | QMainWindow::GroupedDragging);
  setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
  setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
  setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
  buildCentre(samples);
  buildDocks();
  createActions();
  buildToolBar();
  buildMenus();
  m_status = new StatusLine(m_context, this);
  statusBar()->setSizeGripEnabled(false);
  statusBar()->addPermanentWidget(m_status, 1);
  m_palette = new CommandPalette(m_context, m_actions->all(), this);
  resize(1366, 768);
  m_freshLayout = saveState();
  restoreLayout();
  hideDocks();

  connect(&m_context, &views::WorkbenchContext::modelChanged, this, &MainWindow::onModelChanged);
  connect(&m_context, &views::WorkbenchContext::snapshotChanged, this, &MainWindow::updateActions);
  connect(&m_context.selection(), &views::Selection::changed, this, &MainWindow::updateActions);
  connect(&m_context.jobs(), &views::JobList::runningChanged, this, &MainWindow::updateActions);
  connect(&m_context, &views::WorkbenchContext::kernelRequested, this, [this](GroupId group) {
    if (m_context.selection().current().group != group)
      m_context.selection().select(views::Thing::ofGroup(group));
    showPerspective(QStringLiteral("kernel"));
  });
  connect(&m_context, &views::WorkbenchContext::shapesRequested, this, &MainWindow::askShapes);
  connect(&m_context, &views::WorkbenchContext::stageRequested, this, [this](int stage) {
    showPerspective(QStringLiteral("graph"));
    m_graph->setSideBySide(true);
    m_graph->showStage(stage);
  });
  connect(&m_context, &views::WorkbenchContext::openFailed, this,
          [this](const QString&, const Diagnostic& problem) {
            m_start->showMessage(views::lineOf(problem));
          });
  connect(&m_context, &views::WorkbenchContext::jobFailed, this, [this] {
    if (isStartPageShown()) return;
    dock(QStringLiteral("problems"))->show();
    dock(QStringLiteral("problems"))->raise();
  });
  // A program that is killed loses a second. Behind other work the note might reach the next model.
  auto* keeper = new QTimer(this);
  connect(keeper, &QTimer::timeout, this, [this] {
    if (m_context.engine().isIdle()) rememberModelState();
  });
  keeper->start(1000);
  updateActions();
}

// Widgets that go take the focus along, when the window is half gone.
MainWindow::~MainWindow() { disconnect(qApp, nullptr, this, nullptr); }

void MainWindow::buildCentre(const QStringList& samples) {
  m_start = new views::StartPage(m_context, samples, m_stack);
  m_stack->addWidget(m_start);
  connect(m_start, &views::StartPage::openRequested, this, &MainWindow::chooseFile);
  connect(m_start, &views::StartPage::lessonRequested, this, [this] { startLesson(); });
  setCentralWidget(m_stack);
}

QDockWidget* MainWindow::dock(const QString& id) const {
  const auto it = m_docks.find(id);
  return it == m_docks.end() ? nullptr : it->second;
}

bool MainWindow::isStartPageShown() const { return m_stack->currentWidget() == m_start; }

// Made when it is first asked for; null for a perspective that is not there.
QWidget* MainWindow::viewOf(const QString& perspective) {
  QWidget*& view = m_views[perspective];
  const auto it = std::find_if(m_perspectives.begin(), m_perspectives.end(),
                               [&](const Perspective& p) { return p.id == perspective; });
  if (view || it == m_perspectives.end() || !it->make) return view;
  view = it->make(m_context, m_stack);
  m_stack->addWidget(view);
  if (perspective == QLatin1String("graph")) m_graph = qobject_cast<views::GraphView*>(view);
  return view;
}

void MainWindow::showPerspective(const QString& id) {
  const auto it = std::find_if(m_perspectives.begin(), m_perspectives.end(),
                               [&](const Perspective& p) { return p.id == id; });
  if (it == m_perspectives.end() || !it->make) return;
  QWidget* view = viewOf(id);
  const bool wasStart = isStartPageShown();
  const bool isOther = m_perspective != id && !m_perspective.isEmpty();
  if (isOther && !wasStart) m_layouts[m_perspective] = saveState();
  m_perspective = id;
  const bool hasSubject = m_context.snapshot() || (id == QLatin1String("kernel") && m_context.schedule().isWorkload());
  m_stack->setCurrentWidget(hasSubject ? view : static_cast<QWidget*>(m_start));
  if (!isStartPageShown() && (wasStart || isOther)) restoreDocks();
  if (isStartPageShown()) hideDocks();
  m_tabs->setCurrentIndex(static_cast<int>(it - m_perspectives.begin()));
  updateActions();
}

void MainWindow::onModelChanged() {
  const QString file = m_context.file();
  setWindowFilePath(file);
  setWindowTitle(QStringLiteral("%1 - Heddle").arg(QFileInfo(file).fileName()));
  m_start->showMessage({});
  refreshRecent();
  showPerspective(m_perspective.isEmpty() ? QStringLiteral("graph") : m_perspective);
  restoreModelState();
  if (m_context.snapshot()->model && !m_context.snapshot()->model->isSupported) {
    dock(QStringLiteral("problems"))->show();
    dock(QStringLiteral("problems"))->raise();
  }
}

void MainWindow::chooseFile() {
  const QString file = QFileDialog::getOpenFileName(
      this, tr("Open model"), QFileInfo(m_context.file()).absolutePath(),
      tr("ONNX models (*.onnx);;All files (*)"));
  if (!file.isEmpty()) m_context.open(file);
}

void MainWindow::refreshRecent() {
  m_context.recentFiles(this, [this](const QStringList& files) {
    m_recent->clear();
    int number = 0;
    for (const QString& file : files) {
      const QFileInfo info(file);
      const QString text = QStringLiteral("%1  %2  (%3)").arg(++number).arg(info.fileName(), info.absolutePath());
      QAction* action = m_recent->addAction((number < 10 ? QStringLiteral("&") : QString()) + text,
                                            this, [this, file] { m_context.open(file); });
      action->setData(file);
      action->setEnabled(info.exists());
    }
    m_recent->setEnabled(!files.isEmpty());
  });
}

void MainWindow::exportModule() {
  m_context.withShapes([this] {
    auto* dialog = new views::ExportDialog(m_context, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->show();
  });
}

void MainWindow::exportGraph() {
  const QString file = QFileDialog::getSaveFileName(this, tr("Export graph"), QStringLiteral("graph.svg"),
                                                    tr("Pictures (*.svg *.png)"));
  if (file.isEmpty() || !m_graph) return;
  if (!m_graph->exportPicture(file))
    m_context.addProblem({"export.picture", "the picture could not be written", {},
                          file.toStdString(), "choose a folder that can be written"});
}

void MainWindow::measure() {
  m_context.withShapes([this] { m_context.profile({}); });
}

void MainWindow::askShapes() {
  const auto& snapshot = m_context.snapshot();
  if (!snapshot || snapshot->model->symbols.empty()) return;
  auto* form = new views::ShapeForm(*snapshot->model,
                                    views::sizesOf(*snapshot->model, snapshot->options.inputShapes), this);
  form->setAttribute(Qt::WA_DeleteOnClose);
  connect(form, &QDialog::accepted, this, [this, form] {
    m_context.remember(QStringLiteral("shapes"), views::sizesText(form->sizes()));
    m_context.setInputShapes(form->inputShapes());
  });
  form->open();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  for (const QUrl& url : event->mimeData()->urls()) {
    if (!url.isLocalFile()) continue;
    event->acceptProposedAction();
    return m_context.open(url.toLocalFile());
  }
}

void MainWindow::closeEvent(QCloseEvent* event) {
  rememberModelState();
  rememberLayout();
  m_context.engine().cancelAll();
  QMainWindow::closeEvent(event);
}

}  // namespace heddle::app
