// Chrome's trace event format, for Perfetto and chrome://tracing.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>
#include <string>

#include "profiler/trace/trace.h"

namespace heddle::profiler {

// One process, a lane per thread, a complete event ("X") per Event with the step's group, flops and
// bytes as arguments, one for each run, and the counters, absent ones with their reason, as
// metadata. Microseconds with three decimals. Bytes that are not UTF-8 become U+FFFD. Requires
// problemOf(trace) to be empty.
void writeChromeTrace(const Trace& trace, std::ostream& out);
std::string chromeTrace(const Trace& trace);

}  // namespace heddle::profiler
