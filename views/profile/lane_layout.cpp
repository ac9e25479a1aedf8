// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/profile/lane_layout.h"

#include <algorithm>
#include <cmath>

namespace heddle::views {

double TimeWindow::toPixel(int64_t ns) const {
  return static_cast<double>(ns - beginNs) * width / static_cast<double>(std::max<int64_t>(1, endNs - beginNs));
}

int64_t TimeWindow::toTime(double pixel) const {
  return beginNs + static_cast<int64_t>(pixel * static_cast<double>(endNs - beginNs) / std::max(1.0, width));
}

namespace {

TimeWindow clamped(TimeWindow window, int64_t limitNs) {
  const int64_t span = std::min(window.endNs - window.beginNs, std::max<int64_t>(1, limitNs));
  window.beginNs = std::clamp<int64_t>(window.beginNs, 0, std::max<int64_t>(0, limitNs - span));
  window.endNs = window.beginNs + span;
  return window;
}

}  // namespace

TimeWindow TimeWindow::zoomed(double factor, double pixel, int64_t limitNs) const {
  constexpr double kShortestNs = 100;
  const double span = std::clamp(static_cast<double>(endNs - beginNs) / factor, kShortestNs,
                                 std::max(kShortestNs, static_cast<double>(limitNs)));
  const int64_t anchor = toTime(pixel);
  TimeWindow out = *this;
  out.beginNs = anchor - static_cast<int64_t>(span * pixel / std::max(1.0, width));
  out.endNs = out.beginNs + static_cast<int64_t>(span);
  return clamped(out, limitNs);
}

TimeWindow TimeWindow::moved(double pixels, int64_t limitNs) const {
  const auto delta = static_cast<int64_t>(pixels * static_cast<double>(endNs - beginNs) / std::max(1.0, width));
  TimeWindow out = *this;
  out.beginNs += delta;
  out.endNs += delta;
  return clamped(out, limitNs);
}

std::vector<std::vector<uint32_t>> lanesOf(const std::vector<session::TimelineEvent>& events) {
  std::vector<std::vector<uint32_t>> lanes;
  for (uint32_t i = 0; i < events.size(); ++i) {
    if (events[i].thread >= lanes.size()) lanes.resize(events[i].thread + 1);
    lanes[events[i].thread].push_back(i);
  }
  for (auto& lane : lanes)
    std::sort(lane.begin(), lane.end(), [&](uint32_t a, uint32_t b) { return events[a].beginNs < events[b].beginNs; });
  return lanes;
}

std::vector<EventBox> layoutLane(const std::vector<session::TimelineEvent>& events, const std::vector<uint32_t>& lane,
                                 const TimeWindow& window, double smallest) {
  std::vector<EventBox> boxes;
  const auto first = std::partition_point(lane.begin(), lane.end(),
                                          [&](uint32_t e) { return events[e].endNs < window.beginNs; });
  for (auto it = first; it != lane.end() && events[*it].beginNs < window.endNs; ++it) {
    const double left = window.toPixel(events[*it].beginNs), right = window.toPixel(events[*it].endNs);
    const bool isNarrow = right - left < smallest;
    if (isNarrow && !boxes.empty() && left - boxes.back().right < smallest &&
        boxes.back().right - boxes.back().left < 4 * smallest) {
      boxes.back().right = std::max(boxes.back().right, right);
      ++boxes.back().count;
      continue;
    }
    boxes.push_back({*it, 1, left, std::max(right, left + (isNarrow ? smallest : 0))});
  }
  return boxes;
}

int64_t tickStep(const TimeWindow& window, double pixels) {
  const double wanted = static_cast<double>(window.endNs - window.beginNs) * pixels / std::max(1.0, window.width);
  double power = 1;
  while (power * 10 <= wanted) power *= 10;
  for (const double factor : {1.0, 2.0, 5.0, 10.0})
    if (power * factor >= wanted) return static_cast<int64_t>(power * factor);
  return static_cast<int64_t>(power * 10);
}

}  // namespace heddle::views
