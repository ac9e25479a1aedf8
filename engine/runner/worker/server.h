// The fork server: forks a child per request and tells how each ended. Knows nothing of modules.
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace heddle::runner {

// Serves the engine on descriptor `socket` until it closes; returns the exit status of the process.
int serverMain(int socket);

}  // namespace heddle::runner
