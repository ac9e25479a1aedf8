// ONNX's own tests through the importer and the reference interpreter: nothing may be wrong.
// SPDX-License-Identifier: Apache-2.0
#include "engine/conformance/conformance.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::conformance;

namespace {

constexpr const char* kDebian = "/usr/share/libonnx-testdata/data";

std::vector<TestResult> results(const std::filesystem::path& folder) {
  const auto tests = findTests(folder);
  if (tests.isError()) return {};
  Options options;
  options.jobs = 3;
  return runTests(tests.value(), interpretModel, options);
}

// Fails on any wrong result or crash, and below the floor of passes.
void requireScore(const std::filesystem::path& folder, int floor) {
  QVERIFY2(std::filesystem::exists(folder),
           "libonnx-testdata is missing: scripts/setup test installs it");
  const auto all = results(folder);
  const Scoreboard board = count(all);
  qInfo("%s", toText(all).c_str());
  QCOMPARE(board.wrong, 0);
  QCOMPARE(board.crash, 0);
  QVERIFY2(board.pass >= floor, qPrintable(QString::number(board.pass)));
}

}  // namespace

class NodeTests : public QObject {
  Q_OBJECT
 private slots:
  void debianNodes() { requireScore(std::filesystem::path(kDebian) / "node", 856); }
  void debianConverted() { requireScore(std::filesystem::path(kDebian) / "pytorch-converted", 82); }
  void debianOperators() { requireScore(std::filesystem::path(kDebian) / "pytorch-operator", 35); }
  void debianSimple() { requireScore(std::filesystem::path(kDebian) / "simple", 7); }
  // A folder named by the caller, for newer releases of the data.
  void others() {
    const QByteArray folder = qgetenv("HEDDLE_ONNX_TESTS");
    if (folder.isEmpty()) QSKIP("HEDDLE_ONNX_TESTS is not set: it names a folder of newer tests");
    requireScore(folder.toStdString(), 1);
  }
};
HEDDLE_TEST(NodeTests)

#include "node_tests.moc"
