// A session for tests of the schedule editor.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTemporaryDir>

#include "engine/session/session.h"
#include "tests/support/test_main.h"

namespace heddle::test {

inline session::Session::Settings settingsIn(const QTemporaryDir& directory,
                                             const char* workspace = "w.db") {
  session::Session::Settings settings;
  settings.workspaceFile = directory.filePath(workspace).toStdString();
  settings.cacheDir = directory.filePath("cache").toStdString();
  settings.runnerPath = HEDDLE_BINARY_DIR "/bin/heddle-runner";
  settings.runtimeDir = HEDDLE_BINARY_DIR "/lib";
  return settings;
}

// As few samples as there may be: these tests look at results, not at speeds.
inline session::ScheduleTiming quick() {
  session::ScheduleTiming timing;
  timing.budgetSeconds = 0.001;
  return timing;
}

template <class T>
std::string why(const T& result) {
  return result.isError() ? heddle::toText(result.error()) : "fine";
}

inline const session::ScheduleStateView& currentOf(const session::ScheduleHistoryView& history) {
  return history.states[static_cast<size_t>(history.current)];
}

}  // namespace heddle::test

#define VERIFY_OK(result) QVERIFY2((result).isOk(), heddle::test::why(result).c_str())
