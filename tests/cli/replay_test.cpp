// Every kernel is what its printed forms say: the printed trace replayed on the printed loop
// program gives the printed schedule, and lowering that gives the printed lowered program, which is
// all that code generation sees.
// SPDX-License-Identifier: Apache-2.0
#include <QDirIterator>
#include <QTemporaryDir>

#include "engine/codegen/codegen.h"
#include "engine/loop_passes/lower.h"
#include "engine/loops/text.h"
#include "engine/schedule/step.h"
#include "tests/cli/command.h"
#include "tests/support/test_main.h"

using namespace heddle;
using namespace heddle::test;

namespace {

using Texts = std::map<QString, std::map<QString, std::string>>;  // by group, then stage

// Empty when the forms of one group follow from each other, otherwise what does not.
std::string problem(const std::map<QString, std::string>& forms) {
  const auto program = loops::parse(forms.at("loops"));
  if (program.isError()) return toText(program.error());
  if (loops::print(program.value()).text != forms.at("loops"))
    return "the program does not round-trip";
  const auto trace = schedule::parseTrace(forms.at("trace"));
  if (trace.isError()) return toText(trace.error());
  const auto replayed = schedule::replay(program.value(), trace.value());
  if (replayed.isError()) return toText(replayed.error());
  if (loops::print(replayed.value().program).text != forms.at("schedule"))
    return "the trace gives another program:\n" + loops::print(replayed.value().program).text;
  const auto target = codegen::hostTarget();
  if (target.isError()) return toText(target.error());
  const auto lowered = loop_passes::lower(replayed.value().program, target.value());
  if (lowered.isError()) return toText(lowered.error());
  if (loop_passes::print(lowered.value()).text != forms.at("lowered"))
    return "it lowers to another program:\n" + loop_passes::print(lowered.value()).text;
  return {};
}

// Groups checked; 0 with a reason on the log when something is wrong.
int checkModel(const QString& model, const QStringList& options = {}) {
  const Ended ended =
      cli(QStringList{"print", model, "--stage", "loops,schedule,lowered", "--json"} + options);
  if (ended.status != 0) return qWarning("%s", ended.err.constData()), 0;
  Texts all;
  const QJsonObject object = ended.json();
  for (const QJsonValue& text : object["texts"].toArray())
    all[text["group"].toString()][text["stage"].toString()] = text["text"].toString().toStdString();
  int wrong = 0;
  for (const auto& [group, forms] : all) {
    const std::string found = problem(forms);
    if (found.empty()) continue;
    qWarning("%s, %s: %s", qPrintable(model), qPrintable(group), found.c_str());
    ++wrong;
  }
  return wrong > 0 ? 0 : static_cast<int>(all.size());
}

}  // namespace

class Replay : public QObject {
  Q_OBJECT
 private slots:
  void digitsModel() {
    QVERIFY(checkModel(digits()) >= 9);
    QVERIFY(checkModel(digits(), {"--no-fusion"}) >= 13);
    QVERIFY(checkModel(digits(), {"--threads", "4"}) >= 9);
  }
  void generatedModels_data() {
    QTest::addColumn<int>("groups");
    QTest::newRow("resnet18") << 20;
    QTest::newRow("mobilenet_v2") << 50;
    QTest::newRow("squeezenet") << 25;
    QTest::newRow("bert_base:1") << 10;
    QTest::newRow("yolo:64") << 25;
  }
  void generatedModels() {
    QFETCH(int, groups);
    const QTemporaryDir directory;
    const QString model = directory.filePath("model.onnx");
    EXPECT_STATUS(start(test::program("heddle-make-model"), {QTest::currentDataTag(), model}), 0);
    const int checked = checkModel(model);
    QVERIFY2(checked >= groups, qPrintable(QString("%1 groups").arg(checked)));
  }
  // HEDDLE_MODELS=FOLDER, each model beneath it that is supported and whose shapes are known, or
  // HEDDLE_MODELS="FOLDER|OPTION|OPTION...".
  void others() {
    QStringList given = qEnvironmentVariable("HEDDLE_MODELS").split('|');
    if (given[0].isEmpty()) QSKIP("HEDDLE_MODELS is not set: it names a folder of more models to check");
    QDirIterator files(given.takeFirst(), {"*.onnx"}, QDir::Files, QDirIterator::Subdirectories);
    bool isGood = true;
    while (files.hasNext()) {
      const QString model = files.next();
      const Ended inspected = cli(QStringList{"inspect", model} + given);
      if (inspected.status == 3) {
        qInfo("%s: refused", qPrintable(model));
        continue;
      }
      const int checked = checkModel(model, given);
      qInfo("%s: %d groups", qPrintable(model), checked);
      isGood = isGood && checked > 0;
    }
    QVERIFY(isGood);
  }
};
HEDDLE_TEST(Replay)

#include "replay_test.moc"
