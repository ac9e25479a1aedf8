// The Graph perspective: a strip of passes over one or two canvases that move together.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <set>

#include "views/context/workbench_context.h"
#include "views/graph/graph_canvas.h"
#include "views/graph/scene_loader.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QSplitter;
class QToolButton;

namespace heddle::views {

class Legend;
class PassStrip;

class GraphView final : public QWidget {
  Q_OBJECT
 public:
  explicit GraphView(WorkbenchContext& context, QWidget* parent = nullptr);

  GraphCanvas* beforeCanvas() const { return m_before; }
  GraphCanvas* afterCanvas() const { return m_after; }
  PassStrip* strip() const { return m_strip; }
  QLineEdit* searchField() const { return m_search; }
  int stage() const { return m_stage; }
  void showStage(int stage);

  void setSideBySide(bool isOn);
  void setAligned(bool isOn);
  void setConstantsShown(bool isOn);
  void setGraphvizUsed(bool isOn);
  void setColorMode(ColorMode mode);
  void setMotionOn(bool isOn);
  void setAllGroupsExpanded(bool areExpanded);
  void focusSearch();
  void nextHit(bool isForward);
  void stepPass(int by) { showStage(m_stage + by); }
  void togglePlaying();
  GraphCanvas* activeCanvas() const;
  // Writes what the graph shows, all of it, by the file's ending (.svg or .png).
  bool exportPicture(const QString& file) const;
  void copySelectedName() const;

 signals:
  void scenesShown();

 private:
  void build();
  QWidget* buildTools();
  void connectCanvas(GraphCanvas* canvas);
  void forget();
  QString emptyText() const;
  void reload();
  void showScenes(SceneLoader::Scene before, SceneLoader::Scene after);
  void followSelection(bool isRevealing);
  void applySelection(GraphCanvas* canvas, bool isRevealing);
  void select(const Thing& thing, bool isAdded);
  void open(const Thing& thing);
  void toggleGroup(GroupId group);
  void search();
  void showMenu(GraphCanvas* canvas, const QPoint& position, int node);
  void updateTitles();
  void updateLegend();
  GroupId groupOf(const Thing& thing) const;

  WorkbenchContext& m_context;
  SceneLoader m_loader;
  PassStrip* m_strip;
  GraphCanvas *m_before, *m_after;
  QLabel *m_beforeTitle, *m_afterTitle, *m_hitLabel;
  QSplitter* m_splitter;
  QLineEdit* m_search;
  QComboBox* m_colorBy;
  Legend* m_legend;
  QToolButton* m_sideButton = nullptr;
  int m_stage = -1;
  bool m_isSideBySide = true, m_isAligned = true, m_withConstants = false;
  bool m_isFirstShow = true, m_areGroupsCollapsed = true, m_isSyncing = false, m_isOwnClick = false;
  std::set<GroupId> m_exceptions;
  std::vector<int> m_hits;
  int m_hit = -1;
};

}  // namespace heddle::views
