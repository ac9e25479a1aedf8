// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/statistics.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <random>
#include <vector>

namespace heddle::profiler {
namespace {

constexpr int kResamples = 2000;

// Long enough to keep what neighbours share, short enough to leave many blocks: the cube root rule.
size_t blockLength(size_t count) {
  return std::max<size_t>(1, static_cast<size_t>(std::cbrt(static_cast<double>(count))));
}

double medianInPlace(std::vector<double>& values) {
  const size_t middle = values.size() / 2;
  std::nth_element(values.begin(), values.begin() + static_cast<long>(middle), values.end());
  const double upper = values[middle];
  if (values.size() % 2 == 1) return upper;
  return (*std::max_element(values.begin(), values.begin() + static_cast<long>(middle)) + upper) /
         2;
}

// The x with P(|N(0,1)| <= x) = confidence.
double normalQuantile(double confidence) {
  double low = 0, high = 40;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (std::erf(middle / std::sqrt(2.0)) < confidence ? low : high) = middle;
  }
  return low;
}

// Percentile intervals of few samples are too narrow: resampling n values knows neither that the
// spread itself is estimated (Student's t over the normal quantile, expanded as in Fisher and
// Cornish, 1960) nor that blocks of `length` leave n - length degrees of freedom. The last factor
// is fitted: with it 4 to 7 % of A/A comparisons claim a difference, on five kinds of simulated
// noise and 10 to 80 pairs.
double smallSampleFactor(size_t count, size_t length, double confidence) {
  const double z = normalQuantile(confidence), z2 = z * z, n = static_cast<double>(count) - 1;
  const double student = 1 + (z2 + 1) / (4 * n) + (5 * z2 * z2 + 16 * z2 + 3) / (96 * n * n);
  const double left = std::max(1.0, static_cast<double>(count) - static_cast<double>(length));
  return student * std::sqrt(static_cast<double>(count) / left) * (1 + 1.3 / (n + 1));
}

}  // namespace

double median(std::span<const double> samples) {
  std::vector<double> copy(samples.begin(), samples.end());
  return copy.empty() ? 0 : medianInPlace(copy);
}

double quantile(std::span<const double> samples, double fraction) {
  if (samples.empty()) return 0;
  std::vector<double> sorted(samples.begin(), samples.end());
  std::sort(sorted.begin(), sorted.end());
  const double at = fraction * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<size_t>(at);
  const size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (at - static_cast<double>(below));
}

Interval medianInterval(std::span<const double> samples, double confidence, uint64_t seed) {
  Interval out;
  out.estimate = out.low = out.high = median(samples);
  const size_t count = samples.size();
  if (count < 2) return out;
  std::mt19937_64 random(seed);
  const size_t length = blockLength(count);
  std::vector<double> medians, drawn;
  for (int i = 0; i < kResamples; ++i) {
    drawn.clear();
    while (drawn.size() < count) {
      const size_t begin = random() % count;
      for (size_t k = 0; k < length && drawn.size() < count; ++k)
        drawn.push_back(samples[(begin + k) % count]);
    }
    medians.push_back(medianInPlace(drawn));
  }
  const double factor = smallSampleFactor(count, length, confidence);
  out.low = out.estimate - factor * (out.estimate - quantile(medians, (1 - confidence) / 2));
  out.high = out.estimate + factor * (quantile(medians, (1 + confidence) / 2) - out.estimate);
  return out;
}

Interval durationInterval(std::span<const double> samples, double confidence, uint64_t seed) {
  std::vector<double> logarithms;
  for (const double s : samples)
    if (s > 0) logarithms.push_back(std::log(s));
  if (logarithms.size() < samples.size() || samples.size() < 2) {
    Interval plain = medianInterval(samples, confidence, seed);
    plain.low = std::max(plain.low, 0.0);
    return plain;
  }
  const Interval i = medianInterval(logarithms, confidence, seed);
  const double middle = median(samples);
  return {middle, middle * std::exp(i.low - i.estimate), middle * std::exp(i.high - i.estimate)};
}

PairedComparison comparePaired(std::span<const double> a, std::span<const double> b,
                               double noiseFloor, uint64_t seed) {
  PairedComparison out;
  std::vector<double> ratios;
  for (size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    if (a[i] > 0 && b[i] > 0) ratios.push_back(std::log(a[i] / b[i]));
  out.pairs = static_cast<int>(ratios.size());
  if (out.pairs == 0) return out;
  // Of logarithms: a ratio and its inverse are the same, and no widening makes it negative.
  const Interval logarithms = medianInterval(ratios, 0.95, seed);
  out.ratio = {std::exp(logarithms.estimate), std::exp(logarithms.low), std::exp(logarithms.high)};
  out.noiseFloor = noiseFloor;
  const double reach = 1 + noiseFloor;  // in both directions: a ratio and its inverse are the same
  out.isDifferent =
      out.pairs >= kFewestPairs && (out.ratio.low > reach || out.ratio.high < 1 / reach);
  return out;
}

double noiseFloor(std::span<const double> a, std::span<const double> again, uint64_t seed) {
  const PairedComparison same = comparePaired(a, again, 0, seed);
  return same.pairs == 0 ? 1 : std::max(same.ratio.high, 1 / same.ratio.low) - 1;
}

namespace {

std::string decimals(double value, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

Phrase noDifference(const PairedComparison& c, const Phrase& nameA, const Phrase& nameB) {
  if (c.pairs == 0) return "no difference shown: no pair of blocks to compare";
  const Interval& r = c.ratio;
  std::vector<Phrase> facts = {nameA,
                               nameB,
                               decimals(r.estimate, 3),
                               decimals(r.low, 3),
                               decimals(r.high, 3),
                               std::to_string(c.pairs)};
  if (c.pairs < kFewestPairs)
    return {
        "no difference shown between {0} and {1}: {5} paired blocks are too few to tell (times in "
        "the ratio {2}, {3} to {4})",
        facts};
  if (r.low <= 1 && r.high >= 1)
    return {
        "no difference shown between {0} and {1}: their times are in the ratio {2}, {3} to {4}, "
        "which includes 1; {5} paired blocks",
        facts};
  facts.emplace_back(decimals(c.noiseFloor * 100, 1));
  return {
      "no difference shown between {0} and {1}: their times are in the ratio {2}, {3} to {4}, "
      "within the noise of {6} % that equal builds show; {5} paired blocks",
      facts};
}

}  // namespace

Phrase verdict(const PairedComparison& comparison, const Phrase& nameA, const Phrase& nameB) {
  if (!comparison.isDifferent) return noDifference(comparison, nameA, nameB);
  const Interval& r = comparison.ratio;
  const bool bIsFaster = r.estimate > 1;
  const double estimate = bIsFaster ? r.estimate : 1 / r.estimate;
  const double low = bIsFaster ? r.low : 1 / r.high, high = bIsFaster ? r.high : 1 / r.low;
  return {"{0} is {1}x faster than {2}, {3} to {4}, {5} paired blocks",
          {bIsFaster ? nameB : nameA, decimals(estimate, 2), bIsFaster ? nameA : nameB,
           decimals(low, 2), decimals(high, 2), std::to_string(comparison.pairs)}};
}

}  // namespace heddle::profiler
