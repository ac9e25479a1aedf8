// Statistics of timings: medians with intervals, and paired comparisons that do not claim what
// noise explains.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "engine/support/phrase.h"

namespace heddle::profiler {

double median(std::span<const double> samples);  // 0 for no samples
double quantile(std::span<const double> samples,
                double fraction);  // linear between order statistics

struct Interval {
  double estimate = 0, low = 0, high = 0;
};

// Percentile bootstrap of the median (Efron and Tibshirani, 1993, chapter 13), widened for few
// samples. Neighbouring samples are not independent, so blocks of consecutive samples are drawn
// (Künsch, 1989). `confidence` in (0, 1).
Interval medianInterval(std::span<const double> samples, double confidence = 0.95,
                        uint64_t seed = 1);

// The same of durations: they spread by factors, so the interval is that of their logarithms and
// never reaches below 0. With a sample of 0, or fewer than two, that of the samples, cut off at 0.
Interval durationInterval(std::span<const double> samples, double confidence = 0.95,
                          uint64_t seed = 1);

// The ratio a/b per pair, its median and interval. Above 1: b is faster.
// `isDifferent` when the interval excludes 1 by more than `noiseFloor` (relative), of at least
// kFewestPairs pairs: fewer cannot carry a claim, whatever their interval.
struct PairedComparison {
  Interval ratio;
  bool isDifferent = false;
  int pairs = 0;
  double noiseFloor = 0;
};
inline constexpr int kFewestPairs = 6;
PairedComparison comparePaired(std::span<const double> a, std::span<const double> b,
                               double noiseFloor = 0, uint64_t seed = 1);

// How far from 1 the ratio of two measurements of the same thing may lie: the reach of the interval
// of A/A pairs, relative. 1 without pairs.
double noiseFloor(std::span<const double> a, std::span<const double> again, uint64_t seed = 1);

// "B is 1.18x faster than A, 1.16 to 1.20, 40 paired blocks" or "no difference shown ..." and why.
Phrase verdict(const PairedComparison& comparison, const Phrase& nameA, const Phrase& nameB);

}  // namespace heddle::profiler
