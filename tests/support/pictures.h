// Where tests keep what they grabbed, to be looked at.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFileInfo>
#include <QString>

namespace heddle::test {

// "pictures/NAME.png" in the build's folder; made if it is not there yet.
inline QString pictureFile(const QString& name) {
  const QString path = QStringLiteral(HEDDLE_BINARY_DIR "/pictures/%1.png").arg(name);
  QDir().mkpath(QFileInfo(path).path());
  return path;
}

}  // namespace heddle::test
