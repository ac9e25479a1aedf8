// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>

#include "views/common/numbers.h"
#include "views/run/inputs_form.h"

namespace heddle::views {
namespace {

struct Preset {
  Q_DECLARE_TR_FUNCTIONS(Preset)
};

QString threeValues(const float (&values)[3]) {
  const QString first = significant(values[0]);
  return values[0] == values[1] && values[1] == values[2]
             ? first
             : QStringLiteral("(%1, %2, %3)").arg(first, significant(values[1]), significant(values[2]));
}

}  // namespace

QString presetChain(const session::Preset& p) {
  QStringList steps;
  switch (p.fit) {
    case session::Preset::Fit::stretch: steps << Preset::tr("stretch to the input's size"); break;
    case session::Preset::Fit::letterbox: steps << Preset::tr("fit inside, grey border"); break;
    case session::Preset::Fit::shortSideThenCrop:
      steps << Preset::tr("crop the middle, %1 of the shorter side").arg(shareText(p.cropShare));
      break;
  }
  steps << (p.isGray ? Preset::tr("grey") : p.isBgr ? QStringLiteral("BGR") : QStringLiteral("RGB"));
  if (p.scale != 1) steps << (p.scale < 1 ? QStringLiteral("÷ ") + significant(1 / p.scale) : QStringLiteral("× ") + significant(p.scale));
  if (p.mean[0] != 0 || p.mean[1] != 0 || p.mean[2] != 0) steps << QStringLiteral("− ") + threeValues(p.mean);
  if (p.deviation[0] != 1 || p.deviation[1] != 1 || p.deviation[2] != 1) steps << QStringLiteral("÷ ") + threeValues(p.deviation);
  return steps.join(QStringLiteral(" → "));
}

}  // namespace heddle::views
