// SPDX-License-Identifier: Apache-2.0
#include "engine/session/workspace.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QFile>
#include <QTemporaryDir>

#include "tests/support/test_main.h"

using heddle::session::Workspace;

class WorkspaceTest : public QObject {
  Q_OBJECT
  QTemporaryDir m_directory;
  std::string path(const char* name) const { return m_directory.filePath(name).toStdString(); }

 private slots:
  void keepsEverythingAcrossReopening() {
    {
      Workspace w = Workspace::open(path("a.db")).value();
      QVERIFY(w.noteModel("h1", "/m/one.onnx").isOk());
      QVERIFY(w.noteModel("h2", "/m/two.onnx").isOk());
      QVERIFY(w.noteModel("h1", "/m/one.onnx").isOk());
      QVERIFY(w.setOverrides("h1", {{"conv", "relu", true}, {"relu", "pool", false}}).isOk());
      QVERIFY(w.remember("h1", "layout", std::string("a\0b", 3)).isOk());
      QVERIFY(w.addRecord("h1", "profile", "{\"a\":1}").isOk());
    }
    Workspace w = Workspace::open(path("a.db")).value();
    QCOMPARE(w.recentFiles(5), (std::vector<std::string>{"/m/one.onnx", "/m/two.onnx"}));
    const auto overrides = w.overrides("h1");
    QCOMPARE(overrides.size(), size_t{2});
    QVERIFY(overrides[0].producer == "conv" && overrides[0].force && !overrides[1].force);
    QCOMPARE(w.recall("h1", "layout"), std::string("a\0b", 3));
    QCOMPARE(w.recall("h2", "layout"), std::string());
    QCOMPARE(w.records("h1", "profile", 9), (std::vector<std::string>{"{\"a\":1}"}));
  }
  void overridesAreReplacedAsAWhole() {
    Workspace w = Workspace::open(path("b.db")).value();
    QVERIFY(w.setOverrides("h", {{"a", "b", true}}).isOk());
    QVERIFY(w.setOverrides("h", {{"c", "d", false}}).isOk());
    QCOMPARE(w.overrides("h").size(), size_t{1});
    QVERIFY(w.setOverrides("h", {}).isOk());
    QVERIFY(w.overrides("h").empty());
  }
  // What a call returned from is there after the process was killed without warning.
  void survivesBeingKilled() {
    const std::string file = path("killed.db");
    for (int round = 0; round < 10; ++round) {
      int pipes[2];
      QCOMPARE(pipe(pipes), 0);
      const pid_t child = fork();
      if (child == 0) {
        Workspace w = Workspace::open(file).value();
        for (int i = 0; i < 100000; ++i) {
          if (w.remember("h", std::to_string(round) + "." + std::to_string(i), "v").isError()) _exit(1);
          if (write(pipes[1], &i, sizeof i) != sizeof i) _exit(1);
        }
        _exit(0);
      }
      ::close(pipes[1]);
      usleep(static_cast<useconds_t>(5000 + round * 3000));
      kill(child, SIGKILL);
      int acknowledged = -1;
      for (int i = 0; read(pipes[0], &i, sizeof i) == sizeof i;) acknowledged = i;
      ::close(pipes[0]);
      waitpid(child, nullptr, 0);
      const Workspace w = Workspace::open(file).value();
      for (int i = 0; i <= acknowledged; ++i)
        QCOMPARE(w.recall("h", std::to_string(round) + "." + std::to_string(i)), std::string("v"));
    }
  }
  void refusesANewerFileAndLeavesItAlone() {
    const std::string file = path("newer.db");
    sqlite3* db = nullptr;
    QCOMPARE(sqlite3_open(file.c_str(), &db), SQLITE_OK);
    sqlite3_exec(db, "CREATE TABLE t(x); PRAGMA user_version=99;", nullptr, nullptr, nullptr);
    sqlite3_close(db);
    const auto opened = Workspace::open(file);
    QVERIFY(opened.isError());
    QCOMPARE(opened.error().code, std::string("workspace.newer"));
  }
  void refusesWhatIsNoDatabase() {
    QFile file(m_directory.filePath("text.db"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QByteArray bytes(5000, 'x');
    file.write(bytes);
    file.close();
    QVERIFY(Workspace::open(path("text.db")).isError());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), bytes);
    QVERIFY(Workspace::open("/proc/no/such/folder/w.db").isError());
  }
};
HEDDLE_TEST(WorkspaceTest)

#include "workspace_test.moc"
