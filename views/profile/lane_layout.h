// The geometry of timelines: time to pixel, lane to pixel, and back. Pure functions.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "engine/session/views.h"

namespace heddle::views {

// A half-open span of time shown on `width` pixels.
struct TimeWindow {
  int64_t beginNs = 0, endNs = 1;
  double width = 1;
  double toPixel(int64_t ns) const;
  int64_t toTime(double pixel) const;
  // Keeps the time under `pixel` where it is. Never narrower than 100 ns, never outside [0, limitNs).
  TimeWindow zoomed(double factor, double pixel, int64_t limitNs) const;
  TimeWindow moved(double pixels, int64_t limitNs) const;
};

struct EventBox {
  uint32_t event = 0;      // the first event in the box
  int count = 1;           // how many events share it because they are too narrow to tell apart
  double left = 0, right = 0;
};

// What to draw in one lane: events sorted by begin, those narrower than `smallest` pixels merged with neighbours.
std::vector<EventBox> layoutLane(const std::vector<session::TimelineEvent>& events,
                                 const std::vector<uint32_t>& lane, const TimeWindow& window, double smallest = 1.5);

// Events of each thread, sorted by begin.
std::vector<std::vector<uint32_t>> lanesOf(const std::vector<session::TimelineEvent>& events);

// A round step so that ticks stand at least `pixels` apart: 1, 2 or 5 times a power of ten nanoseconds.
int64_t tickStep(const TimeWindow& window, double pixels);

}  // namespace heddle::views
