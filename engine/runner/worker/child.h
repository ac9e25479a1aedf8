// A child of the fork server: loads modules and runs them until its socket closes.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/runner/message.h"

namespace heddle::runner {

// Answers requests on `socket`; returns the exit status of the process.
int childMain(FileDescriptor socket, uint64_t nonce);

}  // namespace heddle::runner
