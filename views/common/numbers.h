// One formatter for every number on screen: three significant digits, a thin space, the unit.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <cstdint>

namespace heddle::views {

// Three significant digits, never in exponent form between 1e-3 and 1e6: "4.31", "212", "0.0123".
QString significant(double value, int digits = 3);
// "4.31 ms", "212 us" as µs, "1.20 s"; the argument is in milliseconds.
QString durationText(double milliseconds);
// "18.4 MiB"; exact below 1 KiB.
QString bytesText(int64_t bytes);
// "64.1 MFLOP", "1.20 GFLOP".
QString flopsText(int64_t flops);
// "212 GF/s".
QString rateText(double value, const QString& unit);
// "12,345", with the locale's separators.
QString countText(int64_t count);
// "86 %"; under one half percent "<1 %".
QString shareText(double share);
// "40.1 ms ±0.2" from a value and the ends of its interval, all in milliseconds.
QString durationWithSpread(double milliseconds, double low, double high);

// Cuts in the middle until at most `characters` are left: names differ at both ends.
QString elidedMiddle(const QString& text, int characters);

}  // namespace heddle::views
