// A small trace whose figures can be checked in the head.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "profiler/trace/trace.h"

namespace heddle::test {

// Two runs of three steps on two threads; the first and the last step belong to group 7.
inline profiler::Trace sampleTrace() {
  profiler::Trace trace;
  trace.title = "model \"x\"";
  trace.machine = "a machine";
  trace.threads = 2;
  trace.steps = {{"conv_0", 7, "conv_relu_0", "f32[1,64,56,56]", 2000000, 400000},
                 {"=pool", 8, "pool, 1", "f32[1,64,28,28]", 0, 500000},
                 {"conv_2", 7, "conv_relu_0", "f32[1,64,28,28]", 1000000, 100000}};
  trace.runs = {{0, 10000}, {20000, 31000}};
  trace.events = {{0, 0, 0, 0, 4000},         {0, 0, 1, 100, 5000},       {0, 1, 0, 5500, 7500},
                  {0, 2, 0, 8000, 9000},      {0, 2, 1, 8000, 9000},      {1, 0, 0, 20000, 25000},
                  {1, 0, 1, 20000, 25000},    {1, 1, 0, 25500, 27500},    {1, 2, 0, 28000, 29000},
                  {1, 2, 1, 28500, 29000}};
  trace.counters = {{"cycles", 0, "perf_event_open: No such file or directory"}, {"task-clock", 123456.0, ""}};
  return trace;
}

}  // namespace heddle::test
