// The hot loop of a kernel in one sentence.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "engine/session/views.h"

namespace heddle::views {

// Empty for code without a loop.
QString hotLoopText(const session::HotLoopView& loop);

}  // namespace heddle::views
