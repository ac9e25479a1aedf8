// What the tests of exports share.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include "engine/export/export.h"
#include "tests/engine/runner/c_module.h"

namespace heddle::test {

inline exporter::ExportOptions exportOptions(std::vector<std::string> formats = {"so"}) {
  exporter::ExportOptions options;
  options.formats = std::move(formats);
  options.runtimeLibraryDir = std::string(HEDDLE_BINARY_DIR) + "/lib";
  return options;
}

// The output of a program that must end well; "FAILED ..." otherwise.
inline QString outputOf(const QString& program, const QStringList& arguments,
                        const QString& directory = {}, bool hasEmptyEnvironment = false) {
  QProcess process;
  process.setProcessChannelMode(QProcess::MergedChannels);
  if (!directory.isEmpty()) process.setWorkingDirectory(directory);
  if (hasEmptyEnvironment) process.setProcessEnvironment(QProcessEnvironment());
  process.start(program, arguments);
  if (!process.waitForFinished(120000) || process.exitStatus() != QProcess::NormalExit ||
      process.exitCode() != 0)
    return "FAILED " + program + ": " + process.errorString() + ": " + process.readAll();
  return process.readAll();
}

inline void writeBytes(const QString& path, const QByteArray& bytes) {
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
    qFatal("cannot write %s", qPrintable(path));
}

inline QByteArray readBytes(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// x = 0, 1, 2, ... as bytes, and 3x.
inline QByteArray countingBytes(float factor) {
  QByteArray bytes;
  for (int i = 0; i < 1000; ++i) {
    const float value = factor * static_cast<float>(i);
    bytes.append(reinterpret_cast<const char*>(&value), 4);
  }
  return bytes;
}

}  // namespace heddle::test
