// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/common/glyphs.h"
#include "views/common/engine_text.h"
#include "views/common/numbers.h"
#include "views/graph/graph_canvas.h"

namespace heddle::views {
namespace {

QString row(const QString& name, const QString& value) {
  if (value.isEmpty()) return {};
  return QStringLiteral("<tr><td style='padding-right:12px'>%1</td><td>%2</td></tr>")
      .arg(name.toHtmlEscaped(), elidedMiddle(value, 80).toHtmlEscaped());
}

}  // namespace

QString nodeCard(const GraphScene& scene, int node) {
  const SceneNode& n = scene.nodes[static_cast<size_t>(node)];
  QString out = QStringLiteral("<b>%1</b> %2<table>")
                    .arg(scene.titleOf(node).toHtmlEscaped(),
                         scene.detailOf(node).toHtmlEscaped());
  out += row(GraphCanvas::tr("Name"), scene.nameOf(node));
  out += row(GraphCanvas::tr("Kind"), nodeClassName(n.nodeClass));
  if (n.group) {
    out += row(GraphCanvas::tr("Group"), QStringLiteral("#%1").arg(n.group->id.value));
    out += row(GraphCanvas::tr("Members"), countText(static_cast<int64_t>(n.group->members.size())));
    out += row(GraphCanvas::tr("Result"), QString::fromStdString(n.group->shape));
  } else if (!n.op->outputTypes.empty()) {
    out += row(GraphCanvas::tr("Result"), QString::fromStdString(n.op->outputTypes.front()));
  }
  const int64_t flops = n.group ? n.group->flops : n.op->flops;
  const int64_t bytes = n.group ? n.group->bytes : n.op->bytes;
  if (flops > 0) out += row(GraphCanvas::tr("Work"), flopsText(flops));
  if (bytes > 0) out += row(GraphCanvas::tr("Data"), bytesText(bytes));
  if (n.share >= 0) out += row(GraphCanvas::tr("Share of time"), shareText(n.share));
  if (!n.group)
    for (const auto& [key, value] : n.op->attributes)
      out += row(QString::fromStdString(key), QString::fromStdString(value));
  return out + QStringLiteral("</table>");
}

QString edgeCard(const SceneEdge& edge) {
  const auto& f = *edge.fusion;
  QString out = QStringLiteral("<b>%1</b><br>%2")
                    .arg(GraphCanvas::tr("Not fused"), engineText(f.reason).toHtmlEscaped());
  if (!f.rule.empty())
    out += QStringLiteral("<br>%1").arg(
        GraphCanvas::tr("Rule: %1").arg(QString::fromStdString(f.rule)).toHtmlEscaped());
  return out + QStringLiteral("<br><i>%1</i>")
                   .arg(GraphCanvas::tr("Click for what can be done"));
}

}  // namespace heddle::views
