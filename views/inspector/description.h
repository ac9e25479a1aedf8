// What is known about a thing, as text: title, sections of rows, links to other things.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "views/context/workbench_context.h"

namespace heddle::views {

struct FactRow {
  QString name, value;
  Thing link;              // not none: the value is a link to it
  QString story;           // shown on hover: how the number was made
};

struct FactSection {
  QString heading;
  std::vector<FactRow> rows;
};

struct Description {
  QString title, subtitle;
  std::vector<FactSection> sections;
  const session::FusionEdgeView* fusion = nullptr;   // set when the thing is a fusion decision
  bool isOverrideRefused = false;                    // of the fusion: asked for, and not legal
};

// `thing` none: describes the model.
Description describe(const WorkbenchContext& context, const Thing& thing);

QString toHtml(const Description& description, const QString& mutedColor,
               const QString& linkColor);
// Links are written as "thing:KIND:A:B".
QString linkOf(const Thing& thing);
Thing thingOfLink(const QString& link);

}  // namespace heddle::views
