// Snapshots made up for tests of views: a small network through its passes, and large graphs.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "engine/session/session.h"

namespace heddle::test {

// About 20 nodes: two residual blocks and a classifier, through import, fold_constants,
// fold_batch_norm, simplify and fuse. With a profile when asked for.
session::SnapshotRef sampleSnapshot(bool isMeasured = false);

// `count` nodes: chains with branches of three and residual edges, one stage, no groups.
session::SnapshotRef syntheticSnapshot(int count);

}  // namespace heddle::test
