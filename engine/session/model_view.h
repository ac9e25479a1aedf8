// An imported model as plain values for views.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/import/import.h"
#include "engine/session/graph_views.h"

namespace heddle::session {

ModelView modelView(const import::ImportedModel& model);

}  // namespace heddle::session
