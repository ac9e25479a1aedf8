// The window: perspectives in the middle, docks around, one bar of tools, one line of status.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <map>

#include "app/actions.h"
#include "app/perspectives.h"
#include "views/common/theme.h"
#include "views/context/workbench_context.h"

class QComboBox;
class QFocusFrame;
class QLabel;
class QMenu;
class QProgressBar;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace heddle::views {
class GraphView;
class Inspector;
class ScheduleView;
class StartPage;
}  // namespace heddle::views

namespace heddle::app {

class CommandPalette;
class StatusLine;

class MainWindow final : public QMainWindow {
  Q_OBJECT
 public:
  // `samples`: bundled models for the start page.
  MainWindow(views::WorkbenchContext& context, const QStringList& samples);
  ~MainWindow() override;

  Actions& actions() { return *m_actions; }
  CommandPalette& commandPalette() { return *m_palette; }
  views::GraphView* graphView() const { return m_graph; }
  QDockWidget* dock(const QString& id) const;
  QString perspective() const { return m_perspective; }
  // Does nothing for one that is not there.
  void showPerspective(const QString& id);
  void resetLayout();
  void restoreDocks();
  void hideDocks();
  bool isStartPageShown() const;
  views::ScheduleView* scheduleView();
  void startLesson(const session::LessonRequest& request = {});

 protected:
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void buildCentre(const QStringList& samples);
  void buildDocks();
  void titleDocks();
  void showFocus(QWidget* before, QWidget* now);
  void buildToolBar();
  void createActions();
  void createFileActions();
  void createModelActions();
  void createGraphActions();
  void createViewActions();
  void createScheduleActions();
  void updateScheduleActions();
  void buildScheduleMenu();
  bool isScheduleUndone() const;
  QWidget* viewOf(const QString& perspective);
  void buildMenus();
  QDockWidget* addDock(const QString& id, const QString& title, QWidget* widget,
                       Qt::DockWidgetArea area);
  void updateActions();
  void onModelChanged();
  void chooseFile();
  void refreshRecent();
  void exportModule();
  void exportGraph();
  void measure();
  static std::vector<int> offeredThreads();  // 1, 2, 4, ... and one per core, ascending
  void setThreads(int threads);
  void askShapes();
  void setTheme(views::ThemeMode mode);
  void rememberLayout();
  void restoreLayout();
  void rememberModelState();
  void restoreModelState();

  views::WorkbenchContext& m_context;
  Actions* m_actions;
  CommandPalette* m_palette = nullptr;
  std::vector<Perspective> m_perspectives;
  std::map<QString, QWidget*> m_views;     // made when first shown
  std::map<QString, QDockWidget*> m_docks;
  std::map<QString, QByteArray> m_layouts; // of docks, by perspective
  QByteArray m_freshLayout;
  QStackedWidget* m_stack;
  views::StartPage* m_start = nullptr;
  views::GraphView* m_graph = nullptr;
  StatusLine* m_status = nullptr;
  QTabBar* m_tabs = nullptr;
  QFocusFrame* m_focusFrame = nullptr;
  QComboBox* m_level = nullptr;
  QComboBox* m_threads = nullptr;
  QMenu* m_recent = nullptr;
  QString m_perspective;
  QString m_remembered;                    // of the open model, as the workspace has it
};

}  // namespace heddle::app
