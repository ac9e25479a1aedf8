// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/ir/hot_loop_text.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>

#include "views/common/numbers.h"

namespace heddle::views {
namespace {

struct HotLoop {
  Q_DECLARE_TR_FUNCTIONS(HotLoop)
};

constexpr size_t kShownPorts = 3;

}  // namespace

QString hotLoopText(const session::HotLoopView& loop) {
  if (loop.function.empty()) return {};
  QStringList facts = {HotLoop::tr("%n instruction(s)", nullptr, loop.instructions)};
  if (loop.multiplyAdds > 0) facts << HotLoop::tr("%1 FMA").arg(loop.multiplyAdds);
  facts << HotLoop::tr("%n load(s)", nullptr, loop.loads) << HotLoop::tr("%n store(s)", nullptr, loop.stores);
  facts << HotLoop::tr("%1 of %2 vector registers live").arg(loop.liveVectorRegisters).arg(loop.vectorRegisters);
  facts << HotLoop::tr("%n spill(s)", nullptr, loop.spills);
  if (loop.moves > 0) facts << HotLoop::tr("%n register move(s)", nullptr, loop.moves);
  QString text = HotLoop::tr("Hot loop, assembly lines %1 to %2: %3.")
                     .arg(loop.firstLine + 1).arg(loop.lastLine).arg(facts.join(QStringLiteral(", ")));
  if (loop.cyclesPerIteration <= 0) return text;
  text += QLatin1Char(' ') + HotLoop::tr("%1 cycles an iteration, %2 instructions a cycle (model of %3).")
                                 .arg(significant(loop.cyclesPerIteration), significant(loop.instructionsPerCycle),
                                      QString::fromStdString(loop.processorModel));
  if (loop.ports.empty()) return text;
  QStringList ports;
  for (size_t i = 0; i < std::min(kShownPorts, loop.ports.size()); ++i)
    ports << QString::fromStdString(loop.ports[i].first) + QLatin1Char(' ') + shareText(loop.ports[i].second);
  return text + QLatin1Char(' ') + HotLoop::tr("Ports taken: %1.").arg(ports.join(QStringLiteral(", ")));
}

}  // namespace heddle::views
