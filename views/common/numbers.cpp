// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/common/numbers.h"

#include <QLocale>
#include <cmath>

namespace heddle::views {
namespace {

const QChar kThin(0x2009);

struct Scaled {
  double value;
  const char* unit;
};

QString withUnit(double value, const QString& unit) { return significant(value) + kThin + unit; }

Scaled scaleDuration(double ms) {
  const double magnitude = std::abs(ms);
  if (magnitude >= 999.5) return {ms / 1000, "s"};
  if (magnitude >= 0.9995 || ms == 0) return {ms, "ms"};
  if (magnitude >= 0.0009995) return {ms * 1e3, "µs"};
  return {ms * 1e6, "ns"};
}

}  // namespace

QString significant(double value, int digits) {
  if (std::isnan(value)) return QStringLiteral("n/a");
  if (std::isinf(value)) return value > 0 ? QStringLiteral("∞") : QStringLiteral("-∞");
  if (value == 0) return QStringLiteral("0");
  const int exponent = static_cast<int>(std::floor(std::log10(std::abs(value))));
  if (exponent >= 6 || exponent < -4) return QLocale().toString(value, 'g', digits);
  const double unit = std::pow(10.0, exponent - digits + 1);
  const double rounded = std::round(value / unit) * unit;
  const int after = static_cast<int>(std::floor(std::log10(std::abs(rounded)) + 1e-9));
  return QLocale().toString(rounded, 'f', std::max(0, digits - 1 - after));
}

QString durationText(double milliseconds) {
  if (!std::isfinite(milliseconds)) return QStringLiteral("n/a");
  const Scaled s = scaleDuration(milliseconds);
  return withUnit(s.value, QString::fromUtf8(s.unit));
}

QString bytesText(int64_t bytes) {
  static const char* units[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  double value = static_cast<double>(bytes);
  int unit = 0;
  while (std::abs(value) >= 1023.5 && unit < 5) value /= 1024, ++unit;
  if (unit == 0) return countText(bytes) + kThin + QLatin1String("B");
  return withUnit(value, QLatin1String(units[unit]));
}

QString flopsText(int64_t flops) {
  static const char* units[] = {"FLOP", "kFLOP", "MFLOP", "GFLOP", "TFLOP", "PFLOP"};
  double value = static_cast<double>(flops);
  int unit = 0;
  while (std::abs(value) >= 999.5 && unit < 5) value /= 1000, ++unit;
  return withUnit(value, QLatin1String(units[unit]));
}

QString rateText(double value, const QString& unit) { return withUnit(value, unit); }

QString countText(int64_t count) { return QLocale().toString(static_cast<qlonglong>(count)); }

QString shareText(double share) {
  if (std::isnan(share)) return QStringLiteral("n/a");
  const double percent = share * 100;
  if (percent > 0 && percent < 0.5) return QStringLiteral("<1") + kThin + QLatin1Char('%');
  return QString::number(static_cast<int>(std::lround(percent))) + kThin + QLatin1Char('%');
}

QString durationWithSpread(double milliseconds, double low, double high) {
  const Scaled s = scaleDuration(milliseconds);
  const double factor = milliseconds != 0 ? s.value / milliseconds : 1;
  const double half = (high - low) / 2 * factor;
  return withUnit(s.value, QString::fromUtf8(s.unit)) + QStringLiteral(" ±") + significant(half, 1);
}

QString elidedMiddle(const QString& text, int characters) {
  if (text.size() <= characters || characters < 3) return text;
  const int head = (characters - 1) / 2, tail = characters - 1 - head;
  return text.left(head) + QChar(0x2026) + text.right(tail);
}

}  // namespace heddle::views
