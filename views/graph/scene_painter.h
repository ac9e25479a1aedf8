// Draws a scene at any zoom: boxes with text, or coloured tiles where text would not be legible.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QHash>
#include <QPainter>
#include <QPainterPath>

#include "views/common/theme.h"
#include "views/graph/color_mode.h"
#include "views/graph/graph_scene.h"
#include "views/graph/view_transform.h"

namespace heddle::views {

struct ScenePaintState {
  const GraphScene* scene = nullptr;
  ViewTransform view;
  const Colors* colors = nullptr;
  const NodeColors* nodeColors = nullptr;
  std::vector<char> isSelected, isHit;   // by node; may be empty
  int current = -1, hovered = -1;
  int selectedEdge = -1, hoveredEdge = -1;
  double fade = 1;                       // of added nodes; below 1 the ghosts show
  QFont font;
};

// Where text becomes legible, and from where on edges carry shapes.
constexpr double kTextScale = 0.5, kEdgeLabelScale = 0.6;

// Keeps elided texts and outlines, which do not depend on the zoom, between frames.
class ScenePainter {
 public:
  void paint(QPainter& painter, const QRectF& screen, const ScenePaintState& state);
  void forget() { m_texts.clear(), m_outlines.clear(); }

 private:
  struct Texts {
    QString title, detail, name, chip;
  };
  const Texts& textsOf(int node);
  const QPainterPath& outlineOf(size_t hull);
  bool isSeen(const QRectF& box) const;
  void paintHulls();
  void paintDistantEdges();
  void paintEdges();
  void paintEdgeTexts();
  void paintMark(int edge);
  void paintNodes();
  void paintTile(int node);
  void findStrip();
  void paintBox(int node);
  void paintPill(int node);
  void paintBoxText(int node, const QRectF& box, double right);
  double paintChip(const QRectF& box, const QString& text, double share);
  QColor colorOf(int node) const;
  QPen outline(int node) const;

  QPainter* m_painter = nullptr;
  const ScenePaintState* m_state = nullptr;
  QRectF m_world;
  QHash<int, Texts> m_texts;
  QHash<size_t, QPainterPath> m_outlines;
  double m_stripMiddle = 0, m_stripFactor = 1;   // of tiles, see findStrip()
};

// The curve of an edge through its bends, in world coordinates.
QPainterPath edgePath(const std::vector<QPointF>& route);
// Where the "why not fused?" mark of an edge stands.
QPointF markCenter(const SceneEdge& edge);
constexpr double kMarkRadius = 7;

}  // namespace heddle::views
