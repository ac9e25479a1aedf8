// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/ir/line_links.h"

namespace heddle::views {
namespace {

template <class Matches>
QList<int> select(const session::TextView& text, Matches matches) {
  QList<int> out;
  for (size_t i = 0; i < text.lines.size(); ++i)
    if (matches(text.lines[i])) out.append(static_cast<int>(i));
  return out;
}

}  // namespace

LineKey keyOfLine(const session::TextView& text, int line) {
  if (line < 0 || line >= static_cast<int>(text.lines.size())) return {};
  const session::TextLineView& facts = text.lines[static_cast<size_t>(line)];
  return {facts.scheduledLine, facts.loop, facts.block};
}

QList<int> linesOf(const session::TextView& text, const LineKey& key) {
  if (key.scheduledLine != 0) {
    QList<int> exact = select(text, [&](const session::TextLineView& line) {
      return line.scheduledLine == key.scheduledLine;
    });
    if (!exact.isEmpty()) return exact;
  }
  if (key.block.isValid()) {
    QList<int> ofBlock = select(text, [&](const session::TextLineView& line) { return line.block == key.block; });
    if (!ofBlock.isEmpty()) return ofBlock;
  }
  if (!key.loop.isValid()) return {};
  return select(text, [&](const session::TextLineView& line) { return line.loop == key.loop; });
}

}  // namespace heddle::views
