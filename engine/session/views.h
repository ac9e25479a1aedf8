// What the session tells its views.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/session/graph_views.h"
#include "engine/session/kernel_views.h"
#include "engine/session/result_views.h"
