// A profile as files for other programs.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include "engine/session/views.h"

namespace heddle::views {

// One row a group, times in milliseconds; an absent counter is an empty cell.
QByteArray profileCsv(const session::ProfileView& profile);
// The Trace Event Format of chrome://tracing and Perfetto; times in microseconds.
QByteArray profileTrace(const session::ProfileView& profile);

}  // namespace heddle::views
