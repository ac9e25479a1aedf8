// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/perspectives.h"

#include <QCoreApplication>

#include "views/compare/compare_panel.h"
#include "views/graph/graph_view.h"
#include "views/ir/kernel_view.h"
#include "views/profile/profile_panel.h"
#include "views/run/run_panel.h"
#include "views/schedule/schedule_view.h"

namespace heddle::app {
namespace {

QString say(const char* text) { return QCoreApplication::translate("Perspectives", text); }

template <class View>
QWidget* make(views::WorkbenchContext& context, QWidget* parent) {
  return new View(context, parent);
}

QWidget* makeKernel(views::WorkbenchContext& context, QWidget* parent) {
  return new views::ScheduleView(context, new views::KernelPanel(context), parent);
}

}  // namespace

std::vector<Perspective> perspectives() {
  const QStringList logs = {"problems", "jobs", "commands", "groups"}, sides = {"outline", "inspector"};
  return {
      {"graph", say(QT_TRANSLATE_NOOP("Perspectives", "Graph")), "graph", {}, {}, make<views::GraphView>},
      {"kernel", say(QT_TRANSLATE_NOOP("Perspectives", "Kernel")), "kernel", {}, logs + sides, makeKernel},
      {"run", say(QT_TRANSLATE_NOOP("Perspectives", "Run")), "run", {}, logs, make<views::RunPanel>},
      {"profile", say(QT_TRANSLATE_NOOP("Perspectives", "Profile")), "profile", {}, logs + QStringList{"outline"}, make<views::ProfilePanel>},
      {"compare", say(QT_TRANSLATE_NOOP("Perspectives", "Compare")), "compare", {}, logs + QStringList{"outline"}, make<views::ComparePanel>},
      {"tune", say(QT_TRANSLATE_NOOP("Perspectives", "Tune")), "tune",
       say(QT_TRANSLATE_NOOP("Perspectives", "Tuning comes in a later version; schedules are chosen "
                                            "by rules for now")),
       {}, nullptr},
  };
}

}  // namespace heddle::app
