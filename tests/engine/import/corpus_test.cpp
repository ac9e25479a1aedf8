// Whole collections of models, where this machine has them.
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>
#include <map>

#include "engine/graph/text.h"
#include "engine/import/import.h"
#include "tests/support/test_main.h"

using namespace heddle;
namespace fs = std::filesystem;

namespace {

std::vector<fs::path> modelsBelow(const fs::path& folder) {
  std::vector<fs::path> out;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; at != end; at.increment(error))
    if (at->path().extension() == ".onnx") out.push_back(at->path());
  std::sort(out.begin(), out.end());
  return out;
}

struct Score {
  int total = 0, converted = 0;
  std::map<std::string, int> reasons;
};

Score convertAll(const std::vector<fs::path>& files, bool isVerbose) {
  Score score;
  for (const fs::path& file : files) {
    ++score.total;
    const auto model = import::importModel(file);
    if (model.isOk() && model.value().graph) {
      const Status status = graph::verifyGraph(*model.value().graph);
      if (status.isError())
        QWARN(qPrintable(QString::fromStdString(file.string() + ": " + toText(status.error()))));
      score.converted += status.isOk();
      continue;
    }
    if (model.isError()) {
      ++score.reasons[messageText(model.error()).substr(0, 100)];
      if (isVerbose) qInfo("%s", toText(model.error()).c_str());
      continue;
    }
    for (const auto& node : model.value().nodes)
      if (!node.problem.empty()) {
        ++score.reasons[node.opType + ": " + node.problem.text().substr(0, 100)];
        break;
      }
    if (isVerbose) qInfo("%s", toText(import::refusal(model.value())).c_str());
  }
  return score;
}

}  // namespace

class CorpusTest : public QObject {
  Q_OBJECT
 private slots:
  void convertsTheNodeTests() {
    const fs::path folder = "/usr/share/libonnx-testdata/data/node";
    QVERIFY2(fs::exists(folder), "libonnx-testdata is missing: scripts/setup test installs it");
    const Score score = convertAll(modelsBelow(folder), false);
    for (const auto& [reason, count] : score.reasons) qInfo("%4d  %s", count, reason.c_str());
    qInfo("%d of %d node tests converted", score.converted, score.total);
    QVERIFY(score.converted >= 800);
  }
  void convertsTheNamedModels() {
    const QByteArray folder = qgetenv("HEDDLE_MODELS");
    if (folder.isEmpty()) QSKIP("HEDDLE_MODELS is not set: it names a folder of more models to check");
    const Score score = convertAll(modelsBelow(folder.toStdString()), true);
    qInfo("%d of %d models converted", score.converted, score.total);
  }
};
HEDDLE_TEST(CorpusTest)

#include "corpus_test.moc"
