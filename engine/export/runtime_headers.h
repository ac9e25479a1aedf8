// The headers of the runtime as they go with an export; the build makes the source from the files.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace heddle::exporter {

std::string runtimeHeader();  // heddle.h
std::string planHeader();     // plan.h

}  // namespace heddle::exporter
