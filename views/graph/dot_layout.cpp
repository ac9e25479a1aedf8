// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/graph/dot_layout.h"

#include <QElapsedTimer>
#include <QMap>
#include <QProcess>
#include <QStandardPaths>

namespace heddle::views {

constexpr double kPointsPerInch = 72;   // dot's unit is the inch; ours is the pixel at 72 an inch

QByteArray dotText(const LayoutInput& input) {
  QByteArray text = "digraph g{nodesep=0.28;ranksep=0.55;node[shape=box fixedsize=true label=\"\"]"
                    "edge[arrowhead=none]\n";
  for (size_t i = 0; i < input.sizes.size(); ++i)
    text += "n" + QByteArray::number(static_cast<qulonglong>(i)) + "[width=" +
            QByteArray::number(input.sizes[i].width() / kPointsPerInch, 'f', 4) + " height=" +
            QByteArray::number(input.sizes[i].height() / kPointsPerInch, 'f', 4) + "]\n";
  for (const auto& [from, to] : input.edges)
    if (from != to)
      text += "n" + QByteArray::number(from) + "->n" + QByteArray::number(to) + "\n";
  return text + "}\n";
}

namespace {

struct PlainReader {
  double height = 0;

  QPointF point(const QList<QByteArray>& words, qsizetype at) const {
    return {words[at].toDouble() * kPointsPerInch,
            (height - words[at + 1].toDouble()) * kPointsPerInch};
  }
  static int index(const QByteArray& name) {
    bool isNumber = false;
    const int value = name.mid(1).toInt(&isNumber);
    return isNumber ? value : -1;
  }
};

// dot gives cubic splines: every third point lies on the curve.
std::vector<QPointF> pointsOf(const PlainReader& reader, const QList<QByteArray>& words) {
  std::vector<QPointF> points;
  const int count = words[3].toInt();
  if (count < 4 || words.size() < 4 + 2 * count) return points;
  for (int p = 0; p < count; p += 3) points.push_back(reader.point(words, 4 + 2 * p));
  return points;
}

}  // namespace

std::optional<GraphLayout> parseDotPlain(const QByteArray& plain, const LayoutInput& input) {
  GraphLayout layout;
  layout.nodes.resize(input.sizes.size());
  layout.routes.resize(input.edges.size());
  PlainReader reader;
  size_t placed = 0;
  QMap<std::pair<int, int>, std::vector<QPointF>> routes;
  for (const QByteArray& line : plain.split('\n')) {
    const QList<QByteArray> words = line.simplified().split(' ');
    if (words[0] == "graph" && words.size() >= 4) reader.height = words[3].toDouble();
    if (words[0] == "node" && words.size() >= 6) {
      const int i = PlainReader::index(words[1]);
      if (i < 0 || i >= static_cast<int>(layout.nodes.size())) return std::nullopt;
      QRectF& box = layout.nodes[static_cast<size_t>(i)];
      box = QRectF(QPointF(), input.sizes[static_cast<size_t>(i)]);
      box.moveCenter(reader.point(words, 2));
      layout.bounds = placed++ == 0 ? box : layout.bounds.united(box);
    }
    if (words[0] == "edge" && words.size() >= 8)
      routes[{PlainReader::index(words[1]), PlainReader::index(words[2])}] = pointsOf(reader, words);
  }
  if (placed != layout.nodes.size()) return std::nullopt;
  for (size_t e = 0; e < input.edges.size(); ++e) {
    const auto [from, to] = input.edges[e];
    if (from == to) continue;
    const QRectF& a = layout.nodes[static_cast<size_t>(from)];
    const QRectF& b = layout.nodes[static_cast<size_t>(to)];
    std::vector<QPointF> route = routes.value({from, to});
    if (route.size() < 2) route.assign(2, QPointF());
    route.front() = {a.center().x(), a.bottom()};
    route.back() = {b.center().x(), b.top()};
    layout.routes[e] = std::move(route);
  }
  return layout;
}

std::optional<GraphLayout> dotLayout(const LayoutInput& input, int budgetMs,
                                     const std::atomic<bool>& isStopped) {
  if (input.sizes.empty() || input.sizes.size() > kDotMostNodes) return std::nullopt;
  const QString program = QStandardPaths::findExecutable(QStringLiteral("dot"));
  if (program.isEmpty()) return std::nullopt;
  QProcess dot;
  dot.start(program, {QStringLiteral("-Tplain")});
  dot.write(dotText(input));
  dot.closeWriteChannel();
  QElapsedTimer timer;
  timer.start();
  while (!dot.waitForFinished(20)) {
    if (dot.state() == QProcess::NotRunning) break;
    if (!isStopped && timer.elapsed() < budgetMs) continue;
    dot.kill();
    dot.waitForFinished(1000);
    return std::nullopt;
  }
  if (dot.exitStatus() != QProcess::NormalExit || dot.exitCode() != 0) return std::nullopt;
  return parseDotPlain(dot.readAllStandardOutput(), input);
}

}  // namespace heddle::views
