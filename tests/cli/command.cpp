// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/command.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <cmath>
#include <limits>

namespace heddle::test {

QString program(const QString& name) {
  return qEnvironmentVariable("HEDDLE_BIN", HEDDLE_BINARY_DIR "/bin") + "/" + name;
}

QString cacheDirectory() {
  static const QTemporaryDir directory;
  return directory.path();
}

Ended start(const QString& path, const QStringList& arguments, const QString& directory,
            bool hasEmptyEnvironment, const QString& cache) {
  QProcess process;
  QProcessEnvironment environment;
  if (!hasEmptyEnvironment) {
    environment = QProcessEnvironment::systemEnvironment();
    environment.insert("HEDDLE_CACHE", cache.isEmpty() ? cacheDirectory() : cache);
  }
  process.setProcessEnvironment(environment);
  if (!directory.isEmpty()) process.setWorkingDirectory(directory);
  process.start(path, arguments);
  Ended ended;
  constexpr int kLongest = 240000;
  if (!process.waitForFinished(kLongest)) {
    ended.err = "did not end: " + process.errorString().toUtf8();
    process.kill();
    process.waitForFinished();
    return ended;
  }
  ended.status =
      process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -process.exitCode();
  ended.out = process.readAllStandardOutput();
  ended.err = process.readAllStandardError();
  return ended;
}

Ended cli(const QStringList& arguments, const QString& directory, const QString& cache) {
  return start(program("heddle"), arguments, directory, false, cache);
}

QString digits(const QString& name) {
  return QString(HEDDLE_SOURCE_DIR) + "/samples/digits/" + name;
}

QString missing(const QJsonObject& object, const QStringList& keys) {
  QStringList out;
  for (const QString& key : keys)
    if (!object.contains(key)) out.append(key);
  return out.join(", ");
}

std::map<std::string, Tensor> arrays(const QString& npz) {
  auto read = readNpz(npz.toStdString());
  return read.isOk() ? std::move(read).value() : std::map<std::string, Tensor>();
}

double distance(const Tensor& a, const Tensor& b) {
  if (a.element() != b.element() || a.extents() != b.extents())
    return std::numeric_limits<double>::infinity();
  double worst = 0;
  for (int64_t i = 0; i < a.elementCount(); ++i)
    worst = std::max(worst, std::fabs(a.valueAsDouble(i) - b.valueAsDouble(i)));
  return worst;
}

QByteArray fileBytes(const QString& file) {
  QFile opened(file);
  return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
}

}  // namespace heddle::test
